"""Who gets which alerts: one mail per manager, none when there is nothing to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cariste.alerts.queries import SEVERITIES, Alert, Counts, Filter, list_alerts
from cariste.core.config import Settings
from cariste.core.text import fold


class Digest(NamedTuple):
    """What one manager is told.

    Attributes:
        recipient: The manager's address.
        workspaces: His work areas in which something is due.
        counts: How many alerts of each severity.
        alerts: Most urgent first.
    """

    recipient: str
    workspaces: tuple[str, ...]
    counts: Counts
    alerts: tuple[Alert, ...]


class Uncovered(NamedTuple):
    """Alerts that reach no manager: of a work area nobody answers for, or (None) of people without any."""

    workspace: str | None
    alerts: int


class Round(NamedTuple):
    """All there is to tell on a day.

    Attributes:
        on: The day.
        company: The firm's name.
        digests: By address; only managers of areas in which something is due.
        uncovered: What reaches nobody, by work area.
    """

    on: dt.date
    company: str
    digests: tuple[Digest, ...]
    uncovered: tuple[Uncovered, ...]


def gather(on: dt.date, settings: Settings) -> Round:
    """Return what there is to tell on a day in a firm with these settings; the caller is connected."""
    steps = settings.thresholds
    alerts = list_alerts(on, Filter(thresholds=steps.days, contract_steps=steps.contract_steps))
    return round_of(on, settings.company, alerts, settings.managers)


def round_of(
    on: dt.date, company: str, alerts: Iterable[Alert], managers: Mapping[str, Sequence[str]]
) -> Round:
    """Return who is told what.

    Accents and case do not matter in a work area's name; an address written twice gets one mail.

    Args:
        on: The day.
        company: The firm's name.
        alerts: Of that day, most urgent first.
        managers: The addresses of each work area.
    """
    addresses: dict[str, dict[str, str]] = {}
    for area, people in managers.items():
        known = addresses.setdefault(fold(area), {})
        known.update((address.casefold(), address) for address in people)
    told: dict[str, list[Alert]] = {}
    spelling: dict[str, str] = {}
    uncovered: dict[str | None, int] = {}
    for alert in alerts:
        people_here = addresses.get(fold(alert.workspace or ""), {})
        for key, address in people_here.items():
            told.setdefault(spelling.setdefault(key, address), []).append(alert)
        if not people_here:
            uncovered[alert.workspace] = uncovered.get(alert.workspace, 0) + 1
    return Round(
        on,
        company,
        tuple(_digest(address, told[address]) for address in sorted(told, key=str.casefold)),
        tuple(Uncovered(area, uncovered[area]) for area in sorted(uncovered, key=lambda area: area or "")),
    )


def _digest(recipient: str, alerts: Sequence[Alert]) -> Digest:
    areas = {alert.workspace for alert in alerts if alert.workspace}
    totals = dict.fromkeys(SEVERITIES, 0)
    for alert in alerts:
        totals[alert.severity] += 1
    return Digest(recipient, tuple(sorted(areas, key=fold)), Counts(*totals.values()), tuple(alerts))
