"""Person by training: who has which until when, as an inspector or an auditor asks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportlab.platypus import Flowable

from cariste.core.i18n import _
from cariste.employee import labels
from cariste.employee.queries import EmployeeRow
from cariste.paper.grid import CENTRE, Cell, Column
from cariste.paper.looks import NOTHING
from cariste.regulation.rules import load_catalogue
from cariste.reports.asking import Asked, Folder
from cariste.reports.cross_table import cross_table
from cariste.reports.drafting import Draft, date_cell, filters_in_words, legend, nothing
from cariste.reports.queries import Holdings, people_asked, trainings_held


def draft(folder: Folder, asked: Asked) -> Draft:
    """Draft the table of everybody asked for."""
    people, held = people_asked(asked), trainings_held(asked.on)
    thresholds = folder.settings.thresholds.days
    return Draft(
        _("Table of trainings"), filters_in_words(asked), story(people, held, asked, thresholds), wide=True
    )


def story(
    people: Sequence[EmployeeRow], held: Holdings, asked: Asked, thresholds: Sequence[int]
) -> list[Flowable]:
    """Return the table, over several blocks of columns where there are many trainings."""
    lines = _lines(people, held)
    if not lines:
        return [nothing(_("Nobody among them has a training recorded."))]

    def cell(person: EmployeeRow, line: str) -> Cell:
        record = held.get(person.id, {}).get(line)
        return Cell("", NOTHING) if record is None else date_cell(record.expires, asked.on, thresholds)

    columns = {line: Column(title, 1, CENTRE) for line, title in lines.items()}
    return [*cross_table(people, columns, cell), legend(thresholds)]


def _lines(people: Sequence[EmployeeRow], held: Holdings) -> dict[str, str]:
    """Return the lines of renewals that somebody here is on, in the catalogue's order, with their titles."""
    titles: dict[str, Counter[str]] = {}
    for person in people:
        for line, record in held.get(person.id, {}).items():
            titles.setdefault(line, Counter())[record.title] += 1
    order = load_catalogue().order_of
    return {
        line: labels.subject(labels.TRAINING, line, titles[line].most_common(1)[0][0])
        for line in sorted(titles, key=lambda line: (order(line), line))
    }
