"""What calamine does not tell of a workbook: error cells, formulas without value, 1904 dates, stray cells."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree as ET

from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.exchange.guard import damaged
from cariste.exchange.progress import Watch
from cariste.exchange.values import SheetError, column_index

MOST_CELLS = 12_000_000
"""Cells of the rectangle around a sheet's content, which reading holds in memory at once: half a gigabyte, or
200,000 people with 60 columns each."""

_PIECE = 4 * 2**20
_LONGEST_INDEX = 16 * 2**20
_WIDTHS = (26, 702, 16_384)
"""Columns whose names have one, two and three letters."""

# What looks for a cell starts with a literal, as it runs over hundreds of megabytes.
_TWO_LETTERS = re.compile(rb"""=["'][A-Z]{2,3}[0-9]""")
_THREE_LETTERS = re.compile(rb"""=["'][A-Z]{3}[0-9]""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["']([0-9]{1,9})["']""")
_FILLED = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,9})["'][^>]*(?<!/)>""")
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,9})"[^>]*\bt="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]{1,20})</v>'
)
_UNCOMPUTED = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,9})"(?: s="[0-9]+")?>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v></v>|<v ?/>)?</c>'
)
_NO_VALUE = re.compile(rb"</f></c>|</f><v></v></c>|</f><v ?/></c>|<f[^>]*/></c>")
_REPEATED = re.compile(
    rb'<table:table-cell[^>]*number-columns-repeated="[0-9]{4,}"[^>]*office:value-type'
    rb'|<table:table-cell[^>]*office:value-type[^>]*number-columns-repeated="[0-9]{4,}"'
    rb'|<table:table-row[^>]*number-rows-repeated="[0-9]{5,}"[^>]*(?<!/)>(?:(?!</table:table-row>).){0,2000}?office:value-type',
    re.DOTALL,
)
_ODS_ROW = re.compile(
    rb'<table:table\b(?!-)[^>]*?table:name="(?P<sheet>[^"]*)"'
    rb"|<table:table-row\b(?!-)(?P<how>[^>]*?)(?:/>|>(?P<cells>.*?)</table:table-row>)",
    re.DOTALL,
)
_ROWS_REPEATED = re.compile(rb'number-rows-repeated="([0-9]{1,9})"')
_COLUMNS_REPEATED = re.compile(rb'number-columns-repeated="([0-9]{1,9})"')
_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELL_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_ODS_ERROR = b'calcext:value-type="error"'
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Extras(NamedTuple):
    """What was found beside the values.

    Attributes:
        date_1904: Serial numbers count from 1904.
        errors: By sheet name, then by 0-based (row, column): cells in error or never computed.
    """

    date_1904: bool
    errors: dict[str, dict[tuple[int, int], SheetError]]


def look_inside(path: Path, watch: Watch) -> Extras:
    """Read through the parts of a zipped workbook, once, piece by piece.

    Raises:
        UserError: A part is damaged, or a stray cell makes a sheet too large to hold in memory.
        Cancelled: The user gave up.
    """
    try:
        with zipfile.ZipFile(path) as package:
            if path.suffix.lower() == ".ods":
                return Extras(False, _ods_errors(package) if _look_into_ods(package, path, watch) else {})
            return _look_into_xlsx(package, path, watch)
    except (zipfile.BadZipFile, KeyError, ET.ParseError, ValueError, EOFError, OSError) as error:
        raise damaged(path, str(error)) from error


def _look_into_xlsx(package: zipfile.ZipFile, path: Path, watch: Watch) -> Extras:
    date_1904, sheets = _index(package)
    total = sum(package.getinfo(part).file_size for part in sheets.values())
    watch.expect(total)
    errors: dict[str, dict[tuple[int, int], SheetError]] = {}
    for name, part in sheets.items():
        found, rows, width = _scan(package, part, watch)
        if rows * width > MOST_CELLS:
            _check_extent(package, part, path, name, watch)
        if found:
            errors[name] = found
    return Extras(date_1904, errors)


