"""Medical visits as an inspector may see them: kinds and dates, never a conclusion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.employee.calculations import days_until
from cariste.employee.constants import TRACKS
from cariste.employee.queries import EmployeeRow
from cariste.paper.grid import Cell, Column, Grid, Row
from cariste.paper.looks import NOTHING, SMALL
from cariste.paper.words import Words
from cariste.reports.asking import Asked, Folder
from cariste.reports.by_area import grouped
from cariste.reports.drafting import Draft, filters_in_words, nothing, tone_of
from cariste.reports.queries import Holdings, people_asked, visits_held


def draft(folder: Folder, asked: Asked) -> Draft:
    """Draft the list of everybody asked for, those without a visit included."""
    people, held = people_asked(asked), visits_held(asked.on)
    thresholds = folder.settings.thresholds.days
    return Draft(_("Medical visits"), filters_in_words(asked), story(people, held, asked, thresholds))


def story(
    people: Sequence[EmployeeRow], held: Holdings, asked: Asked, thresholds: Sequence[int]
) -> list[Flowable]:
    """Return a line for each person and track, by work area and name."""
    if not people:
        return [nothing(_("Nobody works there."))]
    columns = (
        Column(_("Employee"), 2.4, bold=True),
        Column(_("Number"), 1.1),
        Column(_("Visit"), 2.2),
        Column(_("Date"), 1.1),
        Column(_("Next visit"), 1.1),
        Column(_("Situation"), 2),
    )

    def lines(person: EmployeeRow) -> Iterator[Row]:
        mine = held.get(person.id, {})
        name, number = f"{person.last_name} {person.first_name}", person.external_id or ""
        if not mine:
            yield name, number, Cell(_("no visit recorded"), NOTHING), "", "", ""
        for track in TRACKS:
            if (record := mine.get(track)) is not None:
                days = days_until(record.expires, asked.on)
                told = "" if days is None else labels.delay(days, labels.MEDICAL)
                yield (
                    name,
                    number,
                    labels.visit_label(record.title),
                    format_date(record.obtained),
                    format_date(record.expires),
                    Cell(told, tone_of(record.expires, asked.on, thresholds)),
                )

    privacy = _("Kinds and dates only: what doctors conclude is for the human-resources office.")
    return [Grid(columns, grouped(people, lines)), Words(privacy, SMALL)]
