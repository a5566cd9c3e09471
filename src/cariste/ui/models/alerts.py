"""The alerts as rows of a table."""

from __future__ import annotations

import datetime as dt

from cariste.alerts.labels import remarks
from cariste.alerts.queries import Alert, AlertList, Filter, what_needs_attention
from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.employee.constants import CRITICAL, WARNING
from cariste.ui.models.people import tone_of
from cariste.ui.models.table import LAST, Column, Look
from cariste.ui.widgets.chip import BLUE, ORANGE, RED
from cariste.workspace import Workspace

_SEVERITY_TONES = {CRITICAL: RED, WARNING: ORANGE, labels.MISSING: RED}


def read_alerts(
    workspace: Workspace, today: dt.date, *, days: int | None = None, limit: int | None = None
) -> AlertList:
    """Read what needs attention in this firm: the one question the page and the panel both ask.

    Args:
        workspace: Where.
        today: As of this day.
        days: Horizon in days; None is the firm's last threshold.
        limit: At most so many alerts; the counts are of all.
    """
    steps = workspace.settings.thresholds
    wanted = Filter(thresholds=steps.days, contract_steps=steps.contract_steps, days=days)
    with workspace.reading():
        return what_needs_attention(today, wanted, limit=limit)


def severity_tone(severity: str) -> str:
    """Return the colour of an urgency."""
    return _SEVERITY_TONES.get(severity, BLUE)


def alert_columns() -> list[Column[Alert]]:
    """Return the columns of the alerts page."""
    return [*_who_and_what(), *_when()]


def _who_and_what() -> list[Column[Alert]]:
    return [
        Column(
            lambda: _("Urgency"),
            lambda alert: labels.severity_label(alert.severity),
            key=lambda alert: alert.urgency,
            sample=_("Warning"),
            least=_("Warning"),
            look=Look.CHIP,
            tone=lambda alert: severity_tone(alert.severity),
        ),
        Column(
            lambda: _("Employee"),
            lambda alert: f"{alert.last_name} {alert.first_name}",
            sample="Fictif-Témoin Jean-Éric",
            least="Fictif-Témoin",
            look=Look.STRONG,
            tooltip=lambda alert: f"{alert.employee} {alert.external_id or ''}".strip(),
        ),
        Column(
            lambda: _("Type"),
            lambda alert: labels.alert_type_label(alert.type, brief=True),
            sample=labels.alert_type_label(labels.TRAINING),
            least=labels.alert_type_label(labels.TRAINING),
            shown=False,  # the next column says it, too
        ),
        Column(
            lambda: _("About"),
            lambda alert: labels.full_subject(alert.type, alert.kind, alert.title),
            sample="R489-1A Transpalette porté",
            least="R489-1A Trans…",
            tooltip=_about,
        ),
        Column(
            lambda: _("Work area"),
            lambda alert: alert.workspace or "",
            key=lambda alert: fold(alert.workspace or "") or LAST,
            sample="Bureau",
        ),
    ]


def _when() -> list[Column[Alert]]:
    date_sample = format_date(dt.date(2026, 12, 28))
    longest_delay = labels.delay_alone(-1200)
    return [
        Column(
            lambda: _("Expiry date"),
            lambda alert: format_date(alert.expiration_date),
            key=lambda alert: alert.expiration_date or dt.date.max,
            value=lambda alert: alert.expiration_date,
            sample=date_sample,
            least=date_sample,
        ),
        Column(
            lambda: _("Delay"),
            lambda alert: labels.delay_alone(alert.days_until),
            key=lambda alert: alert.urgency,
            sample=longest_delay,
            least=longest_delay,
            tone=tone_of,
            spoken=lambda alert: labels.delay_in_words(alert.days_until, alert.type),
            tooltip=lambda alert: labels.delay_in_words(alert.days_until, alert.type),
        ),
        # Both are rare, and a column each would leave no room for the names.
        Column(
            lambda: _("To know"),
            _to_know,
            key=lambda alert: alert.leaves_on or alert.planned_on or dt.date.max,
            sample=_("leaves {day}").format(day=date_sample),
            least=_("leaves {day}").format(day=date_sample),
            tone=_tone_to_know,
            spoken=lambda alert: ", ".join(remarks(alert)),
            tooltip=lambda alert: "\n".join(remarks(alert)) or None,
        ),
    ]


def _to_know(alert: Alert) -> str:
    if alert.leaves_on is not None:
        words = _("left {day}") if alert.has_left else _("leaves {day}")
        return words.format(day=format_date(alert.leaves_on))
    if alert.planned_on is not None:
        return _("visit {day}").format(day=format_date(alert.planned_on))
    return ""


def _tone_to_know(alert: Alert) -> str:
    if alert.leaves_on is not None:
        return RED if alert.has_left else ORANGE
    return BLUE if alert.planned_in_time else ORANGE


def _about(alert: Alert) -> str:
    about = labels.full_subject(alert.type, alert.kind, alert.title)
    return f"{about} · {_('Check validity')}" if alert.check_validity else about
