"""The page of the journal: who did what, when and from where; below, each field before and after."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.journal.queries import PAGE, Filter
from cariste.ui.context import Context
from cariste.ui.dialogs.export_to import ask_where, say_written
from cariste.ui.models.journal import JournalContent, JournalLine, journal_columns, read_journal
from cariste.ui.models.table import TableModel
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.journal_filters import JournalFilters
from cariste.ui.widgets.journal_records import JournalRecords
from cariste.ui.widgets.parts import heading
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.search_box import SearchBox
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.split import Split, with_line
from cariste.ui.widgets.table_view import TableView

_HEIGHTS = (400, 220)
"""Of the table and of the records below it, at the start; the user moves the handle between them."""


class JournalPage(Page):
    """Every user action, newest first; Enter or a double click asks for the person."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._content: JournalContent | None = None
        self._stale = True
        theme = context.theme
        self.model: TableModel[JournalLine] = TableModel(journal_columns(), attrgetter("id"), parent=self)
        self.view = TableView(self.model, theme)
        self.view.setObjectName("journal.table")
        self.view.setAccessibleName(_("Journal"))
        # Only a page of it is here: in another order it would not be the newest any more.
        self.view.setSortingEnabled(False)
        self.placeholder = Placeholder(self.view, theme)
        self.search = SearchBox(_("Search the journal…"), "", theme)
        self.search.setObjectName("journal.search")
        self.filters = JournalFilters(theme)
        self.counts = CountLine(theme)
        self.records = JournalRecords(context)
        self.export_button = FlatButton(_("Export…"), theme)
        self._lay_out()
        self._connect()
        self.placeholder.wait()

    def _lay_out(self) -> None:
        theme = self._context.theme
        first = QHBoxLayout()
        first.setSpacing(2 * GRID)
        first.addWidget(heading(_("Journal"), theme))
        first.addWidget(self.search, 1)
        first.addWidget(self.export_button)
        self._split = Split(with_line(sheet(theme, self.view), self.counts), self.records, _HEIGHTS)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(first)
        column.addWidget(self.filters)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._other_wish)
        self.search.left_downwards.connect(self._go_to_table)
        self.filters.changed.connect(self._other_wish)
        self.view.chosen.connect(self._show_records)
        self.view.opened.connect(self._open)
        self.records.person_requested.connect(self.person_requested)
        self.export_button.clicked.connect(self.export)
        self._context.bus.changed.connect(self.reload)
        self._context.bus.day_changed.connect(self.reload)

    @property
    def wanted(self) -> Filter:
        """What is asked for now."""
        return self.filters.wanted(self._context.bus.today, self.search.text())

    def activate(self) -> None:
        """Put the cursor where one types."""
        self.search.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was written while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def save_state(self, settings: QSettings) -> None:
        """Write columns, filters and the height of the records."""
        self.view.save_state(settings, "columns")
        self.filters.save_state(settings)
        self.records.view.save_state(settings, "record_columns")
        self._split.save_state(settings)

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        self.view.restore_state(settings, "columns")
        self.filters.restore_state(settings)
        self.records.view.restore_state(settings, "record_columns")
        self._split.restore_state(settings)

    # -- the list ------------------------------------------------------------------------------

    def reload(self, _what: Any = None) -> None:
        """Read as much of the journal as is shown again; while nobody looks, later."""
        self._stale = not self.isVisible()
        if not self._stale:
            self._read(max(PAGE, len(self.model.rows)))

    def _other_wish(self) -> None:
        if self.isVisible():
            self.view.scrollToTop()
            self._read(PAGE)
        else:
            self._stale = True

    def _read(self, limit: int) -> None:
        context = self._context
        context.tasks.read(
            partial(read_journal, context.workspace, self.wanted, limit=limit),
            self._show,
            self._show_problem,
            owner=self,
            key="journal",
        )

    def _show_older(self) -> None:
        self._read(len(self.model.rows) + PAGE)

    def _show(self, content: JournalContent) -> None:
        self._content = content
        self.filters.offer(content)
        self.model.set_rows(content.lines)
        if content.lines and self.view.current_id() is None:
            self.view.select_position(0)
        if not content.lines:
            self.records.show_action(None, None)
        self._count(content)
        self._explain_emptiness(content)

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.say(_("The journal could not be read."), str(problem), _("Try again"), self.reload)

    def _count(self, content: JournalContent) -> None:
        shown = len(content.lines)
        if content.more:
            words = ngettext("the last {n} action", "the last {n} actions", shown)
        else:
            words = ngettext("{n} action", "{n} actions", shown)
        parts: list[str | Link] = [words.format(n=format_number(shown))]
        if content.more:
            parts.append(Link(_("show older ones"), self._show_older))
        if not self.filters.at_rest:
            parts.append(Link(_("clear the filters"), self.filters.reset))
        self.counts.say(*parts)

    def _explain_emptiness(self, content: JournalContent) -> None:
        if content.lines:
            self.placeholder.be_silent()
        elif self.filters.at_rest and not self.search.text():
            self.placeholder.say(_("Nothing has been written yet."))
        else:
            self.placeholder.say(_("No results."), "", _("Show everything"), self._show_everything)

    def _show_everything(self) -> None:
        self.search.clear()
        self.filters.reset()

    def _go_to_table(self) -> None:
        if self.model.rowCount():
            self.view.setFocus()

    # -- one action ----------------------------------------------------------------------------

    def _show_records(self, action_id: Any) -> None:
        self.records.show_action(action_id, self.filters.employee_id)

    def _open(self, action_id: Any) -> None:
        for place in self.model.positions([action_id]):
            line = self.model.row(place)
            if line.employee_id:
                self.person_requested.emit(line.employee_id, line.record_id)
            else:
                self.records.view.setFocus()

    # -- export --------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask where, and write there what the filters let through, however much of it is shown."""
        path = ask_where(self, _("Export the journal"), _("journal"))
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write what the filters let through into a file, in the background, and say so."""
        work = partial(_export, self._context, path, self.wanted)
        said = partial(say_written, self, _("Export the journal"), path)
        self._context.tasks.read(work, said, owner=self)


def _export(context: Context, path: Path, wanted: Filter) -> int:
    from cariste.exchange.journal_list import export_journal

    with context.workspace.reading():
        return export_journal(path, wanted)
