"""Which documents a person has, and which records name them: frozen rows, one statement per list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from peewee import SQL, Value

from cariste.employee.constants import (
    CACES_DOCUMENT,
    MEDICAL_DOCUMENT,
    OTHER_DOCUMENT,
    TRAINING_DOCUMENT,
)
from cariste.employee.models import Caces, Document, Employee, MedicalVisit, OnlineTraining


class RecordRow(NamedTuple):
    """A record as something to prove. Ids are 32 hexadecimal digits.

    Attributes:
        group: ``caces``, ``medical`` or ``training``.
        kind: Category, type of visit, or line of renewals.
        title: The words of a training; the kind again for others.
        obtained: When it was obtained, held or completed, if that is known.
        expires: Its last day; None when it has none.
        path: Its proof, below the shared folder; None: « sans justificatif ».
    """

    employee_id: str
    group: str
    id: str
    kind: str
    title: str
    obtained: dt.date | None
    expires: dt.date | None
    path: str | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A file of a person.

    Attributes:
        id: 32 hexadecimal digits; None for a path that a record names and nobody described, as of records
            that were imported.
        kind: One of `constants.DOCUMENT_KINDS`.
        name: What to call it; a medical one has no name of its own.
        size: In bytes, None when not known.
        added: When it was taken in, None when not known.
        records: Those that name it.
    """

    id: str | None
    path: str
    kind: str
    name: str
    mime: str | None
    size: int | None
    added: dt.datetime | None
    records: tuple[RecordRow, ...]


def documents_of(employee_id: str) -> list[DocumentRow]:
    """Return every file of a person, the latest first: those taken in, and those only named by a record."""
    described = Document.select(
        Value("document"),
        Document.id,
        Document.kind,
        Document.path,
        Document.original_name,
        Document.mime,
        Document.size,
        Document.created_at,
    ).where(Document.employee == employee_id)
    named = [
        model.select(
            Value(group), model.id, kind, path, title, obtained, model.expiration_date, SQL("NULL")
        ).where(model.employee == employee_id, path.is_null(False))
        for model, group, kind, title, obtained, path in _records()
    ]
    files: dict[str, tuple[Any, ...]] = {}
    naming: dict[str, list[RecordRow]] = {}
    for source, id_, kind, path, *rest in _fetch(_union([described, *named])):
        if source == "document":
            files[path] = (id_, kind, *rest)
        else:
            title, obtained, expires, _none = rest
            record = RecordRow(employee_id, source, id_, kind, title, _day(obtained), _day(expires), path)
            naming.setdefault(path, []).append(record)
    rows = [_row(path, files.get(path), tuple(naming.get(path, ()))) for path in {**files, **naming}]
    return sorted(rows, key=lambda row: (row.added or dt.datetime.min, row.path), reverse=True)


def records_of(employee_ids: Iterable[str]) -> list[RecordRow]:
    """Return every record of some people, the latest first: what a scan may be the proof of."""
    wanted = list(employee_ids)
    if not wanted:
        return []
    arms = [
        model.select(
            model.employee,
            Value(group),
            model.id.alias("record_id"),
            kind,
            title,
            obtained.alias("obtained"),
            model.expiration_date,
            path,
        ).where(model.employee.in_(wanted))
        for model, group, kind, title, obtained, path in _records()
    ]
    return [
        _record(row) for row in _fetch(_union(arms).order_by(SQL("obtained").desc(), SQL("record_id").desc()))
    ]


def holders_of(hashes: Iterable[str]) -> dict[str, str]:
    """Return, by SHA-256, the name of somebody whose document is already stored with it."""
    query = (
        Document.select(Document.sha256, Employee.first_name, Employee.last_name)
        .join(Employee)
        .where(Document.sha256.in_(list(hashes)))
    )
    return {sha256: f"{first} {last}" for sha256, first, last in _fetch(query)}


def hash_of(path: str) -> str | None:
    """Return the SHA-256 a document was stored with; None when nobody described it."""
    document = Document.get_or_none(Document.path == path)
    return str(document.sha256) if document is not None else None


def _records() -> tuple[tuple[Any, str, Any, Any, Any, Any], ...]:
    """Return each kind of record: its model, group, kind, title, day and the field of its proof."""
    return (
        (
            Caces,
            CACES_DOCUMENT,
            Caces.kind,
            Caces.kind,
            Caces.completion_date,
            Caces.document_path,
        ),
        (
            MedicalVisit,
            MEDICAL_DOCUMENT,
            MedicalVisit.visit_type,
            MedicalVisit.visit_type,
            MedicalVisit.visit_date,
            MedicalVisit.document_path,
        ),
        (
            OnlineTraining,
            TRAINING_DOCUMENT,
            OnlineTraining.kind,
            OnlineTraining.title,
            OnlineTraining.completion_date,
            OnlineTraining.certificate_path,
        ),
    )


def _row(path: str, file: tuple[Any, ...] | None, records: tuple[RecordRow, ...]) -> DocumentRow:
    shown = PurePosixPath(path).name
    if file is None:
        kind = records[0].group if records else OTHER_DOCUMENT
        return DocumentRow(None, path, kind, shown, None, None, None, records)
    id_, kind, name, mime, size, added = file
    return DocumentRow(id_, path, kind, name or shown, mime, size, dt.datetime.fromisoformat(added), records)


def _record(row: tuple[Any, ...]) -> RecordRow:
    employee_id, group, id_, kind, title, obtained, expires, path = row
    return RecordRow(employee_id, group, id_, kind, title, _day(obtained), _day(expires), path)


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def _union(queries: list[Any]) -> Any:
    union = queries[0]
    for query in queries[1:]:
        union = union.union_all(query)
    return union


def _fetch(query: Any) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = Document._meta.database.execute(query).fetchall()
    return rows
