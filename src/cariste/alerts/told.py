"""What a row of the union says beside its columns: each distinct day and kind is looked at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cariste.employee.calculations import severity_of
from cariste.employee.labels import MISSING
from cariste.regulation import in_force

NO_DAY = "9999-12-31"
"""What is missing sorts behind everything that has a day."""

Told = tuple[dt.date | None, int | None, str]


def leaving(ends: str, expiry: str, now: str) -> dt.date | None:
    """Return the last day of a contract that matters: over already, or before an expiry that has a day."""
    return dt.date.fromisoformat(ends) if ends < now or ends < expiry != NO_DAY else None


class Days(dict[str, Told]):
    """By day as it is stored: the day, the days left, how urgent that is."""

    def __init__(self, today: dt.date, thresholds: Sequence[int]) -> None:
        super().__init__()
        self._today, self._thresholds = today, thresholds

    def __missing__(self, iso: str) -> Told:
        if iso == NO_DAY:
            return None, None, MISSING
        day = dt.date.fromisoformat(iso)
        left = (day - self._today).days
        known: Told
        self[iso] = known = (day, left, severity_of(left, self._thresholds))
        return known


class Unknown(dict[str, bool]):
    """By kind of certificate: whether its validity is to be checked."""

    def __missing__(self, kind: str) -> bool:
        self[kind] = check = in_force.validity_of(kind).check
        return check
