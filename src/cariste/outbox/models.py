"""A line of the outbox; it lies in `outbox.db` on this PC, never on the share."""

from __future__ import annotations

from peewee import (
    AutoField,
    CharField,
    DatabaseProxy,
    DateTimeField,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)

PENDING, SYNCING, SYNCED, FAILED, CONFLICT = "pending", "syncing", "synced", "failed", "conflict"
DEFAULT_RETRIES, MOST_RETRIES = 3, 10

box = DatabaseProxy()
"""The outbox all queries go to; filled by `Outbox`."""


class OutboxItem(Model):
    """One row written by a user action, until everybody has it.

    The action's uuid with the row's table and id is the operation id: the journal of a publication that
    contains it says that it arrived.

    Attributes:
        fields: JSON, ``{column: [before, after]}``; emptied once everybody has it.
        base_version: The row version it was made on; 0 for a new row.
        status: `PENDING`, `SYNCING` (frozen into the publication being sent), `SYNCED`, `FAILED` (the share
            refused it too often), or `CONFLICT` (the row was changed by somebody else: a person decides).
    """

    id = AutoField()
    change = UUIDField()
    label = CharField(400)
    username = CharField(255)
    hostname = CharField(255)
    at = DateTimeField()
    entity = CharField(40)
    entity_id = CharField(32)
    employee_id = CharField(32, null=True)
    action = CharField(40)
    fields = TextField()
    base_version = IntegerField()
    status = CharField(40, default=PENDING)
    retry_count = IntegerField(default=0)
    max_retries = IntegerField(default=DEFAULT_RETRIES)
    last_error = TextField(null=True)
    created_at = DateTimeField()
    synced_at = DateTimeField(null=True)

    class Meta:
        database = box
        table_name = "outbox"
        legacy_table_names = False
        indexes = ((("status", "id"), False), (("change",), False))
