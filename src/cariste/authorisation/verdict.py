"""May this person drive this machine, there, on that day? Every reason, with its date. Pure.

Sources: Labour code R4323-55 to R4323-57, order of 26/09/2025; docs/rules.md, « Who may drive ».
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from cariste.authorisation.facts import Certificate, Facts, Grant, Opinion, Period
from cariste.core.text import fold
from cariste.regulation.driving import certificates_with_options, demand, rules_on

ALLOWED, ADVISED_AGAINST, REFUSED = "allowed", "advised_against", "refused"

NOT_HERE = "not_here"
CACES_MISSING, CACES_EXPIRED, CACES_TO_REVIEW = "caces_missing", "caces_expired", "caces_to_review"
MEDICAL_MISSING, MEDICAL_EXPIRED, MEDICAL_REFUSED = "medical_missing", "medical_expired", "medical_refused"
INDUCTION_MISSING = "induction_missing"
GRANT_MISSING, GRANT_ENDED = "authorisation_missing", "authorisation_ended"
GRANT_SUSPENDED, GRANT_WITHDRAWN = "authorisation_suspended", "authorisation_withdrawn"
GRANT_TO_REVIEW = "authorisation_to_review"
REASONS = (
    NOT_HERE,
    MEDICAL_REFUSED,
    CACES_MISSING,
    CACES_EXPIRED,
    MEDICAL_MISSING,
    MEDICAL_EXPIRED,
    INDUCTION_MISSING,
    GRANT_MISSING,
    GRANT_ENDED,
    GRANT_SUSPENDED,
    GRANT_WITHDRAWN,
    CACES_TO_REVIEW,
    GRANT_TO_REVIEW,
)
"""Every reason, the one that matters most first."""

_PLACES = {code: place for place, code in enumerate(REASONS)}
_STOPS_ALWAYS = frozenset({NOT_HERE, MEDICAL_REFUSED})
REMARKS = frozenset({CACES_TO_REVIEW, GRANT_TO_REVIEW})
"""Reasons to look at it again, which forbid nothing."""


class Reason(NamedTuple):
    """Why not, or why to look again.

    Attributes:
        code: One of `REASONS`.
        since: First day on which it held; None when it was never otherwise.
    """

    code: str
    since: dt.date | None = None


class Verdict(NamedTuple):
    """The answer for one person, category, work area and day.

    Attributes:
        state: `ALLOWED`; `ADVISED_AGAINST`, where the law asks for no authorisation and the insurance fund
            recommends what is missing; `REFUSED`.
        reasons: What speaks against it, the most important first; remarks on an allowed one come last.
        until: Last day on which this answer holds if nothing new is recorded; None when it is open, or no.
    """

    state: str
    reasons: tuple[Reason, ...]
    until: dt.date | None = None

    @property
    def allowed(self) -> bool:
        """Whether the person may drive: also where something is only recommended."""
        return self.state != REFUSED


def verdict(facts: Facts, kind: str, site: str | None, on: dt.date) -> Verdict:
    """Judge one person by the rules in force on a day.

    Args:
        facts: Everything known about the person; what lies after `on` is left out of account.
        kind: The category of the machine, a catalogue code.
        site: The work area; None asks whether it is allowed in any.
        on: The day judged, past or to come.
    """
    return verdicts(facts, (kind,), site, on)[kind]


def verdicts(facts: Facts, kinds: Iterable[str], site: str | None, on: dt.date) -> dict[str, Verdict]:
    """Judge one person for several categories at once, as `verdict` does."""
    seen = frozenset(one.site for one in facts.inductions if one.held <= on)
    person = _Person(facts, presence(facts, on), health(facts.opinions, on), seen)
    held = {one.kind for one in facts.certificates} | {one.kind for one in facts.grants}
    never: dict[str, Verdict] = {}
    answers = {}
    for kind, accepted, asked in _asked_of(tuple(kinds)):
        if not held.isdisjoint(accepted):
            answers[kind] = _judged(person, kind, site, on)
            continue
        # Nothing speaks for the person: the answer is the same for every such category the law treats alike.
        if asked not in never:
            never[asked] = _judged(person, kind, site, on)
        answers[kind] = never[asked]
    return answers


@lru_cache(maxsize=256)
def _asked_of(kinds: tuple[str, ...]) -> tuple[tuple[str, frozenset[str], str], ...]:
    """Return each category with the kinds of certificate that may count for it and what the law asks."""
    return tuple((kind, certificates_with_options(kind), demand(kind)) for kind in kinds)


class _Person(NamedTuple):
    """What is the same for every category.

    Attributes:
        seen: Work areas shown by that day; None among them is every area.
    """

    facts: Facts
    here: Reason | Period
    health: Reason | Period
    seen: frozenset[str | None]

    def was_shown(self, site: str | None) -> bool:
        """Tell whether the person knows a work area; without one, whether it knows any."""
        return bool(self.seen) and (site is None or site in self.seen or None in self.seen)


def _judged(person: _Person, kind: str, site: str | None, on: dt.date) -> Verdict:
    skill = _skill(person.facts.certificates, kind, on)
    grant = _grant(person, kind, site, on, certified=isinstance(skill, Period))
    asked_at = site
    if isinstance(grant, Grant):
        asked_at = site or grant.site
        if isinstance(skill, Reason) and grant.other_proof:
            skill = Reason(CACES_TO_REVIEW, skill.since)
    found = (person.here, person.health, skill, grant)
    reasons = [one for one in found if isinstance(one, Reason)]
    if isinstance(grant, Grant) and _is_for_another_role(person.facts, grant, on):
        reasons.append(Reason(GRANT_TO_REVIEW, person.facts.role_since))
    if not person.was_shown(asked_at):
        reasons.append(Reason(INDUCTION_MISSING))
    if len(reasons) > 1:
        reasons.sort(key=_importance)
    state = _state(kind, reasons)
    if state == REFUSED:
        return Verdict(state, tuple(reasons))
    ends = [end for one in found if (end := _end_of(one, on)) is not None]
    return Verdict(state, tuple(reasons), min(ends, default=None))


def _importance(reason: Reason) -> int:
    return _PLACES[reason.code]


def _state(kind: str, reasons: list[Reason]) -> str:
    if not reasons:
        return ALLOWED
    codes = {reason.code for reason in reasons} - REMARKS
    if not codes:
        return ALLOWED
    if not codes.isdisjoint(_STOPS_ALWAYS) or demand(kind) == "required":
        return REFUSED
    return ADVISED_AGAINST if demand(kind) == "recommended" else ALLOWED


def presence(facts: Facts, on: dt.date) -> Reason | Period:
    """Return since when until when the person is here: the right ends with the contract or assignment."""
    running = [period for period in facts.here if period.covers(on)]
    if running:
        return _longest(running)
    ended = [period.end for period in facts.here if period.end is not None and period.end < on]
    return Reason(NOT_HERE, _day_after(max(ended)) if ended else None)


def _skill(certificates: tuple[Certificate, ...], kind: str, on: dt.date) -> Reason | Period:
    mine = [
        Period(one.obtained, one.expires)
        for one in certificates
        if one.counts_for(kind) and (one.obtained is None or one.obtained <= on)
    ]
    return _running(mine, on, CACES_MISSING, CACES_EXPIRED)


def health(opinions: tuple[Opinion, ...], on: dt.date) -> Reason | Period:
    """Return the medical proof that runs longest, or why there is none: a later opinion may say unfit."""
    known = [one for one in opinions if one.issued <= on]
    if not rules_on(on).certificate:
        known = [one for one in known if not one.certificate or one.unfit]
    unfit = max((one.issued for one in known if one.unfit), default=None)
    # On one day the two do not agree: the prudent one counts.
    since = [one for one in known if not one.unfit and (unfit is None or one.issued > unfit)]
    if unfit is not None and not since:
        return Reason(MEDICAL_REFUSED, unfit)
    periods = [Period(one.issued, one.ends) for one in since if one.ends is not None]
    return _running(periods, on, MEDICAL_MISSING, MEDICAL_EXPIRED)


def _grant(person: _Person, kind: str, site: str | None, on: dt.date, *, certified: bool) -> Reason | Grant:
    mine = [
        one
        for one in person.facts.grants
        if one.kind == kind and one.issued <= on and (site is None or one.site is None or one.site == site)
    ]
    if not mine:
        return Reason(GRANT_MISSING)
    judged = [(_why_not(one, on), one) for one in mine]
    holding = [one for why, one in judged if why is None]
    if len(holding) == 1:
        return holding[0]
    if holding:
        # Where several areas are asked about, one that the person knows; without a CACES only one that rests
        # on another proof of skill helps; then one that need not be looked at again; else the one that runs
        # longest.
        return max(
            holding,
            key=lambda one: (
                person.was_shown(site or one.site),
                one.other_proof and not certified,
                not _is_for_another_role(person.facts, one, on),
                one.ends or dt.date.max,
            ),
        )
    return max(
        (why for why, _one in judged if why is not None),
        key=lambda why: (why.since or dt.date.min, why.code),
    )


def _is_for_another_role(facts: Facts, grant: Grant, on: dt.date) -> bool:
    """Tell whether the person changed role since: another spelling is no other role, nor is none at all."""
    if grant.issued_as is None or facts.role is None or grant.issued_as == facts.role:
        return False
    before = facts.role_since is not None and on < facts.role_since
    return not before and fold(grant.issued_as) != fold(facts.role)


def _why_not(grant: Grant, on: dt.date) -> Reason | None:
    if grant.withdrawn is not None and grant.withdrawn <= on:
        return Reason(GRANT_WITHDRAWN, grant.withdrawn)
    if grant.ends is not None and grant.ends < on:
        return Reason(GRANT_ENDED, _day_after(grant.ends))
    suspended = [period.start for period in grant.suspensions if period.covers(on)]
    return Reason(GRANT_SUSPENDED, min(filter(None, suspended), default=None)) if suspended else None


def _running(periods: list[Period], on: dt.date, missing: str, expired: str) -> Reason | Period:
    running = [period for period in periods if period.covers(on)] if periods else ()
    if running:
        return _longest(running)
    ends = [period.end for period in periods if period.end is not None and period.end < on]
    return Reason(expired, _day_after(max(ends))) if ends else Reason(missing)


def _longest(periods: Sequence[Period]) -> Period:
    return periods[0] if len(periods) == 1 else max(periods, key=lambda period: period.end or dt.date.max)


def _end_of(found: object, on: dt.date) -> dt.date | None:
    """Return the last day on which something that speaks for the person goes on doing so."""
    if isinstance(found, Period):
        return found.end
    if not isinstance(found, Grant):
        return None
    if found.withdrawn is None and not found.suspensions:
        return found.ends
    stops = [found.withdrawn, *(period.start for period in found.suspensions)]
    last_days = [_day_before(day) for day in stops if day is not None and day > on]
    return min([*last_days, *([found.ends] if found.ends is not None else [])], default=None)


def _day_after(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1) if day < dt.date.max else day


def _day_before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=1) if day > dt.date.min else day
