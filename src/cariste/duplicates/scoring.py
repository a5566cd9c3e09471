"""How alike two people are, from names, numbers and dates alone: pure reckoning, no database.

A score is a number from 0 to 100. It proposes; it never decides. Homonyms exist, father and son among
them, so a contradiction between numbers or dates of birth weighs more than the same name.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from cariste.core.text import PARTICLES, fold

LIKELY = 85
"""Score from which two people are proposed as possibly the same."""
_SAME = 100
_ONE_SLIP, _TWO_SLIPS, _PART_OF, _INITIAL = 92, 88, 90, 86
_SAME_NUMBER, _OTHER_NUMBER = 20, -10
_SAME_BIRTH, _CLOSE_BIRTH, _OTHER_BIRTH = 15, -5, -30
_SAME_ENTRY = 5
_LONG_NAME = 8
_SHORT_NAME = 4
_BIRTH_WORD = re.compile(r"\b(?:nee?|ep|epse|epouse|epoux|veuve)\b")

SAME_NAME, CLOSE_NAME, SWAPPED = "same_name", "close_name", "swapped"
SAME_NUMBER, OTHER_NUMBER = "same_number", "other_number"
SAME_BIRTH, CLOSE_BIRTH, OTHER_BIRTH, SAME_ENTRY = "same_birth", "close_birth", "other_birth", "same_entry"


class Traits(NamedTuple):
    """What tells one person from another; what is not known is None and counts neither for nor against.

    Attributes:
        number: Employee number or WMS id; leading zeros do not matter.
    """

    last_name: str
    first_name: str
    number: str | None = None
    birth_date: dt.date | None = None
    entry_date: dt.date | None = None


class Likeness(NamedTuple):
    """How alike two people are.

    Attributes:
        score: 0 to 100.
        certain: The same name and date of birth, or the same number under nearly the same name, and nothing
            against it.
        reasons: Codes of what speaks for it, and of what speaks against it.
    """

    score: int
    certain: bool
    reasons: tuple[str, ...]

    @property
    def proposed(self) -> bool:
        """Whether a person should look at the two."""
        return self.score >= LIKELY


NOTHING_ALIKE = Likeness(0, False, ())


def likeness(one: Traits, other: Traits) -> Likeness:
    """Say how alike two people are; the order of the two does not matter."""
    name, swapped = _names_alike(one, other)
    numbers = _compare_numbers(one.number, other.number)
    if name < LIKELY - _SAME_BIRTH and numbers != SAME_NUMBER:
        return NOTHING_ALIKE
    births = _compare_births(one.birth_date, other.birth_date)
    entries = SAME_ENTRY if one.entry_date is not None and one.entry_date == other.entry_date else None
    found = tuple(reason for reason in (numbers, births, entries) if reason is not None)
    score = name + sum(_WEIGHTS[reason] for reason in found)
    against = {OTHER_NUMBER, OTHER_BIRTH, CLOSE_BIRTH} & {*found}
    confirmed = (name == _SAME and births == SAME_BIRTH) or (name >= _ONE_SLIP and numbers == SAME_NUMBER)
    named = (SWAPPED,) if swapped else (SAME_NAME if name == _SAME else CLOSE_NAME,)
    return Likeness(max(0, min(_SAME, score)), confirmed and not against, (*named, *found))


_WEIGHTS = {
    SAME_NUMBER: _SAME_NUMBER,
    OTHER_NUMBER: _OTHER_NUMBER,
    SAME_BIRTH: _SAME_BIRTH,
    CLOSE_BIRTH: _CLOSE_BIRTH,
    OTHER_BIRTH: _OTHER_BIRTH,
    SAME_ENTRY: _SAME_ENTRY,
}


def number_key(number: str | None) -> str:
    """Return what equal numbers share: « 00123 » and « 123 » are one; empty for none."""
    plain = fold(number or "").replace(" ", "")
    return plain.lstrip("0") or plain


def sorted_name(last_name: str, first_name: str) -> str:
    """Return the words of a name in alphabetical order: the same whichever of the two came first."""
    return " ".join(sorted(f"{essential(last_name)} {essential(first_name)}".split()))


@lru_cache(maxsize=65_536)
def essential(name: str) -> str:
    """Return the words of a name that tell people apart: folded, without particles and birth names."""
    return " ".join(_words(_BIRTH_WORD.split(fold(name))[0]) or _words(fold(name)))


@lru_cache(maxsize=65_536)
def _surnames(last_name: str) -> tuple[str, ...]:
    """Return the surnames a person may be known by: « Dupont née Martin » is Dupont, or Martin."""
    parts = (" ".join(_words(part)) for part in _BIRTH_WORD.split(fold(last_name)))
    return tuple(filter(None, parts)) or (essential(last_name),)


def _words(folded: str) -> list[str]:
    words = folded.split()
    # « De La » is a surname when there is nothing else.
    return [word for word in words if word not in PARTICLES] or words


def _names_alike(one: Traits, other: Traits) -> tuple[int, bool]:
    """Return how alike the names are, and whether they are so with first name and surname exchanged."""
    first, other_first = essential(one.first_name), essential(other.first_name)
    best, crossed = 0, 0
    for last in _surnames(one.last_name):
        for other_last in _surnames(other.last_name):
            best = max(best, _both(words_alike(last, other_last), words_alike(first, other_first)))
            crossed = max(crossed, _both(words_alike(last, other_first), words_alike(first, other_last)))
    return (crossed, True) if crossed > best else (best, False)


def _both(last: int, first: int) -> int:
    # The weaker half weighs more: brothers share a surname, and many share a first name.
    return round(0.6 * min(last, first) + 0.2 * (last + first))


@lru_cache(maxsize=65_536)
def words_alike(one: str, other: str) -> int:
    """Return how alike two folded names are, from 0 to 100: a slip of the finger, a part of a double name."""
    if one == other:
        return _SAME if one else 0
    if not one or not other:
        return 0
    short, long = sorted((one.split(), other.split()), key=len)
    if len(short) < len(long) and {*short} <= {*long}:
        return _PART_OF
    if min(len(one), len(other)) == 1:
        return _INITIAL if one[0] == other[0] else 0
    return _as_typed(one, other)


def _as_typed(one: str, other: str) -> int:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA

    longest = max(len(one), len(other))
    slips = OSA.distance(one, other, score_cutoff=2)
    if slips == 1 and longest >= _SHORT_NAME:
        return _ONE_SLIP
    if slips <= 2 and longest >= _LONG_NAME:
        return _TWO_SLIPS
    return min(round(fuzz.ratio(one, other)), _TWO_SLIPS)


def _compare_numbers(one: str | None, other: str | None) -> str | None:
    if not one or not other:
        return None
    return SAME_NUMBER if number_key(one) == number_key(other) else OTHER_NUMBER


def _compare_births(one: dt.date | None, other: dt.date | None) -> str | None:
    if one is None or other is None:
        return None
    if one == other:
        return SAME_BIRTH
    # A slip: day and month exchanged, or one of the three mistyped.
    exchanged = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    differing = (one.year != other.year) + (one.month != other.month) + (one.day != other.day)
    near = differing == 1 and abs(one.year - other.year) <= 1
    return CLOSE_BIRTH if exchanged or near else OTHER_BIRTH
