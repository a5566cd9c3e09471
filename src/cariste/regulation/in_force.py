"""The rules as this firm applies them: the catalogue with the settings' figures above it.

One firm per process: `use` is called once the settings are known, and again when they change.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from cariste.core.text import fold
from cariste.regulation.calculations import Convention, expiry, last_day
from cariste.regulation.codes import recognise
from cariste.regulation.rules import (
    OTHER_MONTHS,
    Overrides,
    Validity,
    load_catalogue,
    months_to_next_visit,
    validity,
)


class _Firm(NamedTuple):
    overrides: Overrides
    convention: Convention


_DEFAULT = _Firm({}, "same_day")
_firm = _DEFAULT


def use(overrides: Overrides, convention: Convention = "same_day") -> None:
    """Apply the firm's own validities (months by code or name) and its way to count the last day."""
    global _firm  # noqa: PLW0603 - one firm per process
    _firm = _Firm(dict(overrides), convention)
    validity_of.cache_clear()


@lru_cache(maxsize=4096)
def validity_of(kind: str) -> Validity:
    """Return how long a kind is valid in this firm, and why."""
    return validity(kind, _firm.overrides)


def caces_expiry(kind: str, obtained: dt.date) -> dt.date:
    """Return the last day of a CACES. Never permanent: the catalogue's figure then stands, else ten years."""
    months = validity_of(kind).months or validity(kind).months or OTHER_MONTHS
    return last_day(obtained, months, _firm.convention)


def is_longer_than_catalogue(kind: str, obtained: dt.date | None, expiration: dt.date) -> bool:
    """Tell whether an expiry lies later than the catalogue allows from the day obtained."""
    if obtained is None:
        return False
    regular = validity(kind)
    allowed = expiry(obtained, regular.months, "same_day")
    return not regular.check and allowed is not None and expiration > allowed


def medical_expiry(visit_type: str, visited: dt.date, regime: str | None = None) -> dt.date | None:
    """Return when the next visit is due, or None when such a visit sets no date."""
    return expiry(visited, months_to_next_visit(visit_type, regime, _firm.overrides), _firm.convention)


def training_expiry(completed: dt.date, months: int | None) -> dt.date | None:
    """Return the last day of a training's validity; None is permanent."""
    return expiry(completed, months, _firm.convention)


@lru_cache(maxsize=4096)
def training_kind(title: str) -> str:
    """Return the line of renewals a title lies on: a catalogue code, or the folded title."""
    kind = recognise(title)
    return kind.track if kind is not None and kind.group == "training" else fold(title)


def history_kinds() -> list[str]:
    """Return the codes of old families whose last possible end is past: they never alert."""
    return [kind.code for kind in load_catalogue() if kind.history_only]
