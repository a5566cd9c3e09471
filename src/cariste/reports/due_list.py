"""What is expired and what falls due: the list that goes round, by work area and date."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from reportlab.platypus import Flowable

from cariste.alerts.labels import remarks
from cariste.alerts.queries import Alert, Filter, list_alerts
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_date, format_number
from cariste.employee import labels
from cariste.employee.constants import CRITICAL, WARNING
from cariste.paper.grid import RIGHT, Cell, Column, Grid, Row
from cariste.paper.looks import BAD, MUTED, SOON
from cariste.paper.words import heading
from cariste.reports.asking import HORIZONS, Asked, Folder
from cariste.reports.by_area import area_group, area_order
from cariste.reports.drafting import Draft, area_title, filters_in_words, nothing


def draft(folder: Folder, asked: Asked) -> Draft:
    """Draft the list; its counts are those of the window for the same horizon."""
    alerts = _alerts(folder, asked)
    return Draft(
        _("Due-date list"),
        filters_in_words(
            asked,
            ngettext("expired or due within {n} day", "expired or due within {n} days", asked.days).format(
                n=format_number(asked.days)
            ),
        ),
        story(alerts, asked),
    )


def story(alerts: Sequence[Alert], asked: Asked) -> list[Flowable]:
    """Return the counts by work area and the list itself."""
    if not alerts:
        words = ngettext(
            "Nothing is expired, and nothing falls due within {n} day.",
            "Nothing is expired, and nothing falls due within {n} days.",
            asked.days,
        )
        return [nothing(words.format(n=format_number(asked.days)))]
    by_area = sorted(alerts, key=lambda alert: area_order(alert.workspace))
    areas = [(area, list(mine)) for area, mine in groupby(by_area, key=lambda alert: alert.workspace)]
    return [
        *_overview(areas, asked.days),
        *heading(_("In detail")),
        _list(areas),
    ]


def _alerts(folder: Folder, asked: Asked) -> list[Alert]:
    steps = folder.settings.thresholds
    wanted = Filter(
        thresholds=steps.days, contract_steps=steps.contract_steps, days=asked.days, workspace=asked.area
    )
    found = list_alerts(asked.on, wanted)
    return found if asked.kind is None else [alert for alert in found if alert.kind == asked.kind]


def _overview(areas: Sequence[tuple[str | None, list[Alert]]], days: int) -> list[Flowable]:
    everything = [alert for _area, mine in areas for alert in mine]
    missing = any(alert.days_until is None for alert in everything)
    steps = sorted({0, *(step for step in HORIZONS if step < days), days})
    columns = [
        Column(_("Work area"), 2.4, bold=True),
        Column(_("Expired"), 1, RIGHT),
        *(
            Column(_("{first} to {last} d").format(first=first, last=last - 1), 1, RIGHT)
            for first, last in pairwise(steps)
        ),
        *([Column(_("Missing"), 1, RIGHT)] if missing else []),
        Column(_("Total"), 1, RIGHT, bold=True),
    ]
    rows: list[Row] = [(area_title(area), *_counts(mine, steps, missing=missing)) for area, mine in areas]
    if len(areas) > 1:
        total = (_("Total"), *_counts(everything, steps, missing=missing))
        rows.append([Cell(text, bold=True) for text in total])
    return [Grid(columns, rows)]


def _counts(alerts: Sequence[Alert], steps: Sequence[int], *, missing: bool) -> tuple[str, ...]:
    left = [alert.days_until for alert in alerts if alert.days_until is not None]
    counts = [
        sum(days < 0 for days in left),
        *(sum(first <= days < last for days in left) for first, last in pairwise(steps)),
        *([len(alerts) - len(left)] if missing else []),
        len(alerts),
    ]
    return tuple(map(format_number, counts))


def _list(areas: Sequence[tuple[str | None, list[Alert]]]) -> Grid:
    columns = (
        Column(_("Due on"), 1.2),
        Column(_("Situation"), 1.85),
        Column(_("Employee"), 2.5, bold=True),
        Column(_("Number"), 1.1),
        Column(_("Role"), 1.5),
        Column(_("What"), 2.3),
    )
    rows: list[Row] = []
    for area, mine in areas:
        rows.append(area_group(area, len(mine)))
        rows.extend(map(_row, mine))
    return Grid(columns, rows)


def _row(alert: Alert) -> Row:
    name = labels.subject if alert.type == labels.AUTHORISATION else labels.full_subject
    told = [name(alert.type, alert.kind, alert.title), *remarks(alert)]
    return (
        format_date(alert.expiration_date),
        _situation(alert),
        f"{alert.last_name} {alert.first_name}",
        alert.external_id or "",
        alert.role or "",
        ", ".join(told),
    )


def _situation(alert: Alert) -> Cell:
    told = labels.delay(alert.days_until, alert.type)
    if alert.overdue or alert.days_until is None:
        return Cell(told, BAD)
    return Cell(told, SOON if alert.severity in {CRITICAL, WARNING} else MUTED)
