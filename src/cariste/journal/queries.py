"""What the journal tells: user actions newest first, and the records each of them wrote.

A journal only grows: everything is read by its own numbers, a page at a time, so that the millionth line
costs what the first did.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Case, fn

from cariste.audit.models import AuditChange, AuditEntry
from cariste.audit.recorder import CHANGED
from cariste.authorisation.models import Assignment, Authorisation
from cariste.core.text import fold
from cariste.database.operations import DELETE, INSERT, UPDATE
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.equipment.models import Machine
from cariste.requirement.models import Requirement
from cariste.settings.models import Setting

_SUBJECTS: tuple[Any, ...] = (
    *(Caces.kind, MedicalVisit.visit_type, OnlineTraining.title, Setting.key),
    *(Authorisation.kind, Assignment.agency, Machine.number, Requirement.kind),
)
"""What a record is about, for each kind of record."""
ACTIONS = (INSERT, UPDATE, DELETE)
"""What can become of a record: added, changed, deleted."""
PAGE = 200
"""Actions read at a time."""
FEW = 20
"""So many records of an action come with it; the others are read when somebody opens it."""


_MANY = 200
"""So many people of one name, and it is quicker to look at each action than at each person."""


class FieldChange(NamedTuple):
    """What became of one column.

    Attributes:
        hidden: It changed, and the journal does not know from what to what.
    """

    column: str
    before: Any
    after: Any
    hidden: bool = False


class Entry(NamedTuple):
    """One record written by an action.

    Attributes:
        id: Its number in the journal.
        change_id: The number of the action.
        label: What the user did, in his words.
        entity: The table; `entity_id`, 32 hexadecimal digits, is the row.
        employee_id: Whose record it is; None for what belongs to nobody.
        person: First name and surname as they are now; None for nobody, and for whoever is deleted.
        subject: What the record is about now (kind, type of visit, title, key); None once it is gone.
        action: ``insert``, ``update`` or ``delete``.
        fields: What changed; of a deleted record, all there was; of a new one, nothing.
    """

    id: int
    change_id: int
    at: dt.datetime
    username: str
    hostname: str
    label: str
    entity: str
    entity_id: str
    employee_id: str | None
    person: str | None
    subject: str | None
    action: str
    fields: tuple[FieldChange, ...]


class Action(NamedTuple):
    """What somebody did at one go.

    Attributes:
        records: How many records it wrote (of one person, if the journal was asked about one).
        entries: The first `FEW` of them.
    """

    id: int
    at: dt.datetime
    username: str
    hostname: str
    label: str
    records: int
    entries: tuple[Entry, ...]

    @property
    def only(self) -> Entry | None:
        """The one record it wrote, None when there are several."""
        return self.entries[0] if self.records == 1 else None

    @property
    def one_person(self) -> Entry | None:
        """A record of the one person it is about; None when there are several people, or nobody."""
        concerned = {entry.employee_id for entry in self.entries}
        whole = self.records == len(self.entries) and len(concerned) == 1
        return self.entries[0] if whole and None not in concerned else None


class Page(NamedTuple):
    """Some actions, newest first, and whether there are older ones."""

    actions: list[Action]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which actions are wanted; nothing set means all.

    Attributes:
        employee_id: Those that concern this person; of the others' records nothing is told.
        since: Not before this day.
        username: Of this user.
        action: Those that added, changed or deleted something: ``insert``, ``update``, ``delete``.
        search: Every word must occur in what was done, by whom and on which PC, or in the name and number of
            somebody concerned, whatever the accents and case.
    """

    employee_id: str | None = None
    since: dt.date | None = None
    username: str | None = None
    action: str | None = None
    search: str = ""


EVERYTHING = Filter()


def list_actions(wanted: Filter = EVERYTHING, *, before: int | None = None, limit: int = PAGE) -> Page:
    """Return a page of actions, newest first, each with its first records: one statement.

    Args:
        wanted: Which ones.
        before: Only those older than the action of this number: the last of the page before.
        limit: At most so many.
    """
    page = _changes(wanted, before).limit(limit + 1).cte("page", columns=("id",))
    query = (
        _first_entries(page) if wanted.employee_id is None else _entries_of(wanted.employee_id, page)
    ).order_by(AuditEntry.change.desc(), AuditEntry.id)
    actions = []
    for _change_id, group in groupby(_fetch(query.with_cte(page)), itemgetter(2)):
        rows = list(group)
        entries = tuple(_entry(row[1:]) for row in rows[:FEW])
        actions.append(_action(rows[0][0] or len(rows), entries))
    return Page(actions[:limit], len(actions) > limit)


def _first_entries(page: Any) -> Any:
    """Return the query of the first entries of each action of a page, each with how many there are."""
    mine, every = AuditEntry.alias(), AuditEntry.alias()
    few = mine.select(mine.id).where(mine.change == page.c.id).order_by(mine.id).limit(FEW)
    records = every.select(fn.COUNT(1)).where(every.change == page.c.id)
    query = _entries(records).join(page, on=(page.c.id == AuditEntry.change))
    return query.where(AuditEntry.id.in_(few))


