"""A file in: planned first, then stored by whoever opened the change."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cariste.core.clock import today
from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.database.model import Entity as StoredEntity
from cariste.employee.constants import track_of
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.employee.models.employee import search_text
from cariste.exchange.mapping import Answers
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
from cariste.exchange.planner import make_plan
from cariste.exchange.progress import Progress, never, silent
from cariste.exchange.reader import read_book
from cariste.exchange.stored import load_people
from cariste.regulation import in_force

LONGEST_SEARCH_TEXT = 1000
"""Letters of some scripts fold to many; no name of a person does."""

_MODELS: dict[Entity, type[StoredEntity]] = {
    CACES: Caces,
    MEDICAL_VISITS: MedicalVisit,
    TRAININGS: OnlineTraining,
}


def plan_import(
    path: Path,
    *,
    sheet: str | None = None,
    mapping: Answers | None = None,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> Plan:
    """Read a file and return what importing it would do; the caller is connected, nothing is written.

    Args:
        path: An .xlsx, .xlsm, .xls, .ods or .csv file.
        sheet: Only this sheet, even hidden; None reads all visible ones.
        mapping: What was answered to the questions of an earlier reading.
        progress: Told how far it is, first for the file, then for its rows.
        cancelled: Asked often whether to stop.

    Raises:
        UserError: The file or the mapping cannot be understood; the message names the place.
        EnvironmentProblem: The file is open in Excel, or may not be read.
        Cancelled: The user gave up.
    """
    book = read_book(path, sheet, progress=progress, cancelled=cancelled)
    return make_plan(book, load_people(), mapping, today=today(), progress=progress, cancelled=cancelled)


def store(plan: Plan) -> None:
    """Write a plan inside the change that the caller opened.

    New people and records go in by bulk statements; the few that change are saved one by one.

    Raises:
        UserError: Someone in the plan is gone, or a row breaks a rule: the caller's change is undone whole.
        WriteOutsideChange: The caller opened none.
    """
    people: list[dict[str, Any]] = []
    rows: dict[Entity, list[dict[str, Any]]] = {entity: [] for entity in _MODELS}
    for person in plan.people:
        person_id = person.id
        if person_id is None:
            person_id = uuid.uuid4().hex
            people.append(_employee(person_id, person))
        elif person.fields:
            _update(Employee, person_id, person.fields)
        for record in person.records:
            rows[record.entity].append(_COLUMNS[record.entity](person_id, record))
    if people:
        Employee.insert_rows(people)
    for entity, new in rows.items():
        if new:
            _MODELS[entity].insert_rows(new)
    for person in plan.people:
        for update in person.updates:
            _update(_MODELS[update.entity], update.id, update.fields)


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


def _update(model: type[StoredEntity], row_id: str, fields: Differences) -> None:
    found = model.get_or_none(model.id == uuid.UUID(row_id))
    if found is None:
        raise UserError(
            _("Someone in this file was deleted meanwhile. Read the file again; nothing was imported.")
        )
    for name, (_old, new) in fields.items():
        setattr(found, name, new)
    found.save()
