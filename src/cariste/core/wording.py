"""Dates and delays in the user's words (glossary S4 to S6)."""

from __future__ import annotations

import datetime as dt

from cariste.core.i18n import _, language, ngettext

_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NO_BREAK_SPACE = "\u00a0"


def format_date(day: dt.date | None) -> str:
    """Return 21/11/2026 in French, 21 Nov 2026 in English, an empty text for None."""
    if day is None:
        return ""
    if language() == "fr":
        return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year:04d}"


def format_number(number: int) -> str:
    """Return 1 200 in French (non-breaking), 1,200 in English."""
    grouped = f"{number:,}"
    return grouped.replace(",", NO_BREAK_SPACE) if language() == "fr" else grouped


def days_in_words(days: int) -> str:
    """Say how far an expiry is: « expire dans 8 jours », « expiré depuis 12 jours »."""
    if days == 0:
        return _("expires today")
    if days > 0:
        return ngettext("expires in {n} day", "expires in {n} days", days).format(n=format_number(days))
    return ngettext("expired {n} day ago", "expired {n} days ago", -days).format(n=format_number(-days))