def _index(package: zipfile.ZipFile) -> tuple[bool, dict[str, str]]:
    """Return whether dates count from 1904, and the part of each sheet by its name."""
    workbook = ET.fromstring(_small(package, "xl/workbook.xml"))  # noqa: S314 - expat limits entities by itself
    relations = ET.fromstring(_small(package, "xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {str(entry.get("Id")): str(entry.get("Target")) for entry in relations}
    properties = workbook.find(f"{_SPREADSHEET}workbookPr")
    date_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    parts = set(package.namelist())
    sheets = {}
    for sheet in workbook.iter(f"{_SPREADSHEET}sheet"):
        target = targets.get(str(sheet.get(_RELATION)), "")
        part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if part in parts:
            sheets[str(sheet.get("name"))] = part
    return date_1904, sheets


def _small(package: zipfile.ZipFile, part: str) -> bytes:
    if package.getinfo(part).file_size > _LONGEST_INDEX:
        raise ValueError(f"{part} is too long")
    return package.read(part)


def _scan(
    package: zipfile.ZipFile, part: str, watch: Watch
) -> tuple[dict[tuple[int, int], SheetError], int, int]:
    """Return the error cells of a sheet, its last row, and how many columns it may have at most."""
    errors: dict[tuple[int, int], SheetError] = {}
    rows, width = 0, _WIDTHS[0]
    for piece in _pieces(package, part, b"</row>", watch):
        if width < _WIDTHS[2] and _TWO_LETTERS.search(piece):
            width = _WIDTHS[2] if _THREE_LETTERS.search(piece) else _WIDTHS[1]
        if last := _ROW.match(piece, max(piece.rfind(b"<row "), 0)):
            rows = max(rows, int(last[1]))
        if b't="e"' in piece:
            for match in _ERROR.finditer(piece):
                errors[_place(match)] = SheetError(match[3].decode("utf-8", "replace"))
        if b"<f" in piece and _NO_VALUE.search(piece):
            for match in _UNCOMPUTED.finditer(piece):
                errors[_place(match)] = SheetError(
                    _("a formula never computed (open and save the file in Excel)")
                )
    return errors, rows, width


def _check_extent(package: zipfile.ZipFile, part: str, path: Path, sheet: str, watch: Watch) -> None:
    rows, columns = 0, 0
    for piece in _pieces(package, part, b"</row>", watch):
        for match in _FILLED.finditer(piece):
            row, column = _place(match)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    if rows * columns > MOST_CELLS:
        raise _too_far(path, sheet, rows, columns)


def _too_far(path: Path, sheet: str, rows: int, columns: int) -> UserError:
    return UserError(
        _(
            "{file}, sheet {sheet}: a cell lies far away from the table (row {row}, column {column}). "
            "Delete the empty rows and columns around the table, then try again."
        ).format(file=path.name, sheet=sheet, row=rows, column=columns)
    )


def _place(match: re.Match[bytes]) -> tuple[int, int]:
    return int(match[2]) - 1, column_index(match[1].decode("ascii"))


def _pieces(package: zipfile.ZipFile, part: str, end: bytes, watch: Watch) -> Iterator[bytes]:
    """Yield a part in pieces that end where a row ends."""
    rest = b""
    with package.open(part) as file:
        while chunk := file.read(_PIECE):
            watch.advance(len(chunk))
            piece = rest + chunk
            cut = piece.rfind(end) + len(end)
            if cut < len(end):
                cut = max(len(piece) - _PIECE, 0)
            yield piece[:cut]
            rest = piece[cut:]
    yield rest


def _look_into_ods(package: zipfile.ZipFile, path: Path, watch: Watch) -> bool:
    """Refuse what no memory holds; tell whether a cell is in error."""
    watch.expect(package.getinfo("content.xml").file_size)
    found, extent = False, _OdsExtent(path)
    for piece in _pieces(package, "content.xml", b"</table:table-row>", watch):
        found = found or _ODS_ERROR in piece
        if _REPEATED.search(piece):
            raise UserError(
                _(
                    "{file}: the same cell is repeated thousands of times. Delete what surrounds the table."
                ).format(file=path.name)
            )
        extent.look_at(piece)
    return found


class _OdsExtent:
    """Follows the rectangle around the content of each sheet: few bytes may say « a million empty rows »."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sheet, self._rows, self._columns = "", 0, 0

    def look_at(self, piece: bytes) -> None:
        """Go on reading.

        Raises:
            UserError: A cell lies too far away from the others.
        """
        for match in _ODS_ROW.finditer(piece):
            if match["sheet"] is not None:
                name = html.unescape(match["sheet"].decode("utf-8", "replace"))
                self._sheet, self._rows, self._columns = name, 0, 0
                continue
            repeated = _ROWS_REPEATED.search(match["how"])
            self._rows += int(repeated[1]) if repeated else 1
            cells = match["cells"] or b""
            if (last := cells.rfind(b"office:value-type")) >= 0:
                before = cells[:last]
                width = before.count(b"<table:table-cell") + before.count(b"<table:covered-table-cell")
                width += sum(int(times) - 1 for times in _COLUMNS_REPEATED.findall(before))
                self._columns = max(self._columns, width)
                if self._rows * self._columns > MOST_CELLS:
                    raise _too_far(self._path, self._sheet, self._rows, self._columns)


def _ods_errors(package: zipfile.ZipFile) -> dict[str, dict[tuple[int, int], SheetError]]:
    """Return the cells in error of an .ods: what it stores as their value is an empty text."""
    errors: dict[str, dict[tuple[int, int], SheetError]] = {}
    sheet, row, column = "", 0, 0
    with package.open("content.xml") as file:
        for event, element in ET.iterparse(file, ("start", "end")):  # noqa: S314 - expat limits entities by itself
            if event == "start":
                if element.tag == f"{_TABLE}table":
                    sheet, row = str(element.get(f"{_TABLE}name")), 0
                continue
            if element.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                if element.get(_CELL_TYPE) == "error":
                    text = "".join(element.itertext()).strip()
                    errors.setdefault(sheet, {})[row, column] = SheetError(text or "#N/A")
                column += int(element.get(f"{_TABLE}number-columns-repeated", "1"))
            elif element.tag == f"{_TABLE}table-row":
                row, column = row + int(element.get(f"{_TABLE}number-rows-repeated", "1")), 0
                element.clear()
    return errors
