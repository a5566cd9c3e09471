"""The rows that were not imported as a workbook of their own: the reason beside each, ready to correct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from cariste.core.files import replace_file
from cariste.core.i18n import _
from cariste.exchange.marks import is_title
from cariste.exchange.plan import Note, Plan
from cariste.exchange.reader import Book
from cariste.exchange.sheet_names import sheet_names
from cariste.exchange.values import Cell, Row, column_index, is_blank

_WRONG = "#F8CBC4"
_WIDTH, _REASON_WIDTH, _LINE = 16, 70, 15
"""Letters that a line of a cell and of a reason takes, and its height in points."""
_ROWS_ABOVE = 1
"""Rows above the titles that may name their groups."""


class _Block(NamedTuple):
    """The rows of one table that are written: its titles, then the rows with what is wrong in each.

    Attributes:
        main: Which of the titles' rows, from 0, names the columns; there may be groups above and dates below.
    """

    titles: list[Row]
    main: int
    rows: list[tuple[Row, list[Note]]]

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max(len(row) for row in (*self.titles, *(row for row, _notes in self.rows)))


def write_rejected(path: Path, book: Book, plan: Plan, notes: Sequence[Note]) -> int:
    """Write the rows that some notes are about, under their own titles, and return how many they are.

    The column that says why is left alone when the workbook is imported.

    Args:
        path: An .xlsx file; an existing one is replaced at once, or not at all.
        book: What was read.
        plan: What came of it.
        notes: Which rows; those about whole sheets are left out.

    Raises:
        EnvironmentProblem: The file is open elsewhere, or its folder cannot be written.
    """
    by_sheet = {sheet.name: list(_blocks(sheet.rows, sheet.name, plan, notes)) for sheet in book.sheets}
    found = {name: blocks for name, blocks in by_sheet.items() if blocks}
    replace_file(path, lambda part: _write(part, found, date_1904=book.date_1904))
    return sum(len(block.rows) for blocks in found.values() for block in blocks)


def _blocks(rows: Sequence[Row], sheet: str, plan: Plan, notes: Iterable[Note]) -> Iterator[_Block]:
    by_row: dict[int, list[Note]] = {}
    for note in notes:
        if note.sheet == sheet and note.row:
            by_row.setdefault(note.row, []).append(note)
    for table in plan.tables:
        if table.sheet != sheet:
            continue
        wrong = [number for number in sorted(by_row) if table.first <= number <= table.last]
        if wrong:
            main = table.header_row - 1
            above = max(main - _ROWS_ABOVE, 0)
            titles = [list(row) for row in rows[above : table.first - 1]]
            yield _Block(titles, main - above, [(rows[number - 1], by_row[number]) for number in wrong])


def _write(path: Path, sheets: dict[str, list[_Block]], *, date_1904: bool) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "date_1904": date_1904}
    book = xlsxwriter.Workbook(path, options)
    looks = _Looks(book)
    for name, blocks in zip(sheet_names(sheets), sheets.values(), strict=True):
        sheet = book.add_worksheet(name)
        sheet.set_column(0, max(block.width for block in blocks), _WIDTH)
        at = 0
        for block in blocks:
            at = _write_block(sheet, block, at, looks)
        if len(blocks) == 1:
            sheet.freeze_panes(len(blocks[0].titles), 0)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise error.args[0] from error


class _Looks:
    """The formats of the workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.reason = book.add_format({"text_wrap": True, "valign": "top", "italic": True})
        date, wrong = {"num_format": "dd/mm/yyyy"}, {"bg_color": _WRONG}
        self.right = book.add_format(), book.add_format(date)
        self.wrong = book.add_format(wrong), book.add_format(date | wrong)


def _write_block(sheet: Any, block: _Block, at: int, looks: _Looks) -> int:
    """Write one table from a row on; return the row after it, with one left free."""
    width = block.width
    for number, row in enumerate(block.titles, start=at):
        # Not every program makes rows as high as their text by itself.
        lines = [1 + len(str(cell)) // _WIDTH for cell in row if not is_title(cell)]
        sheet.set_row(number, _LINE * max(lines, default=1))
        for column, cell in enumerate(row):
            _write_cell(sheet, (number, column), cell, looks.title, looks.title)
            if is_title(cell):
                sheet.set_column(column, column, None, None, {"hidden": True})
    sheet.write_string(at + block.main, width, _("Why it was rejected"), looks.title)
    at += len(block.titles)
    sheet.set_column(width, width, _REASON_WIDTH)
    for number, (row, notes) in enumerate(block.rows, start=at):
        wrong = {column_index(note.column) for note in notes if note.column}
        for column, cell in enumerate(row):
            texts, dates = looks.wrong if column in wrong else looks.right
            _write_cell(sheet, (number, column), cell, texts, dates)
        reasons = "\n".join(dict.fromkeys(_told(note, block.titles[block.main]) for note in notes))
        sheet.write_string(number, width, reasons, looks.reason)
        sheet.set_row(number, _LINE * sum(1 + len(line) // _REASON_WIDTH for line in reasons.split("\n")))
    return at + len(block.rows) + 1


def _told(note: Note, titles: Row) -> str:
    place = column_index(note.column) if note.column else len(titles)
    title = titles[place] if place < len(titles) else ""
    return f"{' '.join(str(title).split())}: {note.reason}" if not is_blank(title) else note.reason


def _write_cell(sheet: Any, at: tuple[int, int], cell: Cell, texts: Any, dates: Any) -> None:
    if isinstance(cell, dt.datetime | dt.date | dt.time | dt.timedelta):
        sheet.write_datetime(*at, cell, dates)
    elif isinstance(cell, str):
        # A name that begins like a formula stays a name.
        (sheet.write_blank if cell == "" else sheet.write_string)(*at, cell, texts)
    elif isinstance(cell, bool):
        sheet.write_boolean(*at, cell, texts)
    elif cell is not None:
        sheet.write_number(*at, cell, texts)
