"""Opening a form: what it shows is read in the background, then it lies over the window, ready to type in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.employee import labels
from cariste.employee.form_values import Choices, Held, Owner, PersonValues
from cariste.ui.context import Context
from cariste.ui.errors import Message
from cariste.ui.forms import storing
from cariste.ui.forms.caces_form import CacesForm
from cariste.ui.forms.employee_form import EmployeeForm
from cariste.ui.forms.form import Form
from cariste.ui.forms.training_form import TrainingForm
from cariste.ui.forms.visit_form import VisitForm
from cariste.workspace import Workspace

Stored = Callable[[Any], object]
"""Told what the form stored: the id of a person, of a record, or of several CACES."""


def add_person(context: Context, parent: QWidget, stored: Stored | None = None) -> None:
    """Let the user add a person."""
    if may_add(context, parent):
        open_form(context, parent, storing.read_choices, partial(EmployeeForm, context, parent), stored)


def edit_person(
    context: Context, parent: QWidget, employee_id: str, *, at: str = "", stored: Stored | None = None
) -> None:
    """Let the user change a person, or read everything where this window only reads.

    Args:
        context: The open folder and the rest.
        parent: Some widget of the window.
        employee_id: 32 hexadecimal digits.
        at: The field to go to, as `Employee` names it.
        stored: Told once it is recorded.
    """

    def build(read: tuple[Choices, Held[PersonValues]]) -> Form:
        return EmployeeForm(context, parent, *read, at=at)

    def read(workspace: Workspace) -> tuple[Choices, Held[PersonValues]]:
        return storing.read_choices(workspace), storing.read_person(workspace, employee_id)

    open_form(context, parent, read, build, stored)


def add_record(
    context: Context,
    parent: QWidget,
    record_type: str,
    employee_id: str,
    *,
    kind: str = "",
    stored: Stored | None = None,
) -> None:
    """Let the user add a record to a person.

    Args:
        context: The open folder and the rest.
        parent: Some widget of the window.
        record_type: ``caces``, ``medical`` or ``training``.
        employee_id: Whose it will be.
        kind: The category, type of visit or title proposed.
        stored: Told once it is recorded.
    """

    def read(workspace: Workspace) -> tuple[Choices, Owner]:
        return storing.read_choices(workspace), storing.read_owner(workspace, employee_id)

    def build(found: tuple[Choices, Owner]) -> Form:
        choices, owner = found
        return _form(context, parent, record_type, choices, owner=owner, kind=kind)

    if may_add(context, parent):
        open_form(context, parent, read, build, stored)


def edit_record(
    context: Context,
    parent: QWidget,
    record_type: str,
    record_id: str,
    *,
    at: str = "",
    stored: Stored | None = None,
) -> None:
    """Let the user change a record, or read it; arguments as `edit_person` and `add_record`."""

    def read(workspace: Workspace) -> tuple[Choices, Held[Any]]:
        return storing.read_choices(workspace), storing.read_record(workspace, record_type, record_id)

    def build(found: tuple[Choices, Held[Any]]) -> Form:
        choices, held = found
        return _form(context, parent, record_type, choices, owner=held.owner, held=held, at=at)

    open_form(context, parent, read, build, stored)


def may_add(context: Context, parent: QWidget) -> bool:
    """Tell whether something can be added in this window; if it cannot, say so over it."""
    writing = context.workspace.writing
    if not writing:
        reason = _("This window only reads: the one that edits can do this.")
        Message(context.theme, reason, parent.window()).open()
    return writing


def _form(
    context: Context,
    parent: QWidget,
    record_type: str,
    choices: Choices,
    *,
    owner: Owner,
    held: Held[Any] | None = None,
    **more: str,
) -> Form:
    if record_type == labels.CACES:
        return CacesForm(context, parent, owner, held, organisations=choices.organisations, **more)
    if record_type == labels.MEDICAL:
        return VisitForm(context, parent, owner, held, **more)
    return TrainingForm(context, parent, owner, held, titles=choices.titles, **more)


def open_form(
    context: Context,
    parent: QWidget,
    read: Callable[[Workspace], Any],
    build: Callable[[Any], Form],
    stored: Stored | None = None,
) -> None:
    """Read what a form shows in the background, then open it.

    Args:
        context: The open folder and the rest.
        parent: Some widget of the window.
        read: Reads it; runs in a thread of its own.
        build: Makes the form from what was read.
        stored: Told what the form stored.
    """

    def show(found: Any) -> None:
        form = build(found)
        if stored is not None:
            form.stored.connect(stored)
        form.open()

    # With a key: a second click while the first is being read opens one form, not two.
    context.tasks.read(partial(read, context.workspace), show, owner=parent, key="form")
