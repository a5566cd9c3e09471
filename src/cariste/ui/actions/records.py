"""What can be done with the record selected in a person's file: add a line here, and its menus have it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.core.wording import format_date, of_person
from cariste.employee import edit_labels
from cariste.employee.form_values import RecordName
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation


def record_actions(context: Context, record_type: str) -> list[SelectionAction]:
    """Return the actions on a ``caces``, ``medical`` or ``training``, in the order of the menu."""
    return [
        SelectionAction(
            "edit",
            lambda: _("Edit…") if context.workspace.writing else _("Look at everything…"),
            partial(edit_record, record_type=record_type),
            alone=True,
            writes=False,
        ),
        SelectionAction(
            "renew",
            lambda: _("Renew…"),
            partial(renew_record, record_type=record_type),
            shortcut="Ctrl+R",
            alone=True,
        ),
        SelectionAction(
            "delete",
            lambda: _("Delete…"),
            partial(ask_to_delete, record_type=record_type),
            shortcut="Del",
            alone=True,
            apart=True,
        ),
    ]


def edit_record(context: Context, page: QWidget, ids: Sequence[str], *, record_type: str) -> None:
    """Open the form of a record."""
    from cariste.ui.forms import opening

    opening.edit_record(context, page, record_type, ids[0])


def renew_record(context: Context, page: QWidget, ids: Sequence[str], *, record_type: str) -> None:
    """Open the form of the record that takes its place."""
    from cariste.ui.dialogs.renewal import RenewalForm

    RenewalForm.ask(context, page, record_type, ids[0])


def ask_to_delete(context: Context, page: QWidget, ids: Sequence[str], *, record_type: str) -> None:
    """Ask once, naming the record and what becomes of its proof; then delete it."""
    from cariste.ui.forms import storing

    workspace = context.workspace

    def delete(record: RecordName) -> None:
        work = partial(storing.delete_record, workspace, record)
        context.tasks.write(work, context.bus.changed.emit, owner=page)

    def ask(record: RecordName) -> None:
        Confirmation.ask(
            _question(record), _("Delete"), partial(delete, record), context.theme, page.window()
        )

    read = partial(storing.name_record, workspace, record_type, ids[0])
    context.tasks.read(read, ask, owner=page, key="delete")


def _question(record: RecordName) -> str:
    what, whose = edit_labels.what(record.type, [record.kind]), of_person(record.owner.name)
    sentences = [_("Delete “{what}” {of_person}?").format(what=what, of_person=whose)]
    if record.obtained is not None:
        sentences.append(_("Date: {day}.").format(day=format_date(record.obtained)))
    if record.expires is not None:
        sentences.append(_("Expiry: {day}.").format(day=format_date(record.expires)))
    if record.document is not None:
        sentences.append(_("Its proof stays among the documents of this person."))
    sentences.append(_("It can be undone (Ctrl+Z) as long as this window edits."))
    return "\n".join(sentences)
