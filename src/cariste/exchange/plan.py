"""What an import would do, as plain frozen data: shown, unticked, applied later or never."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

Entity = Literal["caces", "medical_visits", "trainings"]
CACES: Entity = "caces"
MEDICAL_VISITS: Entity = "medical_visits"
TRAININGS: Entity = "trainings"
ENTITIES: tuple[Entity, ...] = (CACES, MEDICAL_VISITS, TRAININGS)

Action = Literal["added", "updated", "unchanged"]
ADDED: Action = "added"
UPDATED: Action = "updated"
UNCHANGED: Action = "unchanged"

Differences = dict[str, tuple[Any, Any]]
"""(stored, new) by field name."""


class Note(NamedTuple):
    """One cell that a person should look at, or that was refused.

    Attributes:
        row: 1-based, as Excel shows it; 0 for a whole sheet.
        column: Excel's letter; empty for a whole row or sheet.
        value: What the cell shows.
        reason: In the user's language; names the column by its title where that helps.
    """

    sheet: str
    row: int
    column: str
    value: str
    reason: str


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


class RecordUpdate(NamedTuple):
    """A stored record that the sheet completes: a date obtained, a conclusion that was awaited."""

    entity: Entity
    id: str
    fields: Differences
    sheet: str
    row: int


class PlannedPerson(NamedTuple):
    """A person of the sheets, and what becomes of him or her.

    Attributes:
        id: The stored person's, 32 hexadecimal digits; None for a new one.
        fields: For a new person every field, otherwise those that change; never an emptiness over a value.
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


class ReadTable(NamedTuple):
    """How one table of the file was understood: by letter, the title and meaning of each column."""

    sheet: str
    layout: str
    header_row: int
    columns: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Plan:
    """All that an import would do.

    Attributes:
        read: Rows that hold a person.
        people: Everyone found in the file, unchanged ones included.
        to_check: What a person should look at; what could not be decided is not imported.
        rejected: What cannot be right and is not imported.
    """

    file: Path
    tables: tuple[ReadTable, ...]
    read: int
    people: tuple[PlannedPerson, ...]
    to_check: tuple[Note, ...]
    rejected: tuple[Note, ...]

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

    def keeping(self, wanted: Callable[[PlannedPerson, PlannedRecord | None], bool]) -> Plan:
        """Return the plan without what was unticked.

        Args:
            wanted: Asked with each person and None, whether to import anything; then with each record.
        """
        people = []
        for person in self.people:
            if wanted(person, None):
                records = tuple(record for record in person.records if wanted(person, record))
                changed = bool(records or person.updates or person.fields)
                action: Action = person.action if person.id is None or changed else UNCHANGED
                people.append(person._replace(records=records, action=action))
        return replace(self, people=tuple(people))

    def as_json(self) -> dict[str, Any]:
        """Return the result as the command line prints it. People are counted, not rows."""
        return {
            "read": self.read,
            ADDED: self.count(ADDED),
            UPDATED: self.count(UPDATED),
            UNCHANGED: self.count(UNCHANGED),
            "to_check": [note._asdict() for note in self.to_check],
            "rejected": [note._asdict() for note in self.rejected],
            "records": dict(self.record_counts()),
        }
