"""Writing lists to files: dates as dates, text that stays text, and never half a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from cariste.core.files import replace_file
from cariste.core.wording import format_date
from cariste.employee.constants import CRITICAL, EXPIRED, PERMANENT, VALID, WARNING
from cariste.exchange import marks
from cariste.exchange.csvfile import guarded
from cariste.exchange.edited_cells import COLUMNS, PERSON, words_of
from cariste.exchange.lists import ExportedCell, ExportedList
from cariste.exchange.sheet_names import sheet_names

_FILLS = {EXPIRED: "#F8CBC4", CRITICAL: "#F8CBC4", WARNING: "#FBE3B5"}
"""Pale enough for black text, on screen and on paper; the status is written beside it, never colour alone."""
_SIGNS = {EXPIRED: "✖", CRITICAL: "✖", WARNING: "▲", "info": "◷", VALID: "✓", PERMANENT: "✓"}
"""The shapes of the window, for print in black and white and for colour-blind readers."""
_TYPED_TEXT = frozenset({"external_id", "phone"})
"""Columns in which Excel must not make a number of what somebody types: 00123 is not 123."""
_LINE = 15
"""Height of a line in points: not every program makes rows as high as their text by itself."""
_DATE = {"num_format": "dd/mm/yyyy", "align": "left"}
_EPOCH = dt.date(1899, 12, 30).toordinal()
_HEADING = {"bold": True, "bg_color": "#E7E9EC", "bottom": 1, "text_wrap": True, "valign": "top"}


def write_xlsx(path: Path, lists: Sequence[ExportedList]) -> None:
    """Write one sheet per list: typed dates, a frozen and repeated header, a filter, fills by urgency.

    Raises:
        EnvironmentProblem: The file is open elsewhere, or its folder cannot be written.
    """
    replace_file(path, lambda part: _build_workbook(part, lists))


def write_csv(path: Path, table: ExportedList) -> None:
    """Write what Excel in France opens by itself: `;`, UTF-8 with its mark, dates as people write them.

    A text that a spreadsheet would take for a formula gets an apostrophe in front, as one would type it.

    Raises:
        EnvironmentProblem: The file is open elsewhere, or its folder cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([heading.title for heading in table.headings])
    writer.writerows([_as_csv(cell) for cell in row] for row in table.rows)
    replace_file(path, lambda part: part.write_bytes(text.getvalue().encode("utf-8-sig")))


def write_json(path: Path, lists: Sequence[ExportedList]) -> None:
    """Write one list of objects per key, dates as 2026-11-21.

    Raises:
        EnvironmentProblem: The file is open elsewhere, or its folder cannot be written.
    """
    document = {
        table.key: [
            {heading.key: _as_json(cell) for heading, cell in zip(table.headings, row, strict=True)}
            for row in table.rows
        ]
        for table in lists
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    replace_file(path, lambda part: part.write_text(text + "\n", "utf-8"))


def _as_csv(cell: ExportedCell) -> str:
    if isinstance(cell, dt.date):
        return format_date(cell)
    if isinstance(cell, str):
        return guarded(cell)
    return "" if cell is None else str(cell)


def _as_json(cell: ExportedCell) -> str | int | None:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _build_workbook(path: Path, lists: Sequence[ExportedList]) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    formats = _Formats(book)
    for name, table in zip(sheet_names(table.title for table in lists), lists, strict=True):
        sheet = book.add_worksheet(name)
        _write_headings(sheet, table, formats)
        signed = {place for place, each in enumerate(table.headings) if each.signed}
        for number, (row, severity) in enumerate(zip(table.rows, table.severities, strict=True), start=1):
            plain, date = formats.of(severity)
            sign = _SIGNS.get(severity or "")
            for column, cell in enumerate(row):
                # Most cells are texts, then dates: what is asked first costs least.
                if cell.__class__ is str and cell:
                    # Always as text, whatever it begins with: a name may not become a formula.
                    text = f"{sign} {cell}" if sign and column in signed else cell
                    sheet.write_string(number, column, text, plain)
                elif isinstance(cell, dt.date):
                    sheet.write_number(number, column, cell.toordinal() - _EPOCH, date)
                elif cell is not None and cell != "":
                    sheet.write_number(number, column, cell, plain)
                elif severity in _FILLS:
                    sheet.write_blank(number, column, None, plain)
        if table.versions is not None:
            _write_marks(sheet, table, table.versions)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        # Its one argument is the error of the file system.
        raise error.args[0] from error


class _Formats:
    """The looks of cells: by how urgent a row is, of texts and of dates."""

    def __init__(self, book: Any) -> None:
        self.heading = book.add_format(_HEADING)
        self.text = book.add_format({"num_format": "@"})
        self._plain = None, book.add_format(_DATE)
        self._filled = {
            severity: (book.add_format(fill), book.add_format(_DATE | fill))
            for severity, colour in _FILLS.items()
            for fill in [{"bg_color": colour}]
        }

    def of(self, severity: str | None) -> tuple[Any, Any]:
        """Return the looks of a row's texts and of its dates."""
        return self._filled.get(severity or "", self._plain)


def _write_marks(sheet: Any, table: ExportedList, versions: Sequence[tuple[str, int]]) -> None:
    """Write the hidden column by which the list is recognised when it comes back."""
    known = COLUMNS[table.key]
    keys = [heading.key for heading in table.headings]
    places = [place for place, key in enumerate(keys) if key in known or key in PERSON]
    titles = {heading.title: heading.key for heading in table.headings}
    at = len(keys)
    summed = [keys[place] for place in places]
    words = {key: each for key, each in words_of(table.key).items() if key in keys}
    sheet.write_string(0, at, marks.title(table.key, titles, summed, words))
    texts = marks.Canonical()
    for number, (row, (record_id, version)) in enumerate(zip(table.rows, versions, strict=True), start=1):
        mark = marks.mark(record_id, version, [texts[row[place]] for place in places])
        sheet.write_string(number, at, mark)
    sheet.set_column(at, at, None, None, {"hidden": True})


def _write_headings(sheet: Any, table: ExportedList, formats: _Formats) -> None:
    for column, heading in enumerate(table.headings):
        sheet.write_string(0, column, heading.title, formats.heading)
        sheet.set_column(column, column, heading.width, formats.text if heading.key in _TYPED_TEXT else None)
    lines = max(-(-len(heading.title) // heading.width) for heading in table.headings)
    sheet.set_row(0, _LINE * lines)
    sheet.freeze_panes(1, 0)
    # With the hidden column: sorting by the filter must take the marks along.
    last = len(table.headings) - (table.versions is None)
    sheet.autofilter(0, 0, len(table.rows), last)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, len(table.rows), len(table.headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
