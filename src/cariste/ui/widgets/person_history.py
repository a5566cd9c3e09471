"""What was changed about one person, newest first: the last tab of the file."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.journal.queries import PAGE, Filter
from cariste.ui.context import Context
from cariste.ui.models.journal import JournalContent, JournalLine, journal_columns, read_journal
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.table_view import TableView


class PersonHistory(QWidget):
    """The journal of one person; read when the tab is looked at, not when people are walked through.

    Attributes:
        record_chosen: Enter or a double click on a line: carries the id of a record it is about.
    """

    record_chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._employee_id: str | None = None
        self._stale = False
        theme = context.theme
        self.model: TableModel[JournalLine] = TableModel(
            journal_columns(with_person=False), attrgetter("id"), parent=self
        )
        self.view = TableView(self.model, theme)
        self.view.setObjectName("person.history")
        self.view.setAccessibleName(_("History"))
        self.view.setSortingEnabled(False)
        self.view.opened.connect(self._open)
        self.placeholder = Placeholder(self.view, theme)
        self.counts = CountLine(theme)
        self.counts.setContentsMargins(GRID, 0, GRID, GRID // 2)
        self.counts.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.counts)

    def show_person(self, employee_id: str | None) -> None:
        """Show this person's history; asked again for the same person, what is new in it."""
        if employee_id != self._employee_id:
            self.model.set_rows([])
            self.counts.hide()
            self.placeholder.be_silent()
        self._employee_id = employee_id
        self._stale = True
        if self.isVisible():
            self._read(PAGE)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was not worth reading before."""
        super().showEvent(event)
        if self._stale:
            self._read(PAGE)

    def _read(self, limit: int) -> None:
        if self._employee_id is None:
            return
        self._stale = False
        if not self.model.rowCount():
            self.placeholder.wait()
        context, wanted = self._context, Filter(employee_id=self._employee_id)
        work = partial(read_journal, context.workspace, wanted, limit=limit)
        context.tasks.read(work, self._show, self._show_problem, owner=self, key="history")

    def _show(self, content: JournalContent) -> None:
        self.model.set_rows(content.lines)
        self.counts.setVisible(content.more)
        if content.more:
            self.counts.say(Link(_("show older ones"), self._show_older))
        if content.lines:
            self.placeholder.be_silent()
        else:
            self.placeholder.say(_("Nothing has been written yet."))

    def _show_older(self) -> None:
        self._read(len(self.model.rows) + PAGE)

    def _show_problem(self, problem: CaristeError) -> None:
        again = partial(self._read, PAGE)
        self.placeholder.say(_("The journal could not be read."), str(problem), _("Try again"), again)

    def _open(self, action_id: Any) -> None:
        for place in self.model.positions([action_id]):
            self.record_chosen.emit(self.model.row(place).record_id)
