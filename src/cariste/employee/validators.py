"""Checks of single fields; each returns what is wrong in the user's language, or None."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from cariste.core.i18n import _
from cariste.core.text import looks_like_email
from cariste.core.wording import format_date

EARLIEST = dt.date(1900, 1, 1)
LATEST = dt.date(2150, 12, 31)


def check_text(value: object, longest: int, *, required: bool = False) -> str | None:
    """A text: not empty when required, no longer than it may be."""
    if value is None or value == "":
        return _("Required field.") if required else None
    if not isinstance(value, str):
        return _("Text expected.")
    if not value.strip():
        return _("Required field.")
    if len(value) > longest:
        return _("Too long: {n} characters, {longest} at most.").format(n=len(value), longest=longest)
    return None


def check_code(value: object, allowed: Collection[str], *, required: bool = True) -> str | None:
    """One of our codes."""
    if value is None and not required:
        return None
    if value not in allowed:
        return _("“{value}” is not allowed here. Allowed: {allowed}.").format(
            value=value, allowed=", ".join(allowed)
        )
    return None


def check_date(
    value: object,
    *,
    required: bool = False,
    not_after: dt.date | None = None,
    not_before: dt.date | None = None,
) -> str | None:
    """A civil date within sensible bounds."""
    if value is None:
        return _("Required field.") if required else None
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        return _("Invalid date: enter dd/mm/yyyy.")
    if not EARLIEST <= value <= LATEST:
        return _("The year {year} is not possible here.").format(year=value.year)
    if not_after is not None and value > not_after:
        return _("The date {date} is in the future.").format(date=format_date(value))
    if not_before is not None and value < not_before:
        return _("The expiry date is before the date obtained.")
    return None


def check_email(value: str | None, longest: int) -> str | None:
    """An e-mail address, if any."""
    if not value:
        return None
    if len(value) > longest or not looks_like_email(value):
        return _("This is not an e-mail address.")
    return None


def check_months(value: object) -> str | None:
    """A validity in months, or none for permanent."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1200:
        return _("A whole number of months from 1 to 1200, or empty for permanent.")
    return None