def _entries_of(employee_id: str, page: Any) -> Any:
    """Return the query of one person's entries in the actions of a page."""
    # One person has few lines, an import has thousands: the sum keeps SQLite from going by the action.
    query = _entries(SQL("NULL")).join(page, on=(page.c.id == AuditEntry.change + 0))
    return query.where(AuditEntry.employee_id == employee_id)


def list_entries(
    wanted: Filter = EVERYTHING,
    *,
    change_id: int | None = None,
    after: int = 0,
    limit: int | None = None,
) -> list[Entry]:
    """Return the records written, one by one: of the newest action first, in the order written.

    Args:
        wanted: Those of which actions; of one person, that person's only.
        change_id: Those of this action only.
        after: Only those behind the entry of this number in the journal, to read an action piece by piece.
        limit: At most so many; None is all of them.
    """
    page = _changes(wanted, None, change_id).cte("page", columns=("id",))
    if wanted.employee_id is None:
        query = _entries(SQL("NULL")).join(page, on=(page.c.id == AuditEntry.change))
    else:
        query = _entries_of(wanted.employee_id, page)
    query = query.where(AuditEntry.id > after).order_by(AuditEntry.change.desc(), AuditEntry.id)
    return [_entry(row[1:]) for row in _fetch(query.limit(limit).with_cte(page))]


def who_wrote() -> list[str]:
    """Return the names of all users the journal knows, sorted."""
    query = AuditChange.select(AuditChange.username).distinct()
    return sorted((name for (name,) in _fetch(query)), key=fold)


def _changes(wanted: Filter, before: int | None, change_id: int | None = None) -> Any:
    """Return the query of the numbers of the actions wanted, newest first."""
    query: Any = AuditChange.select(AuditChange.id).order_by(AuditChange.id.desc())
    if change_id is not None:
        query = query.where(AuditChange.id == change_id)
    if before is not None:
        query = query.where(AuditChange.id < before)
    if wanted.since is not None:
        query = query.where(AuditChange.at >= str(wanted.since))
    if wanted.username is not None:
        query = query.where(AuditChange.username == wanted.username)
    if wanted.employee_id is not None:
        theirs = AuditEntry.alias()
        about = theirs.select(theirs.change).where(theirs.employee_id == wanted.employee_id)
        query = query.where(AuditChange.id.in_(about))
    if wanted.action is not None:
        done = AuditEntry.alias()
        query = query.where(
            fn.EXISTS(done.select(1).where(done.change == AuditChange.id, done.action == wanted.action))
        )
    if words := fold(wanted.search):
        query = query.where(_mentions(words))
    return query


def _mentions(words: str) -> Any:
    """Return the condition that an action, or the name or number of somebody concerned, has all the words."""
    told = AuditChange.label.concat(" ").concat(AuditChange.username).concat(" ").concat(AuditChange.hostname)
    entry, other, person, one = AuditEntry.alias(), AuditEntry.alias(), Employee.alias(), Employee.alias()
    called, counted = (
        each.select(each.id).where(*(each.search_text.contains(word) for word in words.split()))
        for each in (person, one)
    )
    # A name few bear is looked up in their lines; one that many bear is met soon by going back in time.
    theirs = other.select(other.change).where(other.employee_id.in_(called))
    concerned = entry.select(1).where(entry.change == AuditChange.id, entry.employee_id.in_(called.clone()))
    are_many = counted.select(fn.COUNT(1)) > _MANY
    return (fn.has_words(told, words) == 1) | Case(
        None, [(are_many, fn.EXISTS(concerned))], AuditChange.id.in_(theirs)
    )


def _entries(first: Any) -> Any:
    """Return the query of entries with all that is told about them, behind another column."""
    entry, change = AuditEntry, AuditChange
    subject = fn.COALESCE(*_SUBJECTS)
    told = (
        *(entry.id, entry.change, change.at, change.username, change.hostname, change.label, entry.entity),
        *(entry.entity_id, entry.employee_id, Employee.first_name, Employee.last_name, subject),
        *(entry.action, entry.fields),
    )
    query: Any = entry.select(first, *told).join(change)
    query = query.join(Employee, JOIN.LEFT_OUTER, on=(Employee.id == entry.employee_id))
    for column in _SUBJECTS:
        model = column.model
        query = query.join_from(entry, model, JOIN.LEFT_OUTER, on=(model.id == entry.entity_id))
    return query


def _fetch(query: Any) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = AuditChange._meta.database.execute(query).fetchall()
    return rows


def _entry(row: Iterable[Any]) -> Entry:
    id_, change_id, at, *who_and_what, first_name, last_name, subject, action, fields = row
    person = None if last_name is None else f"{first_name} {last_name}"
    when = dt.datetime.fromisoformat(at)
    told = (id_, change_id, when, *who_and_what, person, subject, action, _fields(fields))
    return Entry._make(told)


def _fields(text: str | None) -> tuple[FieldChange, ...]:
    told = json.loads(text) if text else {}
    return tuple(
        FieldChange(name, None, None, hidden=True) if pair == CHANGED else FieldChange(name, pair[0], pair[1])
        for name, pair in told.items()
    )


def _action(records: int, entries: tuple[Entry, ...]) -> Action:
    first = entries[0]
    return Action(first.change_id, first.at, first.username, first.hostname, first.label, records, entries)
