"""What somebody holds and may not drive: a CACES or an authorisation is there, and something else is not."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

from cariste.authorisation.facts import Facts, Grant, Period
from cariste.authorisation.standing import Concerned, by_reason
from cariste.authorisation.verdict import Reason, verdicts
from cariste.regulation.driving import certificates_for, demand, driving_kinds
from cariste.regulation.rules import load_catalogue


class Shortfall(NamedTuple):
    """The categories held that may not be driven on a day, or only until somebody has looked again.

    Attributes:
        refused: By the most important reason.
        review: May be driven, by what is to be looked at again.
        partly: Whether another category held may be driven.
    """

    on: dt.date
    refused: tuple[Concerned, ...]
    review: tuple[Concerned, ...]
    partly: bool


def shortfall(facts: Facts, on: dt.date) -> Shortfall | None:
    """Judge what one person holds; None when all of it may be driven, or there is nothing.

    Held is what a CACES in force stands for, or an authorisation that has neither ended nor been withdrawn:
    not what only a dispensation would allow, nor what is past, which alerts by its date. Machines for which
    the law asks no authorisation are left out.
    """
    held = _held(facts, on)
    if not held:
        return None
    refused: dict[Reason, list[str]] = {}
    review: dict[Reason, list[str]] = {}
    for kind, answer in verdicts(facts, held, None, on).items():
        if answer.reasons:
            (review if answer.allowed else refused).setdefault(answer.reasons[0], []).append(kind)
    if not refused and not review:
        return None
    partly = sum(map(len, refused.values())) < len(held)
    return Shortfall(on, by_reason(refused), by_reason(review), partly)


def kinds_in_force(facts: Facts, on: dt.date) -> tuple[str, ...]:
    """Return the kinds of CACES not expired on a day, each once, in the catalogue's order."""
    kinds = {one.kind for one in facts.certificates if on <= one.expires}
    return tuple(sorted(kinds, key=load_catalogue().order_of)) if len(kinds) > 1 else tuple(kinds)


def _held(facts: Facts, on: dt.date) -> tuple[str, ...]:
    """Return the categories held, in the order of the catalogue."""
    kinds = {one.kind for one in facts.grants if _is_running(one, on) and one.kind in _demanding()}
    for one in facts.certificates:
        if Period(one.obtained, one.expires).covers(on):
            kinds |= _stands_for(one.kind)
    if len(kinds) < 2:
        return tuple(kinds)
    return tuple(kind for kind in _demanding() if kind in kinds)


def _is_running(grant: Grant, on: dt.date) -> bool:
    if grant.withdrawn is not None and grant.withdrawn <= on:
        return False
    return Period(grant.issued, grant.ends).covers(on)


@cache
def _demanding() -> tuple[str, ...]:
    """Return the categories that take the employer's authorisation."""
    return tuple(kind for kind in driving_kinds() if demand(kind) == "required")


@cache
def _stands_for(certificate: str) -> frozenset[str]:
    """Return the category a certificate is for; one of an old recommendation, what it leads to."""
    if certificate in driving_kinds():
        return frozenset({certificate} & set(_demanding()))
    return frozenset(kind for kind in _demanding() if certificate in certificates_for(kind))
