"""Everyone already there, as plain data for the matching: one statement per table."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import lru_cache
from typing import Any

from peewee import ModelSelect

from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.exchange.people import StoredPerson, StoredRecord
from cariste.exchange.plan import CACES, MEDICAL_VISITS, TRAININGS

FIELDS = (
    "external_id",
    "current_status",
    "workspace",
    "role",
    "contract_type",
    "agency",
    "email",
    "phone",
    "medical_regime",
    "entry_date",
    "birth_date",
    "contract_end",
    "left_on",
)
"""What an import may complete or change about a person."""
_FIRST_DATE = FIELDS.index("entry_date")


def load_people() -> list[StoredPerson]:
    """Return everyone with all records; the caller is connected."""
    records = _records()
    columns = [getattr(Employee, name) for name in ("id", "last_name", "first_name", *FIELDS)]
    people = []
    for person_id, last, first, *values in _fetch(Employee.select(*columns)):
        values[_FIRST_DATE:] = map(_day, values[_FIRST_DATE:])
        fields = dict(zip(FIELDS, values, strict=True))
        found = tuple(records.get(person_id, ()))
        people.append(StoredPerson(person_id, last, first, fields["external_id"], fields, found))
    return people


def _records() -> dict[str, list[StoredRecord]]:
    found: defaultdict[str, list[StoredRecord]] = defaultdict(list)
    caces = Caces.select(Caces.employee, Caces.id, Caces.kind, Caces.completion_date, Caces.expiration_date)
    for owner, record_id, kind, obtained, expires in _fetch(caces):
        found[owner].append(StoredRecord(record_id, CACES, kind, _day(obtained), _day(expires)))
    training = OnlineTraining
    trainings = training.select(
        training.employee, training.id, training.kind, training.completion_date, training.expiration_date
    )
    for owner, record_id, kind, obtained, expires in _fetch(trainings):
        found[owner].append(StoredRecord(record_id, TRAININGS, kind, _day(obtained), _day(expires)))
    visit = MedicalVisit
    visits = visit.select(
        visit.employee, visit.id, visit.visit_type, visit.visit_date, visit.expiration_date, visit.result
    )
    for owner, record_id, kind, held, due, result in _fetch(visits):
        found[owner].append(StoredRecord(record_id, MEDICAL_VISITS, kind, _day(held), _day(due), result))
    return found


def _fetch(query: ModelSelect[Any]) -> list[tuple[Any, ...]]:
    # Rows of the cursor, not model instances: an import starts by reading the whole firm.
    rows: list[tuple[Any, ...]] = Employee._meta.database.execute(query).fetchall()
    return rows


@lru_cache(maxsize=65_536)
def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None
