"""The records behind an answer about one person: what each condition rests on, and when that was recorded."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from cariste.authorisation import verdict as codes
from cariste.authorisation.facts import Facts, Period
from cariste.authorisation.models import Assignment, Authorisation, Induction
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.employee.constants import MEDICAL_DOCUMENT
from cariste.employee.models import Caces, Document, Employee, MedicalVisit
from cariste.regulation.driving import certificates_for, certificates_with_options

_FINGERPRINT = 16
"""Digits of a SHA-256 that are printed: enough to tell any two files of a firm apart."""


class Trace(NamedTuple):
    """One record.

    Attributes:
        what: What it says, in words; never what a doctor concluded.
        start: Its first day, None when that is not known.
        end: Its last day, None for no end.
        counts: Whether it holds on the day asked about.
        recorded: When it was typed in.
        document: What its proof is called, with the beginning of its SHA-256; empty without one.
    """

    what: str
    start: dt.date | None
    end: dt.date | None
    counts: bool
    recorded: dt.datetime | None
    document: str


class Condition(NamedTuple):
    """One thing that must be true before somebody may drive.

    Attributes:
        question: In words.
        codes: The reasons of a verdict that say it is not.
        traces: The records that speak for it or did once.
    """

    question: str
    codes: frozenset[str]
    traces: list[Trace]


def conditions(employee_id: str, facts: Facts, kind: str, area: str | None, on: dt.date) -> list[Condition]:
    """Return the five conditions with every record up to a day; call inside `reading()`.

    Args:
        employee_id: 32 hexadecimal digits.
        facts: What the verdict knows about the person.
        kind: The category of the machine.
        area: Where; None for anywhere.
        on: The day asked about.
    """
    person = Employee.get_by_id(uuid.UUID(employee_id))
    files = _Files(person)
    return [
        Condition(_("In the firm"), frozenset({codes.NOT_HERE}), _presence(person, on)),
        Condition(
            _("Skill: CACES or other proof"),
            frozenset({codes.CACES_MISSING, codes.CACES_EXPIRED, codes.CACES_TO_REVIEW}),
            _skill(person, kind, on, files),
        ),
        Condition(
            _("Medical certificate for driving"),
            frozenset({codes.MEDICAL_MISSING, codes.MEDICAL_EXPIRED, codes.MEDICAL_REFUSED}),
            _health(person, facts, on, files),
        ),
        Condition(
            _("Site and its instructions shown"),
            frozenset({codes.INDUCTION_MISSING}),
            _inductions(person, area, on, files),
        ),
        Condition(
            _("The employer’s authorisation"),
            frozenset({codes.GRANT_MISSING, codes.GRANT_ENDED, codes.GRANT_SUSPENDED, codes.GRANT_WITHDRAWN})
            | {codes.GRANT_TO_REVIEW},
            [_grant(one, facts, on, files) for one in _issued(person, kind, area, on)],
        ),
    ]


class _Files:
    """The documents of somebody, by path."""

    def __init__(self, person: Any) -> None:
        self._known = {file.path: file for file in person.documents}

    def named(self, path: str | None) -> str:
        file: Document | None = self._known.get(path or "")
        if path is None:
            return ""
        if file is None:
            return path.rpartition("/")[2]
        medical = file.kind == MEDICAL_DOCUMENT
        name = _("medical document") if medical else file.original_name or path.rpartition("/")[2]
        return f"{name} (SHA-256 {file.sha256[:_FINGERPRINT]}…)"


def _presence(person: Any, on: dt.date) -> list[Trace]:
    contract = labels.contract_label(person.contract_type) or _("contract not known")
    ends = [day for day in (person.contract_end, person.left_on) if day is not None]
    assignments = list(person.assignments.order_by(Assignment.starts_on))
    if not assignments and person.assignment_end is not None:
        ends.append(person.assignment_end)
    period = Period(person.entry_date, min(ends, default=None))
    told = [Trace(contract, *period, period.covers(on), person.created_at, "")]
    for one in assignments:
        period = Period(one.starts_on, one.ends_on)
        words = _("assignment by {agency}").format(agency=one.agency)
        told.append(Trace(words, *period, period.covers(on), one.created_at, ""))
    return told


def _skill(person: Any, kind: str, on: dt.date, files: _Files) -> list[Trace]:
    rows: Iterable[Any] = person.caces.where(Caces.kind.in_(certificates_with_options(kind)))
    known = [
        one
        for one in rows
        if one.kind in certificates_for(kind, one.option)
        and (one.completion_date is None or one.completion_date <= on)
    ]
    return [
        Trace(
            " · ".join(
                filter(
                    None,
                    (
                        labels.with_option(f"{_('CACES')} {one.kind}", one.option),
                        one.certificate_number,
                        one.organisation,
                        _dispensation(one, kind),
                    ),
                )
            ),
            *(period := Period(one.completion_date, one.expiration_date)),
            period.covers(on),
            one.created_at,
            files.named(one.document_path),
        )
        for one in sorted(known, key=lambda one: one.expiration_date)
    ]


def _dispensation(certificate: Any, kind: str) -> str:
    if certificate.kind == kind:
        return ""
    return _("stands for {kind}").format(kind=kind)


def _health(person: Any, facts: Facts, on: dt.date, files: _Files) -> list[Trace]:
    """List the visits that prove something; one that says no is in the answer, not here."""
    proving = {one.issued: one for one in facts.opinions if not one.unfit and one.ends is not None}
    rows = person.medical_visits.where(MedicalVisit.visit_date <= on).order_by(MedicalVisit.visit_date)
    return [
        Trace(
            labels.visit_label(one.visit_type),
            *(period := Period(one.visit_date, proving[one.visit_date].ends)),
            period.covers(on),
            one.created_at,
            files.named(one.document_path),
        )
        for one in rows
        if one.visit_date in proving
    ]


def _inductions(person: Any, area: str | None, on: dt.date, files: _Files) -> list[Trace]:
    rows = person.inductions.where(Induction.held_on <= on).order_by(Induction.held_on)
    return [
        Trace(
            " · ".join(filter(None, (one.site or _("all work areas"), one.held_by))),
            one.held_on,
            None,
            area is None or one.site in {None, area},
            one.created_at,
            files.named(one.document_path),
        )
        for one in rows
    ]


def _issued(person: Any, kind: str, area: str | None, on: dt.date) -> list[Any]:
    asked = (Authorisation.kind == kind) & (Authorisation.issued_on <= on)
    rows = person.authorisations.where(asked).order_by(Authorisation.issued_on)
    return [one for one in rows if area is None or one.site in {None, area}]


def _grant(one: Any, facts: Facts, on: dt.date, files: _Files) -> Trace:
    pauses = [Period(pause.starts_on, pause.ends_on) for pause in one.suspensions]
    # That of a temp may end before the day that was typed.
    ends = {grant.id: grant.ends for grant in facts.grants}
    period = Period(one.issued_on, ends[one.id.hex])
    withdrawn = one.withdrawn_on is not None and one.withdrawn_on <= on
    told = [
        one.kind,
        one.site or _("all work areas"),
        _("signed by {name}").format(name=one.signatory),
        _("limits: {limits}").format(limits=one.limits) if one.limits else "",
        _("other proof of skill: {proof}").format(proof=one.other_proof) if one.other_proof else "",
        _("withdrawn on {day}").format(day=format_date(one.withdrawn_on)) if one.withdrawn_on else "",
        *(
            _("suspended from {first} to {last}").format(
                first=format_date(pause.start), last=format_date(pause.end) or "…"
            )
            for pause in pauses
        ),
    ]
    holds = period.covers(on) and not withdrawn and not any(pause.covers(on) for pause in pauses)
    return Trace(
        " · ".join(filter(None, told)), *period, holds, one.created_at, files.named(one.document_path)
    )
