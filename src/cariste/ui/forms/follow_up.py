"""Appointments and absences: their forms are opened here, and what they read and write, off the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.employee import appointments
from cariste.employee.appointments import AbsenceValues, AppointmentValues
from cariste.employee.form_values import Held, Known, Owner
from cariste.ui.context import Context
from cariste.ui.forms import opening, storing
from cariste.workspace import Workspace

Stored = Callable[[Any], object]


def plan_visit(
    context: Context, parent: QWidget, employee_id: str, *, kind: str = "", stored: Stored | None = None
) -> None:
    """Let the user plan a visit of a person.

    Args:
        context: The open folder and the rest.
        parent: Some widget of the window.
        employee_id: 32 hexadecimal digits.
        kind: The type of visit proposed.
        stored: Told once it is recorded.
    """
    from cariste.ui.forms.appointment_form import AppointmentForm

    if opening.may_add(context, parent):
        read = partial(storing.read_owner, employee_id=employee_id)
        opening.open_form(context, parent, read, partial(AppointmentForm, context, parent, kind=kind), stored)


def edit_appointment(context: Context, parent: QWidget, record_id: str) -> None:
    """Let the user change what is planned, or read it."""
    from cariste.ui.forms.appointment_form import AppointmentForm

    def build(held: Held[AppointmentValues]) -> AppointmentForm:
        return AppointmentForm(context, parent, held.owner, held)

    opening.open_form(context, parent, partial(read_appointment, record_id=record_id), build, None)


def add_absence(context: Context, parent: QWidget, employee_id: str, stored: Stored | None = None) -> None:
    """Let the user record that a person is away."""
    from cariste.ui.forms.absence_form import AbsenceForm

    if opening.may_add(context, parent):
        read = partial(storing.read_owner, employee_id=employee_id)
        opening.open_form(context, parent, read, partial(AbsenceForm, context, parent), stored)


def edit_absence(context: Context, parent: QWidget, record_id: str) -> None:
    """Let the user change an absence: above all, say that it is over."""
    from cariste.ui.forms.absence_form import AbsenceForm

    def build(held: Held[AbsenceValues]) -> AbsenceForm:
        return AbsenceForm(context, parent, held.owner, held)

    opening.open_form(context, parent, partial(read_absence, record_id=record_id), build, None)


# -- off the UI thread -----------------------------------------------------------------------------


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
