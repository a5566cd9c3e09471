"""Appointments for medical visits and absences: what their forms read and store; one user action each.

The functions that write are called inside `workspace.change(label)`. Nothing here says why somebody sees a
doctor or was away.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

from cariste.core.errors import InvalidEntity
from cariste.core.i18n import _
from cariste.core.wording import format_date, of_person
from cariste.employee import constants, labels
from cariste.employee.edits import fill, held, there, unchanged, values_of
from cariste.employee.form_values import Held, Known, Owner
from cariste.employee.models import Absence, Appointment, Employee


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentValues:
    """What the form of an appointment holds."""

    visit_type: str
    planned_on: dt.date | None
    status: str = constants.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceValues:
    """What the form of an absence holds; see `Absence`."""

    starts_on: dt.date | None
    ended_on: dt.date | None = None
    return_visit: bool = False


def read_appointment(record_id: str) -> Held[AppointmentValues]:
    """Return an appointment for its form. Raises UserError when it is gone."""
    record = there(Appointment, record_id)
    return held(record, record.employee, None, values_of(AppointmentValues, record))


def read_absence(record_id: str) -> Held[AbsenceValues]:
    """Return an absence for its form. Raises UserError when it is gone."""
    record = there(Absence, record_id)
    return held(record, record.employee, None, values_of(AbsenceValues, record))


def store_appointment(employee_id: str, values: AppointmentValues, known: Known | None = None) -> str:
    """Add an appointment, or write over the one that was read; return the id.

    Raises:
        InvalidEntity: Names each field that is wrong; a visit is not planned twice.
        UserError: It was changed by somebody else since, or it or the person is gone.
    """
    record = (
        Appointment(employee=there(Employee, employee_id)) if known is None else unchanged(Appointment, known)
    )
    fill(record, dataclasses.asdict(values))
    if record.status == constants.PLANNED:
        _not_twice(record)
    record.save()
    return str(record.id.hex)


def store_absence(employee_id: str, values: AbsenceValues, known: Known | None = None) -> str:
    """Add an absence, or write over the one that was read; return the id.

    Raises:
        InvalidEntity: Names each field that is wrong; nobody is away twice at a time.
        UserError: It was changed by somebody else since, or it or the person is gone.
    """
    record = Absence(employee=there(Employee, employee_id)) if known is None else unchanged(Absence, known)
    fill(record, dataclasses.asdict(values))
    record.validate()
    _not_away_already(record)
    record.save()
    return str(record.id.hex)


def mark_missed(record_id: str) -> None:
    """Note that the person did not come. Raises UserError when the appointment is gone."""
    record = there(Appointment, record_id)
    record.status = constants.MISSED
    record.save()


def appointment_label(values: AppointmentValues, owner: Owner) -> str:
    """Return what the journal and undo call it: « Rendez-vous : Visite périodique de Chloé Martin »."""
    return _("Appointment: {what} {of_person}").format(
        what=labels.visit_label(values.visit_type), of_person=of_person(owner.name)
    )


def missed_label(visit_type: str, owner: Owner) -> str:
    """Return what the journal and undo call a no-show."""
    return _("No-show: {what} {of_person}").format(
        what=labels.visit_label(visit_type), of_person=of_person(owner.name)
    )


def absence_label(owner: Owner) -> str:
    """Return what the journal and undo call it: nothing of when, nothing of why."""
    return _("Absence {of_person}").format(of_person=of_person(owner.name))


def deleted_label(label: str) -> str:
    """Return what deleting is called, from what recording was called."""
    return _("Deleted: {label}").format(label=label)


def delete_appointment(record_id: str) -> None:
    """Delete an appointment. Raises UserError when it is gone already."""
    there(Appointment, record_id).delete_instance()


def delete_absence(record_id: str) -> None:
    """Delete an absence. Raises UserError when it is gone already."""
    there(Absence, record_id).delete_instance()


def _not_twice(record: Appointment) -> None:
    same: Any = Appointment.select().where(
        (Appointment.employee == record.employee)
        & (Appointment.visit_type == record.visit_type)
        & (Appointment.status == constants.PLANNED)
        & (Appointment.id != record.id)
    )
    for other in same:
        raise InvalidEntity(
            {
                "visit_type": _("This visit is planned already, on {day}.").format(
                    day=format_date(other.planned_on)
                )
            }
        )


def _not_away_already(record: Absence) -> None:
    back = record.ended_on or dt.date.max
    others: Any = Absence.select().where(
        (Absence.employee == record.employee)
        & (Absence.id != record.id)
        & (Absence.starts_on < back)
        & (Absence.ended_on.is_null() | (Absence.ended_on > record.starts_on))
    )
    if others.exists():
        raise InvalidEntity({"starts_on": _("Another absence is recorded for some of these days.")})
