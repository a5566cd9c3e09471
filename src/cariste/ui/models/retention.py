"""What need not be kept any longer, and whose identity is gone, as rows of two tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from cariste.core.i18n import _
from cariste.core.wording import format_date, format_moment
from cariste.employee import labels
from cariste.leaving.models import ANONYMISED, COPY, DELETED
from cariste.leaving.proposals import (
    CAME_BACK,
    CERTIFICATE,
    LEFT,
    REASONS,
    TEMP_LEFT,
    UNKNOWN_DAY,
    Erased,
    Proposal,
    erased,
    proposals,
)
from cariste.leaving.retention import KEPT
from cariste.ui.models.table import LAST, Column, Look
from cariste.ui.widgets.chip import BLUE, GREY, ORANGE, RED
from cariste.workspace import Workspace

_TONES = {CAME_BACK: RED, LEFT: ORANGE, TEMP_LEFT: ORANGE, CERTIFICATE: BLUE, UNKNOWN_DAY: GREY}


class Retention(NamedTuple):
    """What the page shows: what is to be decided, and what was done."""

    proposals: list[Proposal]
    erased: list[Erased]


def read_retention(workspace: Workspace, today: dt.date) -> Retention:
    """Read both lists: two statements, whatever the number of people."""
    with workspace.reading():
        return Retention(proposals(today), erased())


def periods_in_words() -> str:
    """Return how long what is kept, in one line."""
    told = (
        _("{what}: {period} {since}").format(
            what=_(one.what), period=labels.validity_label(one.months), since=_(one.since)
        )
        for one in KEPT
    )
    return " · ".join(told)


def reason_label(reason: str) -> str:
    """Say why a line is here."""
    words: dict[str, Callable[[], str]] = {
        CAME_BACK: lambda: _("Back through a backup"),
        LEFT: lambda: _("Time is over"),
        TEMP_LEFT: lambda: _("Temp, time is over"),
        CERTIFICATE: lambda: _("Former certificate"),
        UNKNOWN_DAY: lambda: _("Leaving date unknown"),
    }
    return words[reason]()


def reason_in_full(reason: str) -> str:
    """Explain it."""
    words: dict[str, Callable[[], str]] = {
        CAME_BACK: lambda: _("The identity was taken away; a restored backup brought it back."),
        LEFT: lambda: _("The person left, and the usual period is over: anonymise, or delete for good."),
        TEMP_LEFT: lambda: _("A year after the last assignment: the agency keeps the file."),
        CERTIFICATE: lambda: _("The copy of a driving certificate is kept for its validity, which is over."),
        UNKNOWN_DAY: lambda: _("Nobody knows when the period began: enter the leaving date."),
    }
    return words[reason]()


def form_label(form: str) -> str:
    """Say what was taken away."""
    if form == COPY:
        return _("Former certificate deleted")
    return _("Anonymised") if form == ANONYMISED else _("Deleted for good")


def proposal_columns() -> list[Column[Proposal]]:
    """Return the columns of what is to be decided."""
    longest = max(map(reason_label, REASONS), key=len)
    return [
        Column(
            lambda: _("Why"),
            lambda one: reason_label(one.reason),
            key=lambda one: REASONS.index(one.reason),
            sample=longest,
            least=longest,
            look=Look.CHIP,
            tone=lambda one: _TONES[one.reason],
            tooltip=lambda one: reason_in_full(one.reason),
            spoken=lambda one: reason_in_full(one.reason),
        ),
        Column(
            lambda: _("Employee"),
            lambda one: one.name,
            sample="Fictif-Témoin Jean-Éric",
            least="Fictif-Témoin",
            look=Look.STRONG,
            tooltip=lambda one: one.name,
        ),
        Column(
            lambda: _("What"),
            lambda one: _("Whole file") if one.record_id is None else _("Driving certificate"),
            sample=_("Driving certificate"),
        ),
        *_when(),
    ]


def _when() -> list[Column[Proposal]]:
    return [
        Column(
            lambda: _("Since"),
            lambda one: format_date(one.since),
            key=lambda one: str(one.since or LAST),
            sample="21/11/2026",
            least="21/11/2026",
        ),
        Column(
            lambda: _("Kept until"),
            lambda one: format_date(one.due),
            key=lambda one: str(one.due or LAST),
            sample="21/11/2026",
            least="21/11/2026",
        ),
    ]


def erased_columns() -> list[Column[Erased]]:
    """Return the columns of what was done; there is no name any more."""
    return [
        Column(
            lambda: _("When"),
            lambda one: format_moment(one.at),
            key=lambda one: one.at,
            sample="21/11/2026 14:02",
            least="21/11/2026 14:02",
        ),
        Column(
            lambda: _("What was done"),
            lambda one: form_label(one.form),
            sample=max(map(form_label, (ANONYMISED, DELETED, COPY)), key=len),
        ),
        Column(lambda: _("Mark in the journal"), lambda one: one.number, sample="#3F2A9C", look=Look.QUIET),
        Column(
            lambda: _("Reason"),
            lambda one: one.reason,
            sample="m" * 24,
            tooltip=lambda one: one.reason,
        ),
    ]
