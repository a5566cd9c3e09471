"""Third step: what would be added and changed, cell by cell, and what was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cariste.core.i18n import _, ngettext, pgettext
from cariste.core.wording import format_number
from cariste.exchange.plan import ADDED, UNCHANGED, UPDATED, Note, Plan
from cariste.exchange.review import Line
from cariste.ui.importing.draft import Draft
from cariste.ui.importing.notes_panel import NotesPanel
from cariste.ui.importing.ticks import ALL, NONE
from cariste.ui.models.import_lines import import_columns
from cariste.ui.models.table import PARTLY, TICKED, UNTICKED, TableModel
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.flat_tabs import FlatTabs
from cariste.ui.widgets.parts import muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.search_box import SearchBox
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView

_ACTIONS = (ADDED, UPDATED, UNCHANGED)
TO_CHECK, REJECTED = 3, 4
"""Tabs after those of the three actions."""


class ReviewPage(QWidget):
    """Tabs for what is added, changed, unchanged, to check and rejected.

    Attributes:
        ticked: Something was ticked or unticked.
        answered: Another text is to be read in place of a cell.
        rows_wanted: The rows of the notes shown are to be written to a workbook; carries the notes.
    """

    ticked = Signal()
    answered = Signal()
    rows_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._by_action: dict[str, list[Line]] = {}
        self.model: TableModel[Line] = TableModel(
            import_columns(self._tick_of), lambda line: line.part, lambda line: line.search, self
        )
        self.view = TableView(self.model, theme)
        self.view.setAccessibleName(_("What would change"))
        # The cells of a person follow him or her.
        self.view.setSortingEnabled(False)
        self.view.installEventFilter(self)
        self.placeholder = Placeholder(self.view, theme)
        self.tabs = FlatTabs(theme)
        self.search = SearchBox(_("Search…"), "", theme)
        self.all_button = FlatButton(_("Tick all shown"), theme)
        self.none_button = FlatButton(_("Untick all shown"), theme)
        self.notes = NotesPanel(theme)
        self._stack = QStackedWidget()
        self._lay_out(theme)
        self.tabs.currentChanged.connect(self._show_tab)
        self.search.textChanged.connect(self._search)
        self.search.left_downwards.connect(self.view.setFocus)
        self.view.clicked.connect(self._clicked)
        self.all_button.clicked.connect(lambda: self._tick_shown(wanted=True))
        self.none_button.clicked.connect(lambda: self._tick_shown(wanted=False))
        self.notes.answered.connect(self._read_instead)
        self.notes.rows_wanted.connect(self.rows_wanted)

    def _lay_out(self, theme: Theme) -> None:
        hint = muted(_("Space ticks and unticks the selected lines."))
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.search, 1)
        line.addWidget(self.all_button)
        line.addWidget(self.none_button)
        changes = QWidget()
        column = QVBoxLayout(changes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(line)
        column.addWidget(sheet(theme, self.view), 1)
        column.addWidget(hint)
        self._stack.addWidget(changes)
        self._stack.addWidget(self.notes)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GRID)
        whole.addWidget(self.tabs)
        whole.addWidget(self._stack, 1)

    def show_draft(self, draft: Draft) -> None:
        """Show a plan; the tab in front stays there."""
        plan = draft.plan
        if plan is None:
            return
        first = self._draft is None
        self._draft = draft
        self._by_action = {action: [] for action in _ACTIONS}
        for line in draft.lines:
            self._by_action[line.action].append(line)
        self._name_tabs(plan)
        if first:
            # What there is to do comes first: what changes, then what was not understood.
            filled = [bool(plan.count(action)) for action in (ADDED, UPDATED)]
            filled += [False, bool(plan.to_check), bool(plan.rejected)]
            self.tabs.setCurrentIndex(filled.index(True) if any(filled) else _ACTIONS.index(UNCHANGED))
        self._show_tab(self.tabs.currentIndex())

    def begin(self) -> None:
        """Put the keyboard into the table."""
        (self.notes.view if self.tabs.currentIndex() >= TO_CHECK else self.view).setFocus()

    def _name_tabs(self, plan: Plan) -> None:
        counts = [plan.count(action) for action in _ACTIONS] + [len(plan.to_check), len(plan.rejected)]
        words = (
            pgettext("people", "Added"), pgettext("people", "Changed"), pgettext("people", "Unchanged"),
            _("To check"), pgettext("cells", "Rejected"),
        )  # fmt: skip
        for place, (word, count) in enumerate(zip(words, counts, strict=True)):
            text = f"{word}  {format_number(count)}"
            if place < self.tabs.count():
                self.tabs.setTabText(place, text)
            else:
                self.tabs.addTab(text)

    def _show_tab(self, tab: int) -> None:
        plan = self._draft.plan if self._draft is not None else None
        if plan is None:
            return
        if tab >= TO_CHECK:
            notes = plan.rejected if tab == REJECTED else plan.to_check
            self.notes.show_notes(notes, rejected=tab == REJECTED)
            self._stack.setCurrentIndex(1)
            return
        found = self._by_action[_ACTIONS[tab]]
        for button in (self.all_button, self.none_button):
            button.setVisible(_ACTIONS[tab] != UNCHANGED)
        self.model.set_rows(found)
        self._stack.setCurrentIndex(0)
        if self.model.rowCount():
            self.placeholder.be_silent()
            self.view.select_position(0)
        else:
            empty = (_("Nobody is added."), _("Nothing changes."), _("Nobody in this file is known already."))
            self.placeholder.say(_("No results.") if found else empty[tab])

    def _search(self, text: str) -> None:
        self.model.set_search(text)
        self._show_tab(self.tabs.currentIndex())

    # -- ticking -------------------------------------------------------------------------------

    def _tick_of(self, line: Line) -> str:
        if self._draft is None or line.action == UNCHANGED:
            return ""
        state = self._draft.ticks.state(line)
        return TICKED if state == ALL else UNTICKED if state == NONE else PARTLY

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Space tick the selected lines, or untick them when the current one is ticked."""
        pressed = watched is self.view and event.type() == QEvent.Type.KeyPress
        if not (pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space):
            return super().eventFilter(watched, event)
        if self.view.currentIndex().isValid():
            current = self.model.row(self.view.currentIndex().row())
            chosen = [self.model.row(place) for place in self.view.selected_positions()]
            self._tick(chosen or [current], wanted=self._tick_of(current) != TICKED)
        return True

    def _clicked(self, index: Any) -> None:
        if index.column() == 0:
            line = self.model.row(index.row())
            self._tick([line], wanted=self._tick_of(line) != TICKED)

    def _tick_shown(self, *, wanted: bool) -> None:
        shown = [self.model.row(place) for place in range(self.model.rowCount())]
        self._tick(shown if self.search.text() else [line for line in shown if line.leads], wanted=wanted)

    def _tick(self, chosen: Sequence[Line], *, wanted: bool) -> None:
        if self._draft is None:
            return
        for line in chosen:
            if line.action != UNCHANGED:
                self._draft.ticks.tick(line, wanted)
        self.view.viewport().update()
        self.ticked.emit()

    def _read_instead(self, note: Note, text: str) -> None:
        if self._draft is not None:
            self._draft.read_instead(note, text)
            self.answered.emit()


def said(draft: Draft) -> str:
    """Return what would be done as things stand: « 12 salariés ajoutés · 30 modifiés »."""
    if draft.plan is None:
        return ""
    kept = draft.plan.without(draft.ticks.left_out)
    added, changed = kept.count(ADDED), kept.count(UPDATED)
    if not added and not changed:
        return _("Nothing to import.")
    parts = []
    if added:
        words = ngettext("{n} person will be added", "{n} people will be added", added)
        parts.append(words.format(n=format_number(added)))
    if changed:
        words = ngettext("{n} person will be changed", "{n} people will be changed", changed)
        parts.append(words.format(n=format_number(changed)))
    return " · ".join(parts)
