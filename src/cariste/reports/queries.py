"""What lists on paper need beside the window's queries: of each person, the record that counted on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from cariste.authorisation.models import Authorisation, Suspension
from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.employee.constants import ACTIVE, INACTIVE
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.employee.queries import EmployeeRow, list_employees
from cariste.reports.asking import Asked


class Held(NamedTuple):
    """A record of somebody.

    Attributes:
        line: What it renews: a category, the track of a visit, a training's line of renewals.
        title: What it is called: category, type of visit, words of a training.
        expires: Its last day; None is permanent.
    """

    id: str
    employee_id: str
    line: str
    title: str
    obtained: dt.date | None
    expires: dt.date | None


Holdings = dict[str, dict[str, Held]]
"""By person, by line."""


class Leaver(NamedTuple):
    """Somebody who left."""

    id: str
    external_id: str | None
    first_name: str
    last_name: str
    contract_type: str | None
    agency: str | None
    left_on: dt.date | None
    assignment_end: dt.date | None


class Issued(NamedTuple):
    """One authorisation as it was issued."""

    id: str
    employee_id: str
    kind: str
    site: str | None
    issued_on: dt.date
    ends_on: dt.date | None
    signatory: str
    limits: str | None
    other_proof: str | None
    withdrawn_on: dt.date | None


class Interruption(NamedTuple):
    """Days on which an authorisation does not hold."""

    authorisation_id: str
    starts_on: dt.date
    ends_on: dt.date | None


class Certificate(NamedTuple):
    """A CACES as a proof."""

    kind: str
    number: str | None
    obtained: dt.date | None
    expires: dt.date
    option: str | None = None


class Looks(NamedTuple):
    """What a card shows beside the name.

    Attributes:
        photo: Where it lies, below the shared folder.
        agency: Who lends the person; None for the firm's own people.
    """

    photo: str | None
    agency: str | None


def people_asked(asked: Asked) -> list[EmployeeRow]:
    """Return those chosen, else everybody who works there, by name.

    Raises:
        UserError: All those chosen were deleted meanwhile.
    """
    if asked.people:
        chosen = {*asked.people}
        found = [row for row in list_employees() if row.id in chosen]
        if not found:
            raise UserError(_("Nobody chosen here is recorded any more."))
        return found
    return list_employees(status=ACTIVE, workspace=asked.area)


def caces_held(on: dt.date) -> Holdings:
    """Return of everybody the certificate in each category that counted on a day."""
    return _best(_records(Caces, Caces.kind, Caces.kind, Caces.completion_date, on), _by_expiry)


def trainings_held(on: dt.date) -> Holdings:
    """Return of everybody the training on each line of renewals that counted on a day."""
    model = OnlineTraining
    return _best(_records(model, model.kind, model.title, model.completion_date, on), _by_expiry)


def visits_held(on: dt.date) -> Holdings:
    """Return of everybody the visit on each track that counted on a day: dates alone, no conclusion."""
    model = MedicalVisit
    rows = _records(model, model.track, model.visit_type, model.visit_date, on)
    return _best((row for row in rows if row.expires is not None), _by_day)


def leavers() -> list[Leaver]:
    """Return everybody who left, by name."""
    columns = [getattr(Employee, name) for name in Leaver._fields]
    query = Employee.select(*columns).where(Employee.current_status == INACTIVE)
    rows = _fetch(query.order_by(Employee.search_text, Employee.id))
    return [Leaver._make((*row[:6], _day(row[6]), _day(row[7]))) for row in rows]


def issued(on: dt.date) -> list[Issued]:
    """Return every authorisation issued up to a day, by person and category."""
    columns = [
        getattr(Authorisation, "employee" if name == "employee_id" else name) for name in Issued._fields
    ]
    query = (
        Authorisation.select(*columns)
        .join(Employee)
        .where(Authorisation.issued_on <= on)
        .order_by(Employee.search_text, Employee.id, Authorisation.kind, Authorisation.issued_on)
    )
    return [
        Issued._make((*row[:4], _day(row[4]), _day(row[5]), *row[6:9], _day(row[9]))) for row in _fetch(query)
    ]


def interruptions() -> dict[str, list[Interruption]]:
    """Return every suspension, by authorisation."""
    query = Suspension.select(Suspension.authorisation, Suspension.starts_on, Suspension.ends_on)
    found: dict[str, list[Interruption]] = {}
    for authorisation, starts, ends in _fetch(query.order_by(Suspension.starts_on)):
        found.setdefault(authorisation, []).append(
            Interruption(authorisation, dt.date.fromisoformat(starts), _day(ends))
        )
    return found


def certificates() -> dict[str, list[Certificate]]:
    """Return everybody's CACES, by person."""
    query = Caces.select(
        *(Caces.employee, Caces.kind, Caces.certificate_number, Caces.completion_date),
        *(Caces.expiration_date, Caces.option),
    )
    found: dict[str, list[Certificate]] = {}
    for person, kind, number, obtained, expires, option in _fetch(query):
        one = Certificate(kind, number, _day(obtained), dt.date.fromisoformat(expires), option)
        found.setdefault(person, []).append(one)
    return found


def looks() -> dict[str, Looks]:
    """Return everybody's photo and agency, by person."""
    query = Employee.select(Employee.id, Employee.avatar_path, Employee.agency)
    return {person: Looks(*rest) for person, *rest in _fetch(query)}


def _records(model: Any, line: Any, title: Any, obtained: Any, on: dt.date) -> Iterable[Held]:
    """Return the records of one kind obtained up to a day; of whom that is not known, all."""
    query = model.select(model.id, model.employee, line, title, obtained, model.expiration_date)
    for row in _fetch(query.where(obtained.is_null() | (obtained <= on))):
        yield Held._make((*row[:4], _day(row[4]), _day(row[5])))


def _best(records: Iterable[Held], rank: Callable[[Held], Any]) -> Holdings:
    found: Holdings = {}
    for record in records:
        mine = found.setdefault(record.employee_id, {})
        held = mine.get(record.line)
        if held is None or rank(record) > rank(held):
            mine[record.line] = record
    return found


def _by_expiry(record: Held) -> tuple[dt.date, str]:
    # As `employee.models.base.later_by_expiry`, over what was there on that day.
    return record.expires or dt.date.max, record.id


def _by_day(record: Held) -> tuple[dt.date, dt.date, str]:
    return record.obtained or dt.date.min, record.expires or dt.date.max, record.id


def _fetch(query: Any) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = Employee._meta.database.execute(query).fetchall()
    return rows


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
