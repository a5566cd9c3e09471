"""What can be done on the medical tab: with visits, and with what is planned and who is away."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.core.wording import format_date, of_person
from cariste.employee import labels
from cariste.employee.field_labels import ABSENCES, APPOINTMENTS
from cariste.employee.form_values import Held
from cariste.ui.actions.documents import proof_actions
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.actions.records import record_actions
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation

Entity = Callable[[str], str]
"""Returns the table in which a line's row is stored; an empty text for a visit."""


def medical_actions(
    context: Context, entity: Entity, has_proof: Callable[[str], bool]
) -> list[SelectionAction]:
    """Return the actions in the order of the menu.

    Args:
        context: The open folder and the rest.
        entity: What a line is.
        has_proof: Tells of a visit's id whether it names a document.
    """
    actions = {action.key: action for action in record_actions(context, labels.MEDICAL)}
    edit, renew, delete = (actions[key] for key in ("edit", "renew", "delete"))
    own = [
        dataclasses.replace(edit, run=_by_entity(entity, edit, edit_appointment, edit_absence)),
        _only_visits(entity, renew),
        *_of_appointments(entity),
        dataclasses.replace(
            delete, run=_by_entity(entity, delete, ask_to_delete_appointment, ask_to_delete_absence)
        ),
    ]
    proofs = proof_actions(context, labels.MEDICAL, has_proof)
    return own + [_only_visits(entity, action) for action in proofs]


def edit_appointment(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    """Open the form of an appointment."""
    from cariste.ui.forms import follow_up

    follow_up.edit_appointment(context, page, ids[0])


def edit_absence(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    """Open the form of an absence."""
    from cariste.ui.forms import follow_up

    follow_up.edit_absence(context, page, ids[0])


def record_held(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    """Open the form of the visit that was planned; recording it marks the appointment held."""
    from cariste.ui.forms import opening, storing_follow_up

    def show(held: Held[Any]) -> None:
        opening.add_record(context, page, labels.MEDICAL, held.owner.id, kind=held.values.visit_type)

    read = partial(storing_follow_up.read_appointment, context.workspace, ids[0])
    context.tasks.read(read, show, owner=page, key="held")


def mark_missed(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    """Note that the person did not come."""
    from cariste.ui.forms import storing_follow_up

    work = partial(storing_follow_up.mark_missed, context.workspace, ids[0])
    context.tasks.write(work, context.bus.changed.emit, owner=page)


def ask_to_delete_appointment(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    """Ask once, naming the visit and its day; then delete the appointment."""
    from cariste.ui.forms import storing_follow_up

    def ask(held: Held[Any]) -> None:
        question = _("Delete the appointment of {day} {of_person}: {visit}?").format(
            day=format_date(held.values.planned_on),
            of_person=of_person(held.owner.name),
            visit=labels.visit_label(held.values.visit_type),
        )
        _confirm(
            context, page, question, partial(storing_follow_up.delete_appointment, context.workspace, held)
        )

    read = partial(storing_follow_up.read_appointment, context.workspace, ids[0])
    context.tasks.read(read, ask, owner=page, key="delete")


def ask_to_delete_absence(context: Context, page: QWidget, ids: Sequence[str]) -> None:
    """Ask once; then delete the absence."""
    from cariste.ui.forms import storing_follow_up

    def ask(held: Held[Any]) -> None:
        question = _("Delete the absence {of_person} since {day}?").format(
            of_person=of_person(held.owner.name), day=format_date(held.values.starts_on)
        )
        _confirm(context, page, question, partial(storing_follow_up.delete_absence, context.workspace, held))

    read = partial(storing_follow_up.read_absence, context.workspace, ids[0])
    context.tasks.read(read, ask, owner=page, key="delete")


def _confirm(context: Context, page: QWidget, question: str, work: Callable[[], Any]) -> None:
    sentences = "\n".join((question, _("It can be undone (Ctrl+Z) as long as this window edits.")))

    def delete() -> None:
        context.tasks.write(work, context.bus.changed.emit, owner=page)

    Confirmation.ask(sentences, _("Delete"), delete, context.theme, page.window())


def _of_appointments(entity: Entity) -> list[SelectionAction]:
    def reason(ids: Sequence[str]) -> str | None:
        return None if entity(ids[0]) == APPOINTMENTS else _("This is no planned visit.")

    return [
        SelectionAction(
            "held", lambda: _("Record this visit…"), record_held, alone=True, reason=reason, apart=True
        ),
        SelectionAction("missed", lambda: _("No-show"), mark_missed, alone=True, reason=reason),
    ]


def _by_entity(
    entity: Entity,
    visit: SelectionAction,
    appointment: Callable[[Context, QWidget, Sequence[str]], object],
    absence: Callable[[Context, QWidget, Sequence[str]], object],
) -> Callable[[Context, QWidget, Sequence[str]], object]:
    def run(context: Context, page: QWidget, ids: Sequence[str]) -> object:
        doing = {APPOINTMENTS: appointment, ABSENCES: absence}.get(entity(ids[0]), visit.run)
        return doing(context, page, ids)

    return run


def _only_visits(entity: Entity, action: SelectionAction) -> SelectionAction:
    def reason(ids: Sequence[str]) -> str | None:
        if entity(ids[0]):
            return _("Nothing was recorded here yet: this is no visit that was held.")
        return action.reason(ids) if action.reason is not None else None

    return dataclasses.replace(action, reason=reason)
