"""People and records for tests; nobody in here exists."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cariste.employee.models import Absence, Appointment, Caces, Employee, MedicalVisit, OnlineTraining

TODAY = dt.date(2026, 11, 21)


def employee(**fields: Any) -> Employee:
    """Save a person inside the open change."""
    person = Employee(**{"first_name": "Chloé", "last_name": "Fictif-Test", **fields})
    person.save()
    return person


def caces(person: Employee, kind: str = "R489-3", **fields: Any) -> Caces:
    """Save a CACES, by default one obtained two years ago."""
    if not {"completion_date", "expiration_date"} & set(fields):
        fields["completion_date"] = dt.date(2024, 11, 21)
    record = Caces(employee=person, kind=kind, **fields)
    record.save()
    return record


def visit(person: Employee, visit_type: str = "periodic", **fields: Any) -> MedicalVisit:
    """Save a medical visit, by default one held a year ago."""
    record = MedicalVisit(
        employee=person,
        visit_type=visit_type,
        **{"visit_date": dt.date(2025, 11, 21), "result": "follow_up_certificate", **fields},
    )
    record.save()
    return record


def training(person: Employee, title: str = "SST", **fields: Any) -> OnlineTraining:
    """Save a training, by default a first-aider's of a year ago."""
    record = OnlineTraining(
        employee=person,
        title=title,
        **{"completion_date": dt.date(2025, 11, 21), "validity_months": 24, **fields},
    )
    record.save()
    return record


def appointment(person: Employee, visit_type: str = "periodic", **fields: Any) -> Appointment:
    """Save an appointment, by default one planned for 8 December 2026."""
    record = Appointment(
        employee=person, visit_type=visit_type, **{"planned_on": dt.date(2026, 12, 8), **fields}
    )
    record.save()
    return record


def absence(person: Employee, **fields: Any) -> Absence:
    """Save an absence since 1 October, or earlier if it ended before, after which a visit is needed."""
    ended = fields.get("ended_on") or TODAY
    begun = min(dt.date(2026, 10, 1), ended - dt.timedelta(days=40))
    record = Absence(employee=person, **{"starts_on": begun, "return_visit": True, **fields})
    record.save()
    return record
