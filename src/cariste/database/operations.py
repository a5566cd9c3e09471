"""One row written by a user action: what the journal tells, the outbox sends again, and undo turns round."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from peewee import IntegrityError

if TYPE_CHECKING:
    from cariste.database.model import Entity

INSERT, UPDATE, DELETE = "insert", "update", "delete"
BOOKKEEPING = frozenset({"id", "row_version", "created_at", "updated_at"})
"""Columns the program keeps for itself: they never decide whether two edits clash."""

Row = dict[str, Any]
"""A stored row by column name, with the values as SQLite keeps them."""
Fields = dict[str, tuple[Any, Any]]
"""What became of each column: its value before and after, as SQLite keeps them."""

_REVERSED = {INSERT: DELETE, UPDATE: UPDATE, DELETE: INSERT}


@dataclass(frozen=True, slots=True)
class Operation:
    """One row inserted, updated or deleted.

    Attributes:
        entity: The table.
        entity_id: The row, 32 hexadecimal digits.
        employee_id: Whose record it is; None for what belongs to nobody.
        action: `INSERT`, `UPDATE` or `DELETE`.
        text: JSON, ``{column: [before, after]}``; parsed only when asked for, an import has thousands.
        base_version: The row version it was made on; 0 for a new row.
    """

    entity: str
    entity_id: str
    employee_id: str | None
    action: str
    text: str
    base_version: int

    @classmethod
    def between(cls, model: type[Entity], before: Row | None, after: Row | None) -> Operation:
        """Return what leads from one state of a row to another; None stands for no row."""
        known = after or before or {}
        action = UPDATE if before and after else INSERT if after else DELETE
        was, became = before or {}, after or {}
        fields = {
            name: (was.get(name), became.get(name))
            for name in known
            if name != "row_version" and was.get(name) != became.get(name)
        }
        table = model._meta.table_name
        owner = known["id"] if table == "employees" else known.get("employee_id")
        return cls(table, known["id"], owner, action, as_text(fields), was.get("row_version", 0))

    @property
    def fields(self) -> Fields:
        """What became of each column."""
        return {name: (pair[0], pair[1]) for name, pair in json.loads(self.text).items()}

    @property
    def said(self) -> Fields:
        """What became of each column that a person may care about."""
        return {name: pair for name, pair in self.fields.items() if name not in BOOKKEEPING}

    def inverse(self) -> Operation:
        """Return the operation that takes this one back."""
        turned = {name: (after, before) for name, (before, after) in self.fields.items()}
        return Operation(
            self.entity, self.entity_id, self.employee_id, _REVERSED[self.action], as_text(turned), 0
        )

    def followed_by(self, later: Operation) -> Operation | None:
        """Return this and a later operation on the same row as one; None when nothing is left to do."""
        fields = self.fields
        for name, (before, after) in later.fields.items():
            fields[name] = (fields[name][0] if name in fields else before, after)
        if self.action == INSERT and later.action == DELETE:
            return None
        action = INSERT if self.action == INSERT else later.action
        if (self.action, later.action) == (DELETE, INSERT):
            action = UPDATE
        changed = {name: pair for name, pair in fields.items() if pair[0] != pair[1] or action != UPDATE}
        return Operation(
            self.entity, self.entity_id, self.employee_id, action, as_text(changed), self.base_version
        )


def joined(operations: Iterable[Operation]) -> list[Operation]:
    """Return one operation per row, in the order in which the rows were first written."""
    found: dict[tuple[str, str], Operation | None] = {}
    for one in operations:
        key = (one.entity, one.entity_id)
        earlier = found.get(key)
        if earlier is None and key in found:
            del found[key]  # made, deleted and made again: its place is the last
        found[key] = one if earlier is None else earlier.followed_by(one)
    return [one for one in found.values() if one is not None]


def as_text(fields: Mapping[str, tuple[Any, Any]]) -> str:
    """Return fields as the JSON an operation carries."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def stored(value: Any) -> Any:
    """Return a value as SQLite keeps it."""
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, bool):
        return int(value)
    return str(value) if isinstance(value, dt.date) else value


