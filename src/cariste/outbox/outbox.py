"""What waits on this PC to be published: written before the working copy, kept until everybody has it."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from peewee import SqliteDatabase, chunked, fn

from cariste.core.clock import now
from cariste.database.connection import connected, open_for_writing
from cariste.database.model import Change
from cariste.database.operations import Operation
from cariste.outbox.models import (
    CONFLICT,
    FAILED,
    MOST_RETRIES,
    PENDING,
    SYNCED,
    SYNCING,
    OutboxItem,
    box,
)
from cariste.share.remembered import MEMORY_NAME

KEPT_AFTER = dt.timedelta(days=7)
"""How long the bare line of a published edit stays, for whoever wonders when it left."""
_UNSENT = (PENDING, SYNCING, FAILED)
_AT_ONCE = 500
_using = threading.RLock()


class Counts(NamedTuple):
    """How many edits are not yet with everybody.

    Attributes:
        waiting: Recorded here, to be published.
        failed: Of these, those that the share refused too often.
        conflicts: Clashing with somebody else's; a person decides.
        problem: Why the last try failed; None when nothing failed.
        last: When the newest of those that wait was recorded; None when nothing waits.
    """

    waiting: int = 0
    failed: int = 0
    conflicts: int = 0
    problem: str | None = None
    last: dt.datetime | None = None


class Outbox:
    """The edits of this PC, in the order in which they were made. One process writes, others may look."""

    def __init__(self, local: Path) -> None:
        self._database: SqliteDatabase = open_for_writing(local / MEMORY_NAME)
        with self._open():
            box.create_tables([OutboxItem], safe=True)

    @contextlib.contextmanager
    def _open(self) -> Iterator[None]:
        # One at a time: the models know one outbox, a process may have several folders open.
        with _using:
            box.initialize(self._database)
            with connected(self._database):
                yield

    @property
    def database(self) -> SqliteDatabase:
        """Where the lines lie, on this PC."""
        return self._database

    # -- an edit comes -------------------------------------------------------------------------

    def keep(self, change: Change, operations: Sequence[Operation]) -> None:
        """Write what a change did, before the working copy commits it."""
        stamp = now()
        common = (change.id.hex, change.label, change.username, change.hostname, str(change.at))
        rows = [
            (*common, one.entity, one.entity_id, one.employee_id, one.action, one.text, one.base_version)
            for one in operations
        ]
        with self._open(), self._database.atomic("IMMEDIATE"):
            connection: Any = self._database.connection()  # type: ignore[no-untyped-call]
            connection.executemany(
                "INSERT INTO outbox (change, label, username, hostname, at, entity, entity_id, employee_id,"
                " action, fields, base_version, status, retry_count, max_retries, created_at)"
                f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{PENDING}', 0, 3, '{stamp}')",
                rows,
            )

    def forget(self, change: uuid.UUID) -> None:
        """Forget a change that the working copy did not take."""
        with self._open():
            OutboxItem.delete().where(OutboxItem.change == change).execute()

    # -- it leaves -----------------------------------------------------------------------------

    def freeze(self) -> None:
        """Mark what the publication made now contains."""
        self._set_status((PENDING, FAILED), SYNCING)

    def published(self) -> None:
        """Note that the publication counts: what was frozen into it is with everybody now."""
        with self._open(), self._database.atomic("IMMEDIATE"):
            moment = now()
            # What the share refused too often is in these bytes, too: nothing fails that was not frozen.
            frozen = OutboxItem.status.in_((SYNCING, FAILED))
            OutboxItem.update(status=SYNCED, synced_at=moment, fields="{}", last_error=None).where(
                frozen
            ).execute()
            OutboxItem.delete().where(
                (OutboxItem.status == SYNCED) & (OutboxItem.synced_at < moment - KEPT_AFTER)
            ).execute()

    def thaw(self) -> None:
        """Let wait again what was frozen into a publication that will not count."""
        self._set_status((SYNCING,), PENDING)

    def unreachable(self, problem: str) -> None:
        """Note why the share could not be asked; tries are not counted."""
        with self._open():
            OutboxItem.update(last_error=problem).where(OutboxItem.status.in_(_UNSENT)).execute()

    def refused(self, problem: str) -> int | None:
        """Count a refusal by the share; return how many there were, None when it was one too many."""
        with self._open(), self._database.atomic("IMMEDIATE"):
            unsent = OutboxItem.status.in_((SYNCING, FAILED))
            tries = OutboxItem.retry_count + 1
            OutboxItem.update(retry_count=tries, last_error=problem).where(unsent).execute()
            limit = fn.MIN(OutboxItem.max_retries, MOST_RETRIES)
            OutboxItem.update(status=FAILED).where(unsent & (OutboxItem.retry_count > limit)).execute()
            counted = OutboxItem.select(fn.MAX(OutboxItem.retry_count)).where(OutboxItem.status == SYNCING)
            tried: int | None = counted.scalar()
        return tried

    def retry(self) -> None:
        """Let what was refused be tried again from the start; why it was is forgotten."""
        with self._open(), self._database.atomic("IMMEDIATE"):
            unsent = OutboxItem.status.in_(_UNSENT)
            OutboxItem.update(retry_count=0, last_error=None).where(unsent).execute()
            OutboxItem.update(status=PENDING).where(OutboxItem.status == FAILED).execute()

    def clashed(self, item_id: int, problem: str) -> None:
        """Note that an edit clashes with somebody else's."""
        with self._open():
            OutboxItem.update(status=CONFLICT, last_error=problem).where(OutboxItem.id == item_id).execute()

    def settled(self, item_ids: Sequence[int]) -> None:
        """Note that edits need nothing more: applied elsewhere already, or given up by a person."""
        with self._open():
            for ids in chunked(item_ids, _AT_ONCE):
                OutboxItem.update(status=SYNCED, synced_at=now(), fields="{}", last_error=None).where(
                    OutboxItem.id.in_(ids)
                ).execute()

    def _set_status(self, former: tuple[str, ...], status: str) -> None:
        with self._open():
            OutboxItem.update(status=status).where(OutboxItem.status.in_(former)).execute()

    # -- looking -------------------------------------------------------------------------------

    @property
    def something_waits(self) -> bool:
        """Whether the next publication has something to carry; what failed waits for a person."""
        with self._open():
            return bool(OutboxItem.select().where(OutboxItem.status.in_((PENDING, SYNCING))).exists())

    def unsent(self) -> list[OutboxItem]:
        """Return the edits that are not published, without those that clash, oldest first."""
        return self._list(OutboxItem.status.in_(_UNSENT))

    def open_items(self) -> list[OutboxItem]:
        """Return everything that is not with everybody yet, oldest first."""
        return self._list(OutboxItem.status != SYNCED)

    def conflict(self, item_id: int) -> OutboxItem | None:
        """Return an edit that clashes; None when there is none of this number any more."""
        found = self._list((OutboxItem.id == item_id) & (OutboxItem.status == CONFLICT))
        return found[0] if found else None

    def counts(self) -> Counts:
        """Count what is not with everybody yet: user actions, not rows."""
        per_status: Any = (
            OutboxItem.select(
                OutboxItem.status,
                fn.COUNT(OutboxItem.change.distinct()),
                fn.COUNT(OutboxItem.id),
                fn.MAX(OutboxItem.last_error),
                fn.MAX(OutboxItem.at),
            )
            .where(OutboxItem.status != SYNCED)
            .group_by(OutboxItem.status)
        )
        with self._open():
            found = {status: rest for status, *rest in per_status.tuples()}
        problems = [found[status][2] for status in (FAILED, SYNCING, PENDING) if status in found]
        changes = {status: rest[0] for status, rest in found.items()}
        return Counts(
            sum(changes.get(status, 0) for status in _UNSENT),
            changes.get(FAILED, 0),
            found[CONFLICT][1] if CONFLICT in found else 0,
            next((problem for problem in problems if problem), None),
            max((found[status][3] for status in _UNSENT if status in found), default=None),
        )

    def _list(self, condition: Any) -> list[OutboxItem]:
        with self._open():
            return list(OutboxItem.select().where(condition).order_by(OutboxItem.id))


def operation_of(item: OutboxItem) -> Operation:
    """Return what an edit does to its row."""
    return Operation(
        item.entity, item.entity_id, item.employee_id, item.action, item.fields, item.base_version
    )
