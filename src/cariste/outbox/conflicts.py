"""What waits, as a person reads it; and the decision about an edit that clashes with somebody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.database.model import Change, Entity, entities, note
from cariste.database.operations import (
    BOOKKEEPING,
    DELETE,
    INSERT,
    Fields,
    Operation,
    Row,
    rewrite,
    stored_row,
    write_row,
)
from cariste.outbox.models import CONFLICT, OutboxItem
from cariste.outbox.outbox import Outbox, operation_of


class WaitingEdit(NamedTuple):
    """One row of a user action that is not with everybody yet.

    Attributes:
        id: Its number in the outbox.
        change: The user action, 32 hexadecimal digits: rows of one action belong together.
        label: What the user did.
        at: When.
        entity, entity_id, action: The table, the row and what was done to it.
        person: Whose record it is; None when it is nobody's, or that person is gone.
        fields: ``{column: (before, after)}``, as SQLite keeps them, without bookkeeping.
        status: As `OutboxItem.status`.
        problem: Why the last try failed, or what clashes.
        tries: How often the share refused it.
        theirs: For a conflict, the row as it is now; None when it is gone or nothing clashes.
    """

    id: int
    change: str
    label: str
    at: dt.datetime
    entity: str
    entity_id: str
    action: str
    person: str | None
    fields: Fields
    status: str
    problem: str | None
    tries: int
    theirs: Row | None

    @property
    def adds(self) -> bool:
        """Whether it made a new record."""
        return self.action == INSERT

    @property
    def deletes(self) -> bool:
        """Whether it took a record away."""
        return self.action == DELETE

    @property
    def clashing(self) -> list[str]:
        """Columns in which somebody else wrote something of his own."""
        if self.theirs is None:
            return []
        theirs = self.theirs
        return [name for name, pair in self.fields.items() if theirs.get(name) not in pair]


def waiting_edits(outbox: Outbox) -> list[WaitingEdit]:
    """Return everything that is not with everybody yet, oldest first. Call inside `workspace.reading()`."""
    items = outbox.open_items()
    names = _names(items)
    return [_as_read(item, names) for item in items]


def _as_read(item: OutboxItem, names: dict[str, str]) -> WaitingEdit:
    operation, model = operation_of(item), entities().get(item.entity)
    hidden = BOOKKEEPING | (model.derived if model is not None else frozenset())
    theirs = stored_row(model, item.entity_id) if model is not None and item.status == CONFLICT else None
    return WaitingEdit(
        item.id,
        item.change.hex,
        item.label,
        item.at,
        item.entity,
        item.entity_id,
        item.action,
        names.get(item.employee_id or ""),
        {name: pair for name, pair in operation.fields.items() if name not in hidden},
        item.status,
        item.last_error,
        item.retry_count,
        theirs,
    )


def _names(items: list[OutboxItem]) -> dict[str, str]:
    """Return the names of the people concerned; those who are new say theirs themselves."""
    employees = entities().get("employees")
    wanted = {item.employee_id for item in items if item.employee_id}
    found: dict[str, str] = {}
    for item in items:
        if item.entity == "employees" and item.action in {INSERT, DELETE}:
            values = {name: pair[item.action == INSERT] for name, pair in operation_of(item).fields.items()}
            found[item.entity_id] = f"{values.get('first_name')} {values.get('last_name')}"
    if employees is not None and wanted - found.keys():
        rows = employees._meta.database.execute_sql("SELECT id, first_name, last_name FROM employees")
        found |= {key: f"{first} {last}" for key, first, last in rows if key in wanted}
    return found


def decide(change: Change, item: OutboxItem, mine: Collection[str]) -> None:
    """Write the fields of a clashing edit that a person wants to keep; the others stay as they are now.

    Nothing to keep: the edit is given up. A row to be deleted goes when any field is kept.

    Raises:
        UserError: The record is gone, so there is nothing to write these fields to.
    """
    model = entities().get(item.entity)
    if model is None:
        raise UserError(_("This change was made with another version of the program."))
    if not mine:
        return
    if item.action == DELETE:
        found = model.get_or_none(model.id == item.entity_id)
        if found is not None:
            found.delete_instance()
        return
    kept = {
        name: after for name, (_before, after) in operation_of(item).fields.items() if name in {*mine, "id"}
    }
    _write(change, model, item, kept)


def _write(change: Change, model: type[Entity], item: OutboxItem, kept: dict[str, Any]) -> None:
    before = stored_row(model, item.entity_id)
    if before is not None:
        rewrite(model, before, kept)
    elif item.action == INSERT:
        stamps = {name: pair[1] for name, pair in operation_of(item).fields.items() if name in BOOKKEEPING}
        row = {**stamps, **kept, "row_version": 1}
        write_row(model, row | model.derived_columns({**dict.fromkeys(model._meta.columns), **row}))
    else:
        raise UserError(_("The record was deleted meanwhile: only their version can be kept."))
    note(change, model, Operation.between(model, before, stored_row(model, item.entity_id)))
