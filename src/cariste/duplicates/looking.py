"""Who may be recorded twice: everybody in one statement, the far-fetched left out in C, the rest scored."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from cariste.duplicates.models import told_apart
from cariste.duplicates.scoring import Likeness, Traits, essential, likeness, number_key, sorted_name
from cariste.employee.anonymity import is_placeholder
from cariste.employee.models import Employee

_NEAR, _NEAR_ENOUGH = 80, 45
"""How alike whole names must be, in rapidfuzz's ratio, to be scored one by one: a slip or two. Less is asked
of people with the same number, date of birth or two names: « Dupont Jean », « Dupont-Martin Jean »."""
_MOST_NAMES = 8
"""Names of one person that are paired with each other: whoever has more is found by these."""


class Known(NamedTuple):
    """Somebody recorded, with what tells two of them apart. `id` is 32 hexadecimal digits."""

    id: str
    last_name: str
    first_name: str
    number: str | None
    birth_date: dt.date | None
    entry_date: dt.date | None
    current_status: str
    role: str | None
    workspace: str | None
    agency: str | None

    @property
    def traits(self) -> Traits:
        """What is compared."""
        return Traits(self.last_name, self.first_name, self.number, self.birth_date, self.entry_date)

    @property
    def full_name(self) -> str:
        """Surname, then first name, as lists are read."""
        return f"{self.last_name} {self.first_name}"


class Lookalike(NamedTuple):
    """Somebody recorded who may be the one being typed."""

    person: Known
    likeness: Likeness


class Pair(NamedTuple):
    """Two people recorded who may be one; the one recorded first stands first."""

    first: Known
    second: Known
    likeness: Likeness

    @property
    def id(self) -> str:
        """What names the pair."""
        return f"{self.first.id}{self.second.id}"


class People:
    """Everybody, made ready to be compared with anybody."""

    def __init__(self, people: Iterable[Known]) -> None:
        self.people = [person for person in people if not is_placeholder(person.id, person.first_name)]
        self._names = [sorted_name(person.last_name, person.first_name) for person in self.people]
        self._by_number = _grouped([number_key(person.number)] for person in self.people)
        self._by_birth = _grouped([person.birth_date] for person in self.people)
        self._by_two_names = _grouped(map(_twos, self._names))

    def like(self, traits: Traits, *, apart_from: Collection[str] = ()) -> list[Lookalike]:
        """Return those who may be this person, the most alike first.

        Args:
            traits: Whom to look for.
            apart_from: Ids of people who are not meant: the person herself, those told apart.
        """
        found = []
        for place in self._candidates(traits):
            person = self.people[place]
            if person.id not in apart_from:
                alike = likeness(traits, person.traits)
                if alike.proposed:
                    found.append(Lookalike(person, alike))
        return sorted(found, key=_best_first)

    def pairs(self, *, among: Collection[str] | None = None, apart: Collection[frozenset[str]]) -> list[Pair]:
        """Return all pairs of people who may be one, the most alike first.

        Two people are compared when they share a word of their names, a date of birth or a number: everybody
        with everybody would take minutes at 50,000 people.

        Args:
            among: Ids; only pairs with at least one of them. None looks at everybody.
            apart: Pairs of ids that a person has told apart.
        """
        found = []
        for one, other in self._neighbours(among):
            first, second = self.people[one], self.people[other]
            if frozenset({first.id, second.id}) in apart:
                continue
            alike = likeness(first.traits, second.traits)
            if alike.proposed:
                found.append(Pair(first, second, alike))
        return sorted(found, key=_best_pair_first)

    def _candidates(self, traits: Traits) -> set[int]:
        from rapidfuzz import fuzz, process

        wanted = sorted_name(traits.last_name, traits.first_name)
        near = process.extract(
            wanted, self._names, scorer=fuzz.ratio, processor=None, score_cutoff=_NEAR, limit=None
        )
        places = {place for _name, _score, place in near}
        for two in _twos(wanted):
            places.update(self._by_two_names.get(two, ()))
        places.update(self._by_number.get(number_key(traits.number), ()))
        places.update(self._by_birth.get(traits.birth_date, ()))
        return places

    def _neighbours(self, among: Collection[str] | None) -> Iterator[tuple[int, int]]:
        wanted = (
            None if among is None else {place for place, one in enumerate(self.people) if one.id in among}
        )
        seen: set[tuple[int, int]] = set()
        for group, least in self._groups():
            for one, other in self._near(group, least, wanted):
                pair = (min(one, other), max(one, other))
                if pair not in seen:
                    seen.add(pair)
                    yield pair

    def _groups(self) -> Iterator[tuple[Sequence[int], int]]:
        """Return people who share something, with how alike their names must be."""
        for group in _grouped(name.split() for name in self._names).values():
            yield group, _NEAR
        for groups in (self._by_two_names, self._by_birth, self._by_number):
            for group in groups.values():
                yield group, _NEAR_ENOUGH

    def _near(self, group: Sequence[int], least: int, wanted: set[int] | None) -> Iterator[tuple[int, int]]:
        """Return the pairs of a group whose whole names are near enough, found in C."""
        from rapidfuzz import fuzz, process

        if len(group) < 2 or (wanted is not None and wanted.isdisjoint(group)):
            return
        names = [self._names[place] for place in group]
        for position, one in enumerate(group):
            if wanted is not None and one not in wanted:
                continue
            start = position + 1 if wanted is None else 0
            near = process.extract(
                names[position],
                names[start:],
                scorer=fuzz.ratio,
                processor=None,
                score_cutoff=least,
                limit=None,
            )
            for _name, _score, place in near:
                if start + place != position:
                    yield one, group[start + place]


def everybody() -> list[Known]:
    """Return everybody, those who left included, oldest record first; the caller is connected."""
    columns = [getattr(Employee, _COLUMNS.get(name, name)) for name in Known._fields]
    query = Employee.select(*columns).order_by(Employee.created_at, Employee.id)
    rows: list[tuple[Any, ...]] = Employee._meta.database.execute(query).fetchall()
    found = map(Known._make, rows)
    return [one._replace(birth_date=_day(one.birth_date), entry_date=_day(one.entry_date)) for one in found]


_COLUMNS = {"number": "external_id"}


def likely(
    first_name: str, last_name: str, number: str | None = None, birth_date: dt.date | None = None
) -> list[Lookalike]:
    """Return who is recorded already and may be the person being typed; the caller is connected."""
    if not essential(first_name) or not essential(last_name):
        return []
    return People(everybody()).like(Traits(last_name, first_name, number or None, birth_date))


def look_alikes(ids: Collection[str] | None = None) -> list[Pair]:
    """Return the pairs of people recorded who may be one, the most alike first; the caller is connected.

    Args:
        ids: Only pairs with at least one of these people: after an import. None looks at everybody.
    """
    return People(everybody()).pairs(among=ids, apart=told_apart())


def _grouped(keys_of_each: Iterable[Iterable[Any]]) -> dict[Any, list[int]]:
    """Return the places of those who share a key; none is no key."""
    groups: defaultdict[Any, list[int]] = defaultdict(list)
    for place, keys in enumerate(keys_of_each):
        for key in {*keys}:
            if key:
                groups[key].append(place)
    return dict(groups)


def _twos(name: str) -> list[tuple[str, str]]:
    """Return the pairs of words of a sorted name."""
    return list(itertools.combinations(name.split()[:_MOST_NAMES], 2))


def _best_first(found: Lookalike) -> tuple[bool, int, str]:
    return not found.likeness.certain, -found.likeness.score, found.person.full_name


def _best_pair_first(pair: Pair) -> tuple[bool, int, str]:
    return not pair.likeness.certain, -pair.likeness.score, pair.first.full_name


def _day(iso: Any) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None
