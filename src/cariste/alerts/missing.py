"""What nobody recorded yet and somebody should: the list behind « Données manquantes »."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from peewee import SQL, Value

from cariste.alerts.queries import CACES, MEDICAL, TRAINING
from cariste.employee.constants import ACTIVE, COMPUTED, INTERIM
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.regulation import in_force
from cariste.regulation.rules import load_catalogue

PERSON = "person"
UNKNOWN_KIND, EXPIRY_TO_CHECK, NO_DATE, NO_PROOF = "unknown_kind", "expiry_to_check", "no_date", "no_proof"
NO_ROLE, NO_WORKSPACE, NO_ENTRY_DATE = "no_role", "no_workspace", "no_entry_date"
NO_AGENCY, NO_ASSIGNMENT_END, NO_PHOTO = "no_agency", "no_assignment_end", "no_photo"
PROBLEMS = (
    *(UNKNOWN_KIND, EXPIRY_TO_CHECK, NO_DATE, NO_PROOF),
    *(NO_ROLE, NO_WORKSPACE, NO_ENTRY_DATE, NO_AGENCY, NO_ASSIGNMENT_END, NO_PHOTO),
)
"""In the order of the list: first what makes a certificate doubtful. A date of birth is not among them:
what is reckoned with it (first visit of minors, mid-career visit) is reckoned where it is known."""

_OF_EVERYBODY = {
    NO_ROLE: "role",
    NO_WORKSPACE: "workspace",
    NO_ENTRY_DATE: "entry_date",
    NO_PHOTO: "avatar_path",
}
_OF_TEMPS = {NO_AGENCY: "agency", NO_ASSIGNMENT_END: "assignment_end"}


class Missing(NamedTuple):
    """One thing that is missing or doubtful.

    Attributes:
        problem: One of `PROBLEMS`.
        type: ``person``, or the kind of record: ``caces``, ``medical``, ``training``.
        record_id: The record; None when the person's own sheet is meant.
        field: Where it is put right, by its name in the entity.
        kind: CACES code, type of visit or line of renewals; empty for a person.
        title: A training's title, else the kind.
    """

    employee_id: str
    external_id: str | None
    first_name: str
    last_name: str
    workspace: str | None
    problem: str
    type: str
    record_id: str | None
    field: str
    kind: str
    title: str

    @property
    def employee(self) -> str:
        """First name, then surname."""
        return f"{self.first_name} {self.last_name}"


class _Row(NamedTuple):
    """A person or a record of which something is missing; a missing value is None."""

    employee_id: str
    external_id: str | None
    first_name: str
    last_name: str
    workspace: str | None
    type: str
    record_id: str | None
    kind: str
    title: str
    contract_type: str | None
    role: str | None
    entry_date: str | None
    avatar_path: str | None
    agency: str | None
    assignment_end: str | None
    obtained: str | None
    proof: str | None
    source: str | None


def list_missing() -> list[Missing]:
    """Return all that is missing, by `PROBLEMS` and then by name: one statement.

    Of active people and their current records, as alerts have them: who left and what was renewed, or is
    history, needs no completing.
    """
    arms = [_people(), *map(_records, _SOURCES)]
    union = functools.reduce(operator.add, arms)
    query = union.order_by(SQL("search_text"), SQL("employee_id"), SQL("record_id"))
    rows = Employee._meta.database.execute(query).fetchall()
    found = [missing for row in rows for missing in _what_is_missing(_Row(*row[:-1]))]
    return sorted(found, key=lambda missing: PROBLEMS.index(missing.problem))


class _Source(NamedTuple):
    """Where one kind of record lies, and the columns that tell what is missing of it."""

    type: str
    model: Any
    kind: Any
    title: Any
    obtained: Any
    proof: Any


_SOURCES = (
    _Source(CACES, Caces, Caces.kind, Caces.kind, Caces.completion_date, Caces.document_path),
    _Source(
        type=MEDICAL,
        model=MedicalVisit,
        kind=MedicalVisit.visit_type,
        title=MedicalVisit.visit_type,
        obtained=MedicalVisit.visit_date,
        proof=MedicalVisit.document_path,
    ),
    _Source(
        type=TRAINING,
        model=OnlineTraining,
        kind=OnlineTraining.kind,
        title=OnlineTraining.title,
        obtained=OnlineTraining.completion_date,
        proof=OnlineTraining.certificate_path,
    ),
)


def _people() -> Any:
    own = {name: getattr(Employee, name) for name in (*_OF_EVERYBODY.values(), *_OF_TEMPS.values())}
    of_temps = _any_missing(own[name] for name in _OF_TEMPS.values())
    wanted = _any_missing(own[name] for name in _OF_EVERYBODY.values())
    wanted |= (Employee.contract_type == INTERIM) & of_temps
    columns = _columns(type=PERSON, kind="", title="", contract_type=Employee.contract_type, **own)
    return Employee.select(*columns).where(Employee.current_status == ACTIVE, wanted)


def _records(source: _Source) -> Any:
    wanted = _any_missing((source.obtained, source.proof))
    if source.type == CACES:  # those that are not in the catalogue as they stand are looked at closely below
        wanted |= source.kind.not_in([known.code for known in load_catalogue().kinds])
    columns = _columns(
        type=source.type,
        record_id=source.model.id,
        kind=source.kind,
        title=source.title,
        obtained=source.obtained,
        proof=source.proof,
        source=source.model.expiration_source,
    )
    due = source.model.alerting().join(Employee)
    return due.where(Employee.current_status == ACTIVE, wanted).select(*columns)


def _any_missing(columns: Iterable[Any]) -> Any:
    return functools.reduce(operator.or_, (column.is_null() for column in columns))


def _columns(**given: Any) -> list[Any]:
    """Return the columns of `_Row` and the name to sort by; what is not given is nothing."""
    person = {"employee_id": Employee.id, **{name: getattr(Employee, name) for name in _Row._fields[1:5]}}
    values = {**person, **given, "search_text": Employee.search_text}
    return [_value(values.get(name)).alias(name) for name in (*_Row._fields, "search_text")]


def _value(given: Any) -> Any:
    if given is None:
        return SQL("NULL")
    return Value(given) if isinstance(given, str) else given


def _what_is_missing(row: _Row) -> Iterator[Missing]:
    for problem, field in _problems_of(row):
        yield Missing(*row[:5], problem, row.type, row.record_id, field, row.kind, row.title)


def _problems_of(row: _Row) -> Iterator[tuple[str, str]]:
    """Give each problem of a person or record, with the field where it is put right."""
    if row.type == PERSON:
        asked = _OF_EVERYBODY | (_OF_TEMPS if row.contract_type == INTERIM else {})
        yield from ((problem, field) for problem, field in asked.items() if getattr(row, field) is None)
        return
    if row.type == CACES and in_force.validity_of(row.kind).check:
        yield UNKNOWN_KIND, "kind"
        if row.source == COMPUTED:
            yield EXPIRY_TO_CHECK, "expiration_date"
    if row.obtained is None:
        yield NO_DATE, "completion_date"
    if row.proof is None:
        yield NO_PROOF, "certificate_path" if row.type == TRAINING else "document_path"
