"""What the proofs allow the employer to issue, and until when. Pure; the decision is a person's.

Sources: Labour code R4323-55 to R4323-57, order of 26/09/2025; docs/rules.md, « Who may drive ».
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from cariste.authorisation.facts import Certificate, Facts, Grant, Period
from cariste.authorisation.verdict import health, presence
from cariste.regulation.calculations import add_months
from cariste.regulation.driving import demand, driving_kinds

BY_CACES, BY_HEALTH, BY_ASSIGNMENT = "caces", "medical", "assignment"
"""What an authorisation ends with."""
ADULT_MONTHS = 18 * 12


class Proposal(NamedTuple):
    """What one category rests on.

    Attributes:
        certificate: The CACES in force, or the one that dispenses from it; None without any.
        ends: Last day: the earliest of what it rests on; None when nothing limits it.
        ended_by: `BY_CACES`, `BY_HEALTH` or `BY_ASSIGNMENT`; empty without an end.
    """

    kind: str
    certificate: Certificate | None
    ends: dt.date | None
    ended_by: str = ""


def propose(facts: Facts, kind: str, on: dt.date) -> Proposal:
    """Return what an authorisation issued on a day would rest on, and its last day.

    The earliest of the medical certificate, the CACES and, of a temp, the assignment.
    """
    certificate = certificate_for(facts, kind, on)
    ends: list[tuple[dt.date, str]] = []
    if certificate is not None:
        ends.append((certificate.expires, BY_CACES))
    limits = [(health(facts.opinions, on), BY_HEALTH)]
    if facts.temp:
        limits.append((presence(facts, on), BY_ASSIGNMENT))
    ends += [(found.end, by) for found, by in limits if isinstance(found, Period) and found.end is not None]
    last_day, by = min(ends, default=(None, ""))
    return Proposal(kind, certificate, last_day, by)


def certificate_for(facts: Facts, kind: str, on: dt.date) -> Certificate | None:
    """Return the CACES on whose strength a category may be authorised on a day: the one that runs longest."""
    running = [
        one
        for one in facts.certificates
        if one.counts_for(kind) and Period(one.obtained, one.expires).covers(on)
    ]
    return max(running, key=lambda one: (one.expires, one.kind == kind), default=None)


def certified_kinds(facts: Facts, on: dt.date) -> tuple[str, ...]:
    """Return the categories covered by a CACES in force or by a dispensation, in the catalogue's order."""
    return tuple(kind for kind in driving_kinds() if certificate_for(facts, kind, on) is not None)


def waiting_kinds(facts: Facts, on: dt.date) -> tuple[str, ...]:
    """Return the categories for which the proofs are there, and a decision is not.

    A new CACES for which nothing was issued; a renewed CACES or medical certificate since the authorisation,
    which ends with the old one; a temp who is back. A category that only a dispensation covers waits where it
    was authorised once.
    """
    if isinstance(presence(facts, on), Period) and isinstance(health(facts.opinions, on), Period):
        return tuple(kind for kind in driving_kinds() if _waits(facts, kind, on))
    return ()


def is_under_age(birth_date: dt.date | None, on: dt.date) -> bool:
    """Tell whether somebody is known to be younger than 18 on a day: then a derogation is needed (P)."""
    return birth_date is not None and on < add_months(birth_date, ADULT_MONTHS)


def _waits(facts: Facts, kind: str, on: dt.date) -> bool:
    proposal = propose(facts, kind, on)
    proof = proposal.certificate
    if proof is None or demand(kind) == "none":
        return False
    issued = [one for one in facts.grants if one.kind == kind]
    if not issued:
        return proof.kind == kind
    latest = max(issued, key=lambda one: (one.issued, one.ends or dt.date.max))
    decided = max(latest.issued, latest.withdrawn or latest.issued)
    return _is_shorter(latest, proposal, on) and _newest_proof(facts, proof, on) > decided


def _is_shorter(grant: Grant, proposal: Proposal, on: dt.date) -> bool:
    ends = min(filter(None, (grant.ends, grant.withdrawn)), default=None)
    return ends is not None and (ends < on or proposal.ends is None or ends < proposal.ends)


def _newest_proof(facts: Facts, certificate: Certificate, on: dt.date) -> dt.date:
    """Return since when all that an authorisation rests on has been there."""
    proofs = [certificate.obtained, *(one.issued for one in facts.opinions if one.issued <= on and one.ends)]
    here = presence(facts, on)
    if facts.temp and isinstance(here, Period):
        proofs.append(here.start)
    return max(day for day in (*proofs, dt.date.min) if day is not None)
