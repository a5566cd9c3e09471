"""Whose scan is it, and of what? Read from the names of files alone; nothing is opened."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from cariste.core.text import fold
from cariste.employee.constants import (
    CACES_DOCUMENT,
    DRIVING_CERTIFICATE,
    ELECTRICAL_CERTIFICATE,
    MEDICAL_DOCUMENT,
    TRAINING_DOCUMENT,
)
from cariste.regulation.catalogue import words
from cariste.regulation.codes import categories, family_of
from cariste.regulation.rules import load_catalogue

SURE = 90
"""Points, of 100, from which a file names somebody; one with fewer is only a proposal."""
PLAUSIBLE = 40
"""Points below which nobody is proposed: a surname alone has 60, a first name 40."""
MARGIN = 5
"""Two people closer than this cannot be told apart by the name of the file."""

_LONGEST = 200
_CANDIDATES = 5
_ALIKE = 82
"""Of 100: how alike two words must be to be one of them mistyped. « Dupont » and « Dupond » are, with 83."""
_INITIAL, _GLUED = 80, 95
_SURNAME = 0.6
"""What the surname counts for, of the whole name."""
_SHORT_NUMBER, _SHORTEST_GLUED, _PARTICLE = 3, 7, 2
"""Characters: a number up to here, a word up to here, part of a name up to here says little."""
_MOST_WORDS = 40
_USUAL_FAMILY = "R489"

_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_WORD = re.compile(r"[^\W_]+")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>\d{4})([-._ ]?)(?P<m>\d{2})\2(?P<d>\d{2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(?P<d>\d{2})([-._ ]?)(?P<m>\d{2})\2(?P<y>\d{4})(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)(?P<d>\d{2})([-._ ])(?P<m>\d{2})\2(?P<y>\d{2})(?!\d)")
_FAMILY = re.compile(r"\b(?:caces )?r ?\d{3} ?m?\b|\bcaces\b")
_CATEGORY_WORDS = frozenset({"cat", "categorie", "categories", "et"})
_MEDICAL_WORDS = frozenset(
    [
        *("vm", "vip", "vipi", "sir", "aptitude", "apte", "inapte"),
        *("visite", "visites", "medical", "medicale", "medicales", "medecin", "medecine"),
    ]
)
_CERTIFICATES = {"MED-DRIVE": DRIVING_CERTIFICATE, "MED-ELEC": ELECTRICAL_CERTIFICATE}


class Named(Protocol):
    """Somebody a file may be about."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def external_id(self) -> str | None: ...  # noqa: D102
    @property
    def first_name(self) -> str: ...  # noqa: D102
    @property
    def last_name(self) -> str: ...  # noqa: D102


