"""Everything the verdict needs to know, read in one statement for any number of people."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from cariste.authorisation.facts import (
    Certificate,
    Facts,
    Grant,
    Induction,
    Opinion,
    Period,
    for_one_assignment,
)
from cariste.authorisation.verdict import Verdict, verdicts
from cariste.database.connection import proxy
from cariste.employee.constants import (
    ACTIVE,
    DRIVING_CERTIFICATE,
    ELECTRICAL_CERTIFICATE,
    FAVOURABLE,
    FIT,
    FIT_WITH_RESTRICTIONS,
    FOLLOW_UP_CERTIFICATE,
    INTERIM,
    UNFIT,
)
from cariste.regulation.calculations import add_months
from cariste.regulation.driving import (
    OPINION_MONTHS,
    certificates_with_options,
    driving_kinds,
    opinion_end,
)

# One shape for every kind of fact: whose, what, and seven columns that mean something else for each.
_FACTS = """
SELECT id, 'person', contract_type, entry_date, left_on, current_status, contract_end, assignment_end, role
FROM employees WHERE {who}
UNION ALL SELECT employee_id, 'caces', kind, completion_date, expiration_date, option, NULL, NULL, NULL
FROM caces WHERE {whose} AND {certified}
UNION ALL SELECT employee_id, 'medical', track, visit_date, expiration_date, result, NULL, NULL, NULL
FROM medical_visits WHERE {whose} AND {tells}
UNION ALL SELECT employee_id, 'induction', site, held_on, NULL, NULL, NULL, NULL, NULL
FROM inductions WHERE {whose}
UNION ALL SELECT employee_id, 'assignment', NULL, starts_on, ends_on, NULL, NULL, NULL, NULL
FROM assignments WHERE {whose}
UNION ALL SELECT employee_id, 'grant', kind, issued_on, ends_on, site, withdrawn_on,
 id || (other_proof IS NOT NULL), issued_as
