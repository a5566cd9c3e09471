"""« May drive 1A 1B 3, not 5 »: what one person may drive, said once and the same everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cariste.authorisation.facts import Facts
from cariste.authorisation.queries import Known, known_about
from cariste.authorisation.verdict import (
    ADVISED_AGAINST,
    CACES_MISSING,
    GRANT_MISSING,
    NOT_HERE,
    Reason,
    Verdict,
    verdict,
    verdicts,
)
from cariste.regulation.driving import driving_kinds

_ELSEWHERE = "\0"
"""A work area that nobody can have named: what holds there holds everywhere."""


class Allowed(NamedTuple):
    """A category the person may drive.

    Attributes:
        sites: The only work areas where it may; empty for all of them.
        remarks: What is to be looked at again, or what is only recommended and missing.
        advised: Whether something is missing that is only recommended for such a machine.
        until: Last day on which it holds if nothing new is recorded; None when it is open.
    """

    kind: str
    sites: tuple[str, ...]
    remarks: tuple[Reason, ...]
    advised: bool
    until: dt.date | None


class Concerned(NamedTuple):
    """Categories the same reason, the most important one, speaks against or has looked at again."""

    kinds: tuple[str, ...]
    reason: Reason


class Standing(NamedTuple):
    """What one person may and may not drive on a day, for the categories that concern the person at all."""

    on: dt.date
    allowed: tuple[Allowed, ...]
    refused: tuple[Concerned, ...]

    @property
    def to_review(self) -> tuple[Concerned, ...]:
        """What may be driven, and is to be looked at again all the same, by the most important reason."""
        kinds: dict[Reason, list[str]] = {}
        for one in self.allowed:
            if one.remarks and not one.advised:
                kinds.setdefault(one.remarks[0], []).append(one.kind)
        return by_reason(kinds)


def concerns(answer: Verdict, *, active: bool = True, required: bool = False) -> bool:
    """Tell whether the question arises.

    There is or was a certificate or an authorisation, or the role asks for one. Not of whoever has not come
    yet, nor of whoever has left: but of somebody still on the list whose contract or assignment is over.

    Args:
        answer: The verdict.
        active: Whether the person works here still, as far as the list of people says.
        required: Whether the role asks for this category.
    """
    codes = {reason.code for reason in answer.reasons}
    gone = next((reason for reason in answer.reasons if reason.code == NOT_HERE), None)
    if gone is not None and (gone.since is None or not active):
        return False
    return required or not {CACES_MISSING, GRANT_MISSING} <= codes


def read_standing(employee_id: str, on: dt.date) -> Standing | None:
    """Return what one person may drive, or None when nobody has this id; one statement."""
    known = known_about(employee_id)
    return None if known is None else standing(known, on)


def standing(known: Known, on: dt.date) -> Standing:
    """Judge one person for every category that concerns the person."""
    facts = known.facts
    allowed: list[Allowed] = []
    refused: dict[Reason, list[str]] = {}
    for kind, answer in verdicts(facts, driving_kinds(), None, on).items():
        if not concerns(answer, active=known.active, required=kind in known.required):
            continue
        if answer.allowed:
            advised = answer.state == ADVISED_AGAINST
            allowed.append(Allowed(kind, _only_at(facts, kind, on), answer.reasons, advised, answer.until))
        else:
            refused.setdefault(answer.reasons[0], []).append(kind)
    return Standing(on, tuple(allowed), by_reason(refused))


def by_reason(kinds: Mapping[Reason, Sequence[str]]) -> tuple[Concerned, ...]:
    """Return categories that were sorted by their reason."""
    return tuple(Concerned(tuple(named), reason) for reason, named in kinds.items())


def _only_at(facts: Facts, kind: str, on: dt.date) -> tuple[str, ...]:
    """Return the work areas to which the answer is limited; none when it holds everywhere."""
    best = verdict(facts, kind, None, on).state
    if verdict(facts, kind, _ELSEWHERE, on).state == best:
        return ()
    known = {one.site for one in facts.grants} | {one.site for one in facts.inductions}
    named = sorted(site for site in known if site is not None)
    return tuple(site for site in named if verdict(facts, kind, site, on).state == best)
