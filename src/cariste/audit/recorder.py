"""Hears of every write from the entities and adds its line to the journal."""

from __future__ import annotations

import json

from cariste.audit.models import AuditChange, AuditEntry
from cariste.database import model
from cariste.database.journal_rows import journal_inserted
from cariste.database.model import Change, Entity
from cariste.database.operations import BOOKKEEPING, DELETE, INSERT, Operation

CHANGED = "changed"


def install() -> None:
    """Start listening; calling it again changes nothing."""
    if record_saved not in model.saved_observers:
        model.saved_observers.append(record_saved)
    if record_inserted not in model.inserted_observers:
        model.inserted_observers.append(record_inserted)


def record_saved(change: Change, model: type[Entity], operation: Operation) -> None:
    """Write the line of one row saved or deleted."""
    told = None if operation.action == INSERT else _told(operation, model.hidden_in_journal)
    AuditEntry.insert(
        change=_entered(change),
        entity=operation.entity,
        entity_id=operation.entity_id,
        employee_id=operation.employee_id,
        action=operation.action,
        fields=told,
    ).execute()


def record_inserted(change: Change, inserted: type[Entity], after_rowid: int) -> None:
    """Write the lines of a bulk insert, inside the database, without bringing the rows here."""
    journal_inserted(_entered(change), inserted, after_rowid)


def _entered(change: Change) -> int:
    """Return the number under which the journal knows this action; its first record enters it."""
    if change.journal_id is None:
        change.journal_id = AuditChange.create(
            uuid=change.id,
            at=change.at,
            username=change.username,
            hostname=change.hostname,
            label=change.label,
        ).id
    return change.journal_id


def _told(operation: Operation, hidden: frozenset[str]) -> str:
    told = {
        name: CHANGED if name in hidden else pair
        for name, pair in operation.fields.items()
        if operation.action == DELETE or name not in BOOKKEEPING
    }
    return json.dumps(told, ensure_ascii=False)
