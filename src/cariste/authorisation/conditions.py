"""The conditions behind an answer, one by one: what each rests on, or why it is not met. Pure."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from cariste.authorisation import verdict as codes
from cariste.authorisation.facts import Facts, Grant, Period
from cariste.authorisation.proposing import certificate_for
from cariste.authorisation.verdict import Reason, health, presence, verdict
from cariste.employee.labels import with_option

SKILL, HEALTH, SITE, GRANT, PRESENCE = "skill", "health", "site", "grant", "presence"
"""What one can, what health allows, what one knows of the place, what is allowed, whether one is here."""
_REASONS = {
    SKILL: {codes.CACES_MISSING, codes.CACES_EXPIRED, codes.CACES_TO_REVIEW},
    HEALTH: {codes.MEDICAL_MISSING, codes.MEDICAL_EXPIRED, codes.MEDICAL_REFUSED},
    SITE: {codes.INDUCTION_MISSING},
    GRANT: {codes.GRANT_MISSING, codes.GRANT_ENDED, codes.GRANT_SUSPENDED, codes.GRANT_WITHDRAWN}
    | {codes.GRANT_TO_REVIEW},
    PRESENCE: {codes.NOT_HERE},
}


class Condition(NamedTuple):
    """One condition on one day.

    Attributes:
        about: `SKILL`, `HEALTH`, `SITE`, `GRANT` or `PRESENCE`.
        reason: Why it is not met, or to be looked at again; None when it is met.
        what: What it rests on, where that has a name: the CACES, the work area.
        day: Its last day; of `SITE` the day it was shown. None for no end.
    """

    about: str
    reason: Reason | None
    what: str = ""
    day: dt.date | None = None


def conditions(facts: Facts, kind: str, site: str | None, on: dt.date) -> list[Condition]:
    """Return every condition for driving a category in a work area (None: in any) on a day."""
    answer = verdict(facts, kind, site, on)
    found = {
        about: next((reason for reason in answer.reasons if reason.code in own), None)
        for about, own in _REASONS.items()
    }
    rests = {
        SKILL: _skill(facts, kind, on),
        HEALTH: ("", _end(health(facts.opinions, on))),
        SITE: _site(facts, site, on),
        GRANT: _grant(facts, kind, site, on),
        PRESENCE: ("", _end(presence(facts, on))),
    }
    return [
        Condition(about, reason, *(("", None) if reason is not None else rests[about]))
        for about, reason in found.items()
    ]


def _end(found: Reason | Period) -> dt.date | None:
    return found.end if isinstance(found, Period) else None


def _skill(facts: Facts, kind: str, on: dt.date) -> tuple[str, dt.date | None]:
    certificate = certificate_for(facts, kind, on)
    if certificate is None:
        return "", None
    return with_option(certificate.kind, certificate.option), certificate.expires


def _site(facts: Facts, site: str | None, on: dt.date) -> tuple[str, dt.date | None]:
    shown = [
        one
        for one in facts.inductions
        if one.held <= on and (site is None or one.site is None or one.site == site)
    ]
    latest = max(shown, key=lambda one: one.held, default=None)
    return ("", None) if latest is None else (latest.site or "", latest.held)


def _grant(facts: Facts, kind: str, site: str | None, on: dt.date) -> tuple[str, dt.date | None]:
    running: list[Grant] = [
        one
        for one in facts.grants
        if one.kind == kind
        and one.issued <= on
        and (one.ends is None or on <= one.ends)
        and (site is None or one.site is None or one.site == site)
    ]
    longest = max(running, key=lambda one: one.ends or dt.date.max, default=None)
    return ("", None) if longest is None else (longest.site or "", longest.ends)
