"""How names and words are compared: without accents, case, hyphens or odd blanks."""

from __future__ import annotations

import re
import unicodedata

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LETTERS = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o"} | {
    # Strokes are no accents to Unicode: « Łukasz » would not be found as « lukasz ».
    "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i",
}  # fmt: skip
_SEPARATORS = dict.fromkeys("-‐‑‒–—'’ʼ`´.", " ")

PARTICLES = frozenset(
    {
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "el",
        "al",
        "ben",
        "ibn",
        "van",
        "von",
        "den",
        "der",
        "dos",
        "da",
        "di",
        "n",
        "mc",
    }
)
"""Folded words that belong to the name after them: « De La Fiction », « D'Essai »."""


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


def has_words(text: str, words: str) -> bool:
    """Tell whether a text contains every one of some words, which are folded and stand apart by blanks."""
    folded = fold(text)
    return all(word in folded for word in words.split())


def tidy(text: str) -> str:
    """Return the text as typed but with ordinary single blanks and no control characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    normal = unicodedata.normalize("NFC", text)
    if not normal.isprintable():  # a non-breaking blank is not, and needs no look at each character
        normal = "".join(char if unicodedata.category(char) != "Cc" else " " for char in normal)
    return " ".join(normal.split())


def looks_like_email(text: str) -> bool:
    """Tell whether a text has the form of an e-mail address: a name, an at sign, a domain with a dot."""
    return _EMAIL.fullmatch(text) is not None
