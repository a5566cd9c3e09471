"""One person's medical follow-up at a glance: what comes next, what is planned, what the doctor asked for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from cariste.alerts.queries import MEDICAL, Alert, Filter, list_alerts
from cariste.employee import constants
from cariste.employee.calculations import DEFAULT_THRESHOLDS
from cariste.employee.models import Absence, Appointment, Employee, MedicalVisit
from cariste.employee.validators import LATEST


class AppointmentRow(NamedTuple):
    """An appointment; `status` as `constants.APPOINTMENT_STATUSES`."""

    id: str
    visit_type: str
    planned_on: dt.date
    status: str


class AbsenceRow(NamedTuple):
    """An absence.

    Attributes:
        due: The last day for the return-to-work visit while it is awaited; None otherwise.
    """

    id: str
    starts_on: dt.date
    ended_on: dt.date | None
    return_visit: bool
    due: dt.date | None


class Adjustment(NamedTuple):
    """What a doctor asked for, in the doctor's words, and at which visit."""

    visit_type: str
    visited: dt.date
    words: str


class FollowUp(NamedTuple):
    """How a person's follow-up stands on a day.

    Attributes:
        next_visit: The visit of the follow-up that is due first; None when none is.
        certificate: The driving certificate that counts; None without one.
        appointments: The next first, then those that are over, the latest first.
        absences: The latest first; none unless whoever asks may see them.
        adjustments: Those in force, one for each kind of follow-up; likewise.
        suggested_regime: A follow-up that ought to be chosen: night workers are owed the adapted one (Labour
            code R4624-18). Likewise, and never set by itself. None for no suggestion.
    """

    next_visit: Alert | None
    certificate: Alert | None
    appointments: tuple[AppointmentRow, ...] = ()
    absences: tuple[AbsenceRow, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    suggested_regime: str | None = None


def follow_up(
    employee_id: str,
    today: dt.date,
    thresholds: Sequence[int] = DEFAULT_THRESHOLDS,
    *,
    outcomes: bool,
) -> FollowUp:
    """Return a person's follow-up; the caller is connected.

    Args:
        employee_id: 32 hexadecimal digits.
        today: As of this day.
        thresholds: Days, as alerts have them.
        outcomes: With what only HR sees: absences, adjustments, the kind of follow-up.
    """
    wanted = Filter(thresholds=thresholds, type=MEDICAL, until=LATEST, employee_id=employee_id)
    due = list_alerts(today, wanted)
    person = uuid.UUID(employee_id)
    visits = [alert for alert in due if alert.kind not in constants.TRACKS]
    certificates = [alert for alert in due if alert.kind == constants.DRIVING_CERTIFICATE]
    common = (next(iter(visits), None), next(iter(certificates), None), _appointments(person))
    if not outcomes:
        return FollowUp(*common)
    return FollowUp(*common, _absences(person, due), _adjustments(person), _suggestion(person))


def _appointments(person: uuid.UUID) -> tuple[AppointmentRow, ...]:
    # Of those held, the visit itself is there to be seen.
    shown: Any = Appointment.select().where(
        (Appointment.employee == person) & (Appointment.status != constants.HELD)
    )
    rows = [AppointmentRow(one.id.hex, one.visit_type, one.planned_on, one.status) for one in shown]
    to_come = sorted((one for one in rows if one.status == constants.PLANNED), key=lambda one: one.planned_on)
    over = (one for one in rows if one.status != constants.PLANNED)
    return (*to_come, *sorted(over, key=lambda one: one.planned_on, reverse=True))


def _absences(person: uuid.UUID, due: Sequence[Alert]) -> tuple[AbsenceRow, ...]:
    awaited = {alert.because: alert.expiration_date for alert in due if not alert.recorded}
    rows: Any = Absence.select().where(Absence.employee == person).order_by(Absence.starts_on.desc())
    return tuple(
        AbsenceRow(one.id.hex, one.starts_on, one.ended_on, one.return_visit, awaited.get(one.id.hex))
        for one in rows
    )


def _adjustments(person: uuid.UUID) -> tuple[Adjustment, ...]:
    """Return what the latest conclusion of each kind says; one that awaits its document says nothing yet."""
    visits: Any = MedicalVisit.select().where(
        (MedicalVisit.employee == person) & (MedicalVisit.result != constants.PENDING)
    )
    latest: dict[str, MedicalVisit] = {}
    for visit in visits.order_by(MedicalVisit.visit_date, MedicalVisit.id):
        latest[visit.track] = visit
    return tuple(
        Adjustment(visit.visit_type, visit.visit_date, visit.restrictions)
        for visit in latest.values()
        if visit.restrictions
    )


def _suggestion(person: uuid.UUID) -> str | None:
    simple = Employee.medical_regime.is_null() | (Employee.medical_regime == constants.SIMPLE)
    found = Employee.get_or_none((Employee.id == person) & (Employee.night_worker == 1) & simple)
    return None if found is None else constants.ADAPTED
