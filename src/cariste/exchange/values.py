"""What a cell holds, and what may come of reading one: a value, a question or a rejection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from cariste.core.text import tidy
from cariste.core.wording import format_date

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
Row = list[Cell]

LONGEST_SHOWN = 120
"""Characters of a cell that a message repeats."""


_EXACT_FLOATS = 1e15


class Question(NamedTuple):
    """A person must decide; nothing is stored meanwhile.

    Attributes:
        reason: What is unclear and what would be read, in the user's language.
        proposal: The text that, written in the cell, would settle it; empty when there is none.
        topic: What is unclear, in one word, when one answer settles it for the whole column; else empty.
        choices: The answers to that, see `questions.choice_label`.
    """

    reason: str
    proposal: str = ""
    topic: str = ""
    choices: tuple[str, ...] = ()


class Rejection(NamedTuple):
    """The cell cannot be right.

    Attributes:
        reason: Why, in the user's language.
    """

    reason: str


Doubt = Question | Rejection

Decided = Mapping[str, str]
"""What was answered about a column, by topic."""
UNDECIDED: Decided = MappingProxyType({})


class SheetError(str):
    """A cell that holds an Excel error such as ``#REF!``, or a formula without a stored value."""

    __slots__ = ()


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but blanks (non-breaking ones too)."""
    return cell is None or cell == "" or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Cell) -> str:
    """Return a cell as a person reads it: 123.0 is « 123 », odd blanks are one blank, a date is a date."""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, dt.date):
        return format_date(cell.date() if isinstance(cell, dt.datetime) else cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT_FLOATS:
        return str(int(cell))
    return "" if cell is None else str(cell)


def shown(cell: Cell) -> str:
    """Return a cell for a message: as a person reads it, and not too long."""
    text = as_text(cell)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def noted(cell: Cell) -> str:
    """Return a cell for a note: as `shown`, but dates as everywhere in the program's data, 2024-03-15."""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else shown(cell)


def column_letter(index: int) -> str:
    """Return Excel's name of a column: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the place of a column by Excel's name: A is 0, AA is 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1
