"""The journal as a list to export: one row per record written, old and new in words."""

from __future__ import annotations

from pathlib import Path

from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.exchange.exporting import allowed_suffix, write
from cariste.exchange.lists import ExportedCell, ExportedList, Heading
from cariste.journal import words
from cariste.journal.queries import EVERYTHING, Entry, Filter, list_entries

MOST = 100_000
"""More rows than this are no file somebody reads; Excel takes ten times as many."""
_LONGEST_CELL = 32_000
"""Characters; Excel refuses a cell of more than 32,767."""


def export_journal(path: Path, wanted: Filter = EVERYTHING) -> int:
    """Write what the journal tells to a file and return how many rows it holds; the caller is connected.

    What doctors concluded is not in the journal, so it is in no such file.

    Args:
        path: Its suffix decides, as for `exporting.export`.
        wanted: Which actions.

    Raises:
        UserError: The suffix is none of ours, or there are more than `MOST` rows.
        EnvironmentProblem: The file is open elsewhere, or its folder cannot be written.
    """
    suffix = allowed_suffix(path)
    entries = list_entries(wanted, limit=MOST + 1)
    if len(entries) > MOST:
        raise UserError(
            _(
                "The journal has more than {n} rows here. Nothing was written: choose a shorter period."
            ).format(n=format_number(MOST))
        )
    write(path, suffix, [journal_list(entries)])
    return len(entries)


def journal_list(entries: list[Entry]) -> ExportedList:
    """Return records of the journal as a list to write."""
    headings = (
        Heading("date", _("Date"), 12),
        Heading("time", _("Time"), 10),
        Heading("username", _("Who"), 16),
        Heading("hostname", _("PC"), 16),
        Heading("label", _("What was done"), 40),
        Heading("employee", _("Employee"), 26),
        Heading("record", _("Record"), 30),
        Heading("action", _("Action"), 12),
        Heading("details", _("Details"), 60),
    )
    rows = [_row(entry) for entry in entries]
    return ExportedList("journal", _("Journal"), headings, rows, [None] * len(rows))


def _row(entry: Entry) -> tuple[ExportedCell, ...]:
    return (
        entry.at.date(),
        f"{entry.at:%H:%M:%S}",
        entry.username,
        entry.hostname,
        entry.label,
        words.person_label(entry),
        words.record_label(entry),
        words.action_label(entry.action),
        words.told(entry)[:_LONGEST_CELL],
    )
