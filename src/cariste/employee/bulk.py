"""The same field of many people, written in one change: all of them or nobody."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cariste.core.errors import UserError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.database.model import expect
from cariste.employee import person_fields
from cariste.employee.field_labels import EMPLOYEES, field_label
from cariste.employee.models import Employee

NUMBER = "external_id"
_AT_ONCE = 10_000
"""People asked for by one statement: SQLite takes 32,766 parameters in one."""
_NAMED = 5

Progress = Callable[[int, int], None]
"""Told (done, total) after each person; what it raises gives the change up."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One field of one person and its new value, as the entity has it; None empties the field."""

    employee_id: str
    field: str
    value: Any


class NotForAll(UserError):
    """Some of the people cannot have the value asked for; nobody was changed.

    Attributes:
        problems: What is wrong, with the person's name, by employee id.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        lines = list(self.problems.values())
        if (more := len(lines) - _NAMED) > 0:
            more_words = ngettext("… and {n} more.", "… and {n} more.", more).format(n=format_number(more))
            lines = [*lines[:_NAMED], more_words]
        super().__init__("\n".join([_("Nothing was changed."), *lines]))


def set_field(ids: Sequence[str], field: str, values: Any, *, progress: Progress | None = None) -> int:
    """Give one field of many people a value, the same for all or, in a list, one for each.

    Args:
        ids: The people, 32 hexadecimal digits each.
        field: A field of `person_fields.CHECKS`.
        values: As the entity has it; a list or tuple as long as `ids` holds one value each.
        progress: Told after each person.

    Returns:
        How many people are different now.

    Raises:
        NotForAll: Some values are wrong; says whose and why.
        ValueError: There are not as many values as people.
    """
    each = values if isinstance(values, list | tuple) else [values] * len(ids)
    wishes = [Assignment(one, field, value) for one, value in zip(ids, each, strict=True)]
    return set_fields(wishes, progress=progress)


def set_fields(assignments: Iterable[Assignment], *, progress: Progress | None = None) -> int:
    """Write fields of many people inside the open change; those who have the value already are left alone.

    Every value is looked at before the first is written. People are read by one statement per ten thousand.

    Returns:
        How many people are different now.

    Raises:
        NotForAll: Some values are wrong, or somebody is no longer recorded; says whose and why.
    """
    wanted: dict[str, dict[str, Any]] = {}
    for one in assignments:
        wanted.setdefault(one.employee_id, {})[one.field] = one.value
    people = _people(wanted)
    problems = _problems(wanted, people)
    if problems:
        raise NotForAll(problems)
    changed = [person for key, person in people.items() if _differs(person, wanted[key])]
    _free_numbers(changed, wanted)
    expect(len(changed))
    for done, person in enumerate(changed, 1):
        for field, value in wanted[person.id.hex].items():
            setattr(person, field, value)
        person.save()
        if progress is not None:
            progress(done, len(changed))
    return len(changed)


def current_values(ids: Sequence[str], fields: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """Return what some people have in some fields, by employee id: one statement per ten thousand people."""
    return {key: tuple(getattr(person, field) for field in fields) for key, person in _people(ids).items()}


def name_of(employee_id: str) -> str:
    """Return first name and surname, empty when nobody has this id."""
    person = Employee.get_or_none(Employee.id == uuid.UUID(employee_id))
    return "" if person is None else str(person.full_name)


def _people(wanted: Iterable[str]) -> dict[str, Employee]:
    ids = [uuid.UUID(key) for key in wanted]
    found: dict[str, Employee] = {}
    for start in range(0, len(ids), _AT_ONCE):
        asked = Employee.id.in_(ids[start : start + _AT_ONCE])
        found |= {person.id.hex: person for person in Employee.select().where(asked)}
    return {key: found[key] for key in wanted if key in found}


def _differs(person: Employee, values: Mapping[str, Any]) -> bool:
    return any(getattr(person, field) != value for field, value in values.items())


def _problems(wanted: Mapping[str, Mapping[str, Any]], people: Mapping[str, Employee]) -> dict[str, str]:
    problems = {key: _("Somebody is no longer recorded.") for key in wanted if key not in people}
    taken = _numbers_taken(wanted, people)
    for key, person in people.items():
        for field, value in wanted[key].items():
            problem = person_fields.problem_of(field, value)
            if field == NUMBER and value in taken:
                problem = problem or _("An employee already has this number.")
            if problem:
                label = field_label(EMPLOYEES, field)
                problems.setdefault(key, f"{person.full_name} · {label}: {problem}")
    return problems


def _numbers_taken(wanted: Mapping[str, Mapping[str, Any]], people: Mapping[str, Employee]) -> set[str]:
    """Return the numbers that two people would have once everything is written."""
    numbers = {key: values[NUMBER] for key, values in wanted.items() if values.get(NUMBER) and key in people}
    if not numbers:
        return set()
    query = Employee.select(Employee.id, Employee.external_id).where(Employee.external_id.is_null(False))
    held: Any = query.tuples()
    # Whoever is given another number here gives the present one up.
    kept = [number for row_id, number in held if NUMBER not in wanted.get(row_id.hex, {})]
    counts = Counter(kept) + Counter(numbers.values())
    return {number for number, times in counts.items() if times > 1}


def _free_numbers(changed: Iterable[Employee], wanted: Mapping[str, Mapping[str, Any]]) -> None:
    """Take back the numbers that pass from one of these people to another: no two may have one meanwhile."""
    passed_on = {values[NUMBER] for values in wanted.values() if values.get(NUMBER)}
    for person in changed:
        values = wanted[person.id.hex]
        if NUMBER in values and person.external_id in passed_on and values[NUMBER] != person.external_id:
            person.external_id = None
            person.save()
