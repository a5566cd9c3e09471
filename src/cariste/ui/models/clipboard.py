"""Cells on their way to and from a spreadsheet, by the clipboard: tabs between cells, one line per row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FORMULA_STARTS = ("=", "+", "-", "@")
_GUARD = "'"
"""Before a text that would act as a formula: spreadsheets take it for « this is text » and do not show it."""


def cells_as_text(cells: Iterable[str]) -> str:
    """Return one row, its line end included; each cell on one line, none of them a formula."""
    return "\t".join(map(_as_cell, cells)) + "\n"


def text_as_cells(text: str) -> list[list[str]]:
    """Return the rows of a text copied from a spreadsheet; the empty line at its end is none.

    Cells that hold quotation marks, tabs or line ends come quoted, as in a csv file; lines of such a cell
    become blanks. What `cells_as_text` put before a formula is taken away again.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows = (_unquoted(plain) if '"' in plain else None) or [line.split("\t") for line in plain.split("\n")]
    return [[_as_typed(cell) for cell in row] or [""] for row in rows]


def _unquoted(text: str) -> list[list[str]] | None:
    """Return the rows of a quoted text; None when its marks do not pair, so that they mean nothing."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab", strict=True))
    except csv.Error:
        return None


def _as_cell(text: str) -> str:
    flat = " ".join(text.split())
    if flat.startswith(FORMULA_STARTS):
        flat = _GUARD + flat
    # A mark at the start would make the spreadsheet read on to the next one, over tabs and lines.
    return '"' + flat.replace('"', '""') + '"' if flat.startswith('"') else flat


def _as_typed(cell: str) -> str:
    flat = " ".join(cell.split())
    return flat[1:] if flat.startswith(_GUARD) and flat[1:].startswith(FORMULA_STARTS) else flat
