"""Visits that are due although no earlier visit set a date: reckoned when somebody asks, never stored.

They follow from the job, the age or an absence, by `regulation/data/medical.toml`; docs/rules.md has the
sources. Of temps there are none: their agency is their employer, and it organises their visits.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from peewee import SQL, Case, Value, fn

from cariste.employee.constants import (
    ACTIVE,
    ALTERNANCE,
    FOLLOW_UP,
    INITIAL,
    INTERIM,
    INTERMEDIATE,
    MID_CAREER,
    PERIODIC,
    PLANNED,
    RECOVERY,
    REGULAR_VISITS,
    TRACKS,
    met_by,
)
from cariste.employee.models import Absence, Appointment, Employee, MedicalVisit
from cariste.regulation.rules import load_catalogue

MARK = "."
"""Between the type of visit and an id: what names an obligation, which no record stands for."""

_REINFORCED = "SIR"
_MERGED_YEARS = 2


class Obligation(NamedTuple):
    """People of whom one kind of visit is due.

    Attributes:
        query: Them, joined with `Employee`.
        kind: The type of visit.
        last_day: The last day on which it is in time.
        because: The id of what brings it about: of an absence, else of the person.
        concerned: As `query`, but with those who have had the visit.
    """

    query: Any
    kind: str
    last_day: Any
    because: Any
    concerned: Any

    @property
    def name(self) -> Any:
        """What tells it from all others, as a record's id does."""
        return Value(f"{self.kind}{MARK}").concat(self.because)


def name_parts(name: str) -> tuple[str, str]:
    """Return the type of visit and the id in an obligation's name; of a record's id, nothing and that id."""
    kind, _mark, id_ = name.rpartition(MARK)
    return kind, id_


def due_visits() -> list[Obligation]:
    """Return every obligation there is."""
    return [_first_visit(), _intermediate_visit(), _return_visit(), _mid_career_visit()]


def planned(today: dt.date, employee: Any, visit_type: Any) -> Any:
    """Return the query of the next appointment for a visit of this type, or for one that answers it.

    Args:
        today: Appointments before this day are past: nobody said yet what became of them.
        employee: The column of whose visit is due.
        visit_type: The column, or the type.
    """
    answers = Appointment.visit_type == visit_type
    if isinstance(visit_type, str):
        answers = Appointment.visit_type.in_(met_by(visit_type))
    else:
        answers |= visit_type.not_in(TRACKS) & Appointment.visit_type.in_(REGULAR_VISITS)
    return Appointment.select(fn.MIN(Appointment.planned_on)).where(
        (Appointment.employee == employee)
        & (Appointment.status == PLANNED)
        & (Appointment.planned_on >= today)
        & answers
    )


def likely_active() -> Any:
    """Return the condition that somebody works here, which SQLite is told is true of nearly everybody.

    It then takes people in the order of their ids, in which their records lie too, rather than by an index
    that happens to have them by birth: nearly twice as fast.
    """
    return fn.likely(Employee.current_status == ACTIVE)


def _people() -> Any:
    # No contract known counts as the firm's own: an alert too many is seen, one too few is not.
    own = Employee.contract_type.is_null() | (Employee.contract_type != INTERIM)
    return (Employee.current_status == ACTIVE) & own


def _likely_people() -> Any:
    """Return the same for queries that begin with few rows elsewhere: nearly everybody is active."""
    return fn.likely(_people())