def stored_row(model: type[Entity], row_id: str) -> Row | None:
    """Read a row as it lies in the database; None when there is none."""
    names = columns(model)
    found = model._meta.database.execute_sql(
        f"SELECT {', '.join(names)} FROM {model._meta.table_name} WHERE id = ?", (row_id,)
    ).fetchone()
    return None if found is None else dict(zip(names, found, strict=True))


def columns(model: type[Entity]) -> list[str]:
    """Return the columns of a table in the order of its model."""
    return [field.column_name for field in model._meta.sorted_fields]


class Outcome(Enum):
    """What came of trying an operation on a row that may have changed since it was made."""

    APPLIED = "applied"
    ALREADY = "already"
    CLASHES = "clashes"


def attempt(model: type[Entity], operation: Operation) -> Outcome:
    """Write an operation if every field is still what it was; leave the row alone otherwise.

    Fields that already have the new value are no obstacle. Journal and observers are the caller's business.
    """
    if not set(operation.fields) <= {*columns(model)}:
        return Outcome.CLASHES  # made with another schema
    present = stored_row(model, operation.entity_id)
    try:
        with model._meta.database.atomic():
            return _ATTEMPTS[operation.action](model, operation, present)
    except (IntegrityError, sqlite3.IntegrityError):
        return Outcome.CLASHES  # the person is gone, or the number is somebody else's now


def write_row(model: type[Entity], row: Row) -> None:
    """Insert a row as given."""
    marks = ", ".join("?" * len(row))
    model._meta.database.execute_sql(
        f"INSERT INTO {model._meta.table_name} ({', '.join(row)}) VALUES ({marks})", list(row.values())
    )


def _insert(model: type[Entity], operation: Operation, present: Row | None) -> Outcome:
    wanted = {name: after for name, (_before, after) in operation.fields.items()}
    if present is not None:
        same = all(present.get(name) == value for name, value in wanted.items() if name not in BOOKKEEPING)
        return Outcome.ALREADY if same else Outcome.CLASHES
    write_row(model, {"row_version": 1, **wanted})
    return Outcome.APPLIED


def _update(model: type[Entity], operation: Operation, present: Row | None) -> Outcome:
    if present is None:
        return Outcome.CLASHES
    compared = {name: pair for name, pair in operation.said.items() if name not in model.derived}
    if all(present[name] == after for name, (_before, after) in compared.items()):
        return Outcome.ALREADY
    if any(present[name] not in pair for name, pair in compared.items()):
        return Outcome.CLASHES
    rewrite(model, present, {name: after for name, (_before, after) in operation.fields.items()})
    return Outcome.APPLIED


def _delete(model: type[Entity], operation: Operation, present: Row | None) -> Outcome:
    if present is None:
        return Outcome.ALREADY
    known = {name: before for name, (before, _after) in operation.said.items()}
    # A column that is not said was empty: whoever filled it since shall not lose it.
    if any(present[name] != known.get(name) for name in present.keys() - BOOKKEEPING - model.derived):
        return Outcome.CLASHES
    if any(
        below.select().where(foreign_key == operation.entity_id).exists()
        for foreign_key, below in model._meta.backrefs.items()
    ):
        return Outcome.CLASHES  # what belongs to it now was not meant to go with it
    table = model._meta.table_name
    model._meta.database.execute_sql(f"DELETE FROM {table} WHERE id = ?", (operation.entity_id,))
    return Outcome.APPLIED


_ATTEMPTS = {INSERT: _insert, UPDATE: _update, DELETE: _delete}


def rewrite(model: type[Entity], present: Row, values: Row) -> None:
    """Give a row new values; what is derived from them follows, and its version grows."""
    after = {**present, **values}
    after.update(model.derived_columns(after))
    after["row_version"] = present["row_version"] + 1
    changed = {name: value for name, value in after.items() if value != present[name]}
    assignments = ", ".join(f"{name} = ?" for name in changed)
    model._meta.database.execute_sql(
        f"UPDATE {model._meta.table_name} SET {assignments} WHERE id = ?", [*changed.values(), present["id"]]
    )
