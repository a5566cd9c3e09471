"""What is told beside an alert, in the user's words."""

from __future__ import annotations

from cariste.alerts.queries import Alert
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee.labels import planned_label


def remarks(alert: Alert) -> list[str]:
    """Return when its visit is planned, and whether the person leaves before the day."""
    told = []
    if alert.planned_on is not None:
        told.append(planned_label(alert.planned_on, in_time=alert.planned_in_time))
    if alert.leaves_on is not None:
        told.append(leaving_label(alert))
    return told


def leaving_briefly(alert: Alert) -> str:
    """Say the same where there is little room; empty where it does neither."""
    if alert.leaves_on is None:
        return ""
    words = _("contract over on {day}") if alert.has_left else _("contract ends on {day}")
    return words.format(day=format_date(alert.leaves_on))


def leaving_label(alert: Alert) -> str:
    """Say that contract or assignment is over, or ends before the expiry; empty where it does neither."""
    if alert.leaves_on is None:
        return ""
    words = (
        _("contract or assignment ended on {day}")
        if alert.has_left
        else _("contract or assignment ends on {day}, before the expiry")
    )
    return words.format(day=format_date(alert.leaves_on))
