"""What the law asks before somebody drives: which proof of health counts on which day, and for what machine.

A past day is judged by the rules in force on it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from cariste.regulation.calculations import add_months
from cariste.regulation.catalogue import Option
from cariste.regulation.codes import recognise
from cariste.regulation.rules import load_catalogue

Demand = Literal["required", "recommended", "none"]

OPTIONS: tuple[str, ...] = get_args(Option)
"""What certificates may say beyond their category."""

CERTIFICATES_SINCE = dt.date(2025, 10, 1)
"""From this day the occupational physician issues no-contraindication certificates (order of 26/09/2025)."""
OPINION_MONTHS = 60
"""A fitness opinion issued before that day counts for five years from its date (order of 26/09/2025)."""


@dataclass(frozen=True, slots=True)
class DrivingRules:
    """The text in force on a day.

    Attributes:
        since: First day in force.
        source: The text, as a proof sheet names it.
        certificate: Whether the no-contraindication certificate exists.
    """

    since: dt.date
    source: str
    certificate: bool


_RULES = (
    DrivingRules(
        CERTIFICATES_SINCE,
        "Code du travail R4323-55 à R4323-57, arrêté du 26/09/2025",
        certificate=True,
    ),
    DrivingRules(
        dt.date(1998, 12, 4),
        "Code du travail R4323-55 à R4323-57, arrêté du 02/12/1998",
        certificate=False,
    ),
)


def rules_on(day: dt.date) -> DrivingRules:
    """Return the rules in force on a day; before the first text, that text."""
    return next((rules for rules in _RULES if rules.since <= day), _RULES[-1])


def opinion_end(issued: dt.date) -> dt.date | None:
    """Return the last day on which a fitness opinion proves the right to drive.

    None for one issued once certificates exist: it no longer proves that.
    """
    return add_months(issued, OPINION_MONTHS) if issued < CERTIFICATES_SINCE else None


def opinions_that_count(today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which a fitness opinion was issued that counts on a day."""
    oldest = add_months(today, -OPINION_MONTHS)
    if add_months(oldest, OPINION_MONTHS) < today:  # 29 February
        oldest += dt.timedelta(days=1)
    return oldest, CERTIFICATES_SINCE - dt.timedelta(days=1)


@cache
def demand(kind: str) -> Demand:
    """Tell whether driving such a machine takes the employer's authorisation.

    R4323-55 and the list of the order: ride-on industrial trucks, work platforms, plant, cranes. Pedestrian
    stackers (R485) and overhead cranes (R484) are not on it; the insurance fund recommends it all the same.
    """
    found = recognise(kind)
    return (found.authorisation if found is not None else None) or "none"


@cache
def certificates_for(kind: str, option: str | None = None) -> frozenset[str]:
    """Return the kinds of certificate on whose strength the employer may authorise a category.

    Itself; those that dispense from it (1B for 1A, R485-2 for R485-1); and the kind of the old family that
    leads to this one and no other, for days on which it was still valid.

    Args:
        kind: The category of the machine.
        option: What the certificate says beyond its own category: R484-2 with `floor_control` counts for
            R484-1 too. None, or one that changes nothing, adds nothing.
    """
    catalogue = load_catalogue()
    dispensing = {one.code for one in catalogue if kind in one.covers}
    accepted = {kind, *dispensing}
    former = {
        one.code for one in catalogue if one.legacy and one.successors and set(one.successors) <= accepted
    }
    by_option = {one.code for one in catalogue if one.option == option and kind in one.option_covers}
    return frozenset(accepted | former | by_option)


@cache
def certificates_with_options(kind: str) -> frozenset[str]:
    """Return every kind of certificate that may count for a category, for some only with their option."""
    return certificates_for(kind).union(*(certificates_for(kind, option) for option in OPTIONS))


def may_bear(kind: str, option: str) -> bool:
    """Tell whether a certificate of a kind may say such an option."""
    found = load_catalogue().find(kind)
    return found is not None and found.option == option


def options_of(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return what certificates of some kinds may say beyond their category."""
    found = tuple(kinds)
    return tuple(option for option in OPTIONS if any(may_bear(kind, option) for kind in found))


def goes_without_saying(kind: str, option: str) -> bool:
    """Tell whether a category is what an option adds to another: cranes of R484-1 are floor-controlled."""
    return certificates_for(kind, option) > certificates_for(kind)


def driving_kinds() -> tuple[str, ...]:
    """Return the categories of machines still in force, in the order of the catalogue."""
    return tuple(one.code for one in load_catalogue() if one.group == "caces" and not one.legacy)
