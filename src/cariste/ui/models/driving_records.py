"""What is recorded about one person's driving as lines ready to show, the decisions first."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from cariste.authorisation import file
from cariste.authorisation.file import (
    AssignmentRow,
    AuthorisationRow,
    DrivingFile,
    InductionRow,
    SuspensionRow,
    driving_file,
)
from cariste.authorisation.labels import (
    authorisation_state,
    reason_briefly,
    reason_in_words,
    site_label,
)
from cariste.authorisation.verdict import (
    ADVISED_AGAINST,
    CACES_EXPIRED,
    GRANT_ENDED,
    GRANT_SUSPENDED,
    GRANT_TO_REVIEW,
    GRANT_WITHDRAWN,
    Reason,
)
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.regulation.rules import load_catalogue
from cariste.ui.models.table import Column, Look
from cariste.ui.widgets.chip import BLUE, GREEN, GREY, MUTED, ORANGE, RED
from cariste.workspace import Workspace

AUTHORISATION, SUSPENSION, INDUCTION, ASSIGNMENT = "authorisation", "suspension", "induction", "assignment"
SOON_DAYS = 30
"""What ends in fewer days than this is shown in orange."""
_OWN_REASONS = frozenset({GRANT_ENDED, GRANT_SUSPENDED, GRANT_WITHDRAWN})
_ORDER = {state: place for place, state in enumerate((file.RUNNING, file.SUSPENDED, file.FUTURE))}


class DrivingLine(NamedTuple):
    """One decision or event.

    Attributes:
        what: `AUTHORISATION`, `SUSPENSION`, `INDUCTION` or `ASSIGNMENT`.
        of: Of a suspension, the id of the authorisation; else its own.
        kind: The category, where there is one.
        title: What it is, in words.
        tone: Colour of the situation; `MUTED` for what is over.
        situation: In a few words, with a sign; empty where there is nothing to say.
        spoken: All there is to say about the situation.
        document: Path of the signed copy or sheet, or None.
        to_review: Whether somebody is to decide if an authorisation goes on, as the person changed role.
    """

    id: str
    what: str
    of: str
    kind: str
    title: str
    site: str
    start: dt.date
    end: dt.date | None
    origin: str
    tone: str
    situation: str
    spoken: str
    details: str
    document: str | None
    to_review: bool = False


def read_driving(workspace: Workspace, employee_id: str, today: dt.date) -> DrivingFile | None:
    """Return what is recorded about a person's driving. Raises what reading raises."""
    with workspace.reading():
        return driving_file(employee_id, today)


def driving_lines(found: DrivingFile, today: dt.date, *, reasons: bool) -> list[DrivingLine]:
    """Return the lines of the tab.

    Args:
        found: What is recorded.
        today: The day the situations are told for.
        reasons: Whether the reasons of suspensions and withdrawals are shown: to HR alone.
    """
    issued = sorted(found.authorisations, key=_place_of)
    return [
        *(_authorisation(row, found, today, reasons=reasons) for row in issued),
        *(_suspension(row, today, reasons=reasons) for row in found.suspensions),
        *(_assignment(row, today) for row in found.assignments),
        *map(_induction, found.inductions),
    ]


def _place_of(row: AuthorisationRow) -> tuple[int, int]:
    return _ORDER.get(row.state, len(_ORDER)), load_catalogue().order_of(row.kind)


def _authorisation(
    row: AuthorisationRow, found: DrivingFile, today: dt.date, *, reasons: bool
) -> DrivingLine:
    tone, situation, spoken = _situation(row, found, today)
    told = [
        _("signed by {name}").format(name=row.signatory),
        _("limits: {limits}").format(limits=row.limits) if row.limits else "",
        _("other proof: {proof}").format(proof=row.other_proof) if row.other_proof else "",
        row.withdrawn_reason if reasons else "",
    ]
    return DrivingLine(
        row.id,
        AUTHORISATION,
        row.id,
        row.kind,
        _("Authorisation {kinds}").format(kinds=labels.kind_label(row.kind)),
        site_label(row.site),
        row.issued_on,
        row.withdrawn_on or row.ends_on,
        labels.source_label(row.ends_source) if row.ends_on and not row.withdrawn_on else "",
        tone,
        situation,
        spoken,
        " · ".join(filter(None, told)).replace("\n", " "),
        row.document,
        to_review=any(one.code == GRANT_TO_REVIEW for one in row.verdict.reasons),
    )


