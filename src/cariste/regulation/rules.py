"""How long something is valid: the firm's own figure, the catalogue's, or ten years and a warning.

A date printed on the document always wins over what is computed here: callers store it as typed and
do not ask. See docs/rules.md for every figure and its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cariste.regulation.catalogue import Catalogue, Kind, Regime, VisitRule, words
from cariste.regulation.codes import family_of, recognise
from cariste.regulation.loading import BadRuleFile, load_catalogue

__all__ = [
    "OTHER_MONTHS",
    "BadRuleFile",
    "Catalogue",
    "Kind",
    "Overrides",
    "Regime",
    "Validity",
    "VisitRule",
    "load_catalogue",
    "months_to_next_visit",
    "validity",
]

OTHER_MONTHS = 120
"""The firm's rule for a certificate that neither catalogue nor settings know, shown with a warning."""

Overrides = Mapping[str, int | None]
"""Months by code or name, from the firm's settings; None means permanent."""


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a kind is valid, and why.

    Attributes:
        months: Whole months from the day obtained; None means permanent.
        origin: Whether the firm's settings, the catalogue or the ten-year rule says so.
        check: The kind is not exactly known: show « Durée à vérifier ».
        longer_than_catalogue: The firm's figure is looser than the regulation: show a permanent note.
    """

    months: int | None
    origin: Literal["catalogue", "firm", "other"]
    check: bool = False
    longer_than_catalogue: bool = False


def validity(kind: str, overrides: Overrides | None = None) -> Validity:
    """Return the validity of a kind of CACES or training, by code or by name.

    Order: the firm's figure for a catalogued kind or for one of its own, then the catalogue, then ten
    years with the mark to check. A text that mentions a known recommendation without naming one of its
    categories (« R489-8 », « R489 divers ») never gets ten years when that family has five.
    """
    entry = recognise(kind)
    regular = _of_catalogue(kind, entry)
    for name, months in (overrides or {}).items():
        if _same(name, kind, entry):
            longer = regular is not None and _is_longer(months, regular.months)
            return Validity(months, "firm", longer_than_catalogue=longer)
    return regular or Validity(OTHER_MONTHS, "other", check=True)


def months_to_next_visit(
    visit_type: str, regime: str | None = None, overrides: Overrides | None = None
) -> int | None:
    """Return the months from a medical visit to the next one, when the document prints no date.

    The regime of the person decides for initial and periodic visits; without one, the firm's rule of
    24 months. Under SIR the next one is the intermediate visit, 24 months later. A driving or
    electrical certificate has a validity of its own.

    Returns:
        The months; None when such a visit sets no next date, so that the earlier one stands.

    Raises:
        ValueError: The type or the regime is not in the catalogue.
    """
    catalogue = load_catalogue()
    if visit_type not in catalogue.visits:
        raise ValueError(f"unknown visit type “{visit_type}”: {', '.join(catalogue.visits)}")
    if regime is not None and regime not in catalogue.regimes:
        raise ValueError(f"unknown regime “{regime}”: {', '.join(catalogue.regimes)}")
    rule = catalogue.visits[visit_type]
    if rule.kind is not None:
        return validity(rule.kind, overrides).months
    if rule.by_regime and regime is not None:
        return catalogue.regimes[regime].next_visit_months
    return rule.months


def _of_catalogue(kind: str, entry: Kind | None) -> Validity | None:
    if entry is not None:
        return Validity(entry.months, "catalogue")
    family = family_of(kind)
    if family is None:
        return None
    periods = [each.months for each in load_catalogue().families[family] if each.months is not None]
    return Validity(min(periods), "catalogue", check=True)


def _same(name: str, kind: str, entry: Kind | None) -> bool:
    return recognise(name) is entry if entry is not None else words(name) == words(kind)


def _is_longer(months: int | None, regular: int | None) -> bool:
    return regular is not None and (months is None or months > regular)
