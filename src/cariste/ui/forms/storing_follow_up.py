"""What the forms of appointments and absences read and write, off the UI thread."""

from __future__ import annotations

from cariste.employee import appointments
from cariste.employee.appointments import AbsenceValues, AppointmentValues
from cariste.employee.form_values import Held, Known, Owner
from cariste.workspace import Workspace


def read_appointment(workspace: Workspace, record_id: str) -> Held[AppointmentValues]:
    """Return an appointment for its form. Raises UserError when it is gone."""
    with workspace.reading():
        return appointments.read_appointment(record_id)


def read_absence(workspace: Workspace, record_id: str) -> Held[AbsenceValues]:
    """Return an absence for its form. Raises UserError when it is gone."""
    with workspace.reading():
        return appointments.read_absence(record_id)


def store_appointment(
    workspace: Workspace, owner: Owner, values: AppointmentValues, known: Known | None
) -> str:
    """Store an appointment in one change; return the id. Raises as `appointments.store_appointment`."""
    with workspace.change(appointments.appointment_label(values, owner)):
        return appointments.store_appointment(owner.id, values, known)


def store_absence(workspace: Workspace, owner: Owner, values: AbsenceValues, known: Known | None) -> str:
    """Store an absence in one change; return the id. Raises as `appointments.store_absence`."""
    with workspace.change(appointments.absence_label(owner)):
        return appointments.store_absence(owner.id, values, known)


def mark_missed(workspace: Workspace, record_id: str) -> None:
    """Note a no-show in one change. Raises UserError when the appointment is gone."""
    held = read_appointment(workspace, record_id)
    with workspace.change(appointments.missed_label(held.values.visit_type, held.owner)):
        appointments.mark_missed(record_id)


def delete_appointment(workspace: Workspace, held: Held[AppointmentValues]) -> None:
    """Delete an appointment in one change. Raises UserError when it is gone already."""
    label = appointments.appointment_label(held.values, held.owner)
    with workspace.change(appointments.deleted_label(label)):
        appointments.delete_appointment(held.known.id)


def delete_absence(workspace: Workspace, held: Held[AbsenceValues]) -> None:
    """Delete an absence in one change. Raises UserError when it is gone already."""
    with workspace.change(appointments.deleted_label(appointments.absence_label(held.owner))):
        appointments.delete_absence(held.known.id)
