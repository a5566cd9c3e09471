"""Opening xlsx, xls, ods and csv: sheets as rows of plain cells, placed where Excel shows them."""

from __future__ import annotations

from collections.abc import Callable, Collection
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
        hidden: Names of sheets that Excel hides; they are left out unless asked for.
        date_1904: Serial numbers count from 1904.
    """

    path: Path
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    date_1904: bool = False

    def only(self, names: Collection[str]) -> Book:
        """Return the file with some of its sheets."""
        return self._replace(sheets=tuple(sheet for sheet in self.sheets if sheet.name in names), hidden=())


def read_book(
    path: Path,
    sheet: str | None = None,
    *,
    with_hidden: bool = False,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> Book:
    """Read a file whole.

    Args:
        path: An .xlsx, .xlsm, .xls, .ods or .csv file.
        sheet: Only the sheet of this name, even hidden; None reads all visible ones.
        with_hidden: Read hidden sheets, too.
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
        return Book(path, (Sheet(path.stem, read_csv(path, watch)),))
    extras = look_inside(path, watch) if path.suffix.lower() in guard.ZIPPED else _NOTHING_BESIDE
    try:
        # Not closed by hand: a read that was given up may still be at work in it.
        workbook = watch.wait_for(lambda: load_workbook(path))
        present = [meta for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        hidden = tuple(meta.name for meta in present if meta.visible != SheetVisibleEnum.Visible)
        left_out = () if with_hidden or sheet is not None else hidden
        chosen = _chosen(path, [meta.name for meta in present if meta.name not in left_out], sheet)
        sheets = tuple(_read_sheet(workbook, name, extras, watch) for name in chosen)
        return Book(path, sheets, hidden if sheet is None else (), extras.date_1904)
    except PasswordError as error:
        raise guard.password(path) from error
    except (CalamineError, OSError) as error:
        raise guard.damaged(path, str(error)) from error


def _chosen(path: Path, names: list[str], wanted: str | None) -> list[str]:
    if wanted is None:
        return names
    chosen = [name for name in names if name == wanted] or [
        name for name in names if fold(name) == fold(wanted)
    ]
    if not chosen:
        raise UserError(
            _("{file} has no sheet “{sheet}”. It has: {names}.").format(
                file=path.name, sheet=wanted, names=", ".join(names)
            )
        )
    return chosen


def _read_sheet(workbook: CalamineWorkbook, name: str, extras: Extras, watch: Watch) -> Sheet:
    found = watch.wait_for(lambda: workbook.get_sheet_by_name(name))
    return Sheet(name, _rows(found, extras.errors.get(name, {}), watch))


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
