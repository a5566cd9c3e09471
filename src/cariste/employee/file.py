"""One person's file: the person and every record, in four statements whatever their number."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from cariste.employee import calculations
from cariste.employee.constants import INTERIM
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.regulation import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """What every record of a file shows.

    Attributes:
        id: 32 hexadecimal digits.
        obtained: When it was obtained, held or completed; None when only the expiry is known.
        expiration_source: ``computed`` or ``typed``.
        document: Path of the proof below the shared folder, or None: « sans justificatif ».
        current: Whether it is the one that counts; others are superseded.
        status: ``expired``, ``critical``, ``warning``, ``valid`` or ``permanent``.
        days_until: Days left, negative once expired, None without an expiry.
    """

    id: str
    obtained: dt.date | None
    expiration_date: dt.date | None
    expiration_source: str
    document: str | None
    current: bool
    status: str
    days_until: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CacesRow(RecordRow):
    """One CACES; `check_validity` when the ten-year rule was applied to an unknown kind."""

    kind: str
    option: str | None
    certificate_number: str | None
    organisation: str | None
    check_validity: bool
    longer_than_catalogue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow(RecordRow):
    """One medical visit. `result` is for HR alone; restrictions are never listed."""

    visit_type: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRow(RecordRow):
    """One training; `kind` is its line of renewals."""

    title: str
    kind: str
    validity_months: int | None
    mode: str


@dataclass(frozen=True, slots=True)
class EmployeeDetail:
    """A person with every column that is not a record."""

    id: str
    external_id: str | None
    first_name: str
    last_name: str
    current_status: str
    workspace: str | None
    role: str | None
    contract_type: str | None
    entry_date: dt.date | None
    birth_date: dt.date | None
    contract_end: dt.date | None
    left_on: dt.date | None
    night_worker: bool
    agency: str | None
    assignment_end: dt.date | None
    email: str | None
    phone: str | None
    avatar_path: str | None

    @property
    def full_name(self) -> str:
        """First name, then surname."""
        return f"{self.first_name} {self.last_name}"

    @property
    def leaves_on(self) -> dt.date | None:
        """Last day of the contract; of a temp, of the assignment. None when it is open."""
        return self.assignment_end if self.contract_type == INTERIM else self.contract_end

    def seniority(self, today: dt.date) -> int | None:
        """Complete calendar years on a day; None without an entry date."""
        return None if self.entry_date is None else calculations.complete_years(self.entry_date, today)


@dataclass(frozen=True, slots=True)
class EmployeeFile:
    """A person and the records, newest first."""

    employee: EmployeeDetail
    caces: tuple[CacesRow, ...]
    medical_visits: tuple[VisitRow, ...]
    trainings: tuple[TrainingRow, ...]


def employee_file(
    employee_id: str, today: dt.date, thresholds: Sequence[int] = calculations.DEFAULT_THRESHOLDS
) -> EmployeeFile | None:
    """Return a person's file as of a day, or None when nobody has this id."""
    person = Employee.get_or_none(Employee.id == uuid.UUID(employee_id))
    if person is None:
        return None
    detail = {name: getattr(person, name) for name in EmployeeDetail.__dataclass_fields__}
    common = _Common(today, thresholds)
    caces = Caces.select().where(Caces.employee == person)
    visits = MedicalVisit.select().where(MedicalVisit.employee == person)
    trainings = OnlineTraining.select().where(OnlineTraining.employee == person)
    return EmployeeFile(
        employee=EmployeeDetail(**{**detail, "id": person.id.hex}),
        caces=common.rows(caces, _latest_expiry, _caces_row),
        medical_visits=common.rows(visits, _latest_visit, _visit_row),
        trainings=common.rows(trainings, _latest_expiry, _training_row),
    )


Row = TypeVar("Row", bound=RecordRow)


@dataclass(frozen=True, slots=True)
class _Common:
    today: dt.date
    thresholds: Sequence[int]

    def rows(
        self,
        records: Iterable[Any],
        current: Callable[[list[Any]], set[uuid.UUID]],
        make: Callable[[Any, dict[str, Any]], Row],
    ) -> tuple[Row, ...]:
        found = list(records)
        counting = current(found)
        rows = [make(record, self._fields(record, record.id in counting)) for record in found]
        return tuple(sorted(rows, key=_newest_first, reverse=True))

    def _fields(self, record: Any, current: bool) -> dict[str, Any]:
        days = calculations.days_until(record.expiration_date, self.today)
        return {
            "id": record.id.hex,
            "expiration_date": record.expiration_date,
            "expiration_source": record.expiration_source,
            "current": current,
            "status": calculations.status_of(days, self.thresholds),
            "days_until": days,
        }


def _newest_first(row: RecordRow) -> tuple[bool, dt.date, dt.date, str]:
    obtained = row.obtained or row.expiration_date or dt.date.min
    return row.current, obtained, row.expiration_date or dt.date.max, row.id


def _latest_expiry(records: list[Any]) -> set[uuid.UUID]:
    """The same choice as `models.base.later_by_expiry`, over one person's records; a test compares them."""
    return _best(records, "kind", lambda record: (record.expiration_date or dt.date.max, record.id.hex))


def _latest_visit(records: list[Any]) -> set[uuid.UUID]:
    due = [record for record in records if record.expiration_date is not None]
    return _best(due, "track", lambda record: (record.visit_date, record.expiration_date, record.id.hex))


def _best(records: list[Any], group: str, rank: Callable[[Any], Any]) -> set[uuid.UUID]:
    best: dict[str, Any] = {}
    for record in records:
        held = best.get(getattr(record, group))
        if held is None or rank(record) > rank(held):
            best[getattr(record, group)] = record
    return {record.id for record in best.values()}


def _caces_row(record: Caces, common: dict[str, Any]) -> CacesRow:
    return CacesRow(
        **common,
        obtained=record.completion_date,
        document=record.document_path,
        kind=record.kind,
        option=record.option,
        certificate_number=record.certificate_number,
        organisation=record.organisation,
        check_validity=in_force.validity_of(record.kind).check,
        longer_than_catalogue=in_force.is_longer_than_catalogue(
            record.kind, record.completion_date, record.expiration_date
        ),
    )


def _visit_row(record: MedicalVisit, common: dict[str, Any]) -> VisitRow:
    return VisitRow(
        **common,
        obtained=record.visit_date,
        document=record.document_path,
        visit_type=record.visit_type,
        result=record.result,
    )


def _training_row(record: OnlineTraining, common: dict[str, Any]) -> TrainingRow:
    return TrainingRow(
        **common,
        obtained=record.completion_date,
        document=record.certificate_path,
        title=record.title,
        kind=record.kind,
        validity_months=record.validity_months,
        mode=record.mode,
    )
