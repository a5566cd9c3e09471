"""The letters of our pages: one embedded font, and for what it lacks another that has it.

The font comes with reportlab, so that a page looks the same whatever this PC has. It draws the languages of
Western Europe; other letters (« Żółć ») come from a font of this PC, or lose their accent. Signs are in
every PDF reader.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

_SIGNS_FONT = "ZapfDingbats"
_SIGNS = frozenset("✓✖▲●")
_OURS = ("Vera.ttf", "VeraBd.ttf")
_STANDARD = ("Helvetica", "Helvetica-Bold")
"""In every PDF reader: what is left when an installation lost our font."""
_FAMILIES = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
)
"""Plain and bold, as Linux, Windows and macOS call what they bring."""
_INSTEAD = {"→": "->", "≤": "<=", "≥": ">=", "\u202f": "\u00a0", "\u2011": "-", "\t": " ", "−": "-"}
_UNKNOWN = "?"


class Face:
    """One weight of our letters.

    Attributes:
        name: The font of ordinary letters, by reportlab's name.
    """

    def __init__(self, *, bold: bool) -> None:
        self._bold = bold
        self.name, self._letters = _main_font(bold=bold)
        self._places = _Places(self)
        self._widths = _Widths(self._places)

    def width(self, text: str, size: float) -> float:
        """Return how wide a line is, in points."""
        return sum(map(self._widths.__getitem__, text)) * size

    def runs(self, text: str) -> list[tuple[str, str]]:
        """Return a line in pieces, each with the font that draws it."""
        if self._letters.issuperset(text):
            return [(self.name, text)]
        places = (self._places[char] for char in text)
        return [
            (font, "".join(drawn for _font, drawn in piece))
            for font, piece in groupby(places, key=lambda place: place[0])
        ]

    def wrap(self, text: str, size: float, room: float) -> list[str]:
        """Return a text in lines that fit; a word that is too long breaks at a hyphen, else anywhere."""
        if "\n" not in text and self.width(text, size) <= room:
            return [text]
        return [line for part in text.split("\n") for line in self._lines(part, size, room)]

    def clipped(self, text: str, size: float, room: float) -> str:
        """Return a text on one line, cut with an ellipsis where it does not fit."""
        if self.width(text, size) <= room:
            return text
        kept = len(text)
        while kept and self.width(text[:kept].rstrip() + "…", size) > room:
            kept -= 1
        return text[:kept].rstrip() + "…"

    def _lines(self, text: str, size: float, room: float) -> Iterator[str]:
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if self.width(longer, size) <= room:
                line = longer
                continue
            if line:
                yield line
            *full, line = self._broken(word, size, room)
            yield from full
        yield line

    def _broken(self, word: str, size: float, room: float) -> Iterator[str]:
        while len(word) > 1 and self.width(word, size) > room:
            fits = 1
            while fits < len(word) and self.width(word[: fits + 1], size) <= room:
                fits += 1
            after_hyphen = word.rfind("-", 0, fits) + 1
            cut = after_hyphen if after_hyphen > 1 else fits
            yield word[:cut]
            word = word[cut:]
        yield word

    def find(self, char: str) -> tuple[str, str]:
        """Return the font that draws a letter, and what it draws."""
        if char in self._letters:
            return self.name, char
        if char in _SIGNS:
            return _SIGNS_FONT, char
        if unicodedata.category(char) in {"Cc", "Cf", "Mn"} and char != "\t":
            return self.name, ""
        for name, letters in _of_this_pc(bold=self._bold):
            if char in letters:
                return name, char
        plain = _INSTEAD.get(char) or unicodedata.normalize("NFKD", char)[0]
        return self.name, plain if self._letters.issuperset(plain) else _UNKNOWN


class _Places(dict[str, tuple[str, str]]):
    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> tuple[str, str]:
        self[char] = found = self._face.find(char)
        return found


class _Widths(dict[str, float]):
    def __init__(self, places: _Places) -> None:
        super().__init__()
        self._places = places

    def __missing__(self, char: str) -> float:
        font, drawn = self._places[char]
        self[char] = width = float(pdfmetrics.stringWidth(drawn, font, 1))
        return width


@cache
def face(*, bold: bool = False) -> Face:
    """Return one weight of our letters, loaded once."""
    return Face(bold=bold)


def _main_font(*, bold: bool) -> tuple[str, frozenset[str]]:
    path = Path(reportlab.__file__).parent / "fonts" / _OURS[bold]
    try:
        return _registered(path)
    except (TTFError, OSError):
        western = bytes(code for code in range(32, 256)).decode("cp1252", "ignore")
        return _STANDARD[bold], frozenset(western)


def _of_this_pc(*, bold: bool) -> Iterator[tuple[str, frozenset[str]]]:
    for names in _FAMILIES:
        for folder in _folders():
            if (path := folder / names[bold]).is_file():
                try:
                    yield _registered(path)
                except (TTFError, OSError):
                    continue
                break


@cache
def _registered(path: Path) -> tuple[str, frozenset[str]]:
    font: Any = TTFont(path.stem, str(path))
    pdfmetrics.registerFont(font)
    return path.stem, frozenset(map(chr, font.face.charToGlyph))


def _folders() -> list[Path]:
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/Library/Fonts"), Path("/System/Library/Fonts/Supplemental")]
    return [
        Path("/usr/share/fonts/truetype") / name for name in ("dejavu", "liberation2", "liberation", "noto")
    ]
