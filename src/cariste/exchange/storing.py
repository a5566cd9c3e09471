"""A plan into the database, inside the change that the caller opened: all of it, or nothing."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from peewee import IntegrityError

from cariste.core.errors import InvalidEntity, UserError
from cariste.core.i18n import _
from cariste.database.model import Entity as StoredEntity
from cariste.employee.constants import PLANNED, track_of
from cariste.employee.models import Appointment, Caces, Employee, MedicalVisit, OnlineTraining
from cariste.employee.models.employee import search_text
from cariste.exchange.plan import (
    CACES,
    MEDICAL_VISITS,
    TRAININGS,
    Differences,
    Entity,
    Plan,
    PlannedPerson,
    PlannedRecord,
)
from cariste.exchange.progress import Progress, Watch, never, silent
from cariste.regulation import in_force

LONGEST_SEARCH_TEXT = 1000
"""Letters of some scripts fold to many; no name of a person does."""

_ID_BYTES = 16
_AT_ONCE = 2_000
"""Rows between two looks at whether the user gave up."""
_MODELS: dict[Entity, type[StoredEntity]] = {
    CACES: Caces,
    MEDICAL_VISITS: MedicalVisit,
    TRAININGS: OnlineTraining,
}
_Rows = list[dict[str, Any]]


def store(plan: Plan, *, progress: Progress = silent, cancelled: Callable[[], bool] = never) -> None:
    """Write a plan inside the change that the caller opened.

    New people and records go in by bulk statements; the few that change are saved one by one.

    Args:
        plan: What to write.
        progress: Told how far it is.
        cancelled: Asked often whether to stop.

    Raises:
        UserError: Someone in the plan is gone or different now, or a row breaks a rule: the caller's change
            is undone whole.
        Cancelled: The user gave up; likewise.
        WriteOutsideChange: The caller opened none.
    """
    watch = Watch(progress, cancelled)
    try:
        _Writer(watch).write(plan.people)
    except IntegrityError as error:
        raise UserError(
            _("What is recorded has changed meanwhile. Read the file again; nothing was imported.")
        ) from error


class _Writer:
    """Writes people, then what changes, then what is new about them."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def write(self, people: Sequence[PlannedPerson]) -> None:
        """Write them all."""
        waited_for = {owner.hex for (owner,) in _expected()}
        ids = _new_ids(sum(person.id is None for person in people))
        new: _Rows = []
        rows: dict[Entity, _Rows] = {entity: [] for entity in _MODELS}
        expected: _Rows = []
        for person in people:
            person_id = person.id
            if person_id is None:
                person_id = next(ids)
                new.append(_employee(person_id, person))
            for record in person.records:
                awaited = record.entity == MEDICAL_VISITS and person_id in waited_for
                into = expected if awaited else rows[record.entity]
                into.append(_COLUMNS[record.entity](person_id, record))
        changed = [person for person in people if person.id is not None and (person.fields or person.updates)]
        self._watch.expect(len(new) + sum(map(len, rows.values())) + len(expected) + len(changed))
        for person in changed:
            self._change(person)
        self._insert(Employee, new)
        for entity, found in rows.items():
            self._insert(_MODELS[entity], found)
        for row in expected:
            self._hold(row)

    def _insert(self, model: type[StoredEntity], rows: _Rows) -> None:
        for row, row_id in zip(rows, _new_ids(len(rows)), strict=True):
            row.setdefault("id", row_id)
        for part in _parts(rows):
            model.insert_rows(part)
            self._watch.advance(len(part))

    def _change(self, person: PlannedPerson) -> None:
        try:
            if person.fields:
                _update(Employee, str(person.id), person.fields, frozenset())
            for update in person.updates:
                _update(_MODELS[update.entity], update.id, update.fields, update.follows)
        except InvalidEntity as error:
            raise UserError(
                _("{sheet}, row {row}: {problem} Nothing was imported.").format(
                    sheet=person.sheet, row=person.row, problem=" ".join(error.problems.values())
                )
            ) from error
        self._watch.advance(1)

    def _hold(self, row: dict[str, Any]) -> None:
        """Record a visit for which there may be an appointment: it has then been held."""
        values = {name: value for name, value in row.items() if name not in {"employee_id", "track"}}
        MedicalVisit(employee=uuid.UUID(row["employee_id"]), **values).save()
        self._watch.advance(1)


def _new_ids(count: int) -> Iterator[str]:
    """Return new ids, ascending: the indexes then grow at their end, which is twice as fast."""
    random = os.urandom(_ID_BYTES * count).hex()
    digits = 2 * _ID_BYTES
    yield from sorted(random[at : at + digits] for at in range(0, digits * count, digits))


def _expected() -> Iterator[tuple[uuid.UUID]]:
    """Return who has an appointment for a visit."""
    planned: Any = Appointment.select(Appointment.employee).where(Appointment.status == PLANNED)
    yield from planned.tuples()


def _parts(rows: _Rows) -> Iterator[_Rows]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


def _employee(person_id: str, person: PlannedPerson) -> dict[str, Any]:
    columns = {name: new for name, (_old, new) in person.fields.items()}
    number = columns.get("external_id")
    return {
        **columns,
        "id": person_id,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "search_text": search_text(person.last_name, person.first_name, number)[:LONGEST_SEARCH_TEXT],
    }


def _caces(person_id: str, record: PlannedRecord) -> dict[str, Any]:
    return {
        "employee_id": person_id,
        "kind": record.kind,
        "completion_date": record.obtained,
        "expiration_date": record.expires,
        "expiration_source": record.source,
        "option": record.option,
    }


def _visit(person_id: str, record: PlannedRecord) -> dict[str, Any]:
    return {
        "employee_id": person_id,
        "visit_type": record.kind,
        "track": track_of(record.kind),
        "visit_date": record.obtained,
        "expiration_date": record.expires,
        "expiration_source": record.source,
        "result": record.result,
        "restrictions": record.restrictions,
    }


def _training(person_id: str, record: PlannedRecord) -> dict[str, Any]:
    return {
        "employee_id": person_id,
        "title": record.kind,
        "kind": in_force.training_kind(record.kind),
        "completion_date": record.obtained,
        "validity_months": record.months,
        "expiration_date": record.expires,
        "expiration_source": record.source,
        "mode": record.mode,
    }


_COLUMNS: dict[Entity, Callable[[str, PlannedRecord], dict[str, Any]]] = {
    CACES: _caces,
    MEDICAL_VISITS: _visit,
    TRAININGS: _training,
}


def _update(model: type[StoredEntity], row_id: str, fields: Differences, follows: frozenset[str]) -> None:
    found = model.get_or_none(model.id == uuid.UUID(row_id))
    if found is None:
        raise UserError(
            _("Someone in this file was deleted meanwhile. Read the file again; nothing was imported.")
        )
    for name, (old, new) in fields.items():
        if name not in follows and getattr(found, name) != old:
            raise UserError(
                _("What is recorded has changed meanwhile. Read the file again; nothing was imported.")
            )
        # An expiry that follows is reckoned when the record is saved, from what it then holds.
        setattr(found, name, None if name == "expiration_date" and name in follows else new)
    found.save()
