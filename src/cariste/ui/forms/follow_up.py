"""Appointments and absences: their forms are opened here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.employee.appointments import AbsenceValues, AppointmentValues
from cariste.employee.form_values import Held
from cariste.ui.context import Context
from cariste.ui.forms import opening, storing, storing_follow_up

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

    opening.open_form(
        context, parent, partial(storing_follow_up.read_appointment, record_id=record_id), build, None
    )


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

    opening.open_form(
        context, parent, partial(storing_follow_up.read_absence, record_id=record_id), build, None
    )
