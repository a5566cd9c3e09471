"""Renew many people after a session: one form, one line each, a pile of scans, one Save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cariste.core import clock
from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.employee.batch import ABSENT, FAILED, PASSED, Batch, Line
from cariste.employee.renewal import RENEWABLE
from cariste.ui.context import Context
from cariste.ui.dialogs import renewal_work
from cariste.ui.dialogs.batch_desk import ScanDesk
from cariste.ui.dialogs.batch_fields import BatchFields
from cariste.ui.dialogs.batch_table import BatchTable
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.dialogs.renewal_work import Circle, Proven
from cariste.ui.models.batch import BatchRow
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.document_field import local_files
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Notice, heading, muted
from cariste.ui.widgets.screen_room import begin_at
from cariste.ui.widgets.scroll_bar import slim_scroll_bars

_SIZE = QSize(116 * GRID, 92 * GRID)
_LEAST_WIDTH = 90 * GRID


class BatchRenewalDialog(QDialog):
    """Enter confirms the scans that found their person, then records everything in one change."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        circle: Circle,
        types: Sequence[str] = RENEWABLE,
        records: Collection[str] | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window it lies over.
            circle: The people and their records.
            types: The types of session that may be chosen.
            records: The records selected, when it was not the people.
        """
        # Over the window, not below a page: pages come and go, what was typed stays.
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self._context = context
        self._batch = Batch(circle.holders, circle.formers, records=records)
        self._saving, self._touched = False, False
        theme = context.theme
        horizon = clock.today() + dt.timedelta(days=context.workspace.settings.thresholds.info)
        self.fields = BatchFields(theme, self._batch, circle.choices, horizon, tuple(types))
        self._batch.facts = self.fields.facts
        self.tables = {type_: BatchTable(theme, self._batch, type_) for type_ in types}
        self.desk = ScanDesk(context, self._batch)
        self.notice = Notice(theme)
        self.summary = muted()
        self.scans_button = FlatButton(_("Add scans…"), theme)
        self.cancel_button = FlatButton(_("Cancel"), theme)
        self.save_button = FlatButton(_("Save"), theme, leads=True)
        self._lay_out()
        self._connect()
        self._show()

    @classmethod
    def ask(cls, context: Context, parent: QWidget, ids: Sequence[str]) -> None:
        """Renew for the people with these ids; the dialog asks what the session was about."""
        cls._open(context, parent, list(ids), RENEWABLE, None)

    @classmethod
    def ask_for_records(
        cls, context: Context, parent: QWidget, type_: str, due: Sequence[tuple[str, str]]
    ) -> None:
        """Renew some records of one type, each given by the ids of person and record."""
        people = list(dict.fromkeys(person for person, _record in due))
        cls._open(context, parent, people, (type_,), {record for _person, record in due})

    @classmethod
    def _open(
        cls,
        context: Context,
        parent: QWidget,
        ids: Sequence[str],
        types: Sequence[str],
        records: Collection[str] | None,
    ) -> None:
        def show(circle: Circle) -> None:
            dialog = cls(context, parent, circle, types, records)
            dialog.open()
            dialog.fields.start()

        read = partial(renewal_work.read_circle, context.workspace, ids, types)
        context.tasks.read(read, show, owner=parent, key="form")

    @property
    def table(self) -> BatchTable:
        """The table of the type chosen."""
        return self.tables[self._batch.facts.type]

    def _lay_out(self) -> None:
        people = len(self._batch.holders)
        title = ngettext("Renew for {n} person", "Renew for {n} people", people)
        self.setWindowTitle(_("Renew"))
        self.save_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.scans_button)
        buttons.addStretch()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(heading(title.format(n=format_number(people)), self._context.theme))
        column.addWidget(self._scrolling(self.fields, *self.tables.values(), self.desk), 1)
        column.addWidget(self.notice)
        column.addWidget(self.summary)
        column.addLayout(buttons)
        self.setMinimumWidth(min(_LEAST_WIDTH, self.screen().availableGeometry().width()))
        begin_at(self, _SIZE)

    def _scrolling(self, *content: QWidget) -> QScrollArea:
        """Return a place for widgets one above the other that scrolls where the screen is too low."""
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        slim_scroll_bars(area, self._context.theme)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + GRID // 2)
        for widget in content:
            column.addWidget(widget, 1 if isinstance(widget, BatchTable) else 0)
        area.setWidget(inside)
        return area

    def _connect(self) -> None:
        self.fields.changed.connect(self._facts_changed)
        for table in self.tables.values():
            table.changed.connect(self._lines_changed)
            table.removed.connect(self.desk.take_off)
            table.looked_at.connect(self.desk.view)
        self.desk.changed.connect(self._scans_changed)
        self.desk.refused.connect(self.notice.say)
        self.scans_button.clicked.connect(self.desk.choose)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)

    # -- what is shown ---------------------------------------------------------------------------

    def _facts_changed(self) -> None:
        self._batch.facts = self.fields.facts
        self._lines_changed()

    def _lines_changed(self) -> None:
        self._touched = True
        self.notice.say("")
        self._show()

    def _scans_changed(self) -> None:
        self._touched = True
        self._show()
        if self.desk.to_confirm():
            self.save_button.setFocus()

    def _show(self) -> None:
        rows = [self._row(line) for line in self._batch.lines()]
        for type_, table in self.tables.items():
            table.setVisible(type_ == self._batch.facts.type)
        self.table.show_rows(rows)
        self.summary.setText(_summary(rows, self.desk))
        waiting = self.desk.to_confirm()
        words = ngettext("Confirm {n} scan", "Confirm {n} scans", waiting).format(n=format_number(waiting))
        self.save_button.setText(words if waiting else _("Save"))
        self.save_button.setEnabled(not self._saving and not self.desk.reading)

    def _row(self, line: Line) -> BatchRow:
        scan = self.desk.of(line)
        return BatchRow(line, scan.name, scan.is_confirmed) if scan is not None else BatchRow(line)

    # -- saving ----------------------------------------------------------------------------------

    def save(self) -> None:
        """Confirm the scans, or record; once, however often it is asked for."""
        if self._saving or self.desk.reading:
            return
        if problem := self.table.grid.finish():
            self.notice.say(problem)
            return
        if self.desk.to_confirm():
            self.desk.confirm()
            return
        if problem := self.fields.problem() or self._batch.problem():
            self.notice.say(problem)
            return
        proven, names = [], {}
        for line, renewal in self._batch.renewals():
            scan = self.desk.of(line)
            proven.append(Proven(renewal, scan.file if scan is not None else None))
            names[line.holder.id] = line.holder.full_name
        self._saving = True
        self._show()
        work = partial(renewal_work.store, self._context.workspace, proven, list(names.values()))
        self._context.tasks.write(work, self._stored, self._not_stored, owner=self)

    def _stored(self, _ids: Sequence[str]) -> None:
        self._saving = False
        self._context.bus.changed.emit(None)
        self.accept()

    def _not_stored(self, problem: CaristeError) -> None:
        self._saving = False
        self._show()
        self.notice.say(str(problem))

    # -- closing, files --------------------------------------------------------------------------

    def reject(self) -> None:
        """Close; ask first if something was typed. A change being recorded is not left half-way."""
        if self._saving:
            return
        if not self._touched and self.table.grid.editor is None:
            super().reject()
            return
        question = _("What you typed here is not saved. Close the form all the same?")
        Confirmation.ask(question, _("Close without saving"), self._go, self._context.theme, self)

    def _go(self) -> None:
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As `reject`."""
        event.ignore()
        self.reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take files that were copied elsewhere."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.desk.take(local_files(QGuiApplication.clipboard().mimeData()))
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, wherever they are dropped."""
        if local_files(event.mimeData()) and not self._saving:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped; it stays where it came from."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.desk.take(local_files(event.mimeData()))


def _summary(rows: Sequence[BatchRow], desk: ScanDesk) -> str:
    """Say what Save will do, and for whom it does nothing."""
    if desk.reading:
        words = ngettext("Reading {n} scan…", "Reading {n} scans…", desk.reading)
        return words.format(n=format_number(desk.reading))
    outcomes = [row.line.outcome for row in rows]
    stored, failed, absent = (outcomes.count(one) for one in (PASSED, FAILED, ABSENT))
    parts = [ngettext("{n} record", "{n} records", stored).format(n=format_number(stored))]
    if failed:
        parts.append(ngettext("{n} failed", "{n} failed", failed).format(n=format_number(failed)))
    if absent:
        parts.append(ngettext("{n} absent", "{n} absent", absent).format(n=format_number(absent)))
    if failed or absent:
        parts.append(_("nothing is recorded for them"))
    if scans := sum(bool(row.scan) for row in rows):
        parts.append(ngettext("{n} proof", "{n} proofs", scans).format(n=format_number(scans)))
    if left_out := desk.left_out():
        words = ngettext("{n} scan left out", "{n} scans left out", left_out)
        parts.append(words.format(n=format_number(left_out)))
    return " · ".join(parts)
