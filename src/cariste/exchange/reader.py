"""Opening xlsx, xls, ods and csv: sheets as rows of plain cells, placed where Excel shows them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.exchange import guard
from cariste.exchange.csvfile import read_csv
from cariste.exchange.package import Extras, look_inside
from cariste.exchange.progress import Progress, Watch, never, silent
from cariste.exchange.values import Row, SheetError

_NOTHING_BESIDE = Extras(False, {})


class Sheet(NamedTuple):
    """One sheet.

    Attributes:
        rows: Cells by row and column, both from 0: row 0 is Excel's row 1, column 0 its column A.
    """

    name: str
    rows: list[Row]


class Book(NamedTuple):
    """A file with the sheets to import.

    Attributes:
        hidden: Names of sheets left out because Excel hides them; naming one reads it.
        date_1904: Serial numbers count from 1904.
    """

    path: Path
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    date_1904: bool = False


def read_book(
    path: Path,
    sheet: str | None = None,
    *,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> Book:
    """Read a file whole.

    Args:
        path: An .xlsx, .xlsm, .xls, .ods or .csv file.
        sheet: Only the sheet of this name, even hidden; None reads all visible ones.
        progress: Told how far the reading is.
        cancelled: Asked often whether to stop.

    Raises:
        UserError: The file cannot be understood, or has no sheet of that name. Names the file.
        EnvironmentProblem: It is open in Excel, or may not be read.
        Cancelled: The user gave up.
    """
    guard.check_file(path)
    watch = Watch(progress, cancelled)
    if path.suffix.lower() in guard.TEXTS:
        rows = read_csv(path, watch)
        return Book(path, (Sheet(path.stem, rows),))
    extras = look_inside(path, watch) if path.suffix.lower() in guard.ZIPPED else _NOTHING_BESIDE
    try:
        # Not closed by hand: a read that was given up may still be at work in it.
        workbook = watch.wait_for(lambda: load_workbook(path))
        return _read_sheets(path, workbook, sheet, extras, watch)
    except PasswordError as error:
        raise guard.password(path) from error
    except (CalamineError, OSError) as error:
        raise guard.damaged(path, str(error)) from error


def _read_sheets(
    path: Path, workbook: CalamineWorkbook, wanted: str | None, extras: Extras, watch: Watch
) -> Book:
    present = [meta for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    names = [meta.name for meta in present]
    hidden = tuple(meta.name for meta in present if meta.visible != SheetVisibleEnum.Visible)
    if wanted is None:
        chosen = [name for name in names if name not in hidden]
    else:
        chosen = [name for name in names if name == wanted] or [
            name for name in names if fold(name) == fold(wanted)
        ]
        if not chosen:
            raise UserError(
                _("{file} has no sheet “{sheet}”. It has: {names}.").format(
                    file=path.name, sheet=wanted, names=", ".join(names)
                )
            )
    sheets = []
    for name in chosen:
        found = watch.wait_for(lambda name=name: workbook.get_sheet_by_name(name))  # type: ignore[misc]
        sheets.append(Sheet(name, _rows(found, extras.errors.get(name, {}), watch)))
    return Book(path, tuple(sheets), hidden if wanted is None else (), extras.date_1904)


def _rows(sheet: CalamineSheet, errors: dict[tuple[int, int], SheetError], watch: Watch) -> list[Row]:
    if sheet.start is None:
        return []
    # iter_rows fills in the empty rows above a table, but not the empty columns before it.
    before: Row = [""] * sheet.start[1]
    rows = cast("list[Row]", list(sheet.iter_rows()))
    if before:
        rows = [before + row for row in rows]
    watch.check()
    for (row, column), error in errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = error
    return rows
