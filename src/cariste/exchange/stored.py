"""Everyone already there, as plain data for the matching: one statement per table."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import lru_cache
from typing import Any

from peewee import ModelSelect, Value

from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.exchange.people import StoredPerson, StoredRecord
from cariste.exchange.plan import CACES, MEDICAL_VISITS, TRAININGS, Entity

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
    "night_worker",
    "entry_date",
    "birth_date",
    "contract_end",
    "left_on",
)
"""What an import may complete or change about a person, or goes by when it reckons dates."""
_FIRST_DATE = FIELDS.index("entry_date")
_OBTAINED, _EXPIRES = StoredRecord._fields.index("obtained"), StoredRecord._fields.index("expires")


def load_people() -> list[StoredPerson]:
    """Return everyone with all records; the caller is connected."""
    records = _records()
    columns = [getattr(Employee, name) for name in ("id", "last_name", "first_name", "row_version", *FIELDS)]
    people = []
    for person_id, last, first, version, *values in _fetch(Employee.select(*columns)):
        values[_FIRST_DATE:] = map(_day, values[_FIRST_DATE:])
        fields = dict(zip(FIELDS, values, strict=True))
        found = tuple(records.get(person_id, ()))
        people.append(StoredPerson(person_id, last, first, fields["external_id"], fields, found, version))
    return people


def _records() -> dict[str, list[StoredRecord]]:
    nothing, empty = Value(None), Value("")
    visit, training = MedicalVisit, OnlineTraining
    queries = (
        # What it is, its day and its conclusion; then title, validity and mode of a training.
        _in_order(
            *(CACES, Caces, (Caces.kind, Caces.completion_date, nothing), (empty, nothing, empty)),
            Caces.option,
        ),
        _in_order(
            MEDICAL_VISITS, visit, (visit.visit_type, visit.visit_date, visit.result), (empty, nothing, empty)
        ),
        _in_order(
            *(TRAININGS, training, (training.kind, training.completion_date, nothing)),
            (training.title, training.validity_months, training.mode),
        ),
    )
    found: defaultdict[str, list[StoredRecord]] = defaultdict(list)
    for query in queries:
        for owner, *values in _fetch(query):
            values[_OBTAINED], values[_EXPIRES] = _day(values[_OBTAINED]), _day(values[_EXPIRES])
            found[owner].append(StoredRecord._make(values))
    return found


def _in_order(
    entity: Entity,
    model: Any,
    what: tuple[Any, Any, Any],
    training: tuple[Any, Any, Any],
    option: Any = Value(None),  # noqa: B008 - a constant
) -> Any:
    """Return a query of a table's owners, each with a record in the order of `StoredRecord`."""
    kind, obtained, result = what
    return model.select(
        *(model.employee, model.id, Value(entity), kind, obtained, model.expiration_date, result),
        *(model.expiration_source, *training, model.row_version, option),
    )


def _fetch(query: ModelSelect[Any]) -> list[tuple[Any, ...]]:
    # Rows of the cursor, not model instances: an import starts by reading the whole firm.
    rows: list[tuple[Any, ...]] = Employee._meta.database.execute(query).fetchall()
    return rows


@lru_cache(maxsize=65_536)
def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None
