"""What can be done with the machines selected on their page: add a line here, and its menus have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.equipment.edits import machines_in_words
from cariste.equipment.queries import MachineRow
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.models.machines import delete_machines, set_service

Find = Callable[[Sequence[str]], list[MachineRow]]
"""Returns the machines with these ids."""


def machine_actions(find: Find, show_drivers: Callable[[str], object]) -> list[SelectionAction]:
    """Return the actions in the order of the menu.

    Args:
        find: Where the selected machines are.
        show_drivers: Shows who may drive the machine with this id.
    """
    return [
        SelectionAction(
            "drivers",
            lambda: _("Who may drive it?"),
            lambda _context, _page, ids: show_drivers(ids[0]),
            shortcut="Ctrl+Return",
            alone=True,
            writes=False,
        ),
        SelectionAction(
            "edit", lambda: _("Edit…"), _edit, shortcut="Ctrl+E", alone=True, writes=False, apart=True
        ),
        *_service_actions(find),
        SelectionAction(
            "delete",
            lambda: _("Delete…"),
            lambda context, page, ids: _ask_to_delete(context, page, find(ids)),
            shortcut="Del",
            apart=True,
        ),
    ]


def _service_actions(find: Find) -> list[SelectionAction]:
    def stop(context: Context, page: QWidget, ids: Sequence[str]) -> None:
        work = partial(set_service, context.workspace, find(ids), context.bus.today)
        context.tasks.write(work, context.bus.changed.emit, owner=page)

    def resume(context: Context, page: QWidget, ids: Sequence[str]) -> None:
        work = partial(set_service, context.workspace, find(ids), None)
        context.tasks.write(work, context.bus.changed.emit, owner=page)

    def all_run(ids: Sequence[str]) -> str | None:
        runs = all(machine.out_of_service_on is None for machine in find(ids))
        return None if runs else _("This machine is out of service already.")

    def none_runs(ids: Sequence[str]) -> str | None:
        stands = all(machine.out_of_service_on is not None for machine in find(ids))
        return None if stands else _("This machine is in service.")

    return [
        SelectionAction("stop", lambda: _("Out of service from today"), stop, reason=all_run, apart=True),
        SelectionAction("resume", lambda: _("Back in service"), resume, reason=none_runs),
    ]


def _edit(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.forms.machine_form import MachineForm

    MachineForm.edit(context, page, ids[0])


def _ask_to_delete(context: Context, page: QWidget, machines: Sequence[MachineRow]) -> None:
    """Ask once, naming the machines; then delete them."""
    what = machines_in_words([machine.number for machine in machines])
    if len(machines) == 1:
        what = f"{what} · {machines[0].name}"
    sentences = [
        _("Delete “{what}”?").format(what=what),
        _("Nobody’s authorisation changes: it is for a category, not for a machine."),
        _("It can be undone (Ctrl+Z) as long as this window edits."),
    ]
    work = partial(delete_machines, context.workspace, machines)

    def delete() -> None:
        context.tasks.write(work, context.bus.changed.emit, owner=page)

    Confirmation.ask("\n".join(sentences), _("Delete"), delete, context.theme, page.window())