def _first_visit() -> Obligation:
    """Whoever has started, or will, and has no visit that sets a next date."""
    rules = load_catalogue().obligations
    entry, birth = Employee.entry_date, Employee.birth_date
    minor = fn.date(birth, f"+{rules['start_minor'].age} years") > entry
    before = (Employee.night_worker == 1) | (Employee.medical_regime == _REINFORCED) | minor
    last_day = Case(
        None,
        (
            (before, fn.date(entry, "-1 day")),
            (Employee.contract_type == ALTERNANCE, _later(entry, rules["start_apprentice"].months)),
        ),
        _later(entry, rules["start"].months),
    )
    seen = MedicalVisit.select(SQL("1")).where(
        (MedicalVisit.employee == Employee.id)
        & (MedicalVisit.track == FOLLOW_UP)
        & MedicalVisit.expiration_date.is_null(False)
    )
    concerned = Employee.select().where(_people() & entry.is_null(False))
    return Obligation(concerned.where(~fn.EXISTS(seen)), INITIAL, last_day, Employee.id, concerned)


def _intermediate_visit() -> Obligation:
    """Under reinforced follow-up, half-way to an exam whose date leaves more time than that."""
    months = load_catalogue().regimes[_REINFORCED].intermediate_months
    exam = MedicalVisit.alias()
    last_day = _later(exam.visit_date, months)
    later = MedicalVisit.alias()
    since = later.select(SQL("1")).where(
        (later.employee == exam.employee)
        & (later.track == FOLLOW_UP)
        & later.visit_type.in_(REGULAR_VISITS)
        & (later.visit_date > exam.visit_date)
    )
    exams = exam.visit_type.in_((INITIAL, PERIODIC)) & (exam.expiration_date > last_day)
    reinforced = Employee.medical_regime == _REINFORCED
    concerned = exam.select().join(Employee).where(_likely_people() & reinforced & exams)
    return Obligation(concerned.where(~fn.EXISTS(since)), INTERMEDIATE, last_day, Employee.id, concerned)


def _return_visit() -> Obligation:
    """After an absence that needs it, until a return-to-work visit of that day or later is recorded."""
    last_day = fn.date(Absence.ended_on, f"+{load_catalogue().obligations['return'].days} days")
    held = MedicalVisit.select(SQL("1")).where(
        (MedicalVisit.employee == Absence.employee)
        & (MedicalVisit.track == FOLLOW_UP)
        & (MedicalVisit.visit_type == RECOVERY)
        & (MedicalVisit.visit_date >= Absence.ended_on)
    )
    over = (Absence.return_visit == 1) & Absence.ended_on.is_null(False)
    concerned = Absence.select().join(Employee).where(_likely_people() & over)
    return Obligation(concerned.where(~fn.EXISTS(held)), RECOVERY, last_day, Absence.id, concerned)


def _mid_career_visit() -> Obligation:
    """In the calendar year of a birthday, unless held then or merged with a visit shortly before."""
    rule = load_catalogue().obligations["mid_career"]
    birth = Employee.birth_date
    first_day = fn.date(birth, "start of year", f"+{rule.age} years")
    last_day = fn.date(first_day, "+1 year", "-1 day")
    held = MedicalVisit.select(SQL("1")).where(
        (MedicalVisit.employee == Employee.id)
        & (MedicalVisit.track == FOLLOW_UP)
        & (MedicalVisit.visit_type == MID_CAREER)
        & (MedicalVisit.visit_date >= fn.date(first_day, f"-{_MERGED_YEARS} years"))
    )
    # Whoever came after that year had it, or missed it, elsewhere.
    here = Employee.entry_date.is_null() | (Employee.entry_date <= last_day)
    in_force = last_day >= rule.since
    # The same as `in_force`, such that the index by birth is entered near the right year.
    born = birth >= dt.date(rule.since.year - rule.age, 1, 1) if rule.since and rule.age else True
    of_age = _people() & born & in_force & here
    concerned = Employee.select().where(of_age)
    return Obligation(concerned.where(~fn.EXISTS(held)), MID_CAREER, last_day, Employee.id, concerned)


def _later(day: Any, months: int | None) -> Any:
    """Return the same day some months later, or the last of that month when it has no such day."""
    plain = fn.date(day, f"+{months} months")
    last_of_month = fn.date(day, "start of month", f"+{(months or 0) + 1} months", "-1 day")
    return fn.MIN(plain, last_of_month)
