"""Pure reckoning for the family: seniority, status, severity, who is current."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cariste.employee.constants import ADAPTED, CRITICAL, EXPIRED, PERMANENT, SIMPLE, VALID, WARNING

DEFAULT_THRESHOLDS = (30, 60, 90)
DEFAULT_CONTRACT_STEPS = (7, 30)
"""Days before the end of a contract at which it becomes critical, and a warning (P)."""
INFO = "info"


def complete_years(since: dt.date, today: dt.date) -> int:
    """Return complete calendar years; 0 before the first anniversary (29 February counts on 1 March)."""
    years = today.year - since.year - ((today.month, today.day) < (since.month, since.day))
    return max(years, 0)


def days_until(expiration: dt.date | None, today: dt.date) -> int | None:
    """Return days from today to the expiry: 0 on the last valid day, negative after it, None if permanent."""
    return None if expiration is None else (expiration - today).days


def status_of(days: int | None, thresholds: Sequence[int] = DEFAULT_THRESHOLDS) -> str:
    """Return the status of a record with this many days left; None means permanent.

    A certificate is valid on its last day: only fewer than 0 days is expired.
    """
    if days is None:
        return PERMANENT
    if days < 0:
        return EXPIRED
    if days < thresholds[0]:
        return CRITICAL
    if days < thresholds[1]:
        return WARNING
    return VALID


def owed_regime(regime: str | None, *, night_worker: bool) -> str | None:
    """Return the medical follow-up that next visits are reckoned by.

    Night workers are owed the adapted one (Labour code R4624-18): a simple one recorded for them makes no
    date later than that.
    """
    return ADAPTED if night_worker and regime == SIMPLE else regime


def severity_of(days: int, thresholds: Sequence[int] = DEFAULT_THRESHOLDS) -> str:
    """Return how urgent an expiry is: ``critical``, ``warning`` or ``info``. Expired is critical."""
    if days < thresholds[0]:
        return CRITICAL
    if days < thresholds[1]:
        return WARNING
    return INFO
