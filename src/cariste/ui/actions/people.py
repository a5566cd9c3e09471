"""What can be done with the people selected on the page of people: add a line here, and every menu has it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.ui.actions.leaving import leaving_actions
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.actions.paper import paper_actions
from cariste.ui.context import Context


def people_actions() -> list[SelectionAction]:
    """Return the actions in the order of the menu."""
    return [
        SelectionAction(
            "edit", lambda: _("Edit the record"), _edit, shortcut="Ctrl+E", alone=True, writes=False
        ),
        SelectionAction("renew", lambda: _("Renew…"), _renew, shortcut="Ctrl+R"),
        SelectionAction("change", lambda: _("Change for the selection…"), _change, apart=True),
        *paper_actions(),
        *leaving_actions(),
    ]


def _edit(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.forms import opening

    opening.edit_person(context, page, ids[0])


def _renew(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.dialogs.batch_renewal import BatchRenewalDialog

    BatchRenewalDialog.ask(context, page, ids)


def _change(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.dialogs.bulk_change import BulkChangeForm

    BulkChangeForm.ask(context, page, ids)
