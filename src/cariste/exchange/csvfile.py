"""Text files as Excel in France writes them: `;` or tabs, Windows-1252, UTF-8 with or without its mark.

Old programs write French in the alphabets of DOS and of the first Macs, too.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.exchange.progress import Watch
from cariste.exchange.values import Cell, Row, SheetError

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula when it opens a text file."""
_SEPARATORS = ";\t,"
_LOOKED_AT = 20
_MOST_COLUMNS = 2_000
_REPORT_EVERY = 5_000
_LONGEST_CELL = 32_767
"""What a cell of Excel can hold."""
_ALPHABETS = ("cp1252", "cp850", "mac_roman")
"""What a text that is not Unicode may be written in, the usual one first: of two that fit, the first wins."""
_FRENCH = frozenset("àâäçéèêëîïôöùûüÿœæ’–—…“”€")
"""What a text in UTF-8 has that only French texts have."""
_LETTERS = "àâäçéèêëîïôùûüÿœ"
_WORD = re.compile(rf"(?<!\w)(?:[A-Z{_LETTERS.upper()}]?[a-z{_LETTERS}]+|[A-Z{_LETTERS.upper()}]+)(?!\w)")
"""A French word as people write it. In the wrong alphabet its accents are signs, or capitals amid others."""
_ACCENTED = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_ONLY_WINDOWS = re.compile(rb"[\x80-\x9f]")
_LATIN_9 = re.compile(rb"\xa4|[A-Za-z\xc0-\xff][\xbc-\xbe]|(?<!\d)[\xbc-\xbe][A-Za-z\xc0-\xff]{2}")
"""€, Œ, œ and Ÿ of ISO-8859-15. In Windows-1252 these are ¤, which nobody types, and ¼ ½ ¾, which follow a
figure or stand alone, and never beside the letters of a word."""
_ERROR = re.compile(r"#(?:N/A|REF!|VALEUR ?!|VALUE!|NOM ?\?|NAME\?|DIV/0 ?!|NOMBRE ?!|NUM!|NULL?!|#+)")
"""What Excel writes for a cell in error, and for a date too wide for its column."""
_ENDLESS_LINE = re.compile(r"[^\n]{2000000}")


def read_csv(path: Path, watch: Watch) -> list[Row]:
    """Read a text file as one sheet of texts.

    Raises:
        UserError: It is no text, or no table. Names the file.
        Cancelled: The user gave up.
    """
    data = path.read_bytes()
    watch.expect(len(data))
    text = _decode(path, data)
    if _ENDLESS_LINE.search(text):
        raise UserError(
            _("{file}: one line is longer than any table’s. This is not a table.").format(file=path.name)
        )
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    try:
        for row in reader:
            rows.append([_without_guard(cell) for cell in row[:_MOST_COLUMNS]])
            if len(rows) % _REPORT_EVERY == 0:
                watch.advance(len(data) * _REPORT_EVERY // max(text.count("\n"), _REPORT_EVERY))
    except csv.Error as error:
        raise UserError(
            _("{file}, row {row}: this is not a table ({detail}).").format(
                file=path.name, row=reader.line_num, detail=error
            )
        ) from error
    watch.advance(len(data))
    return rows


def separator_of(text: str) -> str:
    """Return what separates the columns: the mark that the first lines use most evenly."""
    lines = [line for line in text[:20_000].splitlines()[:_LOOKED_AT] if line.strip()]
    if lines and lines[0].lower().startswith("sep="):
        return lines[0][4:5] or ";"
    counts = {mark: sorted((line.count(mark) for line in lines), reverse=True) for mark in _SEPARATORS}
    # A comma also stands inside names and numbers: what most lines share wins over what one line repeats.
    return max(_SEPARATORS, key=lambda mark: counts[mark][len(lines) // 2] if lines else 0)


def guarded(text: str) -> str:
    """Return a text as it is written: with an apostrophe in front where it would become a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _without_guard(text: str) -> Cell:
    if text[:1] == "#" and _ERROR.fullmatch(text.strip()):
        return SheetError(text.strip())
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA_STARTS) else text


def _decode(path: Path, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\x00" in data[:4096]:
        raise UserError(_("{file} is not a text file.").format(file=path.name))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _FRENCH.isdisjoint(data.decode("utf-8", "replace")):
            return data.decode(_alphabet(data), "replace")
        # UTF-8 but for some bytes: in another alphabet, every name would be spoilt.
        raise UserError(
            _(
                "{file}, line {line}: the text is damaged here. Save the list as “CSV UTF-8” again, "
                "then import that file. Nothing was imported."
            ).format(file=path.name, line=data.count(b"\n", 0, error.start) + 1)
        ) from error


def _alphabet(data: bytes) -> str:
    """Return the alphabet in which most of the words with accents are French words."""
    words = b" ".join(set(_ACCENTED.findall(data)))

    def fitting(alphabet: str) -> int:
        found = _WORD.findall(words.decode(alphabet, "replace"))
        return sum(not word.isascii() for word in found)

    best = max(_ALPHABETS, key=fitting)
    if best == "cp1252" and _LATIN_9.search(data) and not _ONLY_WINDOWS.search(data):
        # The Unix and DOS exports that have € and Œ; the bytes of Windows' own signs are no letters there.
        return "iso8859-15"
    return best
