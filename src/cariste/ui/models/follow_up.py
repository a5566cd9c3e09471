"""What is planned and who is away, as lines of the medical tab; and its two dates in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from cariste.alerts.follow_up import AbsenceRow, AppointmentRow, FollowUp, follow_up
from cariste.alerts.queries import Alert
from cariste.core.i18n import _, pgettext
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.employee.constants import CANCELLED, MISSED, PLANNED
from cariste.employee.field_labels import ABSENCES, APPOINTMENTS
from cariste.ui.models.people import tone_of
from cariste.ui.models.records import RecordLine
from cariste.ui.widgets.chip import BLUE, GREEN, MUTED, ORANGE, RED
from cariste.workspace import Workspace

_FAR = 90
"""Days from which on nothing needs to be planned yet."""


class DateInWords(NamedTuple):
    """One of the two dates above the table.

    Attributes:
        title: What it is the date of.
        day: The date, or why there is none.
        tone: Colour of the chip; empty for no chip.
        situation: Words of the chip.
    """

    title: str
    day: str
    tone: str = ""
    situation: str = ""


def read_follow_up(workspace: Workspace, employee_id: str, today: dt.date) -> FollowUp:
    """Read a person's follow-up; what only HR sees only where this window edits."""
    with workspace.reading():
        return follow_up(employee_id, today, workspace.settings.thresholds.days, outcomes=workspace.writing)


def with_follow_up(visits: Sequence[RecordLine], found: FollowUp, today: dt.date) -> list[RecordLine]:
    """Return all lines of the tab: what is to come, the visits, what is over."""
    planned = [one for one in found.appointments if one.status == PLANNED]
    others = [one for one in found.appointments if one.status != PLANNED]
    open_ones = [one for one in found.absences if _is_open(one)]
    closed = [one for one in found.absences if not _is_open(one)]
    return [
        *(_appointment(one, today) for one in planned),
        *(_absence(one, today) for one in open_ones),
        *visits,
        *(_appointment(one, today) for one in others),
        *(_absence(one, today) for one in closed),
    ]


def next_visit(found: FollowUp) -> DateInWords:
    """Return the first of the two dates: when the doctor must have seen the person."""
    title, alert = next_visit_title(), found.next_visit
    if alert is None:
        return DateInWords(title, _("no due date"))
    day = f"{format_date(alert.expiration_date)} · {labels.visit_label(alert.awaited)}"
    return DateInWords(title, day, *_standing(alert))


def certificate(found: FollowUp) -> DateInWords:
    """Return the second: until when the driving certificate runs."""
    title, alert = certificate_title(), found.certificate
    if alert is None:
        return DateInWords(title, _("none recorded"))
    return DateInWords(title, format_date(alert.expiration_date), *_standing(alert))


def next_visit_title() -> str:
    """Return what the first date is called."""
    return _("Next visit no later than")


def certificate_title() -> str:
    """Return what the second date is called."""
    return _("Driving certificate valid until")


def _standing(alert: Alert) -> tuple[str, str]:
    if alert.planned_on is not None:
        words = labels.planned_label(alert.planned_on, in_time=alert.planned_in_time)
        return BLUE if alert.planned_in_time else ORANGE, words
    if alert.severity == "info" and alert.urgency >= _FAR:
        return GREEN, pgettext("record", "valid")
    return tone_of(alert), labels.delay(alert.days_until, alert.type)


def _is_open(absence: AbsenceRow) -> bool:
    return absence.ended_on is None or absence.due is not None


def _appointment(row: AppointmentRow, today: dt.date) -> RecordLine:
    day = format_date(row.planned_on)
    tone, situation = {
        PLANNED: (BLUE, labels.planned_label(row.planned_on)),
        MISSED: (ORANGE, _("no-show on {day}").format(day=day)),
        CANCELLED: (MUTED, _("cancelled ({day})").format(day=day)),
    }.get(row.status, (MUTED, labels.appointment_label(row.status)))
    if row.status == PLANNED and row.planned_on < today:
        tone, situation = ORANGE, _("planned for {day}: held?").format(day=day)
    return _line(row.id, labels.visit_label(row.visit_type), tone, situation, APPOINTMENTS)


def _absence(row: AbsenceRow, today: dt.date) -> RecordLine:
    start = format_date(row.starts_on)
    if row.ended_on is None:
        what = _("Absence since {day}").format(day=start)
        needed = _("return-to-work visit to plan")
        return _line(
            row.id, what, *((BLUE, needed) if row.return_visit else (MUTED, _("under way"))), ABSENCES
        )
    what = _("Absence from {start}, back on {day}").format(start=start, day=format_date(row.ended_on))
    if row.due is None:
        return _line(row.id, what, MUTED, _("over"), ABSENCES)
    words = _("visit due by {day}").format(day=format_date(row.due))
    return _line(row.id, what, RED if row.due < today else ORANGE, words, ABSENCES)


def _line(id_: str, what: str, tone: str, situation: str, entity: str) -> RecordLine:
    return RecordLine(
        id=id_,
        what=what,
        in_full=what,
        obtained=None,
        expiry=None,
        origin="",
        origin_tone=None,
        tone=tone,
        situation=situation,
        spoken=situation,
        proof="",
        has_proof=False,
        outcome="",
        current=tone != MUTED,
        entity=entity,
    )
