"""What one person's file tells about driving: every decision with its state, and what waits for one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from cariste.authorisation.models import Assignment, Authorisation, Induction, Suspension
from cariste.authorisation.proposing import waiting_kinds
from cariste.authorisation.queries import facts_of_everybody
from cariste.authorisation.verdict import Verdict, verdict

FUTURE, RUNNING, SUSPENDED, ENDED, WITHDRAWN = "future", "running", "suspended", "ended", "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisationRow:
    """One authorisation.

    Attributes:
        id: 32 hexadecimal digits.
        verdict: Whether the person may drive today on the strength of this one, and why not.
        state: `FUTURE`, `RUNNING`, `SUSPENDED`, `ENDED` or `WITHDRAWN`.
        document: Path of the signed copy below the shared folder, or None.
    """

    id: str
    kind: str
    site: str | None
    issued_on: dt.date
    ends_on: dt.date | None
    ends_source: str
    signatory: str
    limits: str | None
    other_proof: str | None
    withdrawn_on: dt.date | None
    withdrawn_reason: str | None
    document: str | None
    state: str
    verdict: Verdict


class SuspensionRow(NamedTuple):
    """Days on which the authorisation for `kind` does not hold."""

    id: str
    authorisation_id: str
    kind: str
    site: str | None
    starts_on: dt.date
    ends_on: dt.date | None
    reason: str


class InductionRow(NamedTuple):
    """When a work area was shown; `site` None is all of them."""

    id: str
    site: str | None
    held_on: dt.date
    held_by: str | None
    document: str | None


class AssignmentRow(NamedTuple):
    """One assignment of a temp."""

    id: str
    agency: str
    starts_on: dt.date
    ends_on: dt.date | None
    documents_on: dt.date | None
    documents_by: str | None


@dataclass(frozen=True, slots=True)
class DrivingFile:
    """Everything about one person's driving, the newest first.

    Attributes:
        temp: Whether the right ends with an assignment.
        waiting: Categories for which the proofs are there, and no authorisation rests on them yet.
    """

    employee_id: str
    temp: bool
    authorisations: tuple[AuthorisationRow, ...]
    suspensions: tuple[SuspensionRow, ...]
    inductions: tuple[InductionRow, ...]
    assignments: tuple[AssignmentRow, ...]
    waiting: tuple[str, ...]


def driving_file(employee_id: str, today: dt.date) -> DrivingFile | None:
    """Return what is recorded about a person's driving as of a day, or None when nobody has this id.

    Five statements whatever the number of records.
    """
    known = facts_of_everybody(employee_id)
    if not known:
        return None
    [facts] = known.values()
    suspensions = _rows(Suspension, employee_id, Suspension.starts_on)
    stopped = {one.__data__["authorisation"] for one in suspensions if _covers(one, today)}
    granted = {grant.id: grant for grant in facts.grants}
    issued = _rows(Authorisation, employee_id, Authorisation.issued_on)
    by_id = {one.id: one for one in issued}
    return DrivingFile(
        employee_id,
        facts.temp,
        tuple(
            _authorisation(
                one,
                _state(one, today, granted[one.id.hex].ends, suspended=one.id in stopped),
                verdict(facts._replace(grants=(granted[one.id.hex],)), one.kind, one.site, today),
            )
            for one in issued
        ),
        tuple(_suspension(one, by_id[one.__data__["authorisation"]]) for one in suspensions),
        tuple(
            InductionRow(one.id.hex, one.site, one.held_on, one.held_by, one.document_path)
            for one in _rows(Induction, employee_id, Induction.held_on)
        ),
        tuple(
            AssignmentRow(
                one.id.hex, one.agency, one.starts_on, one.ends_on, one.documents_on, one.documents_by
            )
            for one in _rows(Assignment, employee_id, Assignment.starts_on)
        ),
        waiting_kinds(facts, today),
    )


def _rows(model: Any, employee_id: str, day: Any) -> list[Any]:
    return list(model.select().where(model.employee == employee_id).order_by(day.desc(), model.id))


def _covers(one: Any, day: dt.date) -> bool:
    return bool(one.starts_on <= day and (one.ends_on is None or day <= one.ends_on))


def _state(one: Authorisation, today: dt.date, ends: dt.date | None, *, suspended: bool) -> str:
    if one.withdrawn_on is not None and one.withdrawn_on <= today:
        return WITHDRAWN
    if ends is not None and ends < today:
        return ENDED
    if one.issued_on > today:
        return FUTURE
    return SUSPENDED if suspended else RUNNING


def _authorisation(one: Authorisation, state: str, answer: Verdict) -> AuthorisationRow:
    own = {
        name: getattr(one, name)
        for name in AuthorisationRow.__dataclass_fields__
        if name not in {"id", "document", "state", "verdict"}
    }
    return AuthorisationRow(**own, id=one.id.hex, document=one.document_path, state=state, verdict=answer)


def _suspension(one: Any, of: Authorisation) -> SuspensionRow:
    return SuspensionRow(one.id.hex, of.id.hex, of.kind, of.site, one.starts_on, one.ends_on, one.reason)
