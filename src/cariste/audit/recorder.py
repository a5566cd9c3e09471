"""Hears of every write from the entities and adds its line to the journal."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

from cariste.audit.models import AuditChange, AuditEntry
from cariste.database import model
from cariste.database.journal_rows import journal_inserted
from cariste.database.model import INSERT, Change, Entity, Fields

CHANGED = "changed"


def install() -> None:
    """Start listening; calling it again changes nothing."""
    if record_saved not in model.saved_observers:
        model.saved_observers.append(record_saved)
    if record_inserted not in model.inserted_observers:
        model.inserted_observers.append(record_inserted)


def record_saved(change: Change, entity: Entity, action: str, fields: Fields) -> None:
    """Write the line of one entity saved or deleted."""
    table = entity._meta.table_name
    told = (
        None if action == INSERT else json.dumps(_told(fields, entity.hidden_in_journal), ensure_ascii=False)
    )
    AuditEntry.create(
        change=_entered(change),
        entity=table,
        entity_id=entity.id,
        employee_id=entity.id if table == "employees" else entity.__data__.get("employee"),
        action=action,
        fields=told,
    )


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


def _told(fields: Fields, hidden: frozenset[str]) -> dict[str, Any]:
    return {
        name: CHANGED if name in hidden else [_plain(old), _plain(new)] for name, (old, new) in fields.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    return str(value) if isinstance(value, dt.date) else value
