"""The rules as this firm applies them: the catalogue with the settings' figures above it.

One firm per process: `use` is called once the settings are known, and again when they change.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from cariste.core.text import fold
from cariste.regulation.calculations import Convention, add_months, expiry, last_day
from cariste.regulation.codes import recognise
from cariste.regulation.rules import (
    OTHER_MONTHS,
    Overrides,
    Validity,
    load_catalogue,
    months_to_next_visit,
    validity,
)


class Rules(NamedTuple):
    """The catalogue as one firm applies it.

    Attributes:
        overrides: The firm's own validities, months by code or name; None is permanent.
        convention: How it counts the last day.
    """

    overrides: Overrides = MappingProxyType({})
    convention: Convention = "same_day"

    def caces_months(self, kind: str) -> int:
        """Return how long a CACES is valid; never permanent, as `caces_expiry` below."""
        return validity(kind, self.overrides).months or validity(kind).months or OTHER_MONTHS

    def medical_expiry(self, visit_type: str, visited: dt.date, regime: str | None = None) -> dt.date | None:
        """Return when the next visit is due, or None when such a visit sets no date."""
        months = months_to_next_visit(visit_type, regime, self.overrides)
        return expiry(visited, months, self.convention)

    def training_expiry(self, completed: dt.date, months: int | None) -> dt.date | None:
        """Return the last day of a training's validity; None is permanent."""
        return expiry(completed, months, self.convention)


_rules = Rules()


def use(overrides: Overrides, convention: Convention = "same_day") -> None:
    """Apply the firm's own validities (months by code or name) and its way to count the last day."""
    global _rules  # noqa: PLW0603 - one firm per process
    _rules = Rules(dict(overrides), convention)
    validity_of.cache_clear()


@contextlib.contextmanager
def applied(rules: Rules) -> Iterator[None]:
    """Apply other rules for a moment: while what follows from them is written."""
    before = _rules
    use(*rules)
    try:
        yield
    finally:
        use(*before)


@lru_cache(maxsize=4096)
def validity_of(kind: str) -> Validity:
    """Return how long a kind is valid in this firm, and why."""
    return validity(kind, _rules.overrides)


def caces_expiry(kind: str, obtained: dt.date) -> dt.date:
    """Return the last day of a CACES. Never permanent: the catalogue's figure then stands, else ten years."""
    months = validity_of(kind).months or validity(kind).months or OTHER_MONTHS
    return last_day(obtained, months, _rules.convention)


def is_longer_than_catalogue(kind: str, obtained: dt.date | None, expiration: dt.date) -> bool:
    """Tell whether an expiry lies later than the catalogue allows from the day obtained."""
    if obtained is None:
        return False
    regular = validity(kind)
    allowed = expiry(obtained, regular.months, "same_day")
    return not regular.check and allowed is not None and expiration > allowed


def medical_expiry(visit_type: str, visited: dt.date, regime: str | None = None) -> dt.date | None:
    """Return when the next visit is due, or None when such a visit sets no date."""
    return _rules.medical_expiry(visit_type, visited, regime)


def visit_months(visit_type: str, regime: str | None = None) -> int | None:
    """Return the months from such a visit to the next one, or None when it sets no date."""
    return months_to_next_visit(visit_type, regime, _rules.overrides)


def training_expiry(completed: dt.date, months: int | None) -> dt.date | None:
    """Return the last day of a training's validity; None is permanent."""
    return _rules.training_expiry(completed, months)


def renewal_expiry(
    title: str, completed: dt.date, months: int | None, previous: dt.date | None
) -> dt.date | None:
    """Return the last day of a training that renews another; None is permanent.

    Where the catalogue says so (ADR, FCO), it counts from the expiry it continues, provided that it was
    completed in the last months before it; later or much earlier it counts from its own day.

    Args:
        title: Of the new training.
        completed: Its day.
        months: Its validity; None is permanent.
        previous: The expiry of the one it renews, None when there is none.
    """
    kind = recognise(title)
    window = kind.anchor_window_months if kind is not None else None
    if window is None or previous is None:
        return training_expiry(completed, months)
    in_time = add_months(previous, -window) <= completed <= previous
    return training_expiry(previous if in_time else completed, months)


@lru_cache(maxsize=4096)
def training_kind(title: str) -> str:
    """Return the line of renewals a title lies on: a catalogue code, or the folded title."""
    kind = recognise(title)
    return kind.track if kind is not None and kind.group == "training" else fold(title)


def history_kinds() -> list[str]:
    """Return the codes of old families whose last possible end is past: they never alert."""
    return [kind.code for kind in load_catalogue() if kind.history_only]
