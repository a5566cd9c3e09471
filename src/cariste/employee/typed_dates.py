"""Dates as somebody types them into a form: « 12/03/24 », « 12/3 », « +5a ». Day before month, always."""

from __future__ import annotations

import datetime as dt
import re

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.regulation.calculations import add_months

PIVOT_YEARS = 30
"""A two-digit year more than this far ahead belongs to the previous century, by default."""

_MONTH_WORDS = (
    "janvier janv jan january",
    "fevrier fevr fev feb february",
    "mars mar march",
    "avril avr apr april",
    "mai may",
    "juin jun june",
    "juillet juil jul july",
    "aout aou aug august",
    "septembre sept sep september",
    "octobre oct october",
    "novembre nov november",
    "decembre dec december",
)
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
"""Number of a month by its French or English name or abbreviation, folded."""

_LONGEST = 40
_TODAY = frozenset({"aujourd hui", "aujourdhui", "auj", "today"})
_STEP = re.compile(r"(?P<sign>[+-]) ?(?P<number>\d{1,4}) ?(?P<unit>[a-z]+)")
_MONTHS_IN = {
    **dict.fromkeys(("a", "an", "ans", "annee", "annees", "y", "year", "years"), 12),
    **dict.fromkeys(("m", "mois", "month", "months"), 1),
}
_DAYS_IN = {
    **dict.fromkeys(("s", "sem", "semaine", "semaines", "w", "week", "weeks"), 7),
    **dict.fromkeys(("j", "jour", "jours", "d", "day", "days"), 1),
}
_PERIOD = re.compile(r"(?P<number>\d{1,4}) ?(?P<unit>[a-z]*)")
_ISO = re.compile(r"(?P<year>\d{4}) (?P<month>\d{1,2}) (?P<day>\d{1,2})")
_NUMERIC = re.compile(r"(?P<day>\d{1,2}) (?P<month>\d{1,2})(?: (?P<year>\d{4}|\d{2}))?")
_RUN = re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4}|\d{2})?")
_WORDED = re.compile(r"(?P<day>\d{1,2})(?:er)? ?(?P<month>[a-z]+)(?: ?(?P<year>\d{4}|\d{2}))?")


def read_date(
    text: str,
    today: dt.date,
    *,
    since: dt.date | None = None,
    latest: dt.date | None = None,
    pivot_years: int = PIVOT_YEARS,
) -> dt.date | None:
    """Return the date somebody means, or None when the text is none.

    Understood: ``21/11/2026``, ``21.11.26``, ``21/11``, ``211126``, ``21 nov. 2026``, ``2026-11-21``,
    « aujourd'hui », and steps of years, months, weeks and days: ``+5a``, ``-6m``, ``+2s``, ``+10j``, with the
    English letters ``y``, ``w`` and ``d`` as well.

    Args:
        text: What was typed.
        today: The day it is: a date without a year lies in this one.
        since: From which day steps count; by default from today.
        latest: The last day that makes sense, if any: a date without a year that would lie after it belongs
            to the year before.
        pivot_years: A two-digit year more than this far ahead belongs to the previous century.
    """
    if len(text) > _LONGEST:
        return None
    step = _STEP.fullmatch(_lower(text))
    try:
        if step:
            return _stepped(step, since or today)
        return _written(_plain(text), today, latest or dt.date.max, pivot_years)
    except (LookupError, ValueError, OverflowError):
        return None


def read_months(text: str) -> int | None:
    """Return how many months somebody means: « 24 », « 24 mois », « 2 ans », ``2y``; else None."""
    match = _PERIOD.fullmatch(_lower(text[:_LONGEST]))
    if match is None:
        return None
    in_a_unit = _MONTHS_IN.get(match["unit"] or "m")
    return int(match["number"]) * in_a_unit if in_a_unit is not None else None


def not_a_date() -> str:
    """Return what a field says to a text that is no date."""
    return _("Invalid date: enter dd/mm/yyyy.")


def _lower(text: str) -> str:
    # Not folded: signs count here.
    return " ".join(text.lower().replace("é", "e").split())


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("/", " ").replace(",", " ").split())


def _stepped(step: re.Match[str], since: dt.date) -> dt.date | None:
    number = int(step["sign"] + step["number"])
    if step["unit"] in _MONTHS_IN:
        return add_months(since, number * _MONTHS_IN[step["unit"]])
    if step["unit"] in _DAYS_IN:
        return since + dt.timedelta(days=number * _DAYS_IN[step["unit"]])
    return None


def _written(plain: str, today: dt.date, latest: dt.date, pivot_years: int) -> dt.date | None:
    if plain in _TODAY:
        return today
    forms = (_ISO, _NUMERIC, _RUN, _WORDED)
    match = next((found for form in forms if (found := form.fullmatch(plain))), None)
    if match is None:
        return None
    month = int(match["month"]) if match["month"].isdecimal() else MONTHS[match["month"]]
    day, year = int(match["day"]), match["year"]
    if year is None:
        this_year = dt.date(today.year, month, day)
        return this_year if this_year <= latest else dt.date(today.year - 1, month, day)
    if len(year) == 4:
        return dt.date(int(year), month, day)
    near = 2000 + int(year)
    return dt.date(near - 100 if near > today.year + pivot_years else near, month, day)
