"""The backups as rows of a table, before and after a look into them."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from cariste.core.i18n import _, pgettext
from cariste.core.wording import format_moment, format_number, format_size
from cariste.integrity.backups import BackupRow, Verified, kind_label
from cariste.ui.models.table import Column, Look
from cariste.ui.widgets.chip import BLUE, GREEN, GREY, RED


class BackupLine(NamedTuple):
    """One backup.

    Attributes:
        row: What its name tells.
        verified: What a look into it showed; None before.
        being_verified: Whether it is being looked into now.
    """

    row: BackupRow
    verified: Verified | None = None
    being_verified: bool = False

    @property
    def damaged(self) -> bool:
        """Whether a look into it showed that it cannot be used."""
        return self.verified is not None and self.verified.people is None


def backup_columns() -> list[Column[BackupLine]]:
    """Return the columns: when, why, how much is in it, whether it is sound, where it lies."""
    return [*_when_and_why(), *_content()]


def _when_and_why() -> list[Column[BackupLine]]:
    longest = format_moment(dt.datetime(2026, 12, 28, 20, 48))
    return [
        Column(
            lambda: _("Date"),
            lambda line: format_moment(line.row.at),
            key=lambda line: (line.row.at, line.row.name),
            sample=longest,
            least=longest,
            look=Look.STRONG,
            tooltip=lambda line: line.row.name,
        ),
        Column(lambda: _("Made"), lambda line: kind_label(line.row.kind), sample=_("before a takeover")),
        Column(
            lambda: _("Where"),
            lambda line: _("this workstation") if line.row.here else _("shared folder"),
            sample=_("shared folder"),
            look=Look.QUIET,
        ),
    ]


def _content() -> list[Column[BackupLine]]:
    return [
        Column(
            lambda: _("Size"),
            lambda line: "" if line.row.size is None else format_size(line.row.size),
            key=lambda line: line.row.size or 0,
            sample=format_size(340_000),
            right=True,
        ),
        Column(
            lambda: _("People"),
            _people,
            key=lambda line: -1 if line.verified is None else line.verified.people or 0,
            sample=format_number(1200),
            right=True,
        ),
        Column(
            lambda: _("State"),
            _state,
            sample=_longest_state(),
            least=_longest_state(),
            look=Look.CHIP,
            tone=_tone,
            tooltip=lambda line: line.verified.problem or None if line.verified else None,
        ),
    ]


def _people(line: BackupLine) -> str:
    people = line.verified.people if line.verified else None
    return "" if people is None else format_number(people)


def _state(line: BackupLine) -> str:
    if line.verified is not None:
        return pgettext("backup", "damaged") if line.damaged else pgettext("backup", "verified")
    return pgettext("backup", "verifying…") if line.being_verified else pgettext("backup", "to be verified")


def _longest_state() -> str:
    words = ("to be verified", "verifying…", "verified", "damaged")
    return max((pgettext("backup", word) for word in words), key=len)


def _tone(line: BackupLine) -> str:
    if line.verified is not None:
        return RED if line.damaged else GREEN
    return BLUE if line.being_verified else GREY
