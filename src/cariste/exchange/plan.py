"""What an import would do, as plain frozen data: shown, unticked, applied later or never."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from cariste.core.wording import format_date
from cariste.exchange.questions import ColumnQuestion, PersonQuestion

Entity = Literal["caces", "medical_visits", "trainings"]
CACES: Entity = "caces"
MEDICAL_VISITS: Entity = "medical_visits"
TRAININGS: Entity = "trainings"
ENTITIES: tuple[Entity, ...] = (CACES, MEDICAL_VISITS, TRAININGS)

Action = Literal["added", "updated", "unchanged"]
ADDED: Action = "added"
UPDATED: Action = "updated"
UNCHANGED: Action = "unchanged"

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Differences = dict[str, tuple[Any, Any]]
"""(stored, new) by field name."""


class Note(NamedTuple):
    """One cell that a person should look at, or that was refused.

    Attributes:
        row: 1-based, as Excel shows it; 0 for a whole sheet.
        column: Excel's letter; empty for a whole row or sheet.
        value: What the cell shows.
        reason: In the user's language; names the column by its title where that helps.
        proposal: The text that, written in the cell, would settle it; empty when there is none.
    """

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    proposal: str = ""

    @property
    def value_in_words(self) -> str:
        """What the cell shows, a date as people write it; one that no calendar has stays as it is."""
        if not _DATE.fullmatch(self.value):
            return self.value
        try:
            return format_date(dt.date.fromisoformat(self.value))
        except ValueError:
            return self.value

    def as_json(self) -> dict[str, str | int]:
        """Return the note as the command line prints it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
        }


class PlannedRecord(NamedTuple):
    """A record to add.

    Attributes:
        entity: The table.
        kind: The code of a CACES, the type of a visit, the title of a training.
        source: Whether the expiry is computed by the rules or typed in the sheet.
        result: The conclusion of a visit.
        restrictions: Adjustments whose text a person approved.
        months: The validity of a training; None is permanent.
        mode: How a training is followed.
        option: What a CACES says beyond its category.
        column: Excel's letter of the cell it comes from, in `sheet` and `row`.
    """

    entity: Entity
    kind: str
    obtained: dt.date | None
    expires: dt.date | None
    source: str
    sheet: str
    row: int
    column: str
    result: str | None = None
    restrictions: str | None = None
    months: int | None = None
    mode: str | None = None
    option: str | None = None


class RecordUpdate(NamedTuple):
    """A stored record that the sheet completes or, when it was exported from here, corrects.

    Attributes:
        kind: What the record is: the code of a CACES, the type of a visit, the title of a training.
        fields: What changes, by column of the table.
        follows: Those of them that follow from the others: an expiry by the rules, where it comes from.
    """

    entity: Entity
    id: str
    fields: Differences
    sheet: str
    row: int
    kind: str = ""
    follows: frozenset[str] = frozenset()


class PlannedPerson(NamedTuple):
    """A person of the sheets, and what becomes of him or her.

    Attributes:
        id: The stored person's, 32 hexadecimal digits; None for a new one.
        fields: For a new person every field, otherwise those that change. An emptiness stands over a value
            only where somebody emptied a cell of a sheet exported from here.
        number: Employee number, as it will be.
        recognised: How, see `people.BY_NUMBER` and so on.
    """

    id: str | None
    last_name: str
    first_name: str
    action: Action
    fields: Differences
    records: tuple[PlannedRecord, ...]
    updates: tuple[RecordUpdate, ...]
    sheet: str
    row: int
    number: str | None = None
    recognised: str = ""


class ReadTable(NamedTuple):
    """How one table of the file was understood.

    Attributes:
        header_row: Of the titles, 1-based; the first one when they have several levels.
        columns: By letter, the title and meaning of each column.
        first: Row of the first data, 1-based.
        last: Row of the last.
        mapped: Letters whose meaning was not read from their title but answered.
    """

    sheet: str
    layout: str
    header_row: int
    columns: dict[str, tuple[str, str]]
    first: int = 0
    last: int = 0
    mapped: frozenset[str] = frozenset()


