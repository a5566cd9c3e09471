"""The records of one person as lines ready to show: CACES, medical visits, trainings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.employee.constants import COMPUTED, CRITICAL, EXPIRED, WARNING
from cariste.employee.field_labels import proof_name
from cariste.employee.file import CacesRow, EmployeeFile, RecordRow, TrainingRow, VisitRow
from cariste.regulation.rules import load_catalogue
from cariste.ui.models.table import Column, Look
from cariste.ui.widgets.chip import GREEN, GREY, MUTED, ORANGE, RED

_Title = Callable[[], str]
_TONES = {EXPIRED: RED, CRITICAL: ORANGE, WARNING: ORANGE}


class RecordLine(NamedTuple):
    """One record in a table of the person's file.

    Attributes:
        what: Category, type of visit or title.
        in_full: The same with the whole code: « R489-5 Mât rétractable ».
        origin: « calculée », « saisie », or what is to be verified.
        origin_tone: Colour of `origin`, None for the usual one.
        proof: Name of the document, or « sans justificatif ».
        has_proof: Whether there is a document.
        outcome: Conclusion of a visit; empty unless HR looks.
        current: Whether it counts; others were superseded.
        entity: The table it is stored in, for what stands among the records of a tab; empty for those.
    """

    id: str
    what: str
    in_full: str
    obtained: dt.date | None
    expiry: dt.date | None
    origin: str
    origin_tone: str | None
    tone: str
    situation: str
    spoken: str
    proof: str
    has_proof: bool
    outcome: str
    current: bool
    entity: str = ""


def caces_lines(file: EmployeeFile) -> list[RecordLine]:
    """Return the lines of the CACES tab."""
    return [
        _line(row, labels.CACES, labels.with_option(labels.kind_label(row.kind), row.option), row.kind)
        for row in file.caces
    ]


def visit_lines(file: EmployeeFile, *, outcomes: bool) -> list[RecordLine]:
    """Return the lines of the visits tab; conclusions only for HR (`outcomes`)."""
    return [
        _line(
            row,
            labels.MEDICAL,
            labels.visit_label(row.visit_type),
            row.visit_type,
            labels.result_label(row.result) if outcomes else "",
        )
        for row in file.medical_visits
    ]


def training_lines(file: EmployeeFile) -> list[RecordLine]:
    """Return the lines of the trainings tab."""
    return [_line(row, labels.TRAINING, row.title, row.kind) for row in file.trainings]


def _line(row: RecordRow, kind_of_record: str, what: str, code: str, outcome: str = "") -> RecordLine:
    origin, origin_tone = _origin(row)
    tone, situation, spoken = _situation(row, kind_of_record, code)
    return RecordLine(
        id=row.id,
        what=what,
        in_full=labels.full_subject(kind_of_record, code, what),
        obtained=row.obtained,
        expiry=row.expiration_date,
        origin=origin,
        origin_tone=origin_tone,
        tone=tone,
        situation=situation,
        spoken=spoken,
        proof=proof_name(row.document) if row.document else _("no proof"),
        has_proof=bool(row.document),
        outcome=outcome,
        current=row.current or _sets_no_date(row),
    )


def _sets_no_date(row: RecordRow) -> bool:
    return isinstance(row, VisitRow) and row.expiration_date is None


def _origin(row: RecordRow) -> tuple[str, str | None]:
    if isinstance(row, CacesRow) and row.check_validity and row.expiration_source == COMPUTED:
        return _("check validity"), ORANGE
    if isinstance(row, CacesRow) and row.longer_than_catalogue:
        return _("longer than the rule"), ORANGE
    return (labels.source_label(row.expiration_source) if row.expiration_date else ""), None


def _situation(row: RecordRow, kind_of_record: str, code: str) -> tuple[str, str, str]:
    known = load_catalogue().find(code) if isinstance(row, CacesRow | TrainingRow) else None
    if known is not None and known.history_only:
        return MUTED, _("former scheme"), _("former scheme")
    situation = labels.record_situation(row.status, row.days_until, kind_of_record, current=row.current)
    if _sets_no_date(row) or not row.current:
        return MUTED, situation, situation
    if row.days_until is None:
        return GREY, situation, situation
    return _TONES.get(row.status, GREEN), situation, labels.delay_in_words(row.days_until, kind_of_record)


def record_columns(kind_of_record: str, *, outcomes: bool = False) -> list[Column[RecordLine]]:
    """Return the columns of one tab; conclusions of visits only for HR (`outcomes`)."""
    titles = {
        labels.CACES: (lambda: _("Category"), lambda: _("Obtained on"), lambda: _("Valid until")),
        labels.MEDICAL: (lambda: _("Visit type"), lambda: _("Held on"), lambda: _("Next visit by")),
        labels.TRAINING: (lambda: _("Training title"), lambda: _("Completed on"), lambda: _("Valid until")),
    }
    outcome: Column[RecordLine] = Column(
        lambda: _("Outcome"),
        lambda line: line.outcome,
        sample=_("Fit"),
        tone=_faded,
        tooltip=lambda line: line.outcome or None,
    )
    proof: Column[RecordLine] = Column(
        lambda: _("Proof"),
        lambda line: line.proof,
        sample="certificat-2024.pdf",
        tone=lambda line: _faded(line) if line.has_proof or not line.current else ORANGE,
        tooltip=lambda line: line.proof or None,
    )
    return [
        *_what_and_when(*titles[kind_of_record]),
        *_how_it_stands(kind_of_record),
        *([outcome] if outcomes else []),
        proof,
    ]


def _what_and_when(what: _Title, obtained: _Title, expiry: _Title) -> list[Column[RecordLine]]:
    date_sample = format_date(dt.date(2026, 12, 28))
    return [
        Column(
            what,
            lambda line: line.what,
            sample="R485-2 Gerbeur accompagnant",
            tone=_faded,
            tooltip=lambda line: line.in_full,
        ),
        Column(
            obtained,
            lambda line: format_date(line.obtained),
            key=lambda line: line.obtained or dt.date.min,
            sample=date_sample,
            least=date_sample,
            tone=_faded,
        ),
        Column(
            expiry,
            lambda line: format_date(line.expiry),
            key=lambda line: line.expiry or dt.date.max,
            sample=date_sample,
            least=date_sample,
            tone=_faded,
        ),
    ]


def _how_it_stands(kind_of_record: str) -> list[Column[RecordLine]]:
    return [
        Column(
            lambda: _("Origin"),
            lambda line: line.origin,
            sample=_("computed"),
            look=Look.QUIET,
            tone=lambda line: line.origin_tone,
            tooltip=_about_origin,
        ),
        Column(
            lambda: _("Situation"),
            lambda line: line.situation,
            key=lambda line: (not line.current, line.expiry or dt.date.max),
            sample=_longest_situation(kind_of_record),
            least=labels.delay(-12, kind_of_record),
            look=Look.CHIP,
            tone=lambda line: line.tone,
            tooltip=lambda line: line.spoken,
            spoken=lambda line: line.spoken,
        ),
    ]


def _longest_situation(kind_of_record: str) -> str:
    if kind_of_record == labels.MEDICAL:
        return labels.planned_label(dt.date(2026, 12, 28), in_time=False)
    return labels.delay(-120, kind_of_record)


def _faded(line: RecordLine) -> str | None:
    return None if line.current else MUTED


def _about_origin(line: RecordLine) -> str | None:
    if line.origin_tone is not None:
        return _("Unknown kind or unusual validity: compare with the certificate.")
    if line.origin == labels.source_label(COMPUTED):
        return _("Date computed by rule; the date on the document prevails.")
    return None
