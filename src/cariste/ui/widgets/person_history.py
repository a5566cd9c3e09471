"""What was changed about one person, newest first: the last tab of the file."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.journal.queries import PAGE, Filter
from cariste.ui.context import Context
from cariste.ui.models.journal import JournalContent, JournalLine, journal_columns, read_journal
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.person_tab import PersonTab


class PersonHistory(PersonTab):
    """The journal of one person; read when the tab is looked at, not when people are walked through.

    Attributes:
        record_chosen: Enter or a double click on a line: carries the id of a record it is about.
    """

    record_chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        model: TableModel[JournalLine] = TableModel(journal_columns(with_person=False), attrgetter("id"))
        super().__init__(context, "history", _("History"), model, parent)
        self.view.setSortingEnabled(False)
        self.view.opened.connect(self._open)
        self.counts = CountLine(context.theme)
        self.counts.setContentsMargins(GRID, 0, GRID, GRID // 2)
        self.counts.hide()
        self.column.addWidget(self.counts)

    def forget(self) -> None:
        """Offer no older lines of the person before."""
        self.counts.hide()

    def ask(self) -> None:
        """Ask for the newest lines."""
        self._ask(PAGE)

    def _ask(self, most: int) -> None:
        context, wanted = self._context, Filter(employee_id=self._employee_id)
        work = partial(read_journal, context.workspace, wanted, limit=most)
        context.tasks.read(work, self._show, self.show_problem, owner=self, key="history")

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
        self._ask(len(self.model.rows) + PAGE)

    def _open(self, action_id: Any) -> None:
        for place in self.model.positions([action_id]):
            self.record_chosen.emit(self.model.row(place).record_id)