class Part(NamedTuple):
    """Names one cell of a plan, or a whole person, so that it can be left out.

    Attributes:
        person: Place in `Plan.people`.
        what: Empty for the whole person.
        place: Of a record or update among the person's.
        field: Of the person, or of an update.
    """

    person: int
    what: Literal["", "field", "record", "update"] = ""
    place: int = 0
    field: str = ""


LED: Mapping[str, str] = {"current_status": "left_on"}
"""Fields of a person that go with another one when both change: who has left is not here any more."""


@dataclass(frozen=True)
class Plan:
    """All that an import would do.

    Attributes:
        read: Rows that hold a person.
        people: Everyone found in the file, unchanged ones included.
        to_check: What a person should look at; what could not be decided is not imported.
        rejected: What cannot be right and is not imported.
        questions: What one answer settles for a whole column.
        people_questions: Rows that may be about somebody already known.
    """

    file: Path
    tables: tuple[ReadTable, ...]
    read: int
    people: tuple[PlannedPerson, ...]
    to_check: tuple[Note, ...]
    rejected: tuple[Note, ...]
    questions: tuple[ColumnQuestion, ...] = ()
    people_questions: tuple[PersonQuestion, ...] = ()

    def count(self, action: Action) -> int:
        """Return how many people are added, updated or unchanged."""
        return sum(person.action == action for person in self.people)

    def record_counts(self) -> dict[Entity, int]:
        """Return how many records would be added, by table."""
        counts: dict[Entity, int] = dict.fromkeys(ENTITIES, 0)
        for person in self.people:
            for record in person.records:
                counts[record.entity] += 1
        return counts

    def without(self, left_out: Collection[Part]) -> Plan:
        """Return the plan without what was unticked; what follows from a field goes with it."""
        by_person: dict[int, set[Part]] = {}
        for part in left_out:
            by_person.setdefault(part.person, set()).add(part)
        people = [
            _kept(person, by_person[place]) if place in by_person else person
            for place, person in enumerate(self.people)
            if Part(place) not in by_person.get(place, ())
        ]
        return replace(self, people=tuple(people))

    def as_json(self) -> dict[str, Any]:
        """Return the result as the command line prints it. People are counted, not rows."""
        return {
            "read": self.read,
            ADDED: self.count(ADDED),
            UPDATED: self.count(UPDATED),
            UNCHANGED: self.count(UNCHANGED),
            "to_check": [note.as_json() for note in self.to_check],
            "rejected": [note.as_json() for note in self.rejected],
            "records": dict(self.record_counts()),
            "questions": [question._asdict() for question in self.questions],
            "people": [
                {**question._asdict(), "choices": {each.answer: each.words for each in question.choices}}
                for question in self.people_questions
            ],
        }


def _kept(person: PlannedPerson, left_out: Collection[Part]) -> PlannedPerson:
    fields_out = {part.field for part in left_out if part.what == "field"}
    fields = {
        name: both
        for name, both in person.fields.items()
        if name not in fields_out and not (name in LED and LED[name] in fields_out)
    }
    records_out = {part.place for part in left_out if part.what == "record"}
    records = tuple(record for place, record in enumerate(person.records) if place not in records_out)
    updates = []
    for place, update in enumerate(person.updates):
        out = {part.field for part in left_out if part.what == "update" and part.place == place}
        if "expiration_date" in out:
            out |= {"expiration_source"}
        kept = {name: both for name, both in update.fields.items() if name not in out}
        if kept.keys() - update.follows:
            updates.append(update._replace(fields=kept))
    changed = bool(fields or records or updates)
    action: Action = person.action if person.id is None or changed else UNCHANGED
    return person._replace(fields=fields, records=records, updates=tuple(updates), action=action)
