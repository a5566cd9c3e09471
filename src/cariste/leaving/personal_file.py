"""Everything recorded about one person, as that person may ask for it (GDPR, articles 15 and 20)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from cariste.authorisation.file import DrivingFile, driving_file
from cariste.core.clock import now, today
from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.database.operations import columns, stored_row
from cariste.documents.queries import DocumentRow, documents_of
from cariste.duplicates.models import merged_into
from cariste.employee import labels
from cariste.employee.constants import PHOTO
from cariste.employee.file import EmployeeFile, employee_file
from cariste.employee.models import Absence, Employee
from cariste.journal.queries import Entry, Filter, list_entries
from cariste.journal.words import details, record_label

_INTERNAL = frozenset({"search_text", "row_version"})
_OUTCOMES = frozenset({"result", "restrictions", "reason", "withdrawn_reason"})
"""What is between the person and HR: what a doctor concluded, why somebody was stopped from driving."""


@dataclass(frozen=True, slots=True)
class PersonalFile:
    """One person's data at one moment.

    Attributes:
        firm: Who holds them.
        outcomes: Whether conclusions of medical visits are in it: the person's own, but HR's alone to see.
        file: The person with the records, as the window shows them.
        driving: Authorisations, suspensions, inductions and assignments.
        rows: Every stored row by table, with every column, as JSON can hold it.
        documents: The files, the latest first.
        journal: Who wrote what about the person, newest first.
        adjustments: What doctors asked for, by id of the visit; empty without `outcomes`.
    """

    firm: str
    made: dt.datetime
    outcomes: bool
    file: EmployeeFile
    driving: DrivingFile
    rows: dict[str, list[dict[str, Any]]]
    documents: tuple[DocumentRow, ...]
    journal: tuple[Entry, ...]
    adjustments: dict[str, str]

    @property
    def name(self) -> str:
        """First name and surname."""
        return self.file.employee.full_name


def gather(employee_id: str, firm: str, *, outcomes: bool) -> PersonalFile:
    """Return everything recorded about a person; the caller is connected.

    Args:
        employee_id: 32 hexadecimal digits.
        firm: The firm's name.
        outcomes: With what doctors concluded.

    Raises:
        UserError: Nobody has this id.
    """
    file, driving = employee_file(employee_id, today()), driving_file(employee_id, today())
    if file is None or driving is None:
        raise UserError(_("This person was deleted meanwhile."))
    rows = _rows(employee_id, outcomes=outcomes)
    restrictions = {row["id"]: row.get("restrictions") for row in rows["medical_visits"]}
    return PersonalFile(
        firm,
        now(),
        outcomes,
        file,
        driving,
        rows,
        _documents(file),
        tuple(
            entry
            for one in sorted(merged_into([employee_id]))
            for entry in list_entries(Filter(employee_id=one))
        ),
        {visit: text for visit, text in restrictions.items() if text},
    )


def as_json(personal: PersonalFile, files: dict[str, str]) -> dict[str, Any]:
    """Return the data as one JSON object.

    Args:
        personal: Whose.
        files: Where each document lies in the extract, by its path in the shared folder; others are missing.
    """
    tables = {name: rows for name, rows in personal.rows.items() if name not in {"employees", "documents"}}
    return {
        "firm": personal.firm,
        "extracted_at": personal.made.isoformat(),
        "medical_outcomes_included": personal.outcomes,
        "person": personal.rows["employees"][0],
        **tables,
        "documents": [_document(row, files) for row in personal.documents],
        "journal": [_entry(entry, outcomes=personal.outcomes) for entry in personal.journal],
    }


def _rows(employee_id: str, *, outcomes: bool) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table that is about people, those added by later versions included."""
    found = {"employees": [stored_row(Employee, employee_id) or {}]}
    backrefs: Any = Employee._meta.backrefs
    for key, model in backrefs.items():
        if model is Absence and not outcomes:  # for HR alone, as conclusions are
            continue
        query = model.select().where(key == uuid.UUID(employee_id)).order_by(model.id)
        raw = model._meta.database.execute(query).fetchall()
        found[model._meta.table_name] = [dict(zip(columns(model), row, strict=True)) for row in raw]
    hidden = _INTERNAL if outcomes else _INTERNAL | _OUTCOMES
    return {
        table: [{name: value for name, value in row.items() if name not in hidden} for row in rows]
        for table, rows in found.items()
    }


def _documents(file: EmployeeFile) -> tuple[DocumentRow, ...]:
    found = documents_of(file.employee.id)
    photo = file.employee.avatar_path
    if photo and photo not in {row.path for row in found}:
        found.append(DocumentRow(None, photo, PHOTO, photo.rpartition("/")[2], None, None, None, ()))
    return tuple(found)


def _document(row: DocumentRow, files: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "name": row.name,
        "path": row.path,
        "added": None if row.added is None else row.added.isoformat(),
        "size": row.size,
        "records": [record.id for record in row.records],
        "file": files.get(row.path),
    }


def _entry(entry: Entry, *, outcomes: bool) -> dict[str, Any]:
    hidden = frozenset() if outcomes else _OUTCOMES
    return {
        "at": entry.at.isoformat(),
        "user": entry.username,
        "workstation": entry.hostname,
        "what": entry.label,
        "record": record_label(entry),
        "entity": entry.entity,
        "entity_id": entry.entity_id,
        "action": entry.action,
        "told": details(entry),
        "fields": {
            field.column: "changed" if field.hidden or field.column in hidden else [field.before, field.after]
            for field in entry.fields
        },
    }


def outcome_of(personal: PersonalFile, visit_id: str, result: str) -> str:
    """Return a visit's conclusion with its adjustments; empty where conclusions are not included."""
    if not personal.outcomes:
        return ""
    return " – ".join(filter(None, (labels.result_label(result), personal.adjustments.get(visit_id))))
