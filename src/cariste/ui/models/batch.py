"""A session as a table: one line for each person and kind, with outcome, dates and scan."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from cariste.core.i18n import _, pgettext
from cariste.core.text import fold
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.employee.batch import ABSENT, FAILED, PASSED, Line
from cariste.ui.models.table import Column, Look
from cariste.ui.widgets.chip import BLUE, GREEN, GREY, ORANGE, RED

DAY = "obtained"
"""The field that may be typed over."""
_TONES = {PASSED: GREEN, FAILED: RED, ABSENT: GREY}


class BatchRow(NamedTuple):
    """A line of the session and its scan.

    Attributes:
        scan: Name of the file, empty without one.
        is_confirmed: Whether a person said that the scan belongs here.
    """

    line: Line
    scan: str = ""
    is_confirmed: bool = False


def outcome_label(outcome: str, type_: str) -> str:
    """Return « Réussi », « Échoué », « Absent »; of a visit, « Réalisée »."""
    if outcome == PASSED:
        return pgettext("visit", "Held") if type_ == labels.MEDICAL else pgettext("session", "Passed")
    return pgettext("session", "Failed") if outcome == FAILED else pgettext("session", "Absent")


def outcome_key(outcome: str, type_: str) -> str:
    """Return the letter that gives a line this outcome: the first one of its word, without its accent."""
    return fold(outcome_label(outcome, type_))[:1].upper()


def batch_columns(type_: str) -> list[Column[BatchRow]]:
    """Return the columns of a session of this type."""
    return [*_who_and_what(type_), *_when(type_)]


def _who_and_what(type_: str) -> list[Column[BatchRow]]:
    # A letter more than the longest word has: the widths of letters differ.
    longest = max((outcome_label(outcome, type_) for outcome in _TONES), key=len) + "m"
    category: Column[BatchRow] = Column(
        lambda: _("Category"),
        lambda row: labels.short_kind(row.line.kind),
        sample="R485-2",
        tooltip=lambda row: labels.full_subject(type_, row.line.kind, row.line.kind),
    )
    return [
        Column(
            lambda: _("Employee"),
            lambda row: row.line.holder.listed,
            sample="Fictif-Témoin Jean-Éric",
            least="Fictif-Témoin",
            look=Look.STRONG,
            tooltip=lambda row: f"{row.line.holder.listed} {row.line.holder.external_id or ''}".strip(),
        ),
        *([category] if type_ == labels.CACES else []),
        Column(
            lambda: pgettext("session", "Outcome"),
            lambda row: outcome_label(row.line.outcome, type_),
            sample=longest,
            least=longest,
            look=Look.CHIP,
            tone=lambda row: _TONES[row.line.outcome],
        ),
    ]


def _when(type_: str) -> list[Column[BatchRow]]:
    date_sample = format_date(dt.date(2026, 12, 28))
    return [
        Column(
            lambda: _("Date"),
            lambda row: format_date(row.line.day) if row.line.outcome == PASSED else "",
            key=lambda row: row.line.day or dt.date.min,
            sample=date_sample,
            least=date_sample,
            tone=lambda row: None if row.line.own_day else "muted",
            field=DAY,
        ),
        Column(
            lambda: _("Next visit by") if type_ == labels.MEDICAL else _("Valid until"),
            lambda row: format_date(row.line.expiration),
            key=lambda row: row.line.expiration or dt.date.max,
            sample=date_sample,
            least=date_sample,
        ),
        Column(
            lambda: _("Former one"),
            lambda row: row.line.brief,
            sample=_("overlap of {n} d").format(n=100),
            least=_("gap of {n} d").format(n=10),
            tone=lambda row: ORANGE if row.line.warning else "muted",
            tooltip=lambda row: row.line.warning or row.line.between or None,
            spoken=lambda row: row.line.warning or row.line.between,
        ),
        Column(
            lambda: _("Proof"),
            _scan,
            key=lambda row: fold(row.scan),
            sample="fictif-chloe-r489.pdf",
            tone=lambda row: None if row.is_confirmed or not row.scan else BLUE,
            tooltip=lambda row: row.scan or None,
        ),
    ]


def _scan(row: BatchRow) -> str:
    if not row.scan or row.is_confirmed:
        return row.scan
    return _("{file} – to confirm").format(file=row.scan)
