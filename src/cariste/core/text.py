"""How names and words are compared: without accents, case, hyphens or odd blanks."""

from __future__ import annotations

import unicodedata

_LETTERS = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o"} | {
    # Strokes are no accents to Unicode: « Łukasz » would not be found as « lukasz ».
    "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i",
}  # fmt: skip
_SEPARATORS = dict.fromkeys("-‐‑‒–—'’ʼ`´.", " ")


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


# The letters of Latin alphabets at once; what is left after them is rare and takes the long way.
_TABLE = str.maketrans(
    {chr(code): _without_accents(chr(code)) for code in range(0xC0, 0x250)} | _LETTERS | _SEPARATORS
)


def fold(text: str) -> str:
    """Return the text for comparing: lower case, no accents, one blank between words.

    « Éloïse » and « ELOISE » fold alike, as do « Jean-Éric » and « JEAN ERIC », « Œuvre » and « OEUVRE ».
    """
    plain = text.translate(_TABLE)
    if not plain.isascii():
        # Compatibility forms hide separators and capitals: what they stand for is folded, too.
        plain = _without_accents(_without_accents(plain).lower()).translate(_TABLE)
    return " ".join(plain.lower().split())


def tidy(text: str) -> str:
    """Return the text as typed but with ordinary single blanks and no control characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    normal = unicodedata.normalize("NFC", text)
    if not normal.isprintable():  # a non-breaking blank is not, and needs no look at each character
        normal = "".join(char if unicodedata.category(char) != "Cc" else " " for char in normal)
    return " ".join(normal.split())
