"""What comes in from Excel and what goes out to it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.ui.context import Context
from cariste.ui.widgets.table_view import TableView

_FILTERS = {"xlsx": "Excel (*.xlsx)", "csv": "CSV (*.csv)"}


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
        self._export = self.menu.addAction(_("Export everything…"), self.export_all)
        self._copy = self.menu.addAction(_("Copy the list as shown"), self.copy_shown)
        self.menu.aboutToShow.connect(self._refresh)
        self._refresh()

    @property
    def may_import(self) -> bool:
        """Whether this window edits."""
        return self._context.workspace.writing

    def import_sheet(self) -> None:
        """Ask for a file, show what importing it would do, and import it if the user agrees."""
        from cariste.ui.dialogs.import_dialog import ImportDialog

        ImportDialog.ask(self._context, self._page)

    def export_all(self) -> None:
        """Ask where, and write everything there."""
        path, chosen = QFileDialog.getSaveFileName(
            self._page, _("Export everything"), "cariste.xlsx", ";;".join(_FILTERS.values())
        )
        if path:
            wanted = next((ending for ending, shown in _FILTERS.items() if shown == chosen), "xlsx")
            self.export_to(Path(path) if Path(path).suffix else Path(path).with_suffix(f".{wanted}"))

    def export_to(self, path: Path) -> None:
        """Write everything into a file, in the background, and say so."""
        work = partial(_export, self._context, path)
        self._context.tasks.read(work, partial(self._exported, path), owner=self)

    def copy_shown(self) -> None:
        """Put the rows shown on the clipboard, ready to paste into a sheet."""
        QGuiApplication.clipboard().setText(self._view.text_shown())

    def _exported(self, path: Path, rows: int) -> None:
        written = ngettext("{n} row written to {file}.", "{n} rows written to {file}.", rows)
        box = QMessageBox(
            QMessageBox.Icon.NoIcon,
            _("Export everything"),
            written.format(n=format_number(rows), file=path),
            QMessageBox.StandardButton.Ok,
            self._page,
        )
        box.open()

    def _refresh(self) -> None:
        self._import.setEnabled(self.may_import)
        reason = _("This window only reads: the one that edits can import.")
        self._import.setToolTip("" if self.may_import else reason)


def _export(context: Context, path: Path) -> int:
    from cariste.exchange.exporting import export

    workspace = context.workspace
    with workspace.reading():
        # As on screen: a window that only reads shows dates, not what doctors concluded.
        outcomes, thresholds = workspace.writing, workspace.settings.thresholds.days
        return export(path, context.bus.today, outcomes=outcomes, thresholds=thresholds)
