"""Date arithmetic of validities: civil dates, whole months, never chained."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import Literal

_IN_EVERY_MONTH = 28

Convention = Literal["same_day", "day_before"]
"""Which day a certificate prints as its last: the same day n months later, or the day before it."""


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day number some months later (or earlier, if negative).

    When that day does not exist, the last day of the month counts: the rule of article 641 of the
    French code of civil procedure. Always add to the original date, as adding twice loses days:
    31 January + 1 + 1 is 31 March here, and would be 28 March when chained.

    Raises:
        ValueError: The result lies outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise ValueError(f"{day} and {months} months lies outside the calendar")
    if day.day <= _IN_EVERY_MONTH:
        return dt.date(year, month + 1, day.day)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def expiry(obtained: dt.date, months: int | None, convention: Convention = "same_day") -> dt.date | None:
    """Return the last day on which something obtained that day is valid; None means permanent.

    Args:
        obtained: The day of the certificate, from which it always counts.
        months: Its validity, or None when it has no end.
        convention: Whether the last day is the anniversary or the day before it. An expiry on a
            Sunday stays on Sunday: no working day is looked for.

    Raises:
        ValueError: The months are negative, the convention is unknown or the year 9999 is passed.
    """
    return None if months is None else last_day(obtained, months, convention)


def last_day(obtained: dt.date, months: int, convention: Convention = "same_day") -> dt.date:
    """Return the last day of something that has an end; as `expiry`, which also knows the permanent.

    Raises:
        ValueError: As `expiry`.
    """
    if months < 0:
        raise ValueError(f"a validity of {months} months is not possible")
    if convention not in ("same_day", "day_before"):
        raise ValueError(f"unknown expiry convention “{convention}”: same_day or day_before")
    last = add_months(obtained, months)
    return last if convention == "same_day" else last - dt.timedelta(days=1)
