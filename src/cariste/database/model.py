"""The base of every entity: keys, versions, and the gate that all writes pass."""

from __future__ import annotations

import datetime as dt
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ClassVar

from peewee import DateTimeField, IntegerField, IntegrityError, Model, UUIDField

from cariste.core.clock import now
from cariste.core.errors import GivenUp
from cariste.core.i18n import _
from cariste.database.connection import proxy
from cariste.database.operations import (
    INSERT,
    Operation,
    Outcome,
    Row,
    attempt,
    columns,
    stored,
    stored_row,
)


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
        operations: Every row written so far, in order.
        journal_id: Its number in the journal, from its first record on.
        expected: How many rows it will write in all, as far as that is known; 0 before.
        given_up: Set by another thread: the next row shall be the last, and none of them kept.
    """

    label: str
    username: str
    hostname: str
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    at: dt.datetime = field(default_factory=now)
    touched: set[str] = field(default_factory=set)
    operations: list[Operation] = field(default_factory=list)
    journal_id: int | None = None
    expected: int = 0
    given_up: bool = False


current_change: ContextVar[Change | None] = ContextVar("current_change", default=None)

SavedObserver = Callable[[Change, "type[Entity]", Operation], None]
InsertedObserver = Callable[[Change, "type[Entity]", int], None]
saved_observers: list[SavedObserver] = []
"""Told of every row saved or deleted one by one: the change, the model, the operation."""
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
        hidden_in_journal: Columns whose values must not be copied in clear.
        derived: Columns that follow from several others: two edits of those do not clash in these.
    """

    id = UUIDField(primary_key=True, default=uuid.uuid4)
    created_at = DateTimeField(default=now)
    updated_at = DateTimeField(default=now)
    row_version: Any = IntegerField()

    hidden_in_journal: ClassVar[frozenset[str]] = frozenset()
    derived: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def derived_columns(cls, row: Row) -> Row:  # noqa: ARG003 - for those that derive something
        """Return the `derived` columns of a stored row, reckoned again."""
        return {}

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
        model = type(self)
        before = None if self.row_version is None else stored_row(model, self.id.hex)
        if before is not None and not self._differs_from(before):
            return 0
        self.updated_at = now()
        if self.row_version is None:
            self.row_version = 1
            written = super().save(force_insert=True)
        else:
            written = self._update()
        if not written:
            raise NothingWritten(f"{self._meta.table_name} {self.id}")
        note(change, model, Operation.between(model, before, stored_row(model, self.id.hex)))
        return 1

    def delete_instance(self, recursive: bool = False, delete_nullable: bool = False) -> int:
        """Delete this record and what belongs to it, each with its journal entry.

        Raises:
            WriteOutsideChange: No `workspace.change()` is open.
            NothingWritten: The row is gone already.
        """
        change = _open_change()
        for foreign_key, below in self._meta.backrefs.items():
            for record in below.select().where(foreign_key == self):
                record.delete_instance()
        before = stored_row(type(self), self.id.hex)
        written = super().delete_instance(recursive, delete_nullable)
        if not written:
            raise NothingWritten(f"{self._meta.table_name} {self.id}")
        note(change, type(self), Operation.between(type(self), before, None))
        return int(written)

    def _differs_from(self, before: Row) -> bool:
        if before["row_version"] != self.row_version:
            return True  # the update will find that somebody was faster
        ignored = {"id", "row_version", "updated_at", "created_at"}
        fields = self._meta.fields
        return any(
            stored(fields[name].db_value(value)) != before[fields[name].column_name]
            for name, value in self.__data__.items()
            if name not in ignored
        )

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
        change.operations.extend(_inserted_after(cls, first))
        for observer in inserted_observers:
            observer(change, cls, first)
        return len(values)


def _open_change() -> Change:
    change = current_change.get()
    if change is None:
        raise WriteOutsideChange("open workspace.change() first")
    return change


