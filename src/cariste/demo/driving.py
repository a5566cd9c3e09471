"""Invents what the employer decided: machines, inductions, assignments and authorisations with their end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from cariste.authorisation.facts import Certificate, Facts, Opinion, Period
from cariste.authorisation.proposing import certificate_for, certified_kinds, propose
from cariste.authorisation.queries import opinion_of
from cariste.authorisation.verdict import health
from cariste.demo.invented import AGENCIES, MACHINES, OTHER_PROOFS, SIGNATORIES, TRAINERS
from cariste.demo.people import Person, Row, new_id
from cariste.demo.roles import OFFICE
from cariste.employee.constants import COMPUTED, INTERIM
from cariste.regulation.driving import CERTIFICATES_SINCE

_ONE_DAY = dt.timedelta(days=1)
_SHOWN, _ISSUED, _ON_OTHER_PROOF = 0.97, 0.93, 0.15
_SUSPENDED, _WITHDRAWN, _EVERYWHERE = 0.015, 0.015, 0.35
_FORMER_ROLE, _OTHER_ROLE = "Manutentionnaire", 0.015


class Decisions(NamedTuple):
    """The rows of one person."""

    inductions: list[Row]
    assignments: list[Row]
    authorisations: list[Row]
    suspensions: list[Row]


def machines(rng: Random) -> Iterator[Row]:
    """Yield the machines of the site; one is out of service."""
    for place, (name, kind, site, out) in enumerate(MACHINES, start=1):
        yield {
            "id": new_id(rng),
            "number": str(place),
            "name": name,
            "kind": kind,
            "site": site,
            "out_of_service_on": out,
        }


def decide(rng: Random, person: Person, own: Row, caces: Sequence[Row], visits: Sequence[Row]) -> Decisions:
    """Invent what was decided about a person, from the proofs that there are.

    Args:
        rng: Chance; of its own, so that people stay the same.
        person: Who.
        own: The person's row.
        caces: The rows of the certificates.
        visits: The rows of the medical visits.
    """
    found = Decisions([], [], [], [])
    if own["workspace"] == OFFICE:
        return found
    if rng.random() < _SHOWN:
        held = min(person.entry + dt.timedelta(days=rng.randint(0, 2)), person.last_day)
        found.inductions.append(_induction(rng, person, own["workspace"], held))
    if person.contract == INTERIM:
        found.assignments.extend(_assignments(rng, person, own))
    if found.inductions:
        _authorise(rng, person, own["workspace"], _facts(person, caces, visits), found)
    return found


def _induction(rng: Random, person: Person, site: str, held: dt.date) -> Row:
    by = rng.choice(TRAINERS)
    return {"id": new_id(rng), "employee_id": person.id, "site": site, "held_on": held, "held_by": by}


def _assignments(rng: Random, person: Person, own: Row) -> Iterator[Row]:
    """The assignment that runs, or ran last; some people came through another agency before."""
    yield _assignment(rng, person, own["agency"], person.entry, own["assignment_end"])
    if rng.random() < 0.3:
        end = person.entry - dt.timedelta(days=rng.randint(20, 120))
        other = rng.choice([agency for agency in AGENCIES if agency != own["agency"]])
        yield _assignment(rng, person, other, end - dt.timedelta(days=rng.randint(10, 90)), end)


def _assignment(rng: Random, person: Person, agency: str, start: dt.date, end: dt.date | None) -> Row:
    received = rng.random() < 0.85
    return {
        "id": new_id(rng),
        "employee_id": person.id,
        "agency": agency,
        "starts_on": start,
        "ends_on": end,
        "documents_on": start if received else None,
        "documents_by": rng.choice(TRAINERS) if received else None,
    }


def _facts(person: Person, caces: Sequence[Row], visits: Sequence[Row]) -> Facts:
    opinions: list[Opinion] = []
    for visit in visits:
        due = visit["expiration_date"]
        opinion = opinion_of(
            visit["track"], str(visit["visit_date"]), None if due is None else str(due), visit["result"]
        )
        if opinion is not None:
            opinions.append(opinion)
    return Facts(
        here=(Period(person.entry, person.assignment_end or person.last_day),),
        temp=person.contract == INTERIM,
        certificates=tuple(
            Certificate(row["kind"], row["completion_date"], row["expiration_date"]) for row in caces
        ),
        opinions=tuple(opinions),
    )


def _authorise(rng: Random, person: Person, site: str, facts: Facts, found: Decisions) -> None:
    """Issue what was proven, some days after the last of the proofs was there."""
    everywhere = rng.random() < _EVERYWHERE
    shown = found.inductions[0]["held_on"]
    for kind in certified_kinds(facts, person.last_day):
        proof = certificate_for(facts, kind, person.last_day)
        if proof is None or proof.kind != kind or rng.random() >= _ISSUED:
            continue
        proven = _healthy_from(facts, max(shown, proof.obtained or shown), person.last_day)
        if proven is not None:
            issued = min(proven + dt.timedelta(days=rng.randint(0, 6)), person.last_day)
            decision = _issue(rng, person, facts, kind, issued)
            found.authorisations.append({**decision, "site": None if everywhere else site})
    if not found.authorisations and rng.random() < _ON_OTHER_PROOF * bool(person.role.driving):
        proven = _healthy_from(facts, shown, person.last_day)
        if proven is not None:
            decision = _issue(rng, person, facts, "R489-1A", proven)
            found.authorisations.append({**decision, "site": site, "other_proof": rng.choice(OTHER_PROOFS)})
    _stop_some(rng, person, found)


def _healthy_from(facts: Facts, since: dt.date, last_day: dt.date) -> dt.date | None:
    """Return the first day from one on when a medical proof counted, or None."""
    days = sorted({since, CERTIFICATES_SINCE, *(opinion.issued for opinion in facts.opinions)})
    return next(
        (day for day in days if since <= day <= last_day and isinstance(health(facts.opinions, day), Period)),
        None,
    )


def _issue(rng: Random, person: Person, facts: Facts, kind: str, issued: dt.date) -> Row:
    return {
        "id": new_id(rng),
        "employee_id": person.id,
        "kind": kind,
        "issued_on": issued,
        "ends_on": propose(facts, kind, issued).ends,
        "ends_source": COMPUTED,
        "signatory": SIGNATORIES[rng.random() < 0.2],
        "limits": None,
        "other_proof": None,
        "withdrawn_on": None,
        "withdrawn_reason": None,
        "issued_as": person.role.name,
    }


def _stop_some(rng: Random, person: Person, found: Decisions) -> None:
    for row in found.authorisations:
        roll, day = rng.random(), person.last_day - dt.timedelta(days=rng.randint(0, 20))
        if day <= row["issued_on"]:
            continue
        if roll < _WITHDRAWN:
            row["withdrawn_on"], row["withdrawn_reason"] = day, "Conduite dangereuse répétée"
        elif roll < _WITHDRAWN + _SUSPENDED:
            found.suspensions.append(
                {
                    "id": new_id(rng),
                    "employee_id": person.id,
                    "authorisation_id": row["id"],
                    "starts_on": day,
                    "ends_on": day + 30 * _ONE_DAY,
                    "reason": "Choc avec un rack, enquête en cours",
                }
            )
        elif roll > 1 - _OTHER_ROLE:
            row["issued_as"] = _FORMER_ROLE
