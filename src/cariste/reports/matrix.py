"""Person by category: who has which CACES, valid or not, for whoever plans the work."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.employee import labels
from cariste.employee.queries import EmployeeRow
from cariste.paper.grid import CENTRE, Cell, Column
from cariste.paper.looks import NOTHING, SMALL
from cariste.paper.words import Words
from cariste.regulation.in_force import history_kinds
from cariste.regulation.rules import load_catalogue
from cariste.reports.asking import Asked, Folder
from cariste.reports.cross_table import cross_table
from cariste.reports.drafting import Draft, date_cell, filters_in_words, legend, nothing
from cariste.reports.queries import Holdings, caces_held, people_asked


def draft(folder: Folder, asked: Asked) -> Draft:
    """Draft the matrix of everybody asked for."""
    people, held = people_asked(asked), caces_held(asked.on)
    thresholds = folder.settings.thresholds.days
    return Draft(
        _("Skills matrix"), filters_in_words(asked), story(people, held, asked, thresholds), wide=True
    )


def story(
    people: Sequence[EmployeeRow], held: Holdings, asked: Asked, thresholds: Sequence[int]
) -> list[Flowable]:
    """Return the matrix of those who have any CACES, and how many have none."""
    kinds = _kinds(people, held)
    drivers = [person for person in people if {*held.get(person.id, ())} & {*kinds}]
    if not drivers:
        return [nothing(_("Nobody among them has a CACES recorded."))]

    def cell(person: EmployeeRow, kind: str) -> Cell:
        record = held[person.id].get(kind)
        return Cell("", NOTHING) if record is None else date_cell(record.expires, asked.on, thresholds)

    def has_one(person: EmployeeRow, some: Sequence[str]) -> bool:
        return not {*some}.isdisjoint(held[person.id])

    columns = {kind: Column(labels.short_kind(kind), 1, CENTRE) for kind in kinds}
    table = cross_table(drivers, columns, cell, holders=has_one)
    # Before the ticks, on the page that is pinned up: a tick is easily taken for a permission.
    warning = _("A CACES alone is no permission to drive: the employer’s authorisation is.")
    return [Words(warning), *table, legend(thresholds), *_not_listed(len(people) - len(drivers))]


def _not_listed(others: int) -> list[Flowable]:
    if not others:
        return []
    words = ngettext(
        "{n} person without any CACES is not listed.",
        "{n} people without any CACES are not listed.",
        others,
    )
    return [Words(words.format(n=format_number(others)), SMALL)]


def _kinds(people: Sequence[EmployeeRow], held: Holdings) -> list[str]:
    """Return the categories somebody here has, in the catalogue's order; old families are history."""
    found = {kind for person in people for kind in held.get(person.id, ())}
    return sorted(found - {*history_kinds()}, key=lambda kind: (load_catalogue().order_of(kind), kind))