def _situation(row: AuthorisationRow, found: DrivingFile, today: dt.date) -> tuple[str, str, str]:
    """Return colour, words and all there is to say about an authorisation."""
    state = authorisation_state(row.state)
    spoken = "\n".join(map(reason_in_words, row.verdict.reasons)) or state
    if row.state == file.FUTURE:
        return BLUE, state, state
    if row.state in {file.ENDED, file.WITHDRAWN}:
        replaced = any(
            one.kind == row.kind and one.site == row.site and one.state == file.RUNNING
            for one in found.authorisations
        )
        return (MUTED if replaced or row.state == file.WITHDRAWN else RED), state, spoken
    first = next((one for one in row.verdict.reasons if one.code not in _OWN_REASONS), None)
    if not row.verdict.allowed:
        shown = state if row.state == file.SUSPENDED or first is None else reason_briefly(first, today)
        return RED, shown, spoken
    if first is not None or row.verdict.state == ADVISED_AGAINST:
        return ORANGE, (reason_briefly(first, today) if first is not None else state), spoken
    left = (row.ends_on - today).days if row.ends_on is not None else SOON_DAYS
    return (GREEN, state, spoken) if left >= SOON_DAYS else (ORANGE, labels.delay(left), spoken)


def _suspension(row: SuspensionRow, today: dt.date, *, reasons: bool) -> DrivingLine:
    over = row.ends_on is not None and row.ends_on < today
    tone, words = _period(row.starts_on, row.ends_on, today, RED)
    return DrivingLine(
        row.id,
        SUSPENSION,
        row.authorisation_id,
        row.kind,
        _("Suspension {kinds}").format(kinds=labels.kind_label(row.kind)),
        site_label(row.site),
        row.starts_on,
        row.ends_on,
        "",
        MUTED if over else tone,
        words,
        words,
        row.reason.replace("\n", " ") if reasons else "",
        None,
    )


def _assignment(row: AssignmentRow, today: dt.date) -> DrivingLine:
    tone, words = _period(row.starts_on, row.ends_on, today, GREEN)
    received = _("proofs received on {day}").format(day=format_date(row.documents_on))
    told = (received, row.documents_by) if row.documents_on else (_("proofs not received"),)
    return DrivingLine(
        row.id,
        ASSIGNMENT,
        row.id,
        "",
        _("Assignment {agency}").format(agency=row.agency),
        "",
        row.starts_on,
        row.ends_on,
        "",
        tone,
        words,
        words,
        " · ".join(filter(None, told)),
        None,
    )


def _induction(row: InductionRow) -> DrivingLine:
    words = _("done")
    told = _("by {name}").format(name=row.held_by) if row.held_by else ""
    return DrivingLine(
        row.id,
        INDUCTION,
        row.id,
        "",
        _("Site induction"),
        site_label(row.site),
        row.held_on,
        None,
        "",
        GREEN,
        words,
        words,
        told,
        row.document,
    )


def _period(start: dt.date, end: dt.date | None, today: dt.date, tone: str) -> tuple[str, str]:
    if end is not None and end < today:
        return MUTED, _("over")
    return (GREY, _("to come")) if start > today else (tone, _("running"))


def driving_columns() -> list[Column[DrivingLine]]:
    """Return the columns of the tab."""
    return [*_what_and_where(), *_from_when_until()]


def _what_and_where() -> list[Column[DrivingLine]]:
    return [
        Column(
            lambda: _("What"),
            lambda line: line.title,
            key=lambda line: (line.what, load_catalogue().order_of(line.kind), line.title),
            sample="Autorisation 1A Transpalette porté",
            least="Autorisation 1A",
            tone=_faded,
            tooltip=lambda line: line.title,
        ),
        Column(lambda: _("Work area"), lambda line: line.site, sample=site_label(None), tone=_faded),
    ]


def _from_when_until() -> list[Column[DrivingLine]]:
    date_sample = format_date(dt.date(2026, 12, 28))
    return [
        Column(
            lambda: _("From"),
            lambda line: format_date(line.start),
            key=lambda line: line.start,
            sample=date_sample,
            least=date_sample,
            tone=_faded,
        ),
        Column(
            lambda: _("Until"),
            lambda line: format_date(line.end),
            key=lambda line: line.end or dt.date.max,
            sample=date_sample,
            least=date_sample,
            tone=_faded,
        ),
        Column(lambda: _("Origin"), lambda line: line.origin, sample=_("computed"), look=Look.QUIET),
        Column(
            lambda: _("Situation"),
            lambda line: line.situation,
            sample=reason_briefly(Reason(CACES_EXPIRED, dt.date(2026, 9, 1)), dt.date(2026, 12, 1)),
            least=authorisation_state(file.SUSPENDED),
            look=Look.CHIP,
            tone=lambda line: line.tone,
            tooltip=lambda line: line.spoken,
            spoken=lambda line: line.spoken,
        ),
        Column(
            lambda: _("Details"),
            lambda line: line.details,
            sample="signé par Mme Fictif, directrice",
            tone=_faded,
            tooltip=lambda line: line.details or None,
        ),
    ]


def _faded(line: DrivingLine) -> str | None:
    return MUTED if line.tone == MUTED else None
