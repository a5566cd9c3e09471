"""The journal as rows of tables: one line per user action, and the fields of the records it wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_moment, format_number
from cariste.journal import words
from cariste.journal.queries import Action, Entry, Filter, Page, list_actions, list_entries, who_wrote
from cariste.ui.models.table import Column, Look
from cariste.workspace import Workspace

RECORDS = 200
"""Records of one action read at a time."""


class JournalLine(NamedTuple):
    """One user action.

    Attributes:
        person: The one person it is about, or how many people; empty for what belongs to nobody.
        details: Old → new of its one record, else how many records it wrote.
        employee_id: The one person, while there is still such a person; empty otherwise.
        record_id: Where to open the person: the first record written.
    """

    id: int
    at: dt.datetime
    username: str
    hostname: str
    label: str
    person: str
    details: str
    employee_id: str
    record_id: str


class JournalContent(NamedTuple):
    """What the page shows: lines, whether there are older ones, and who ever wrote."""

    lines: list[JournalLine]
    more: bool
    usernames: list[str]


class FieldRow(NamedTuple):
    """One field of one record, before and after; a record that was added has no field, but its row.

    Attributes:
        id: Its place: the record's number in the journal and the field's in the record.
        entry: The record's number in the journal.
    """

    id: tuple[int, int]
    entry: int
    person: str
    record: str
    action: str
    field: str
    before: str
    after: str
    employee_id: str
    record_id: str


def read_journal(
    workspace: Workspace, wanted: Filter, *, before: int | None = None, limit: int
) -> JournalContent:
    """Read a page of the journal, newest first. Arguments as `journal.queries.list_actions`."""
    with workspace.reading():
        page = list_actions(wanted, before=before, limit=limit)
        usernames = who_wrote() if wanted.employee_id is None else []
    return JournalContent(journal_lines(page), page.more, usernames)


def read_records(
    workspace: Workspace, action_id: int, *, employee_id: str | None = None, after: int = 0
) -> list[FieldRow]:
    """Read the records of one action, `RECORDS` at most, behind the one of this number."""
    with workspace.reading():
        wanted = Filter(employee_id=employee_id)
        entries = list_entries(wanted, change_id=action_id, after=after, limit=RECORDS)
    return [row for entry in entries for row in field_rows(entry)]


def journal_lines(page: Page) -> list[JournalLine]:
    """Return the lines of a page."""
    return [_line(action) for action in page.actions]


def field_rows(entry: Entry) -> list[FieldRow]:
    """Return a record as rows, one per field."""
    fields = words.field_lines(entry) or [words.FieldLine("", "", "")]
    person, record = words.person_label(entry), words.record_label(entry)
    action, employee_id = words.action_label(entry.action), _still_there(entry)
    return [
        FieldRow(
            (entry.id, place),
            entry.id,
            person,
            record,
            action,
            field.name,
            field.before,
            field.after,
            employee_id,
            entry.entity_id,
        )
        for place, field in enumerate(fields)
    ]


def _line(action: Action) -> JournalLine:
    one = action.one_person
    return JournalLine(
        *action[:5],
        person=words.person_label(one) if one is not None else _people(action.entries, action.records),
        details=words.summary(action),
        employee_id=_still_there(one) if one is not None else "",
        record_id=action.entries[0].entity_id,
    )


def _people(entries: Iterable[Entry], records: int) -> str:
    """Say how many people an action is about; nothing when only some of its records are known."""
    known = list(entries)
    people = {entry.employee_id for entry in known} - {None}
    if not people or len(known) < records:
        return ""
    return ngettext("{n} person", "{n} people", len(people)).format(n=format_number(len(people)))


def _still_there(entry: Entry) -> str:
    return (entry.employee_id or "") if entry.person is not None else ""


def journal_columns(*, with_person: bool = True) -> list[Column[JournalLine]]:
    """Return the columns of the journal; one person's history goes without the person."""
    moment = format_moment(dt.datetime(2026, 12, 28, 20, 58))
    when = Column[JournalLine](
        lambda: _("When"), lambda line: format_moment(line.at), sample=moment, least=moment
    )
    person = Column[JournalLine](
        lambda: _("Employee"),
        lambda line: line.person,
        sample="Jean-Éric Fictif-Témoin",
        least="Chloé",
        look=Look.STRONG,
        tooltip=lambda line: line.person or None,
    )
    return [when, *([person] if with_person else []), *_what(), *_who()]


def _what() -> list[Column[JournalLine]]:
    return [
        Column(
            lambda: _("What was done"),
            lambda line: line.label,
            sample="m" * 24,
            least="m" * 5,
            tooltip=lambda line: line.label,
        ),
        Column(
            lambda: _("Details"),
            lambda line: line.details,
            sample="m" * 24,
            least="m" * 5,
            tooltip=lambda line: line.details.replace(" · ", "\n"),
        ),
    ]


def _who() -> list[Column[JournalLine]]:
    return [
        Column(
            lambda: _("Who"),
            lambda line: line.username,
            sample="m.exemple",
            least="m.exemple",
            look=Look.QUIET,
            tooltip=lambda line: f"{line.username} ({line.hostname})",
        ),
        Column(
            lambda: _("PC"),
            lambda line: line.hostname,
            sample="PC-QUAI-2",
            look=Look.QUIET,
            tooltip=lambda line: line.hostname,
        ),
    ]


def record_columns() -> list[Column[FieldRow]]:
    """Return the columns of an action's records."""
    return [
        Column(
            lambda: _("Employee"),
            lambda row: row.person,
            sample="Jean-Éric Fictif-Témoin",
            look=Look.STRONG,
            tooltip=lambda row: row.person or None,
        ),
        Column(
            lambda: _("Record"),
            lambda row: row.record,
            sample="CACES R489-3 Frontal",
            tooltip=lambda row: row.record,
        ),
        Column(lambda: _("Action"), lambda row: row.action, sample="m" * 6, look=Look.QUIET),
        Column(
            lambda: _("Field"), lambda row: row.field, sample="m" * 12, tooltip=lambda row: row.field or None
        ),
        Column(
            lambda: _("Before"),
            lambda row: row.before,
            sample="m" * 9,
            tooltip=lambda row: row.before or None,
        ),
        Column(
            lambda: _("After"), lambda row: row.after, sample="m" * 9, tooltip=lambda row: row.after or None
        ),
    ]
