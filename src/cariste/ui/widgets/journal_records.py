"""The records one user action wrote, field by field: what was there before, what is there now."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.ui.context import Context
from cariste.ui.models.journal import RECORDS, FieldRow, read_records, record_columns
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView


class JournalRecords(QWidget):
    """Follows the action chosen in the journal. An import of thousands is read piece by piece.

    Attributes:
        person_requested: Enter or a double click on a record: carries the person's id and the record's.
    """

    person_requested = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._action: int | None = None
        self._employee_id: str | None = None
        theme = context.theme
        self.model: TableModel[FieldRow] = TableModel(record_columns(), attrgetter("id"), parent=self)
        self.view = TableView(self.model, theme)
        self.view.setObjectName("journal.records")
        self.view.setAccessibleName(_("Records of the action"))
        self.view.opened.connect(self._open)
        self.placeholder = Placeholder(self.view, theme)
        self.counts = CountLine(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(sheet(theme, self.view), 1)
        column.addWidget(self.counts)
        self.counts.hide()

    def show_action(self, action_id: int | None, employee_id: str | None) -> None:
        """Show the records of an action, of one person only if one is named; None empties the place."""
        self._action, self._employee_id = action_id, employee_id
        if action_id is None:
            self._show([])
            self.placeholder.say(_("Choose an action to see what it changed."))
        else:
            self._read(0, self._show)

    def _read(self, after: int, show: Any) -> None:
        context, action = self._context, self._action
        if action is not None:
            work = partial(
                read_records, context.workspace, action, employee_id=self._employee_id, after=after
            )
            context.tasks.read(work, show, owner=self, key="records")

    def _show(self, rows: list[FieldRow]) -> None:
        self.placeholder.be_silent()
        self.model.set_rows(rows)
        self.view.scrollToTop()
        self._offer_more(rows)

    def _add(self, rows: list[FieldRow]) -> None:
        self.model.set_rows([*self.model.rows, *rows])
        self._offer_more(rows)

    def _offer_more(self, read: list[FieldRow]) -> None:
        whole = len({row.entry for row in read}) < RECORDS
        self.counts.setVisible(not whole)
        if not whole:
            self.counts.say(Link(_("show more records"), self._show_more))

    def _show_more(self) -> None:
        self._read(max(row.entry for row in self.model.rows), self._add)

    def _open(self, row_id: Any) -> None:
        for place in self.model.positions([row_id]):
            row = self.model.row(place)
            if row.employee_id:
                self.person_requested.emit(row.employee_id, row.record_id)
