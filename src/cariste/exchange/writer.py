"""Writing lists to files: dates as dates, text that stays text, and never half a file."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import os
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from cariste.core.errors import EnvironmentProblem
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee.constants import CRITICAL, EXPIRED, WARNING
from cariste.exchange.lists import ExportedCell, ExportedList

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula when it opens a text file."""
_FILLS = {EXPIRED: "#F8CBC4", CRITICAL: "#F8CBC4", WARNING: "#FBE3B5"}
"""Pale enough for black text, on screen and on paper; the status is written beside it, never colour alone."""
_HEADING = {"bold": True, "bg_color": "#E7E9EC", "bottom": 1, "text_wrap": True, "valign": "top"}


def write_xlsx(path: Path, lists: Sequence[ExportedList]) -> None:
    """Write one sheet per list: typed dates, a frozen and repeated header, a filter, fills by urgency.

    Raises:
        EnvironmentProblem: The file is open elsewhere, or its folder cannot be written.
    """
    _replace(path, lambda part: _build_workbook(part, lists))


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
    _replace(path, lambda part: part.write_bytes(text.getvalue().encode("utf-8-sig")))


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
    _replace(path, lambda part: part.write_text(text + "\n", "utf-8"))


def _as_csv(cell: ExportedCell) -> str:
    if isinstance(cell, dt.date):
        return format_date(cell)
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA_STARTS) else text


def _as_json(cell: ExportedCell) -> str | int | None:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _build_workbook(path: Path, lists: Sequence[ExportedList]) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    formats: dict[tuple[str | None, bool], Any] = {}
    for fill in (None, *dict.fromkeys(_FILLS.values())):
        for is_date in (False, True):
            shape = {"num_format": "dd/mm/yyyy", "align": "left"} if is_date else {}
            formats[fill, is_date] = book.add_format(shape | ({"bg_color": fill} if fill else {}))
    heading = book.add_format(_HEADING)
    for table in lists:
        sheet = book.add_worksheet(table.title)
        _write_headings(sheet, table, heading)
        for number, (row, severity) in enumerate(zip(table.rows, table.severities, strict=True), start=1):
            fill = _FILLS.get(severity or "")
            for column, cell in enumerate(row):
                _write_cell(sheet, number, column, cell, formats[fill, isinstance(cell, dt.date)])
    book.close()


def _write_headings(sheet: Any, table: ExportedList, shape: Any) -> None:
    for column, heading in enumerate(table.headings):
        sheet.write_string(0, column, heading.title, shape)
        sheet.set_column(column, column, heading.width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.headings) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _write_cell(sheet: Any, row: int, column: int, cell: ExportedCell, shape: Any) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, shape)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), shape)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, shape)
    else:
        # Always as text, whatever it begins with: a name may not become a formula.
        sheet.write_string(row, column, cell, shape)


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside the file and put it in its place in one step."""
    if path.with_name(f"~${path.name}").exists():
        raise _busy(path)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        write(part)
        os.replace(part, path)  # noqa: PTH105 - Path.replace says no more
    except PermissionError as error:
        raise _busy(path) from error
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EnvironmentProblem(
            _("{file} cannot be written: {reason}.").format(file=path, reason=reason)
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _busy(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        _(
            "{file} is open elsewhere, or its folder is not yours to write. Close it or choose another name."
        ).format(file=path)
    )
