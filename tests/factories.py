"""People and records for tests; nobody in here exists."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining

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
