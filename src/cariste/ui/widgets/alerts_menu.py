"""What leaves the page of alerts: the table as it is shown, a calendar, mails to the managers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from cariste.core.i18n import _
from cariste.ui.context import Context
from cariste.ui.widgets.table_view import TableView


class AlertsMenu(QObject):
    """The menu « Exporter » of the page of alerts; all may be done by a window that only reads."""

    def __init__(
        self, context: Context, workspace: Callable[[], str | None], view: TableView, page: QWidget
    ) -> None:
        """Make the menu.

        Args:
            context: The open folder and the rest.
            workspace: Gives the work area the page is narrowed to, None for all.
            view: The table of the page.
            page: What dialogs open over.
        """
        super().__init__(page)
        self._context, self._workspace, self._page = context, workspace, page
        self._view = view
        self.menu = QMenu(page)
        self.menu.addAction(_("Export this table…"), self.export_table)
        self.menu.addAction(_("Export the calendar…"), self.export_calendar)
        self.menu.addAction(_("Mail to the managers…"), self.write_to_managers)
        self.menu.addAction(_("Print the due-date list…"), self.print_list)

    def export_table(self) -> None:
        """Ask where, and write the alerts shown there."""
        from cariste.ui.dialogs.export_table import export_tables

        export_tables(self._context, self._page, _("alerts"), lambda: [(_("Alerts"), self._view)])

    def export_calendar(self) -> None:
        """Ask which due dates go into a calendar file, and where to."""
        from cariste.ui.dialogs.calendar_export import CalendarDialog

        CalendarDialog(self._context, self._page, workspace=self._workspace()).open()

    def write_to_managers(self) -> None:
        """Show the mails to the managers."""
        from cariste.ui.dialogs.digest import DigestDialog

        DigestDialog(self._context, self._page).open()

    def print_list(self) -> None:
        """Let the user choose horizon and work area of the list, then look at it and print it."""
        from cariste.ui.dialogs.report_dialog import ReportDialog

        ReportDialog.ask(self._context, self._page, name="due-list")
