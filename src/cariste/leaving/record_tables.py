"""A person's records as tables on paper: for the extract, and for the reports above."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportlab.platypus import Flowable

from cariste.core.i18n import _
from cariste.core.wording import format_date, format_number
from cariste.employee import labels
from cariste.employee.file import CacesRow, RecordRow, TrainingRow, VisitRow
from cariste.paper.grid import Column, Grid, Row
from cariste.paper.looks import BODY, QUIET
from cariste.paper.words import Words, heading


def caces_table(rows: Sequence[CacesRow]) -> Sequence[Flowable]:
    """Return a person's CACES under their title."""
    columns = (
        Column(_("Category"), 0.34),
        Column(_("Obtained"), 0.13),
        Column(_("Valid until"), 0.13),
        Column(_("Situation"), 0.16),
        Column(_("Certificate"), 0.24),
    )
    lines = [
        (
            labels.with_option(labels.full_subject(labels.CACES, row.kind), row.option),
            format_date(row.obtained),
            format_date(row.expiration_date),
            _situation(row, labels.CACES),
            " · ".join(filter(None, (row.certificate_number, row.organisation))),
        )
        for row in rows
    ]
    return counted_table(_("CACES"), columns, lines)


def visits_table(rows: Sequence[VisitRow], outcome: Callable[[VisitRow], str] | None) -> Sequence[Flowable]:
    """Return a person's medical visits under their title.

    Args:
        rows: The visits.
        outcome: Says what the doctor concluded; None for whoever may not know, without a column for it.
    """
    columns = [
        Column(_("Visit"), 0.28),
        Column(_("Date"), 0.13),
        Column(_("Next visit"), 0.13),
        Column(_("Situation"), 0.16),
    ]
    lines = [
        [
            labels.visit_label(row.visit_type),
            format_date(row.obtained),
            format_date(row.expiration_date),
            _situation(row, labels.MEDICAL),
        ]
        for row in rows
    ]
    if outcome is not None:
        columns.append(Column(_("Outcome"), 0.30))
        for line, row in zip(lines, rows, strict=True):
            line.append(outcome(row))
    return counted_table(_("Medical visits"), columns, lines)


def trainings_table(rows: Sequence[TrainingRow]) -> Sequence[Flowable]:
    """Return a person's trainings under their title."""
    columns = (
        Column(_("Training"), 0.41),
        Column(_("Completed"), 0.13),
        Column(_("Valid until"), 0.13),
        Column(_("Situation"), 0.18),
        Column(_("Mode"), 0.15),
    )
    lines = [
        (
            row.title,
            format_date(row.obtained),
            format_date(row.expiration_date),
            _situation(row, labels.TRAINING),
            labels.mode_label(row.mode),
        )
        for row in rows
    ]
    return counted_table(_("Trainings"), columns, lines)


def counted_table(title: str, columns: Sequence[Column], lines: Sequence[Row]) -> Sequence[Flowable]:
    """Return a table under a title that says how many rows it has; words in place of an empty one."""
    head = heading(f"{title} ({format_number(len(lines))})")
    if lines:
        return [*head, Grid(columns, lines)]
    return [*head, Words(_("Nothing recorded."), BODY._replace(colour=QUIET))]


def _situation(row: RecordRow, record_type: str) -> str:
    return labels.record_situation(row.status, row.days_until, record_type, current=row.current)
