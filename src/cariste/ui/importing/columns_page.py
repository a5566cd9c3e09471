"""First step: which sheets, and what each column holds, beside the first rows as they are read."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.exchange.meaning_labels import kind_choices, layout_label, role_choices
from cariste.exchange.plan import ReadTable
from cariste.exchange.values import column_index, shown
from cariste.ui.importing.column_row import ColumnRow, heading_labels
from cariste.ui.importing.draft import Draft
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_tabs import FlatTabs
from cariste.ui.widgets.parts import muted, subheading
from cariste.ui.widgets.scroll_bar import slim_scroll_bars
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.tick_box import TickBox

EXAMPLES = 3
_MOST_COLUMNS = 150
"""Columns that can be given another meaning here; no sheet of a warehouse has more."""


class ColumnsPage(QWidget):
    """One tab per sheet, one row per column.

    Attributes:
        changed: A column was given another meaning, or a sheet was ticked.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._draft: Draft | None = None
        self._roles, self._kinds = role_choices(), kind_choices()
        self._rows: dict[str, ColumnRow] = {}
        self._layouts: list[tuple[str, tuple[str, ...]]] = []
        self.tabs = FlatTabs(theme)
        self.tabs.setAccessibleName(_("Sheets of the file"))
        self.wanted = TickBox(_("Import this sheet"), theme)
        self.recognised = muted()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.viewport().setAutoFillBackground(False)
        slim_scroll_bars(self._area, theme)
        line = QHBoxLayout()
        line.setSpacing(2 * GRID)
        line.addWidget(self.wanted)
        line.addWidget(self.recognised, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.tabs)
        column.addLayout(line)
        column.addWidget(sheet(theme, self._area), 1)
        self.tabs.currentChanged.connect(self._show_sheet)
        self.wanted.clicked.connect(self._choose)

    @property
    def current(self) -> str:
        """The sheet shown."""
        return self._draft.sheets[self.tabs.currentIndex()] if self._draft and self._draft.sheets else ""

    def row(self, letter: str) -> ColumnRow:
        """Return the row of a column of the sheet shown."""
        return self._rows[letter]

    def show_draft(self, draft: Draft) -> None:
        """Show the sheets of a file, the first one that is to be imported in front."""
        self._draft = draft
        for name in draft.sheets:
            hidden = name in draft.book.hidden
            self.tabs.addTab(_("{sheet} (hidden)").format(sheet=name) if hidden else name)
        self.tabs.setVisible(len(draft.sheets) > 1)
        first = next((place for place, name in enumerate(draft.sheets) if name in draft.chosen), 0)
        self.tabs.setCurrentIndex(first)
        self._show_sheet()

    def refresh(self) -> None:
        """Show how the columns are understood now; the one being changed keeps the keyboard."""
        if self._draft is None:
            return
        tables = self._draft.tables_of(self.current)
        if _shape(tables) != self._layouts:
            focused = next((row.letter for row in self._rows.values() if row.has_focus()), None)
            self._show_sheet()
            if focused in self._rows:
                self._rows[focused].role.setFocus()
            return
        for table in tables:
            for letter, (_title, meaning) in table.columns.items():
                if letter in self._rows:
                    self._rows[letter].show_meaning(meaning)
        self._say_what_is_recognised(tables)

    def _show_sheet(self) -> None:
        if self._draft is None:
            return
        tables = self._draft.tables_of(self.current)
        self._layouts = _shape(tables)
        self.wanted.setChecked(self.current in self._draft.chosen)
        self._say_what_is_recognised(tables)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        self._rows = {}
        for number, table in enumerate(tables):
            self._add_table(grid, table, number if len(tables) > 1 else None)
        grid.setRowStretch(grid.rowCount(), 1)
        for place, stretch in enumerate((0, 4, 6, 6, *[2] * EXAMPLES)):
            grid.setColumnStretch(place, stretch)
        self._area.setWidget(content)
        content.setAutoFillBackground(False)  # the card is its ground

    def _add_table(self, grid: QGridLayout, table: ReadTable, number: int | None) -> None:
        theme, at = self._theme, grid.rowCount()
        if number is not None:
            words = _("Table {n}, titles in row {row}").format(n=number + 1, row=table.header_row)
            grid.addWidget(subheading(words, theme), at, 0, 1, 4 + EXAMPLES)
            at += 1
        examples = range(table.first, min(table.first + EXAMPLES, table.last + 1))
        for place, label in enumerate(heading_labels(examples)):
            grid.addWidget(label, at, place)
        for letter, (title, meaning) in list(table.columns.items())[:_MOST_COLUMNS]:
            at += 1
            row = ColumnRow(theme, letter, title, (self._roles, self._kinds))
            row.show_meaning(meaning)
            row.show_examples([self._example(letter, example) for example in examples])
            row.chosen.connect(partial(self._give_meaning, letter))
            for place, widget in enumerate(row.widgets):
                grid.addWidget(widget, at, place)
            self._rows.setdefault(letter, row)

    def _example(self, letter: str, number: int) -> str:
        sheets = self._draft.book.sheets if self._draft is not None else ()
        place = column_index(letter)
        row = next((each.rows[number - 1] for each in sheets if each.name == self.current), [])
        return shown(row[place]) if place < len(row) else ""

    def _say_what_is_recognised(self, tables: list[ReadTable]) -> None:
        rows = sum(table.last - table.first + 1 for table in tables)
        words = ngettext("{n} row of data", "{n} rows of data", rows).format(n=format_number(rows))
        layouts = " · ".join(dict.fromkeys(layout_label(table.layout) for table in tables))
        recalled = _("as you said last time") if any(table.mapped for table in tables) else ""
        self.recognised.setText(" · ".join(filter(None, (layouts, words, recalled))))
        self.recognised.setVisible(bool(tables))

    def _choose(self, wanted: bool) -> None:
        if self._draft is not None:
            (self._draft.chosen.add if wanted else self._draft.chosen.discard)(self.current)
            self.changed.emit()

    def _give_meaning(self, letter: str, meaning: str) -> None:
        if self._draft is not None:
            self._draft.give_meaning(self.current, letter, meaning or None)
            self._draft.chosen.add(self.current)
            self.wanted.setChecked(True)
            self.changed.emit()


def _shape(tables: list[ReadTable]) -> list[tuple[str, tuple[str, ...]]]:
    """Return what the rows shown depend on."""
    return [(table.sheet, tuple(table.columns)) for table in tables]