class Provable(Protocol):
    """A record a file may be the proof of."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def group(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def obtained(self) -> dt.date | None: ...  # noqa: D102
    @property
    def path(self) -> str | None: ...  # noqa: D102


class Match(NamedTuple):
    """What the name of a file says.

    Attributes:
        employee_id: Whom it names best; None when nobody is plausible, or several are equally so.
        sure: Whether it can hardly mean anybody else.
        others: Further people it may mean, best first.
        group: ``caces``, ``medical`` or ``training``; None when it does not say.
        kinds: What it is a proof of: codes of the catalogue, or the type of a medical certificate.
        dates: Days it names, in their order.
    """

    file: Path
    employee_id: str | None
    sure: bool
    others: tuple[str, ...]
    group: str | None
    kinds: tuple[str, ...]
    dates: tuple[dt.date, ...]


def match_scans(files: Iterable[Path], people: Iterable[Named]) -> list[Match]:
    """Return for each file whom and what its name is about, in the order of the files.

    Understood: surname and first name in either order, glued or with an initial, without accents, with a
    slip of the keyboard; the employee number; « R489 1A 3 », « SST », « visite médicale »; days as
    ``2026-11-21``, ``21-11-2026``, ``20261121`` or ``21.11.26``.

    Args:
        files: Only their names are looked at.
        people: Who may be meant.
    """
    index = _Index(people)
    return [_match(file, index) for file in files]


def _match(file: Path, index: _Index) -> Match:
    stem = _CAMEL.sub(" ", file.stem[:_LONGEST])
    dates, rest = _dates_in(stem)
    group, kinds = _subject_of(rest)
    found = index.find(_WORD.findall(fold(rest)))
    best = found[0] if found else None
    alone = best is not None and (len(found) == 1 or best.points - found[1].points >= MARGIN)
    chosen = best.id if best is not None and alone else None
    return Match(
        file,
        chosen,
        chosen is not None and best is not None and best.points >= SURE,
        tuple(one.id for one in found if one.id != chosen)[:_CANDIDATES],
        group,
        kinds,
        dates,
    )


def records_for(match: Match, records: Sequence[Provable]) -> tuple[str, ...]:
    """Return which records of the person a file is most likely the proof of; none when none is.

    Args:
        match: What the name of the file says.
        records: Of the person proposed, the latest first.

    Returns:
        Ids: one for each category the name lists, else one at the most. A record that has a proof already is
        only proposed when the name gives its day, so that a proof is not replaced by mistake.
    """
    if match.group is None and not match.dates:
        return ()
    groups = [one for one in records if match.group in {None, one.group}]
    if match.kinds:
        wanted = [[one for one in groups if one.kind == kind] for kind in match.kinds]
    else:
        wanted = [groups]
    chosen = [_best_record(match.dates, candidates) for candidates in wanted]
    return tuple(one.id for one in chosen if one is not None)


def _best_record(dates: Sequence[dt.date], candidates: Sequence[Provable]) -> Provable | None:
    of_that_day = [one for one in candidates if one.obtained in dates]
    unproved = [one for one in candidates if one.path is None]
    both = [one for one in of_that_day if one.path is None]
    if dates and candidates and not of_that_day and _is_later(dates, candidates):
        return None  # of a certificate that is not recorded yet
    return next(iter([*both, *of_that_day, *unproved]), None)


def _is_later(dates: Sequence[dt.date], candidates: Sequence[Provable]) -> bool:
    return all(one.obtained is not None and max(dates) > one.obtained for one in candidates)


# -- days --------------------------------------------------------------------------------------


def _dates_in(text: str) -> tuple[tuple[dt.date, ...], str]:
    """Return the days a text names, and the text without them."""
    found: list[tuple[int, dt.date]] = []

    def take(match: re.Match[str]) -> str:
        year = int(match["y"])
        try:
            day = dt.date(year if year > 99 else 2000 + year, int(match["m"]), int(match["d"]))
        except ValueError:
            return match[0]
        if not 1950 <= day.year <= 2100:
            return match[0]
        found.append((match.start(), day))
        return " " * len(match[0])

    for pattern in (_YEAR_FIRST, _DAY_FIRST, _SHORT_YEAR):
        text = pattern.sub(take, text)
    return tuple(day for _place, day in sorted(found)), text


# -- subjects ----------------------------------------------------------------------------------


def _subject_of(text: str) -> tuple[str | None, tuple[str, ...]]:
    plain = words(text)
    certificates = _caces_in(plain)
    if certificates is not None:
        return CACES_DOCUMENT, certificates
    named = _named_kind(plain)
    if named is not None and named[1] == MEDICAL_DOCUMENT:
        return MEDICAL_DOCUMENT, (_CERTIFICATES.get(named[0], named[0]),)
    if _MEDICAL_WORDS & set(plain.split()):
        return MEDICAL_DOCUMENT, ()
    return (TRAINING_DOCUMENT, (named[0],)) if named is not None else (None, ())


def _caces_in(plain: str) -> tuple[str, ...] | None:
    """Return the categories a text names; none of them when it only says that it is a CACES."""
    mentions = list(_FAMILY.finditer(plain))
    if not mentions:
        return None
    found: list[str] = []
    for mention in mentions:
        family = family_of(mention[0]) or (_USUAL_FAMILY if mention[0] == "caces" else None)
        if family is not None:
            found += _categories_after(family, plain[mention.end() :])
    return tuple(dict.fromkeys(found))


def _categories_after(family: str, text: str) -> Iterator[str]:
    known = categories(family)
    if not known:
        yield family
    for word in text.split():
        if word.upper() in known:
            yield f"{family}-{word.upper()}"
        elif word not in _CATEGORY_WORDS:
            return


def _named_kind(plain: str) -> tuple[str, str] | None:
    """Return line of renewals and group of what a text names; the longest name, if there are several."""
    padded = f" {plain} "
    return next(((code, group) for name, code, group in _names() if f" {name} " in padded), None)


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str, str], ...]:
    """Names, lines of renewals and groups of what is no CACES, the longest names first."""
    catalogue = load_catalogue()
    kinds = (*catalogue.of_group("medical"), *catalogue.of_group("training"))
    named = {(words(name), kind.track, kind.group) for kind in kinds for name in kind.names}
    return tuple(sorted((one for one in named if one[0]), key=lambda one: (-len(one[0]), one)))


# -- people ------------------------------------------------------------------------------------


class _Found(NamedTuple):
    id: str
    points: float


class _Folded(NamedTuple):
    id: str
    number: str
    last: tuple[str, ...]
    first: tuple[str, ...]


class _Index:
    """Everybody, by each word of the name and by number."""

    def __init__(self, people: Iterable[Named]) -> None:
        self._by_word: defaultdict[str, list[_Folded]] = defaultdict(list)
        self._by_number: defaultdict[str, list[_Folded]] = defaultdict(list)
        for person in people:
            last, first = _name_words(person.last_name), _name_words(person.first_name)
            one = _Folded(person.id, _number(person.external_id or ""), last, first)
            for word in {*last, *first}:
                self._by_word[word].append(one)
            if one.number:
                self._by_number[one.number].append(one)
        self._vocabulary = [word for word in self._by_word if len(word) > 3]

    def find(self, text: Sequence[str]) -> list[_Found]:
        """Return whom the words of a file's name may mean, best first."""
        text = text[:_MOST_WORDS]
        candidates = {person.id: person for word in text for person in self._near(word)}
        found = [_Found(person.id, _points(person, text)) for person in candidates.values()]
        plausible = [one for one in found if one.points >= PLAUSIBLE]
        return sorted(plausible, key=lambda one: (-one.points, one.id))[: _CANDIDATES + 1]

    def _near(self, word: str) -> Iterable[_Folded]:
        """Return those of whom a word may be number or name, exactly, mistyped, or glued to another."""
        from rapidfuzz import fuzz, process

        yield from self._by_number.get(_number(word), ())
        if word in self._by_word:
            yield from self._by_word[word]
        elif len(word) > 3:
            alike = process.extract(
                word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_CANDIDATES
            )
            glued = (name for name in self._vocabulary if len(word) > _SHORTEST_GLUED and name in word)
            for near in {*(found[0] for found in alike), *glued}:
                yield from self._by_word[near]


