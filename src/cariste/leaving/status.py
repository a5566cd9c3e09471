"""Leaving and coming back. Who left is archived: hidden from lists, found by the search, without alerts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from cariste.core.clock import today
from cariste.core.errors import InvalidEntity, UserError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_date, format_number, of_person
from cariste.employee import validators
from cariste.employee.constants import ACTIVE, INACTIVE
from cariste.employee.models import Employee


def mark_as_left(ids: Sequence[str], day: dt.date | None) -> int:
    """Note that people left on a day; who left already gets the new day. Call inside a change.

    Args:
        ids: 32 hexadecimal digits each.
        day: The last day in the firm, today at the latest: a day to come is the end of the contract.

    Returns:
        How many people were changed.

    Raises:
        InvalidEntity: The day is missing, in the future, or before somebody's start date, who is named.
        UserError: Somebody is not recorded any more.
    """
    problem = validators.check_date(day, required=True, not_after=today())
    if problem or day is None:
        raise InvalidEntity({"left_on": problem or ""})
    changed = 0
    for person in _people(ids):
        if person.entry_date is not None and day < person.entry_date:
            raise InvalidEntity(
                {
                    "left_on": _("{name} only started on {day}.").format(
                        name=person.full_name, day=format_date(person.entry_date)
                    )
                }
            )
        if (person.current_status, person.left_on) != (INACTIVE, day):
            person.current_status, person.left_on = INACTIVE, day
            person.save()
            changed += 1
    return changed


def come_back(ids: Sequence[str]) -> int:
    """Make people active again, without a leaving date; call inside a change.

    Returns:
        How many people were changed.

    Raises:
        UserError: Somebody is not recorded any more.
    """
    changed = 0
    for person in _people(ids):
        if not person.is_active or person.left_on is not None:
            person.current_status, person.left_on = ACTIVE, None
            person.save()
            changed += 1
    return changed


def left_label(names: Sequence[str], day: dt.date, reason: str = "") -> str:
    """Return what the journal and undo call it: « Sortie de Chloé Martin le 21/11/2026 (fin de mission) »."""
    if len(names) == 1:
        told = _("Departure {of_person} on {day}").format(of_person=of_person(names[0]), day=format_date(day))
    else:
        told = ngettext("Departure of {n} person on {day}", "Departure of {n} people on {day}", len(names))
        told = told.format(n=format_number(len(names)), day=format_date(day))
    return f"{told} ({reason})" if reason else told


def back_label(names: Sequence[str]) -> str:
    """Return what the journal and undo call a return."""
    if len(names) == 1:
        return _("Return {of_person}").format(of_person=of_person(names[0]))
    return ngettext("Return of {n} person", "Return of {n} people", len(names)).format(
        n=format_number(len(names))
    )


def _people(ids: Sequence[str]) -> list[Employee]:
    found = list(Employee.select().where(Employee.id.in_([uuid.UUID(one) for one in ids])))
    if len(found) != len({*ids}):
        raise UserError(_("Somebody chosen here was deleted meanwhile. Nothing was recorded."))
    return found
