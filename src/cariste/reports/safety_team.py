"""First-aiders and fire wardens by work area: the sheet beside the first-aid box."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from reportlab.platypus import Flowable

from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.employee.queries import EmployeeRow
from cariste.paper.grid import CENTRE, Cell, Column, Grid, Row
from cariste.paper.looks import BAD, NOTHING, SECTION, SOON
from cariste.paper.words import Words, heading
from cariste.reports.asking import Asked, Folder
from cariste.reports.by_area import area_order, grouped
from cariste.reports.drafting import Draft, area_title, date_cell, filters_in_words, legend, nothing
from cariste.reports.queries import Held, Holdings, people_asked, trainings_held

FIRST_AID = "SST"
LINES = (FIRST_AID, "FIRE-EPI", "FIRE-EVAC", "FIRE-EXT")
"""Lines of renewals, in the order of the columns; refreshers are on the line they renew."""
_LETTERS = 9.0


def draft(folder: Folder, asked: Asked) -> Draft:
    """Draft the list; only who is valid on that day counts."""
    people, held = people_asked(asked), trainings_held(asked.on)
    areas = [asked.area] if asked.area is not None else _areas(folder, people)
    return Draft(
        _("First-aiders and fire wardens"),
        filters_in_words(asked),
        story(people, held, areas, asked.on, folder.settings.thresholds.days),
    )


def story(
    people: Sequence[EmployeeRow],
    held: Holdings,
    areas: Sequence[str | None],
    on: dt.date,
    thresholds: Sequence[int],
) -> list[Flowable]:
    """Return those who count, then areas without a first-aider, then those who count no more."""
    team = [person for person in people if any(_valid(one, on) for one in _mine(person, held))]
    gone = [person for person in people if any(not _valid(one, on) for one in _mine(person, held))]
    columns = (Column(_("Employee"), 2, bold=True), *(Column(_title(line), 1.2, CENTRE) for line in LINES))

    def line(person: EmployeeRow) -> list[Row]:
        cells = [
            date_cell(record.expires, on, thresholds)
            if record is not None and _valid(record, on)
            else Cell("", NOTHING)
            for record in (held[person.id].get(line) for line in LINES)
        ]
        return [(f"{person.last_name} {person.first_name}", *cells)]

    told: list[Flowable] = [Grid(columns, grouped(team, line), size=_LETTERS), legend(thresholds)]
    if not team:
        told = [nothing(_("Nobody is a first-aider or fire warden on that day."))]
    return [*told, *_uncovered(team, held, areas, on), *_expired(gone, held, on)]


def _uncovered(
    team: Sequence[EmployeeRow], held: Holdings, areas: Sequence[str | None], on: dt.date
) -> list[Flowable]:
    covered = {person.workspace for person in team if _valid(held[person.id].get(FIRST_AID), on)}
    bare = [area_title(area) for area in areas if area not in covered]
    if not bare:
        return []
    told = _("No first-aider in: {areas}.").format(areas=", ".join(bare))
    return [Words(SOON.signed(told), SECTION._replace(size=_LETTERS, colour=SOON.colour))]


def _expired(gone: Sequence[EmployeeRow], held: Holdings, on: dt.date) -> list[Flowable]:
    if not gone:
        return []
    columns = (
        Column(_("Employee"), 2, bold=True),
        Column(_("Work area"), 1.2),
        Column(_("Training"), 2),
        Column(_("Expired on"), 1.2),
    )
    rows = [
        (
            f"{person.last_name} {person.first_name}",
            person.workspace or "",
            _title(record.line),
            Cell(format_date(record.expires), BAD),
        )
        for person in gone
        for record in _mine(person, held)
        if not _valid(record, on)
    ]
    return [*heading(_("No longer valid")), Grid(columns, rows)]


def _mine(person: EmployeeRow, held: Holdings) -> list[Held]:
    mine = held.get(person.id, {})
    return [mine[line] for line in LINES if line in mine]


def _valid(record: Held | None, on: dt.date) -> bool:
    return record is not None and (record.expires is None or record.expires >= on)


def _title(line: str) -> str:
    return labels.subject(labels.TRAINING, line)


def _areas(folder: Folder, people: Sequence[EmployeeRow]) -> list[str | None]:
    """Return the firm's work areas, and those people are in besides."""
    known = {*folder.settings.workspaces, *(person.workspace for person in people if person.workspace)}
    return sorted(known, key=area_order)
