"""The hidden column of an exported workbook: which record each row is, and whether somebody edited it since.

Its title describes the list: which field stands under which title, and which code behind which word, so that
a workbook comes back in whatever language it was written in and however its columns were moved. Each row's
mark is ``id.version.checksum``; the checksum is of the cells as they were written.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cariste.core.text import tidy
from cariste.exchange.values import Cell, Row, as_text

_SIGN = '{"cariste"'
_VERSION = 1
_MARK = re.compile(r"([0-9a-f]{32})\.([0-9]{1,9})\.([0-9a-f]{8})")
_ROWS_LOOKED_AT = 60

Words = Mapping[str, Mapping[str, str]]
"""Codes by the words that were written for them, by field."""


class Mark(NamedTuple):
    """One row: its record, how often that had been saved, and the sum of its cells."""

    id: str
    version: int
    checksum: str


class MarkedTable(NamedTuple):
    """A list exported from here.

    Attributes:
        entity: Which list.
        header: Its row, from 0.
        place: The column of the marks, from 0.
        columns: Where each field stands now, from 0.
        summed: The fields that the checksums are of, in their order.
        words: Codes by the words written for them.
    """

    entity: str
    header: int
    place: int
    columns: dict[str, int]
    summed: tuple[str, ...]
    words: Words

    def cells(self, row: Row) -> dict[str, Cell]:
        """Return the cells of a row by field; an emptied end of a row counts as empty."""
        return {key: row[place] if place < len(row) else "" for key, place in self.columns.items()}

    def mark(self, row: Row) -> Mark | None:
        """Return the mark of a row, None for a row that somebody added."""
        match = _MARK.fullmatch(as_text(row[self.place])) if self.place < len(row) else None
        return Mark(match[1], int(match[2]), match[3]) if match else None

    def is_edited(self, mark: Mark, cells: Mapping[str, Cell]) -> bool:
        """Tell whether a row is not as it was written."""
        return checksum(canonical(cells.get(key, "")) for key in self.summed) != mark.checksum


def title(entity: str, titles: Mapping[str, str], summed: list[str], words: Words) -> str:
    """Return the title of the column of marks.

    Args:
        entity: Which list.
        titles: The fields by title.
        summed: The fields that the checksums are of.
        words: Codes by the words written for them, by field.
    """
    told = {"cariste": _VERSION, "list": entity, "columns": dict(titles), "summed": summed, "words": words}
    return json.dumps(told, ensure_ascii=False)


class Canonical(dict[Cell, str]):
    """Cells in their one form, each worked out once: the rows of a list repeat theirs."""

    def __missing__(self, cell: Cell) -> str:
        """Work it out."""
        text = self[cell] = canonical(cell)
        return text


def mark(record_id: str, version: int, texts: Iterable[str]) -> str:
    """Return the mark of a row with these cells, in their one form, in the columns summed."""
    return f"{record_id}.{version}.{checksum(texts)}"


def checksum(texts: Iterable[str]) -> str:
    """Return what tells whether somebody edited these cells: 8 hexadecimal digits."""
    return f"{zlib.crc32(chr(31).join(texts).encode()):08x}"


def canonical(cell: Cell) -> str:
    """Return a cell in the one form that saving a workbook with other programs does not change."""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else as_text(cell)


def is_title(cell: Cell) -> bool:
    """Tell whether a cell is the title of a column of marks."""
    return isinstance(cell, str) and cell.startswith(_SIGN)


def is_set_aside(rows: Sequence[Row]) -> bool:
    """Tell whether a sheet is one of ours with nothing to import: explanations, lists to choose from."""
    marked = find_marked(rows[:1])
    return marked is not None and not marked.entity


def find_marked(rows: Sequence[Row]) -> MarkedTable | None:
    """Return the list of a sheet exported from here, None for any other sheet."""
    for header, row in enumerate(rows[:_ROWS_LOOKED_AT]):
        for place in range(len(row) - 1, -1, -1):
            if is_title(row[place]):
                return _described(header, place, row)
    return None


def _described(header: int, place: int, row: Row) -> MarkedTable | None:
    try:
        told = json.loads(str(row[place]))
        if told["cariste"] != _VERSION:
            return None
        titles = {tidy(each): str(key) for each, key in told["columns"].items()}
        words = {
            str(key): {tidy(word): str(code) for word, code in each.items()}
            for key, each in told["words"].items()
        }
        summed = tuple(map(str, told["summed"]))
        entity = str(told["list"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # somebody wrote into it: the rows are then read as those of any sheet
    columns: dict[str, int] = {}
    for index, cell in enumerate(row):
        key = titles.get(as_text(cell)) if index != place else None
        if key is not None:
            columns.setdefault(key, index)
    return MarkedTable(entity, header, place, columns, summed, words)
