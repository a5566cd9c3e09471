"""Dates and delays in the user's words (glossary S4 to S6)."""

from __future__ import annotations

import datetime as dt

from cariste.core.i18n import _, language, ngettext
from cariste.core.text import fold

_ELIDED = frozenset("aeiouh")
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NO_BREAK_SPACE = "\u00a0"


def format_date(day: dt.date | None) -> str:
    """Return 21/11/2026 in French, 21 Nov 2026 in English, an empty text for None."""
    if day is None:
        return ""
    if language() == "fr":
        return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year:04d}"


def format_moment(moment: dt.datetime) -> str:
    """Return date and time: 21/11/2026 08:03 in French, 21 Nov 2026 08:03 in English."""
    return f"{format_date(moment.date())} {moment:%H:%M}"


def format_number(number: int) -> str:
    """Return 1 200 in French (non-breaking), 1,200 in English."""
    grouped = f"{number:,}"
    return grouped.replace(",", NO_BREAK_SPACE) if language() == "fr" else grouped


def format_size(size: int) -> str:
    """Return how large a file is: « 340 ko », « 1,2 Mo » in French, 340 kB, 1.2 MB in English."""
    if size < 1_000_000:
        kilobytes = format_number(max(1, round(size / 1000)) if size else 0)
        return _("{n} kB").format(n=kilobytes).replace(" ", NO_BREAK_SPACE)
    megabytes = f"{size / 1_000_000:.1f}"
    if language() == "fr":
        megabytes = megabytes.replace(".", ",")
    return _("{n} MB").format(n=megabytes).replace(" ", NO_BREAK_SPACE)


def time_passed(moment: dt.datetime, now: dt.datetime) -> str:
    """Say how long ago something was: « < 1 min », « 12 min », « 3 h », « 2 jours »."""
    minutes = max(0, int((now - moment).total_seconds() // 60))
    if minutes < 1:
        return _("< 1 min").replace(" ", NO_BREAK_SPACE)
    if minutes < 60:
        words = _("{n} min").format(n=minutes)
    elif minutes < 24 * 60:
        words = _("{n} h").format(n=minutes // 60)
    else:
        days = minutes // (24 * 60)
        words = ngettext("{n} day", "{n} days", days).format(n=format_number(days))
    return words.replace(" ", NO_BREAK_SPACE)


def days_in_words(days: int) -> str:
    """Say how far an expiry is: « expire dans 8 jours », « expiré depuis 12 jours »."""
    if days == 0:
        return _("expires today")
    if days > 0:
        return ngettext("expires in {n} day", "expires in {n} days", days).format(n=format_number(days))
    return ngettext("expired {n} day ago", "expired {n} days ago", -days).format(n=format_number(-days))


def of_person(name: str) -> str:
    """Return « de Chloé Martin », « d’Aïcha Modèle », in English "of Chloé Martin"."""
    if language() == "fr" and fold(name)[:1] in _ELIDED:
        return f"d’{name}"
    return _("of {name}").format(name=name)
