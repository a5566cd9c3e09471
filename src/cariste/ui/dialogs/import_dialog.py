"""Import from Excel: read without touching anything, show what would happen, then do it in one change."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.exchange.plan import Note
from cariste.exchange.progress import Cancelled
from cariste.ui.context import Context
from cariste.ui.dialogs.import_work import DryRun, store_plan
from cariste.ui.models.notes import note_columns
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.flat_tabs import FlatTabs
from cariste.ui.widgets.parts import Notice, heading, muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.stat_row import StatRow
from cariste.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from cariste.exchange.plan import Plan

_LOOK_EVERY = 50
"""Milliseconds between two looks at how far the read is."""
_SIZE = (112 * GRID, 76 * GRID)
_FORMATS = "*.xlsx *.xlsm *.xls *.ods *.csv"


class ImportDialog(QDialog):
    """Three moments: reading, what would happen, done."""

    def __init__(self, context: Context, path: Path, parent: QWidget | None = None) -> None:
        """Start reading a file at once; nothing is written before the user says so."""
        super().__init__(parent)
        self._context = context
        self._plan: Plan | None = None
        self._storing = False
        self._work = DryRun(context.workspace, path)
        self.setWindowTitle(_("Import from Excel"))
        self.resize(*_SIZE)
        theme = context.theme
        self.model: TableModel[Note] = TableModel(note_columns(), id, parent=self)
        self.view = TableView(self.model, theme)
        self.placeholder = Placeholder(self.view, theme)
        self.tabs = FlatTabs(theme)
        self.stats = StatRow(theme)
        self.reason = muted()
        self.notice = Notice(theme)
        self.outcome = muted()
        self.bar = QProgressBar()
        self.copy_button = FlatButton(_("Copy the list"), theme)
        self.cancel_button = FlatButton(_("Cancel"), theme)
        self.import_button = FlatButton(_("Import"), theme, leads=True)
        self._stack = QStackedWidget()
        self._lay_out(path.name)
        self._connect()
        self._start()

    @classmethod
    def ask(cls, context: Context, parent: QWidget) -> None:
        """Let the user choose a file, then show what importing it would do."""
        path, _filter = QFileDialog.getOpenFileName(
            parent,
            _("Import from Excel"),
            "",
            ";;".join((f"{_('Sheets')} ({_FORMATS})", f"{_('All files')} (*)")),
        )
        if path:
            dialog = cls(context, Path(path), parent)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _lay_out(self, file_name: str) -> None:
        reading = QWidget()
        middle = QVBoxLayout(reading)
        middle.addStretch()
        middle.addWidget(QLabel(_("Reading… nothing is changed yet.")), 0, Qt.AlignmentFlag.AlignHCenter)
        self.bar.setFixedWidth(40 * GRID)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(_("Progress of the reading"))
        middle.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch()
        result = QWidget()
        column = QVBoxLayout(result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(self.stats)
        column.addWidget(sheet(self._context.theme, self.tabs, self.view), 1)
        self.reason.setMinimumHeight(2 * self.reason.fontMetrics().height())
        self.reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.reason)
        self._stack.addWidget(reading)
        self._stack.addWidget(result)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.outcome, 1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.import_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        whole.setSpacing(GRID + GRID // 2)
        whole.addWidget(heading(file_name, self._context.theme))
        whole.addWidget(self.notice)
        whole.addWidget(self._stack, 1)
        whole.addLayout(buttons)

    def _connect(self) -> None:
        self.view.setAccessibleName(_("Cells to look at"))
        self.view.chosen.connect(self._show_reason)
        self.tabs.currentChanged.connect(self._show_notes)
        self.copy_button.clicked.connect(self._copy)
        self.cancel_button.clicked.connect(self.reject)
        self.import_button.clicked.connect(self._store)
        self.import_button.setDefault(True)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)

    def _start(self) -> None:
        self.copy_button.hide()
        self.import_button.setEnabled(False)
        self._timer.start()
        self._context.tasks.read(self._work.run, self._show_plan, self._show_failure, owner=self)

    def _look(self) -> None:
        if self._work.total:
            self.bar.setRange(0, self._work.total)
            self.bar.setValue(self._work.done)

    def _show_failure(self, problem: CaristeError) -> None:
        self._timer.stop()
        if isinstance(problem, Cancelled):
            return
        self.notice.say(str(problem))
        self._stack.hide()
        self.cancel_button.setText(_("Close"))

    def _show_plan(self, plan: Plan) -> None:
        self._timer.stop()
        self._plan = plan
        records = plan.record_counts()
        self.stats.show_numbers(
            (_("rows read"), plan.read),
            (_("employees added"), plan.count("added")),
            (_("updated"), plan.count("updated")),
            (_("unchanged"), plan.count("unchanged")),
            (_("CACES"), records["caces"]),
            (_("visits"), records["medical_visits"]),
            (_("trainings"), records["trainings"]),
        )
        for title, notes in ((_("To check"), plan.to_check), (_("Rejected"), plan.rejected)):
            self.tabs.addTab(f"{title}  {format_number(len(notes))}")
        self.tabs.setCurrentIndex(0 if plan.to_check or not plan.rejected else 1)
        self._show_notes(self.tabs.currentIndex())
        self.copy_button.setVisible(bool(plan.to_check or plan.rejected))
        self._stack.setCurrentIndex(1)
        changes = bool(plan.count("added") or plan.count("updated"))
        self.import_button.setEnabled(changes)
        self.outcome.setText(
            _("Nothing is changed yet.")
            if changes
            else _("Nothing to import: everything is recorded already.")
        )
        (self.import_button if changes else self.cancel_button).setFocus()

    def _show_notes(self, tab: int) -> None:
        if self._plan is None:
            return
        notes = self._plan.rejected if tab == 1 else self._plan.to_check
        self.model.set_rows(notes)
        if notes:
            self.placeholder.be_silent()
            self.view.select_position(0)
        else:
            self.placeholder.say(_("Nothing was rejected.") if tab == 1 else _("Nothing to check."))
            self.reason.clear()

    def _show_reason(self, note_id: Any) -> None:
        for place in self.model.positions([note_id]):
            self.reason.setText(self.model.row(place).reason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.view.text_shown())

    def _store(self) -> None:
        if self._plan is None:
            return
        self._storing = True
        self.import_button.setEnabled(False)
        self.cancel_button.setEnabled(False)
        self.outcome.setText(_("Recording…"))
        work = partial(store_plan, self._context.workspace, self._plan)
        self._context.tasks.write(work, self._stored, self._not_stored, owner=self)

    def _stored(self, touched: frozenset[str]) -> None:
        self._storing = False
        self.import_button.hide()
        self.cancel_button.setText(_("Close"))
        self.cancel_button.setEnabled(True)
        self.cancel_button.setFocus()
        self.outcome.setText(_("Changes saved."))
        self._context.bus.changed.emit(touched)

    def _not_stored(self, problem: CaristeError) -> None:
        self._storing = False
        self.notice.say(str(problem))
        self.outcome.clear()
        self.cancel_button.setEnabled(True)
        self.import_button.setEnabled(self._context.workspace.writing)

    def reject(self) -> None:
        """Stop reading and close; a change being recorded is not left half-way."""
        if not self._storing:
            self._work.cancel()
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As `reject`."""
        if self._storing:
            event.ignore()
        else:
            self._work.cancel()
            super().closeEvent(event)
