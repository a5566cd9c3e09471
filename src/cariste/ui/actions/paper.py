"""What can be printed about people, one or many at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.context import Context


def paper_actions() -> list[SelectionAction]:
    """Return the actions in the order of the menu."""
    return [
        SelectionAction(
            "print_files", lambda: _("Print the file"), _files, shortcut="Ctrl+P", writes=False, apart=True
        ),
        SelectionAction("reports", lambda: _("Reports…"), _reports, writes=False),
    ]


def _files(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.dialogs.report_preview import preview_files

    preview_files(context, page, ids)


def _reports(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    from cariste.ui.dialogs.report_dialog import ReportDialog

    ReportDialog.ask(context, page, ids, "person-file")
