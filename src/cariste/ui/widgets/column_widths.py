"""How the columns of a table share its width: by what their texts take, never a clipped heading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cariste.ui.models.table import Column, TableModel, longest_texts

_WIDEST = 1.5
"""How many times its width a column takes when there is room to spare."""
_LONGER = 1.6
"""How many times its sample a column may take before the others have theirs: one odd text squeezes none."""


class ColumnWidths:
    """Works out widths; the view applies them.

    Attributes:
        wanted: Widths the user gave, by section.
    """

    def __init__(self, model: TableModel[Any], width_of: Callable[[Column[Any], str], int]) -> None:
        """Measure nothing yet.

        Args:
            model: Whose columns.
            width_of: The width a text takes in a column, in device-independent pixels.
        """
        self.wanted: dict[int, int] = {}
        self._model, self._width_of = model, width_of
        self._rows: Sequence[Any] = ()
        self._columns: Sequence[Column[Any]] = ()
        self._longest: list[list[str]] = []

    def measure(self) -> bool:
        """Look at the texts if others came; tell whether they did. A search or a filter moves no column."""
        model = self._model
        if model.rows is self._rows and model.columns is self._columns:
            return False
        self._rows, self._columns = model.rows, model.columns
        self._longest = [longest_texts(column, model.rows) for column in model.columns]
        return True

    def shared(self, room: int, sections: Sequence[int], headings: Sequence[int]) -> list[int]:
        """Return a width for each section shown.

        Args:
            room: What there is to share, in device-independent pixels.
            sections: The sections shown, from the left.
            headings: What the words of each heading take at least.
        """
        least, usual, widest = [], [], []
        for section, heading in zip(sections, headings, strict=True):
            column, texts = self._model.columns[section], self._texts(section)
            wanted = self.wanted.get(section)
            common = min(texts, round(_LONGER * self._width_of(column, column.sample)))
            least.append(max(heading, min(texts, self._width_of(column, column.least))))
            usual.append(max(heading, wanted or common))
            widest.append(max(heading, wanted or texts))
        # The first column says what a row is about: it is the last to give way.
        clipped = [least[0], *headings[1:]]
        for low, high in ((usual, widest), (least, usual)):
            if sum(low) <= room:
                return _between(room, low, high)
        return _one_by_one(room, clipped, least)

    def _texts(self, section: int) -> int:
        """Return what the texts of a column take, or its sample while there is none."""
        column = self._model.columns[section]
        texts = (self._longest[section] if section < len(self._longest) else []) or [column.sample]
        heading = [column.title()] if column.brief else []
        return max(self._width_of(column, text) for text in (*texts, *heading))


def _between(room: int, low: Sequence[int], high: Sequence[int]) -> list[int]:
    """Share a room that the low widths leave: who lacks most gets most; all get more if there is more."""
    bottom, top = sum(low), sum(high)
    if top <= room:
        return [round(width * min(_WIDEST, room / top)) for width in high]
    share = (room - bottom) / (top - bottom)
    return [int(one + max(0, other - one) * share) for one, other in zip(low, high, strict=True)]


def _one_by_one(room: int, low: Sequence[int], high: Sequence[int]) -> list[int]:
    """Give as many as possible all they need, those that lack least first: half a date helps nobody."""
    widths, left = list(low), room - sum(low)
    for place in sorted(range(len(widths)), key=lambda place: high[place] - low[place]):
        more = min(high[place] - low[place], max(left, 0))
        widths[place] += more
        left -= more
    return widths
