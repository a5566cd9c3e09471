"""Names that Excel takes for a sheet: other programs and the names of text files know fewer limits."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cariste.core.text import tidy

LONGEST = 31
"""Letters of a name, as Excel counts them."""
_REFUSED = re.compile(r"[\[\]:*?/\\]")
_RESERVED = ("history", "historique")
"""Excel keeps these for itself, each in its language."""


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return a name that Excel takes for each one wanted, all different; those that it takes stay."""
    names: list[str] = []
    taken = {*_RESERVED, ""}
    for text in wanted:
        plain = _REFUSED.sub("-", tidy(text)).strip("' ")
        name, turn = _cut(plain, ""), 1
        while name.casefold() in taken:
            turn += 1
            name = _cut(plain, f" ({turn})").lstrip()
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(name: str, end: str) -> str:
    # Excel counts in units of UTF-16: signs beyond its first plane take two.
    while _length(name) + len(end) > LONGEST:
        name = name[:-1]
    return name.rstrip("' ") + end


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
