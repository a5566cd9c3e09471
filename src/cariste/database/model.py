"""The base of every entity: keys, versions, and the gate that all writes pass."""

from __future__ import annotations

import datetime as dt
import operator
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ClassVar

from peewee import DateTimeField, IntegerField, IntegrityError, Model, UUIDField

from cariste.core.clock import now
from cariste.database.connection import proxy

INSERT, UPDATE, DELETE = "insert", "update", "delete"


class WriteOutsideChange(RuntimeError):
    """An entity was written outside `workspace.change()`: a bug."""


class NothingWritten(RuntimeError):
    """A save changed no row: the record is gone or was changed meanwhile."""


@dataclass
class Change:
    """One user action while it is being written.

    Attributes:
        label: What the user did, in the user's language.
        touched: Names of the tables written so far.
        journal_id: Its number in the journal, from its first record on.
    """

    label: str
    username: str
    hostname: str
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    at: dt.datetime = field(default_factory=now)
    touched: set[str] = field(default_factory=set)
    journal_id: int | None = None


current_change: ContextVar[Change | None] = ContextVar("current_change", default=None)

Fields = dict[str, tuple[Any, Any]]
SavedObserver = Callable[[Change, "Entity", str, Fields], None]
InsertedObserver = Callable[[Change, "type[Entity]", int], None]
saved_observers: list[SavedObserver] = []
"""Told of every entity saved or deleted: the change, the entity, the action, {field: (old, new)}."""
inserted_observers: list[InsertedObserver] = []
"""Told of every bulk insert: the change, the model, the rowid after which the new rows lie."""


class Record(Model):
    """A row that is not an entity of the firm (locks, publications, journal)."""

    class Meta:
        database = proxy
        legacy_table_names = False


class Entity(Record):
    """What the firm records. Saved one by one inside a change, or many at once by `insert_rows`.

    Attributes:
        row_version: 1 when first stored, one more at each save; None while never stored.
        hidden_in_journal: Fields whose values must not be copied in clear.
    """

    id = UUIDField(primary_key=True, default=uuid.uuid4)
    created_at = DateTimeField(default=now)
    updated_at = DateTimeField(default=now)
    row_version: Any = IntegerField()

    hidden_in_journal: ClassVar[frozenset[str]] = frozenset()

    def clean(self) -> None:
        """Fill what is derived from other fields, before validating."""

    def validate(self) -> None:
        """Raise InvalidEntity naming each field that breaks a rule."""

    def save(self, force_insert: bool = False, only: Any = None) -> int:  # noqa: ARG002 - peewee's signature
        """Clean, validate and write this record with its journal entry.

        Raises:
            InvalidEntity: A field breaks a rule; nothing is written.
            WriteOutsideChange: No `workspace.change()` is open.
            NothingWritten: The stored row has another version, or is gone.
        """
        change = _open_change()
        self.clean()
        self.validate()
        self.updated_at = now()
        fields = self._differences()
        if self.row_version is None:
            self.row_version = 1
            written, action = super().save(force_insert=True), INSERT
        else:
            written, action = self._update(), UPDATE
        if not written:
            raise NothingWritten(f"{self._meta.table_name} {self.id}")
        _tell(change, self, action, fields)
        return 1

    def delete_instance(self, recursive: bool = False, delete_nullable: bool = False) -> int:
        """Delete this record; foreign keys delete what lies below it.

        Raises:
            WriteOutsideChange: No `workspace.change()` is open.
            NothingWritten: The row is gone already.
        """
        change = _open_change()
        fields = {name: (value, None) for name, value in self.__data__.items()}
        written = super().delete_instance(recursive, delete_nullable)
        if not written:
            raise NothingWritten(f"{self._meta.table_name} {self.id}")
        _tell(change, self, DELETE, fields)
        return int(written)

    def _differences(self) -> Fields:
        stored: Mapping[str, Any] = {}
        if self.row_version is not None:
            model = type(self)
            stored = model.select().where(model.id == self.id).dicts().first() or {}
        ignored = {"id", "row_version", "updated_at", "created_at"}
        return {
            name: (stored.get(name), value)
            for name, value in self.__data__.items()
            if name not in ignored and stored.get(name) != value
        }

    def _update(self) -> int:
        model, version = type(self), self.row_version
        data = {name: value for name, value in self.__data__.items() if name not in {"id", "row_version"}}
        query = model.update(row_version=version + 1, **data)
        written = query.where((model.id == self.id) & (model.row_version == version)).execute()
        self.row_version = version + 1
        return int(written)

    @classmethod
    def insert_rows(cls, rows: Iterable[Mapping[str, Any]]) -> int:
        """Insert many new records by one prepared statement, and journal them.

        The rows are dictionaries by column name (``employee_id``, not ``employee``); ids are made
        where missing. The caller has parsed them; the schema's named CHECK constraints refuse the rest.

        Returns:
            How many were written.

        Raises:
            WriteOutsideChange: No `workspace.change()` is open.
            peewee.IntegrityError: A row breaks a constraint; the change must be given up.
        """
        change = _open_change()
        columns, values = _in_columns(cls, change, rows)
        if not values:
            return 0
        table = cls._meta.table_name
        database = cls._meta.database
        first = database.execute_sql(f'SELECT coalesce(max(rowid), 0) FROM "{table}"').fetchone()[0]
        marks = ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{table}" ({", ".join(columns)}, row_version) VALUES ({marks}, 1)'
        try:
            with database.atomic():
                database.connection().executemany(statement, values)
        except sqlite3.IntegrityError as error:
            raise IntegrityError(*error.args) from error
        change.touched.add(table)
        for observer in inserted_observers:
            observer(change, cls, first)
        return len(values)


def _open_change() -> Change:
    change = current_change.get()
    if change is None:
        raise WriteOutsideChange("open workspace.change() first")
    return change


def _tell(change: Change, entity: Entity, action: str, fields: Fields) -> None:
    change.touched.add(entity._meta.table_name)
    for observer in saved_observers:
        observer(change, entity, action, fields)


def _in_columns(
    model: type[Entity], change: Change, rows: Iterable[Mapping[str, Any]]
) -> tuple[list[str], list[list[Any]]]:
    """Return the columns to fill and the values of each row, as SQLite stores them."""
    stamp = str(change.at)
    common = {**_constant_defaults(model), "created_at": stamp, "updated_at": stamp}
    full = [{**common, **row, "id": row.get("id") or uuid.uuid4().hex} for row in rows]
    # Columns that no row fills are left to their NULL: half the work for people of whom little is known.
    filled = set().union(*full)
    names = (model._meta.fields[name].column_name for name in model._meta.sorted_field_names)
    columns = [name for name in names if name in filled and name != "row_version"]
    if not full:
        return columns, []
    pick = operator.itemgetter(*columns)
    try:
        return columns, [_storable(pick(row)) for row in full]
    except KeyError:  # rows that do not all fill the same columns
        return columns, [_storable([row.get(column) for column in columns]) for row in full]


def _constant_defaults(model: type[Entity]) -> dict[str, Any]:
    return {
        field.column_name: field.default
        for field in model._meta.sorted_fields
        if field.default is not None and not callable(field.default)
    }


def _storable(values: Iterable[Any]) -> list[Any]:
    return [value if value.__class__ in _AS_STORED else _converted(value) for value in values]


def _converted(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    return str(value) if isinstance(value, dt.date) else value


_AS_STORED = frozenset({str, int, type(None)})
