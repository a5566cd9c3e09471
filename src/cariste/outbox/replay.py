"""Edits that wait, written again onto newer data. docs/storage.md, « A change »."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from peewee import SqliteDatabase

from cariste.audit.models import AuditChange, AuditEntry
from cariste.core.i18n import _
from cariste.database.connection import write_transaction
from cariste.database.model import Change, current_change, perform_all
from cariste.outbox.models import OutboxItem
from cariste.outbox.outbox import Outbox, operation_of


def replay(outbox: Outbox, database: SqliteDatabase) -> None:
    """Bring the edits that wait into a working copy that has just been fetched.

    Each row: the operation is in the journal already, or every field has its new value: nothing to do,
    it is published with the next number. Every field still has its old value: it is written. Otherwise it
    becomes a conflict, which a person decides. Call inside `workspace.reading()`.
    """
    outbox.thaw()
    waiting = outbox.unsent()
    for _change_id, group in itertools.groupby(waiting, key=attrgetter("change")):
        _replay_change(outbox, database, list(group))


def arrived(items: Sequence[OutboxItem]) -> list[OutboxItem]:
    """Return those whose operation is in the journal of the database in use."""
    wanted = [*{item.change for item in items}]
    known: Any = AuditChange.select(AuditChange.uuid, AuditChange.id).where(AuditChange.uuid.in_(wanted))
    changes: dict[UUID, int] = dict(known.tuples())
    rows: Any = (
        AuditEntry.select(AuditEntry.change, AuditEntry.entity, AuditEntry.entity_id)
        .where(AuditEntry.change.in_([*changes.values()]))
        .tuples()
    )
    found = {(number, entity, entity_id.hex) for number, entity, entity_id in rows}
    return [item for item in items if (changes.get(item.change), item.entity, item.entity_id) in found]


def change_of(item: OutboxItem) -> Change:
    """Return the user action an edit belongs to, as the journal knows it or will."""
    change = Change(item.label, item.username, item.hostname, id=item.change, at=item.at)
    known = AuditChange.get_or_none(AuditChange.uuid == item.change)
    change.journal_id = known.id if known is not None else None
    return change


def _replay_change(outbox: Outbox, database: SqliteDatabase, items: list[OutboxItem]) -> None:
    done = {item.id for item in arrived(items)}
    left = [item for item in items if item.id not in done]
    if not left:
        return
    by_operation = {operation_of(item): item.id for item in left}
    token = current_change.set(change := change_of(left[0]))
    try:
        with write_transaction(database):
            clashing = perform_all(change, by_operation)
    finally:
        current_change.reset(token)
    for operation in clashing:
        outbox.clashed(by_operation[operation], _("Somebody else changed this record meanwhile."))
