"""Somebody who leaves, with one of everything, for tests of what becomes of it; nobody in here exists."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from factories import caces, employee, training, visit

from cariste.audit.models import AuditChange, AuditEntry
from cariste.employee.models import Caces, Document, Employee, MedicalVisit, OnlineTraining
from cariste.leaving.models import Erasure
from cariste.leaving.status import mark_as_left
from cariste.workspace import Workspace

REASON = "fin de la durée de conservation"
LONG_AGO = dt.date(2021, 11, 20)


def everything() -> list[Any]:
    """Return all rows but what the program keeps count of."""
    models: Any = (Employee, Caces, MedicalVisit, OnlineTraining, Document, Erasure)
    return [
        sorted(
            str({name: value for name, value in row.items() if name not in ("row_version", "updated_at")})
            for row in model.select().dicts()
        )
        for model in models
    ]


def journal() -> str:
    """Return everything the journal says, as one text."""
    labels = [label for (label,) in AuditChange.select(AuditChange.label).tuples()]
    fields = [fields for (fields,) in AuditEntry.select(AuditEntry.fields).tuples()]
    return "\n".join(filter(None, (*labels, *fields)))


def chloe(workspace: Workspace, **fields: Any) -> str:
    """Save somebody with one of everything, who left, and rename her on the way; return the id."""
    with workspace.change("Nouveau salarié Chloé Fictif-Test"):
        person = employee(
            external_id="M-123",
            birth_date=dt.date(1990, 5, 12),
            email="chloe@example.org",
            phone="01 02 03 04 05",
            medical_regime="SIA",
            role="Cariste",
            entry_date=dt.date(2016, 1, 4),
            **fields,
        )
        caces(person, certificate_number="C-4711", document_path="documents/p/c3.pdf")
        visit(person, result="fit_with_restrictions", restrictions="pas de port de charge")
        training(person, certificate_path="documents/p/sst.pdf")
        Document(
            employee=person,
            path="documents/p/c3.pdf",
            sha256="a" * 64,
            size=4,
            mime="application/pdf",
            kind="caces",
            original_name="CACES Chloé.pdf",
        ).save()
    with workspace.change("Fiche de Chloé Témoin"):
        person.last_name = "Témoin"
        person.save()
    with workspace.change("Sortie de Chloé Témoin"):
        mark_as_left([person.id.hex], LONG_AGO)
    return str(person.id.hex)


def store(folder: Path, *paths: str) -> None:
    for path in paths:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"%PDF")
