"""The authorisations of a day, each with the proofs it rests on: for the register, letters and cards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cariste.authorisation.facts import Facts, Induction, Opinion
from cariste.authorisation.queries import facts_of_everybody
from cariste.authorisation.verdict import (
    GRANT_ENDED,
    GRANT_SUSPENDED,
    GRANT_WITHDRAWN,
    REFUSED,
    Reason,
    Verdict,
    verdict,
)
from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee.labels import with_option
from cariste.employee.queries import EmployeeRow, list_employees
from cariste.regulation.driving import certificates_for, rules_on
from cariste.reports.asking import Asked
from cariste.reports.queries import (
    Certificate,
    Interruption,
    Issued,
    Looks,
    certificates,
    interruptions,
    issued,
    looks,
)


class Proofs(NamedTuple):
    """What an authorisation rests on, on a day: the three conditions of R4323-56; None where one lacks."""

    certificate: Certificate | None
    opinion: Opinion | None
    induction: Induction | None

    def in_words(self, other_proof: str | None = None) -> list[str]:
        """Return each proof as a short sentence."""
        return [
            words
            for words in (
                certificate_in_words(self.certificate, other_proof),
                opinion_in_words(self.opinion),
                induction_in_words(self.induction),
            )
            if words
        ]


class Licence(NamedTuple):
    """One authorisation on a day.

    Attributes:
        given: As it was issued.
        stop: Why this very one does not hold: withdrawn, ended, suspended; another one may.
        verdict: Whether its holder may drive such machines there.
        proofs: What it rests on.
    """

    given: Issued
    stop: Reason | None
    verdict: Verdict
    proofs: Proofs

    @property
    def holds(self) -> bool:
        """Whether its holder may drive on its strength."""
        return self.stop is None and self.verdict.state != REFUSED

    @property
    def until(self) -> dt.date | None:
        """Last day: its own, or the one on which a proof or the contract ends before; None for no end."""
        return min((day for day in (self.given.ends_on, self.verdict.until) if day is not None), default=None)


class Driver(NamedTuple):
    """Somebody with the authorisations that hold."""

    person: EmployeeRow
    licences: Sequence[Licence]
    looks: Looks


def licences(asked: Asked) -> dict[str, list[Licence]]:
    """Return every authorisation asked for, by person, with the answer on that day."""
    known, held, paused = facts_of_everybody(), certificates(), interruptions()
    found: dict[str, list[Licence]] = {}
    for typed in issued(asked.on):
        if not _is_asked(typed, asked):
            continue
        mine = known[typed.employee_id]
        # That of a temp may end before the day that was typed.
        ends = {grant.id: grant.ends for grant in mine.grants}
        given = typed._replace(ends_on=ends[typed.id])
        answer = verdict(mine, given.kind, given.site, asked.on)
        proofs = _proofs(mine, held.get(given.employee_id, ()), given, asked.on)
        stop = _stop(given, paused.get(given.id, ()), asked.on)
        found.setdefault(given.employee_id, []).append(Licence(given, stop, answer, proofs))
    return found


def drivers(asked: Asked) -> list[Driver]:
    """Return those who may drive on the strength of an authorisation, by name.

    Raises:
        UserError: Nobody asked for may.
    """
    found = licences(asked)
    people = {row.id: row for row in list_employees()}
    seen = looks()
    holding = [
        Driver(person, held, seen[person.id])
        for person in people.values()
        if (held := _latest(licence for licence in found.get(person.id, ()) if licence.holds))
    ]
    if not holding:
        raise UserError(
            _("Nobody asked for has an authorisation that holds on {day}: there is nothing to print.").format(
                day=format_date(asked.on)
            )
        )
    return holding


def without_licence(asked: Asked, holding: Iterable[Driver]) -> str:
    """Name those chosen who got nothing; empty when all did."""
    printed = {driver.person.id for driver in holding}
    names = [row.full_name for row in list_employees() if row.id in {*asked.people} - printed]
    if not names:
        return ""
    return _("No authorisation holds on that day for: {names}.").format(names=", ".join(names))


def certificate_in_words(certificate: Certificate | None, other_proof: str | None = None) -> str:
    """Return « CACES R489-3 n° 4711, jusqu'au 01/03/2029 », or the other proof of skill."""
    if certificate is None:
        return _("other proof of skill: {proof}").format(proof=other_proof) if other_proof else ""
    number = _("no. {number}").format(number=certificate.number) if certificate.number else ""
    name = " ".join(filter(None, (_("CACES"), with_option(certificate.kind, certificate.option), number)))
    return _("{proof}, until {day}").format(proof=name, day=format_date(certificate.expires))


def opinion_in_words(opinion: Opinion | None) -> str:
    """Return when the medical proof was issued and until when it counts; never what it says."""
    if opinion is None:
        return ""
    words = _("medical certificate of {day}") if opinion.certificate else _("medical opinion of {day}")
    return _("{proof}, until {day}").format(
        proof=words.format(day=format_date(opinion.issued)), day=format_date(opinion.ends)
    )


def induction_in_words(induction: Induction | None) -> str:
    """Return when the site and its instructions were shown."""
    if induction is None:
        return ""
    return _("site and instructions shown on {day}").format(day=format_date(induction.held))


def _is_asked(given: Issued, asked: Asked) -> bool:
    return (
        (not asked.people or given.employee_id in asked.people)
        and asked.kind in {None, given.kind}
        and (asked.area is None or given.site in {None, asked.area})
    )


def _latest(held: Iterable[Licence]) -> list[Licence]:
    """Return of each category and site the authorisation issued last: an older one was renewed by it."""
    by_place = {(one.given.kind, one.given.site): one for one in held}
    return list(by_place.values())


def _stop(given: Issued, pauses: Iterable[Interruption], on: dt.date) -> Reason | None:
    if given.withdrawn_on is not None and given.withdrawn_on <= on:
        return Reason(GRANT_WITHDRAWN, given.withdrawn_on)
    if given.ends_on is not None and given.ends_on < on:
        return Reason(GRANT_ENDED, given.ends_on + dt.timedelta(days=1))
    suspended = [
        one.starts_on for one in pauses if one.starts_on <= on and (one.ends_on is None or on <= one.ends_on)
    ]
    return Reason(GRANT_SUSPENDED, min(suspended)) if suspended else None


def _proofs(facts: Facts, held: Iterable[Certificate], given: Issued, on: dt.date) -> Proofs:
    running = [
        one
        for one in held
        if one.kind in certificates_for(given.kind, one.option)
        and (one.obtained is None or one.obtained <= on)
        and on <= one.expires
    ]
    opinions = [
        one
        for one in facts.opinions
        if not one.unfit
        and one.issued <= on
        and one.ends is not None
        and on <= one.ends
        and (rules_on(on).certificate or not one.certificate)
    ]
    shown = [
        one
        for one in facts.inductions
        if one.held <= on and (given.site is None or one.site in {None, given.site})
    ]
    return Proofs(
        max(running, key=lambda one: one.expires, default=None),
        max(opinions, key=lambda one: one.ends or dt.date.min, default=None),
        max(shown, key=lambda one: one.held, default=None),
    )
