"""Opening the forms about driving: what they show is read in the background first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.authorisation import edits
from cariste.authorisation.values import Driver, DrivingChoices
from cariste.ui.context import Context
from cariste.ui.forms import driving_storing
from cariste.ui.forms.authorisation_form import AuthorisationForm
from cariste.ui.forms.driving_forms import AssignmentForm, InductionForm, SuspensionForm, WithdrawalForm
from cariste.ui.forms.form import Form
from cariste.ui.forms.opening import Stored, may_add, open_form
from cariste.workspace import Workspace

AUTHORISATION, SUSPENSION, INDUCTION, ASSIGNMENT = "authorisation", "suspension", "induction", "assignment"
"""What the tab about driving lists."""


def issue(
    context: Context,
    parent: QWidget,
    employee_id: str,
    *,
    kinds: Sequence[str] = (),
    stored: Stored | None = None,
) -> None:
    """Let the user issue authorisations.

    Args:
        context: The open folder and the rest.
        parent: Some widget of the window.
        employee_id: Whose they will be.
        kinds: Categories ticked first; without any, those covered by a CACES in force.
        stored: Told the ids once they are recorded.
    """

    def build(found: tuple[DrivingChoices, Driver]) -> Form:
        choices, driver = found
        return AuthorisationForm(context, parent, driver, choices, kinds=kinds)

    if may_add(context, parent):
        open_form(context, parent, _reader(employee_id), build, stored)


def add_induction(
    context: Context, parent: QWidget, employee_id: str, *, stored: Stored | None = None
) -> None:
    """Let the user record an induction; arguments as `issue`."""

    def build(found: tuple[DrivingChoices, Driver]) -> Form:
        choices, driver = found
        return InductionForm(context, parent, driver.owner, choices, site=driver.site)

    if may_add(context, parent):
        open_form(context, parent, _reader(employee_id), build, stored)


def add_assignment(
    context: Context, parent: QWidget, employee_id: str, *, stored: Stored | None = None
) -> None:
    """Let the user record an assignment; arguments as `issue`."""

    def build(found: tuple[DrivingChoices, Driver]) -> Form:
        choices, driver = found
        return AssignmentForm(context, parent, driver.owner, choices)

    if may_add(context, parent):
        open_form(context, parent, _reader(employee_id), build, stored)


def edit(context: Context, parent: QWidget, what: str, record_id: str, *, of: str = "") -> None:
    """Let the user change a record of the tab, or read it where this window only reads.

    Args:
        context: The open folder and the rest.
        parent: Some widget of the window.
        what: `AUTHORISATION`, `SUSPENSION`, `INDUCTION` or `ASSIGNMENT`.
        record_id: 32 hexadecimal digits.
        of: Of a suspension, the id of the authorisation.
    """

    def read(workspace: Workspace) -> Any:
        held: Any
        choices = driving_storing.read_choices(workspace)
        if what == AUTHORISATION:
            return choices, driving_storing.read_authorisation(workspace, record_id)
        with workspace.reading():
            if what == SUSPENSION:
                held = edits.read_suspension(record_id, reasons=workspace.writing)
                return edits.read_authorisation(of), held
            held = edits.read_induction(record_id) if what == INDUCTION else edits.read_assignment(record_id)
            return choices, held

    def build(found: Any) -> Form:
        first, held = found
        if what == AUTHORISATION:
            driver, authorisation = held
            return AuthorisationForm(context, parent, driver, first, authorisation)
        if what == SUSPENSION:
            return SuspensionForm(context, parent, held.owner, [first], held)
        form = InductionForm if what == INDUCTION else AssignmentForm
        return form(context, parent, held.owner, first, held)

    open_form(context, parent, read, build)


def suspend(context: Context, parent: QWidget, record_ids: Sequence[str]) -> None:
    """Let the user suspend authorisations of one person."""

    def read(workspace: Workspace) -> Any:
        return driving_storing.read_several(workspace, record_ids)

    def build(found: Any) -> Form:
        return SuspensionForm(context, parent, found[0].owner, found)

    open_form(context, parent, read, build)


def withdraw(context: Context, parent: QWidget, record_ids: Sequence[str]) -> None:
    """Let the user withdraw authorisations of one person."""

    def read(workspace: Workspace) -> Any:
        return driving_storing.read_several(workspace, record_ids)

    def build(found: Any) -> Form:
        return WithdrawalForm(context, parent, found)

    open_form(context, parent, read, build)


def _reader(employee_id: str) -> Any:
    def read(workspace: Workspace) -> tuple[DrivingChoices, Driver]:
        return driving_storing.read_choices(workspace), driving_storing.read_driver(workspace, employee_id)

    return read
