"""A plan as lines to look at: who is added or changes, and under each person every cell, old and new."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.core.wording import format_date
from cariste.employee import field_labels, labels
from cariste.employee.constants import COMPUTED
from cariste.exchange import people
from cariste.exchange.plan import (
    ADDED,
    CACES,
    LED,
    MEDICAL_VISITS,
    TRAININGS,
    UPDATED,
    Action,
    Entity,
    Part,
    Plan,
    PlannedPerson,
    PlannedRecord,
    RecordUpdate,
)

_TABLES: dict[Entity, tuple[str, str]] = {
    CACES: (field_labels.CACES, labels.CACES),
    MEDICAL_VISITS: (field_labels.MEDICAL_VISITS, labels.MEDICAL),
    TRAININGS: (field_labels.TRAININGS, labels.TRAINING),
}


class Line(NamedTuple):
    """One line of the review.

    Attributes:
        part: What is left out when the line is unticked.
        action: What becomes of the person.
        leads: The line is about the whole person; those of the cells follow.
        name: Surname, then first name.
        what: Which field or record; for a leading line, what becomes of the person.
        old: What is recorded now.
        new: What will be.
        place: Sheet and row.
        search: What the line is found by, folded.
    """

    part: Part
    action: Action
    leads: bool
    name: str
    number: str
    what: str
    old: str
    new: str
    place: str
    search: str


def lines(plan: Plan) -> list[Line]:
    """Return everybody of a plan, each with the cells that change; who stays as he or she is has one line."""
    return [line for place, person in enumerate(plan.people) for line in _lines(place, person)]


def recognised_label(person: PlannedPerson) -> str:
    """Return how somebody was recognised: « par le matricule »."""
    words: dict[str, Callable[[], str]] = {
        people.BY_NUMBER: lambda: _("recognised by the number"),
        people.BY_NAME: lambda: _("recognised by the name"),
        people.BY_NAME_AND_DATE: lambda: _("recognised by name and date"),
        people.BY_MARK: lambda: _("exported from Cariste"),
        people.DECIDED: lambda: _("as you said"),
    }
    return words[person.recognised]() if person.recognised in words else ""


def _lines(place: int, person: PlannedPerson) -> Iterator[Line]:
    name, number = f"{person.last_name} {person.first_name}", person.number or ""

    def line(part: Part, what: str, old: str, new: str, row: tuple[str, int]) -> Line:
        at, search = f"{row[0]}, {row[1]}", fold(f"{name} {number} {what} {new}")
        return Line(part, person.action, part.what == "", name, number, what, old, new, at, search)

    origin = person.sheet, person.row
    yield line(Part(place), _action_label(person.action), "", recognised_label(person), origin)
    for field, (old, new) in person.fields.items():
        if field in LED and LED[field] in person.fields:
            continue
        what = field_labels.field_label(field_labels.EMPLOYEES, field)
        before, after = (_value(field_labels.EMPLOYEES, field, value) for value in (old, new))
        yield line(Part(place, "field", 0, field), what, before, after, origin)
    for index, update in enumerate(person.updates):
        for field in update.fields:
            if field not in update.follows:
                told = _change(update, field)
                yield line(Part(place, "update", index, field), *told, (update.sheet, update.row))
    for index, record in enumerate(person.records):
        what = _record_label(record.entity, record.kind)
        yield line(Part(place, "record", index), what, "", _new_record(record), (record.sheet, record.row))


def _action_label(action: Action) -> str:
    words: dict[Action, Callable[[], str]] = {
        ADDED: lambda: _("New employee"),
        UPDATED: lambda: _("Changes"),
    }
    return words[action]() if action in words else _("Unchanged")


def _record_label(entity: Entity, kind: str) -> str:
    table, about = _TABLES[entity]
    if entity == MEDICAL_VISITS:
        return labels.visit_label(kind)
    return f"{field_labels.entity_label(table)} {labels.subject(about, kind, kind)}"


def _change(update: RecordUpdate, field: str) -> tuple[str, str, str]:
    table = _TABLES[update.entity][0]
    what = f"{_record_label(update.entity, update.kind)} · {field_labels.field_label(table, field)}"
    old, new = (_value(table, field, value) for value in update.fields[field])
    if "expiration_date" in update.follows:
        expires = format_date(update.fields["expiration_date"][1]) or _("permanent")
        new = _("{value} (expiry reckoned again: {date})").format(value=new, date=expires)
    return what, old, new


def _new_record(record: PlannedRecord) -> str:
    parts = []
    if record.obtained is not None:
        words = _("visit of {date}") if record.entity == MEDICAL_VISITS else _("obtained {date}")
        parts.append(words.format(date=format_date(record.obtained)))
    if record.expires is not None:
        words = _("next visit {date}") if record.entity == MEDICAL_VISITS else _("expires {date}")
        expires = words.format(date=format_date(record.expires))
        parts.append(f"{expires} ({labels.source_label(COMPUTED)})" if record.source == COMPUTED else expires)
    elif record.entity != MEDICAL_VISITS:
        parts.append(_("permanent"))
    if record.option is not None:
        parts.append(labels.option_label(record.option))
    if record.result is not None:
        parts.append(labels.result_label(record.result))
    if record.restrictions:
        parts.append(record.restrictions)
    return " · ".join(parts)


def _value(table: str, field: str, value: Any) -> str:
    return "" if value is None or value == "" else field_labels.value_in_words(table, field, value)