FROM authorisations WHERE {whose} AND {granted}
UNION ALL SELECT employee_id, 'suspension', authorisation_id, starts_on, ends_on, NULL, NULL, NULL, NULL
FROM suspensions WHERE {whose}
UNION ALL SELECT e.id, 'role_since', NULL, (
 SELECT max(date(c.at)) FROM journal j JOIN changes c ON c.id = j.change_id
 WHERE j.employee_id = e.id AND j.entity = 'employees' AND json_extract(j.fields, '$.role[1]') = e.role
), NULL, NULL, NULL, NULL, NULL
FROM employees e WHERE {who} AND EXISTS (
 SELECT 1 FROM authorisations a WHERE a.employee_id = e.id AND a.issued_as <> e.role
)
"""
# Visits that say something about driving: nine out of ten do not.
_TELLS = (
    f"track <> '{ELECTRICAL_CERTIFICATE}' AND (track = '{DRIVING_CERTIFICATE}'"
    f" OR result IN ('{UNFIT}', '{FIT}', '{FIT_WITH_RESTRICTIONS}'))"
)
_REQUIRED = """UNION ALL SELECT e.id, 'required', r.kind, NULL, NULL, NULL, NULL, NULL, NULL
FROM employees e JOIN requirements r ON r.role = e.role AND (r.site IS NULL OR r.site = e.workspace)
WHERE e.id = :one
"""

_Row = tuple[Any, ...]


class Driver(NamedTuple):
    """One person and the answers for the categories asked about."""

    employee_id: str
    verdicts: dict[str, Verdict]


class Known(NamedTuple):
    """One person, with what the role asks for.

    Attributes:
        active: Whether the person works here still, as far as the list of people says.
        required: Kinds of certificates, visits and trainings.
    """

    facts: Facts
    active: bool
    required: frozenset[str]


def facts_of_everybody(employee_id: str | None = None, kinds: Collection[str] = ()) -> dict[str, Facts]:
    """Return what is known about each person, by id; one statement.

    Args:
        employee_id: Only this one.
        kinds: Only what bears on these categories; all of them if none is named.
    """
    statement, given = _statement(employee_id, kinds)
    with _uncollected():
        return _Rows(proxy.execute_sql(statement, given).fetchall()).facts()


def _statement(employee_id: str | None, kinds: Collection[str] = ()) -> tuple[str, dict[str, str]]:
    """Return the statement that reads the facts, and its parameters."""
    accepted = sorted(set().union(*map(certificates_with_options, kinds)))
    given = {f"c{place}": code for place, code in enumerate(accepted)}
    given |= {f"k{place}": code for place, code in enumerate(kinds)}
    if employee_id is not None:
        given["one"] = employee_id
    one = employee_id is not None
    return _FACTS.format(
        who="id = :one" if one else "1",
        whose="employee_id = :one" if one else "1",
        certified=_among("kind", "c", len(accepted)),
        granted=_among("kind", "k", len(kinds)),
        tells=_TELLS,
    ), given


def _among(column: str, prefix: str, count: int) -> str:
    names = ", ".join(f":{prefix}{place}" for place in range(count))
    return f"{column} IN ({names})" if count else "1"


def known_about(employee_id: str) -> Known | None:
    """Return what is known about one person, or None when nobody has this id; one statement."""
    statement, given = _statement(employee_id)
    rows = _Rows(proxy.execute_sql(statement + _REQUIRED, given).fetchall())
    facts = rows.facts().get(employee_id)
    return None if facts is None else Known(facts, rows.is_active(employee_id), frozenset(rows.required))


def who_may_drive(
    kinds: Collection[str] = (), site: str | None = None, *, on: dt.date, employee_id: str | None = None
) -> list[Driver]:
    """Judge everybody, or one person, for the categories named; all of them if none is."""
    asked = kinds or driving_kinds()
    with _uncollected():
        known = facts_of_everybody(employee_id, kinds)
        return [Driver(person, verdicts(facts, asked, site, on)) for person, facts in known.items()]


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking through a hundred thousand new tuples again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Rows:
    """The rows of one statement, sorted by whose and what they are."""

    def __init__(self, rows: Iterable[_Row]) -> None:
        self._people: dict[str, _Row] = {}
        self._certificates: defaultdict[str, list[Certificate]] = defaultdict(list)
        self._opinions: defaultdict[str, list[Opinion]] = defaultdict(list)
        self._inductions: defaultdict[str, list[Induction]] = defaultdict(list)
        self._assignments: defaultdict[str, list[_Row]] = defaultdict(list)
        self._grants: defaultdict[str, list[_Row]] = defaultdict(list)
        self._suspensions: defaultdict[str, list[Period]] = defaultdict(list)
        self._roles_since: dict[str, dt.date] = {}
        self.required: set[str] = set()
        self._take(rows)

    def is_active(self, employee_id: str) -> bool:
        """Tell whether a person works here still, as far as the list of people says."""
        return bool(self._people[employee_id][3] == ACTIVE)

    def _take(self, rows: Iterable[_Row]) -> None:
        for person, what, name, start, end, *more in rows:
            if what == "caces":
                self._certificates[person].append(Certificate(name, _day(start), _day(end), more[0]))
            elif what == "medical":
                opinion = opinion_of(name, start, end, more[0])
                if opinion is not None:
                    self._opinions[person].append(opinion)
            elif what == "grant":
                self._grants[person].append((name, start, end, *more))
            elif what == "induction":
                self._inductions[person].append(Induction(name, _day(start)))
            elif what == "person":
                self._people[person] = (name, start, end, *more)
            elif what == "assignment":
                self._assignments[person].append((start, end))
            elif what == "role_since":
                self._roles_since[person] = _day(start)
            elif what == "required":
                self.required.add(name)
            else:
                self._suspensions[name].append(Period(_day(start), _day(end)))

    def facts(self) -> dict[str, Facts]:
        """Return what is known about each person."""
        return {
            id_: self._facts_of(id_, person, tuple(_presence(person, self._assignments.get(id_, []))))
            for id_, person in self._people.items()
        }

    def _facts_of(self, id_: str, person: _Row, here: tuple[Period, ...]) -> Facts:
        temp = person[0] == INTERIM
        grants = tuple(map(self._grant, self._grants.get(id_, ())))
        return Facts(
            here,
            temp,
            tuple(self._certificates.get(id_, ())),
            tuple(self._opinions.get(id_, ())),
            tuple(self._inductions.get(id_, ())),
            tuple(for_one_assignment(grant, here) for grant in grants) if temp else grants,
            person[6],
            self._roles_since.get(id_),
        )

    def _grant(self, row: _Row) -> Grant:
        kind, issued, ends, site, withdrawn, key, role = row
        row_id = key[:-1]
        suspended = tuple(self._suspensions[row_id]) if row_id in self._suspensions else ()
        days = _day(issued), _day(ends), _day(withdrawn)
        return Grant(row_id, kind, site, *days, suspended, key[-1] == "1", role)


def _presence(person: _Row, assignments: list[_Row]) -> Iterator[Period]:
    """A temp is here during each assignment; everybody else from entry to the end of the contract.

    The end on the person's own record is that of the latest assignment begun by then, whoever wrote it: a
    form, the list of people, an imported sheet.
    """
    contract, entry, left, status, contract_end, assignment_end, _role = person
    if status != ACTIVE and left is None:
        return  # gone since nobody knows when: no day can be vouched for
    if contract != INTERIM or not assignments:
        end = assignment_end if contract == INTERIM else contract_end
        yield Period(_day(entry), _earliest(end, left))
        return
    begun = [starts for starts, _ends in assignments if assignment_end and starts <= assignment_end]
    latest = max(begun, default=None)
    for starts, ends in assignments:
        yield Period(_day(starts), _earliest(assignment_end if starts == latest else ends, left))


def opinion_of(track: str, visited: str, expires: str | None, result: str) -> Opinion | None:
    """Return what a visit says about driving; None when it says nothing.

    Args:
        track: On which follow-up or certificate it was held.
        visited: The day, as it is stored.
        expires: The next date it sets, if any.
        result: What the physician concluded.
    """
    issued = _day(visited)
    if result == UNFIT:
        return None if track == ELECTRICAL_CERTIFICATE else Opinion(issued, None, unfit=True)
    if track == DRIVING_CERTIFICATE and result in {*FAVOURABLE, FOLLOW_UP_CERTIFICATE}:
        return Opinion(issued, _day(expires) or add_months(issued, OPINION_MONTHS))
    if track != ELECTRICAL_CERTIFICATE and result in FAVOURABLE:
        return Opinion(issued, opinion_end(issued), certificate=False)
    return None


@lru_cache(maxsize=16_384)
def _day(text: str | None) -> Any:
    """Return a day as it is stored; sessions and inductions share theirs, so most are known already."""
    return None if text is None else dt.date.fromisoformat(text)


def _earliest(*days: str | None) -> Any:
    return _day(min((day for day in days if day is not None), default=None))
