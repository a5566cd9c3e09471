"""One model for every table: frozen rows, sorted, filtered and searched in Python.

Qt's sorting proxy asks Python for every comparison; at 50,000 rows that takes seconds. Here each column's
sort keys and each row's search text are ready strings or numbers, a keystroke is one list comprehension, and
the model is reset.
"""

from __future__ import annotations

import datetime as dt
import enum
import heapq
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cariste.core.text import fold
from cariste.ui.models.clipboard import cells_as_text

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

# Plain numbers: one repaint asks thousands of times; comparing with the enumeration is slow.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

_MEASURED = 400
"""Rows looked at for the longest texts of a column, evenly spread over all of them."""
_LONGEST = 4
"""The longest by their letters; the widest on the screen is among them."""

LAST = "\uffff"
"""Sort key of a row that has nothing to sort by: behind all the others."""


class Look(enum.Enum):
    """How the delegate draws a column."""

    PLAIN = enum.auto()
    STRONG = enum.auto()
    QUIET = enum.auto()
    CHIP = enum.auto()
    TICK = enum.auto()


TICKED, PARTLY, UNTICKED = "✓", "–", "☐"
"""Texts of a column that is a box to tick; an empty one draws no box."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """What one column shows.

    Attributes:
        title: The heading, asked late so that it follows the language.
        text: The cell's text.
        key: What the column is sorted by, one type for all rows; by default the text, accents and case aside.
        sample: A long but usual text: the width the column asks for.
        look: Plain, strong, quiet, a chip with its sign, or a box to tick.
        tone: Name of the colour token of the cell (``red``, ``muted``…), None for the look's own.
        tooltip: More about the cell, None for nothing.
        spoken: What a screen reader says instead of the text.
        right: Numbers: aligned right.
        least: What must stay readable even in a small window: half a date is worse than none. The heading
            stays readable in any case, unless it is brief.
        brief: Whether the heading may be cut: its tooltip then says it whole.
        field: Name of what is stored there, when the cell may be typed over; empty for cells to read.
        shown: Whether the column is there at the start; the user shows and hides columns.
        value: What a workbook gets instead of the text: a date, a number.
    """

    title: Callable[[], str]
    text: Callable[[Row], str]
    key: Callable[[Row], Any] | None = None
    sample: str = ""
    look: Look = Look.PLAIN
    tone: Callable[[Row], str | None] | None = None
    tooltip: Callable[[Row], str | None] | None = None
    spoken: Callable[[Row], str] | None = None
    right: bool = False
    least: str = ""
    brief: bool = False
    field: str = ""
    shown: bool = True
    value: Callable[[Row], str | int | dt.date | None] | None = None

    def sort_keys(self, rows: Iterable[Row]) -> list[Any]:
        """Return the ready keys of the rows."""
        if self.key is not None:
            return list(map(self.key, rows))
        return [fold(text) or LAST for text in map(self.text, rows)]


def longest_texts(column: Column[Row], rows: Sequence[Row]) -> list[str]:
    """Return some of the longest texts of a column, for its width; of many rows only some are looked at."""
    spread = rows[:: max(1, len(rows) // _MEASURED)]
    return heapq.nlargest(_LONGEST, map(column.text, spread), key=len)


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows in the order and choice asked for; knows no SQL and no widget.

    Three things decide what is shown: `set_filter` (which rows at all), `set_search` (which of those contain
    the words) and `sort`. Rows the filter sets *aside* are not shown but counted, so that a line can say how
    many are hidden.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        id_of: Callable[[Row], Hashable],
        search_of: Callable[[Row], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Start empty.

        Args:
            columns: What to show, from the left.
            id_of: What makes a row the same one after a refresh.
            search_of: Ready text to search in, already folded; without it the table cannot be searched.
            parent: Who owns the model.
        """
        super().__init__(parent)
        self.columns = tuple(columns)
        self._texts = tuple(column.text for column in self.columns)
        self._id_of = id_of
        self._search_of = search_of
        self._rows: Sequence[Row] = ()
        self._sources: dict[Hashable, int] | None = None
        self._searchable: list[str] = []
        self._keys: dict[int, list[Any]] = {}
        self._orders: dict[tuple[int, bool], list[int]] = {}
        self._sorting: tuple[int, bool] | None = None
        self._keep: Callable[[Row], bool] | None = None
        self._set_aside: Callable[[Row], bool] | None = None
        self._words: tuple[str, ...] = ()
        self._order: list[int] = []
        self._base: list[int] = []
        self._base_searchable: list[str] | None = None
        self._aside: list[str] = []
        self._shown: list[int] = []

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns, or the same ones in another language or for another day; the rows stay."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._texts = tuple(column.text for column in self.columns)
        self._keys, self._orders = {}, {}
        if self._sorting is not None and self._sorting[0] >= len(self.columns):
            self._sorting = None
        self._order = self._sorted()
        self._arrange()
        self.endResetModel()

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, shown or not, in the order they came."""
        return self._rows

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words searched for."""
        return self._words

    @property
    def aside(self) -> int:
        """How many rows set aside match the search."""
        return len(self._matching(self._aside, range(len(self._aside))))

    def row(self, position: int) -> Row:
        """Return the row shown at this position."""
        return self._rows[self._shown[position]]

    def rows_shown(self) -> list[Row]:
        """Return the rows shown, in their order."""
        return [self._rows[source] for source in self._shown]

    def id_at(self, position: int) -> Hashable:
        """Return the id of the row shown at this position."""
        return self._id_of(self._rows[self._shown[position]])

    def positions(self, ids: Iterable[Hashable]) -> list[int]:
        """Return where the rows with these ids are shown, ascending; those not shown are left out."""
        if self._sources is None:
            self._sources = dict(zip(map(self._id_of, self._rows), range(len(self._rows)), strict=True))
        sources = {self._sources[wanted] for wanted in ids if wanted in self._sources}
        if len(sources) <= 1:  # the usual case, once per keystroke: let the list do the looking
            try:
                return [self._shown.index(source) for source in sources]
            except ValueError:
                return []
        return [position for position, source in enumerate(self._shown) if source in sources]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; order, filter and search stay."""
        self.beginResetModel()
        self._rows = rows
        self._searchable = list(map(self._search_of, rows)) if self._search_of else []
        self._sources = None
        self._keys, self._orders = {}, {}
        self._order = self._sorted()
        self._arrange()
        self.endResetModel()

    def show_instead(self, row_id: Hashable, row: Row) -> None:
        """Show another row in place of the one with this id, where it stands: a cell was typed over.

        Sorting and filters hear of it with the next `set_rows`: a row must not jump away under the hand.
        """
        for position in self.positions([row_id]):
            source = self._shown[position]
            self._rows = [*self._rows[:source], row, *self._rows[source + 1 :]]
            self._keys, self._orders = {}, {}
            if self._search_of is not None:
                self._searchable[source] = self._search_of(row)
            last = self.columnCount() - 1
            self.dataChanged.emit(self.index(position, 0), self.index(position, last))

    def set_filter(
        self, keep: Callable[[Row], bool] | None, aside: Callable[[Row], bool] | None = None
    ) -> None:
        """Show only the rows that pass `keep`; count those that pass `aside` as hidden."""
        self.beginResetModel()
        self._keep, self._set_aside = keep, aside
        self._arrange()
        self.endResetModel()

    def set_search(self, text: str) -> None:
        """Show only the rows that contain every word, in any order, whatever the accents and case.

        « R489-5 » and « Jean-Éric » are one word each: their parts must stand together.
        """
        words = tuple(filter(None, map(fold, text.split())))
        if words == self._words:
            return
        self._words = words
        shown = self._found()
        if shown == self._shown:
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 gives back the order in which the rows came."""
        sorting = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        if sorting == self._sorting:
            return
        self.beginResetModel()
        self._sorting = sorting
        self._order = self._sorted()
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        """Work out what the filter lets through; the texts to search are made on the next keystroke."""
        rows, keep, aside = self._rows, self._keep, self._set_aside
        self._base = self._order
        self._aside = []
        if keep is not None:
            self._base = [source for source in self._order if keep(rows[source])]
        if aside is not None:
            self._aside = [self._searchable[source] for source in self._order if aside(rows[source])]
        self._base_searchable = None
        self._shown = self._found()

    def _sorted(self) -> list[int]:
        sources = range(len(self._rows))
        if self._sorting is None:
            return list(sources)
        if self._sorting not in self._orders:
            column, descending = self._sorting
            if column not in self._keys:
                self._keys[column] = self.columns[column].sort_keys(self._rows)
            keys = self._keys[column]
            self._orders[self._sorting] = sorted(sources, key=keys.__getitem__, reverse=descending)
        return self._orders[self._sorting]

    def _found(self) -> list[int]:
        if not self._words or self._search_of is None:
            return self._base
        if self._base_searchable is None:
            self._base_searchable = list(map(self._searchable.__getitem__, self._base))
        return self._matching(self._base_searchable, self._base)

    def _matching(self, texts: Sequence[str], values: Sequence[int]) -> list[int]:
        if not self._words:
            return list(values)
        first, *others = self._words
        if not others:
            return [value for value, text in zip(values, texts, strict=True) if first in text]
        return [
            value
            for value, text in zip(values, texts, strict=True)
            if first in text and all(word in text for word in others)
        ]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of rows shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return text, tooltip, alignment or spoken text of a cell."""
        if role == _DISPLAY:
            return self._texts[index.column()](self._rows[self._shown[index.row()]])
        if role not in (_TOOLTIP, _ALIGNMENT, _SPOKEN) or not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == _ALIGNMENT:
            return _RIGHT if column.right else _LEFT
        row = self._rows[self._shown[index.row()]]
        if role == _TOOLTIP:
            return column.tooltip(row) if column.tooltip is not None else None
        return column.spoken(row) if column.spoken is not None else column.text(row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return a column's title."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == _DISPLAY:
                return self.columns[section].title()
            if role == _ALIGNMENT:
                return _RIGHT if self.columns[section].right else _LEFT
            if role == _TOOLTIP and self.columns[section].brief:
                return self.columns[section].title()
        return None

    def as_text(self, positions: Iterable[int], columns: Sequence[int] | None = None) -> str:
        """Return rows and headings as spreadsheets paste them; no cell can act as a formula.

        Args:
            positions: The rows, as shown.
            columns: Which columns, from the left; all of them by default.
        """
        wanted = range(len(self.columns)) if columns is None else columns
        texts = [self._texts[section] for section in wanted]
        lines = [cells_as_text(self.columns[section].title() for section in wanted)]
        for position in positions:
            row = self.row(position)
            lines.append(cells_as_text(text(row) for text in texts))
        return "".join(lines)