def _name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell people apart: « De La Fiction » is filed under Fiction."""
    found = tuple(_WORD.findall(fold(name)))
    return tuple(word for word in found if len(word) > _PARTICLE) or found


def _number(text: str) -> str:
    """Return a number without the zeros that sheets lose; a text without any figure is none."""
    return text.strip().lower().lstrip("0") if any(map(str.isdecimal, text)) else ""


def _points(person: _Folded, text: Sequence[str]) -> float:
    last = sum(_likeness(word, text) for word in person.last) / max(len(person.last), 1)
    # People with two first names use one.
    first = max((_likeness(word, text) for word in person.first), default=0)
    if not first and person.first and person.first[0][0] in text:
        first = _INITIAL
    points = _SURNAME * last + (1 - _SURNAME) * first
    written = max((len(word) for word in text if person.number and _number(word) == person.number), default=0)
    if written and (last or first):
        return 100
    # A short number alone may be a category, a page, anything.
    return max(points, (SURE if written > _SHORT_NUMBER else PLAUSIBLE) if written else 0)


def _likeness(name: str, text: Sequence[str]) -> float:
    """Return how well a word of a name occurs in the text, 0 to 100."""
    from rapidfuzz import fuzz

    if name in text:
        return 100
    if len(name) < 4:
        return 0
    best = max((fuzz.ratio(name, word) for word in text), default=0)
    if best >= _ALIKE:
        return float(best)
    return _GLUED if any(name in word and len(word) > _SHORTEST_GLUED for word in text) else 0
