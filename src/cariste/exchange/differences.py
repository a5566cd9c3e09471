"""What a file changes about a person: against what is stored, and against what the file said before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from cariste.core.i18n import _, pgettext
from cariste.core.wording import format_date
from cariste.employee.constants import ACTIVE, INACTIVE, PENDING, TYPED
from cariste.exchange.people import Draft, StoredRecord
from cariste.exchange.plan import (
    ADDED,
    MEDICAL_VISITS,
    TRAININGS,
    UNCHANGED,
    UPDATED,
    Note,
    PlannedPerson,
    PlannedRecord,
    RecordUpdate,
)
from cariste.regulation import in_force


class _Known(NamedTuple):
    """A record that is stored, or the one planned at this place by an earlier row."""

    obtained: dt.date | None
    expires: dt.date | None
    id: str = ""
    result: str | None = None
    place: int = -1
    option: str | None = None


def planned(draft: Draft, today: dt.date, to_check: list[Note]) -> PlannedPerson:
    """Return what the file adds to a person or changes; what contradicts the records is noted and left."""
    sheet, row = draft.origin or ("", 0)
    fields = _fields(draft, today)
    records, updates = _records(draft, to_check)
    stored = draft.stored
    if stored is None:
        added = {name: (None, value) for name, value in fields.items()}
        return PlannedPerson(
            *(None, draft.name.last, draft.name.first, ADDED, added, records, updates, sheet, row),
            fields.get("external_id"), draft.recognised,
        )  # fmt: skip
    changed = {
        name: (stored.fields.get(name), value)
        for name, value in fields.items()
        if stored.fields.get(name) != value
    } | draft.edits
    updates = (*updates, *draft.updates)
    action = UPDATED if changed or records or updates else UNCHANGED
    number = changed["external_id"][1] if "external_id" in changed else stored.number
    return PlannedPerson(
        *(stored.id, stored.last_name, stored.first_name, action, changed, records, updates, sheet, row),
        number, draft.recognised,
    )  # fmt: skip


def _fields(draft: Draft, today: dt.date) -> dict[str, Any]:
    fields = draft.fields
    if draft.stored is not None and draft.stored.number:
        fields.pop("external_id", None)  # a sheet that lost its zeros does not change the number
    left = fields.get("left_on")
    if left is not None:
        fields["current_status"] = INACTIVE if left <= today else ACTIVE
    return fields


def _records(
    draft: Draft, to_check: list[Note]
) -> tuple[tuple[PlannedRecord, ...], tuple[RecordUpdate, ...]]:
    if draft.stored is None and len(draft.records) == 1:
        return tuple(draft.records.values()), ()
    known = _index(draft.stored.records if draft.stored is not None else ())
    new: list[PlannedRecord] = []
    updates: list[RecordUpdate] = []
    for record in draft.records.values():
        group = known.setdefault((record.entity, _line(record)), [])
        same = _same(record, group)
        if same is None:
            group.append(_Known(record.obtained, record.expires, place=len(new)))
            new.append(record)
            continue
        if not same.id:
            if same.obtained is None and record.obtained is not None:
                # Another sheet had the expiry alone: they are one certificate.
                new[same.place] = record._replace(option=record.option or new[same.place].option)
                group[group.index(same)] = same._replace(obtained=record.obtained)
            elif record.option is not None:
                new[same.place] = new[same.place]._replace(option=record.option)
        elif update := _completed(record, same):
            updates.append(update)
        if _contradicts(record, same):
            to_check.append(_contradiction(record, same))
    return tuple(new), tuple(updates)


def _index(records: Iterable[StoredRecord]) -> dict[tuple[str, str], list[_Known]]:
    index: dict[tuple[str, str], list[_Known]] = {}
    for record in records:
        known = _Known(record.obtained, record.expires, record.id, record.result, option=record.option)
        index.setdefault((record.entity, record.kind), []).append(known)
    return index


def _line(record: PlannedRecord) -> str:
    return in_force.training_kind(record.kind) if record.entity == TRAININGS else record.kind


def _same(record: PlannedRecord, group: Iterable[_Known]) -> _Known | None:
    """Return the record that this one repeats: same date obtained, or same expiry where a date is unknown."""
    for known in group:
        if record.obtained is not None and known.obtained is not None:
            if record.obtained == known.obtained:
                return known
        elif record.expires == known.expires:
            return known
    return None


def _completed(record: PlannedRecord, known: _Known) -> RecordUpdate | None:
    fields: dict[str, tuple[Any, Any]] = {}
    if record.entity == MEDICAL_VISITS:
        if known.result == PENDING and record.result not in {None, PENDING}:
            fields["result"] = known.result, record.result
            if record.restrictions:
                fields["restrictions"] = None, record.restrictions
    else:
        if known.obtained is None and record.obtained is not None:
            fields["completion_date"] = None, record.obtained
        if known.option is None and record.option is not None:
            fields["option"] = None, record.option
    if not fields:
        return None
    return RecordUpdate(
        record.entity, known.id, fields, record.sheet, record.row, record.kind, frozenset({"restrictions"})
    )


def _contradicts(record: PlannedRecord, known: _Known) -> bool:
    return record.source == TYPED and record.expires is not None and record.expires != known.expires


def _contradiction(record: PlannedRecord, known: _Known) -> Note:
    reason = _("{kind}: already recorded with the expiry {date}, which is kept.")
    stored = format_date(known.expires) or pgettext("expiry", "permanent")
    return Note(
        record.sheet,
        record.row,
        record.column,
        format_date(record.expires),
        reason.format(kind=record.kind, date=stored),
    )