def expect(rows: int) -> None:
    """Say that so many more rows will be written in the open change, for whoever waits for its end.

    Raises:
        WriteOutsideChange: No `workspace.change()` is open.
    """
    change = _open_change()
    change.expected = max(change.expected, len(change.operations) + rows)


def note(change: Change, model: type[Entity], operation: Operation) -> None:
    """Enter a row written by other means than `save` into the change, and tell the observers.

    Raises:
        GivenUp: Somebody asked for it meanwhile.
    """
    if change.given_up:
        raise GivenUp(_("Stopped. Nothing was changed."))
    change.touched.add(operation.entity)
    change.operations.append(operation)
    for observer in saved_observers:
        observer(change, model, operation)


def perform(change: Change, operation: Operation) -> Outcome:
    """Write an operation made elsewhere or earlier, with its journal entry, unless the row has changed since.

    The change must be the current one. What cannot be written leaves no trace.
    """
    model = entities().get(operation.entity)
    if model is None:
        return Outcome.CLASHES  # of another version of the program
    before = stored_row(model, operation.entity_id)
    outcome = attempt(model, operation)
    if outcome is Outcome.APPLIED:
        note(change, model, Operation.between(model, before, stored_row(model, operation.entity_id)))
    return outcome


def perform_all(change: Change, operations: Iterable[Operation]) -> list[Operation]:
    """Perform operations in this order; return those that clash with what lies there now.

    One row may have to wait for another: a number changes hands only once it is free.
    """
    left = list(operations)
    change.expected = len(change.operations) + len(left)
    while left:
        clashing = [one for one in left if perform(change, one) is Outcome.CLASHES]
        if len(clashing) == len(left):
            break
        left = clashing
    return left


def entities() -> dict[str, type[Entity]]:
    """Return every kind of entity by the name of its table."""
    return {model._meta.table_name: model for model in _below(Entity)}


def _below(model: type[Entity]) -> Iterator[type[Entity]]:
    for kind in model.__subclasses__():
        yield kind
        yield from _below(kind)


def _inserted_after(model: type[Entity], rowid: int) -> list[Operation]:
    """Return an operation for each row after a rowid, its JSON made by SQLite itself."""
    names, table = columns(model), model._meta.table_name
    pairs = ", ".join(f"'{name}', json_array(NULL, {name})" for name in names if name != "row_version")
    owner = "id" if table == "employees" else "employee_id" if "employee_id" in names else "NULL"
    rows = model._meta.database.execute_sql(
        f"SELECT id, {owner}, json_object({pairs}) FROM {table} WHERE rowid > ?", (rowid,)
    )
    return [Operation(table, row_id, person, INSERT, text, 0) for row_id, person, text in rows]


def _in_columns(
    model: type[Entity], change: Change, rows: Iterable[Mapping[str, Any]]
) -> tuple[list[str], list[list[Any]]]:
    """Return the columns to fill and the values of each row, as SQLite stores them."""
    stamp = str(change.at)
    common = {**_constant_defaults(model), "created_at": stamp, "updated_at": stamp}
    given = [row if row.get("id") else {**row, "id": uuid.uuid4().hex} for row in rows]
    # Columns that no row fills are left to their NULL: half the work for people of whom little is known.
    filled = set(common).union(*given)
    names = (model._meta.fields[name].column_name for name in model._meta.sorted_field_names)
    columns = [name for name in names if name in filled and name != "row_version"]
    defaults = [(column, common.get(column)) for column in columns]
    return columns, [
        [
            value if (value := row.get(column, default)).__class__ in _AS_STORED else stored(value)
            for column, default in defaults
        ]
        for row in given
    ]


def _constant_defaults(model: type[Entity]) -> dict[str, Any]:
    return {
        field.column_name: field.default
        for field in model._meta.sorted_fields
        if field.default is not None and not callable(field.default)
    }


_AS_STORED = frozenset({str, int, type(None)})
