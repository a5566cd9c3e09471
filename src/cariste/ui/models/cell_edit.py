"""Texts for cells, and what a table asks before it takes them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class CellEdit(NamedTuple):
    """A text for one cell.

    Attributes:
        row_id: Whose.
        column: Place of the column in the model.
        text: As typed or pasted.
    """

    row_id: Hashable
    column: int
    text: str


@dataclass(frozen=True)
class GridRules:
    """What a table asks about its cells.

    Attributes:
        why_not: Why nothing may be typed now, empty when it may.
        check: Why a text cannot stand in a cell of a row and field, None when it can.
        choices: Texts to complete from, by field.
    """

    why_not: Callable[[], str]
    check: Callable[[Hashable, str, str], str | None]
    choices: Callable[[str], Sequence[str]]
