"""The journal: user actions, and under each the records it wrote."""

from __future__ import annotations

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, TextField, UUIDField

from cariste.database.model import Record


class AuditChange(Record):
    """One user action: who, on which PC, when, in the user's words. Append-only."""

    id = IntegerField(primary_key=True)
    uuid = UUIDField(unique=True)
    at = DateTimeField()
    username = CharField(255)
    hostname = CharField(255)
    label = CharField(400)

    class Meta:
        table_name = "changes"


class AuditEntry(Record):
    """One record written by an action. Append-only; the action's uuid with `entity_id` names the operation.

    Attributes:
        fields: JSON, ``{field: [old, new]}`` with hidden fields as ``"changed"``; None for a new
            record, whose row itself says the rest.
    """

    id = IntegerField(primary_key=True)
    change = ForeignKeyField(AuditChange, backref="entries")
    entity = CharField(40)
    entity_id = UUIDField()
    employee_id = UUIDField(null=True)
    action = CharField(40)
    fields = TextField(null=True)

    class Meta:
        table_name = "journal"
