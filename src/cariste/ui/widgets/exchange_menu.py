"""What comes in from Excel and what goes out to it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from cariste.core.i18n import _
from cariste.ui.context import Context
from cariste.ui.dialogs.export_table import export_tables
from cariste.ui.dialogs.export_to import ask_where, say, say_written
from cariste.ui.widgets.table_view import TableView


class ExchangeMenu(QObject):
    """The menu of the page of people: import, export, copy the list as it is shown."""

    def __init__(self, context: Context, view: TableView, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._view = view
        self._page = page
        self.menu = QMenu(page)
        self.menu.setToolTipsVisible(True)
        self._import = self.menu.addAction(_("Import from Excel…"), self.import_sheet)
        self._template = self.menu.addAction(_("Template to fill in…"), self.save_template)
        self.menu.addSeparator()
        self.menu.addAction(_("Export this table…"), self.export_table)
        self._export = self.menu.addAction(_("Export everything…"), self.export_all)
        self.menu.addAction(_("Reports…"), self.show_reports)
        self._copy = self.menu.addAction(_("Copy the list as shown"), self.copy_shown)
        self.menu.addSeparator()
        self.menu.addAction(_("Possible duplicates…"), self.show_duplicates)
        self.menu.aboutToShow.connect(self._refresh)
        self._refresh()

    @property
    def may_import(self) -> bool:
        """Whether this window edits."""
        return self._context.workspace.writing

    def import_sheet(self) -> None:
        """Ask for a file, show what importing it would do, and import it if the user agrees."""
        from cariste.ui.importing.dialog import ImportDialog

        ImportDialog.ask(self._context, self._page)

    def save_template(self) -> None:
        """Ask where, and write an empty workbook there with the firm's own lists."""
        path = ask_where(self._page, _("Template to fill in"), _("template"), ("xlsx",))
        if path is not None:
            self.write_template(path)

    def write_template(self, path: Path) -> None:
        """Write the template into a file, in the background, and say so."""
        work = partial(_write_template, self._context, path)
        self._context.tasks.read(work, partial(self._template_written, path), owner=self)

    def export_table(self) -> None:
        """Ask where, and write the people shown there."""
        export_tables(self._context, self._page, _("employees"), lambda: [(_("Employees"), self._view)])

    def export_all(self) -> None:
        """Ask where, and write everything there."""
        path = ask_where(self._page, _("Export everything"), "cariste", ("xlsx", "csv", "json"))
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write everything into a file, in the background, and say so."""
        work = partial(_export, self._context, path)
        self._context.tasks.read(work, partial(self._exported, path), owner=self)

    def show_reports(self) -> None:
        """Let the user choose a report to look at, print or save."""
        from cariste.ui.dialogs.report_dialog import ReportDialog

        ReportDialog.ask(self._context, self._page)

    def show_duplicates(self) -> None:
        """List the people who may be recorded twice."""
        from cariste.ui.dialogs.merge_candidates import show_duplicates

        show_duplicates(self._context, self._page)

    def copy_shown(self) -> None:
        """Put the rows shown on the clipboard, ready to paste into a sheet."""
        QGuiApplication.clipboard().setText(self._view.text_shown())

    def _template_written(self, path: Path, _sheets: int) -> None:
        words = _("The template is in {file}. Fill it in, then import it.").format(file=path)
        say(self._page, _("Template to fill in"), words)

    def _exported(self, path: Path, rows: int) -> None:
        say_written(self._page, _("Export everything"), path, rows)

    def _refresh(self) -> None:
        self._import.setEnabled(self.may_import)
        reason = _("This window only reads: the one that edits can import.")
        self._import.setToolTip("" if self.may_import else reason)


def _write_template(context: Context, path: Path) -> int:
    from cariste.exchange.template import write_template

    with context.workspace.reading():
        return write_template(path, context.workspace.settings)


def _export(context: Context, path: Path) -> int:
    from cariste.exchange.exporting import export

    workspace = context.workspace
    with workspace.reading():
        # As on screen: a window that only reads shows dates, not what doctors concluded.
        outcomes, thresholds = workspace.writing, workspace.settings.thresholds.days
        return export(path, context.bus.today, outcomes=outcomes, thresholds=thresholds)
