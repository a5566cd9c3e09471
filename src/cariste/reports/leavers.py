"""People who left, and until when their files are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from reportlab.platypus import Flowable

from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.employee.anonymity import is_placeholder
from cariste.employee.constants import INTERIM
from cariste.leaving.retention import KEPT, due_on, last_day_here
from cariste.paper.grid import Cell, Column, Grid, Row
from cariste.paper.looks import FINE, SMALL, SOON
from cariste.paper.words import Words
from cariste.reports.asking import Asked, Folder
from cariste.reports.drafting import Draft, filters_in_words, nothing
from cariste.reports.queries import Leaver, leavers


def draft(_folder: Folder, asked: Asked) -> Draft:
    """Draft the list, whoever left last first."""
    people = [one for one in leavers() if not is_placeholder(one.id, one.first_name)]
    return Draft(
        _("People who left, and retention"),
        filters_in_words(asked, always_area=False),
        story(people, asked.on),
    )


def story(people: Sequence[Leaver], on: dt.date) -> list[Flowable]:
    """Return the list, and what is kept how long."""
    kept = " · ".join(
        _("{what}: {period} {since}").format(
            what=_(one.what), period=labels.validity_label(one.months), since=_(one.since)
        )
        for one in KEPT
    )
    rule = Words(_("Kept for: {kept}.").format(kept=kept), SMALL._replace(before=4))
    if not people:
        return [nothing(_("Nobody has left.")), rule]
    columns = (
        Column(_("Employee"), 2.4, bold=True),
        Column(_("Number"), 1.1),
        Column(_("Contract"), 2),
        Column(_("Left on"), 1.1),
        Column(_("File to be kept until"), 2.2),
    )
    latest_first = sorted(people, key=lambda one: _left(one) or dt.date.min, reverse=True)
    return [Grid(columns, [_row(one, on) for one in latest_first]), rule]


def _row(one: Leaver, on: dt.date) -> Row:
    contract = " · ".join(filter(None, (labels.contract_label(one.contract_type), one.agency)))
    return (
        f"{one.last_name} {one.first_name}",
        one.external_id or "",
        contract,
        format_date(_left(one)),
        _kept_until(due_on(one.contract_type, one.left_on, one.assignment_end), on),
    )


def _kept_until(due: dt.date | None, on: dt.date) -> Cell:
    if due is None:
        return Cell(_("day of leaving not known"), SOON)
    if due <= on:
        return Cell(_("{day}: may be erased").format(day=format_date(due)), SOON)
    return Cell(format_date(due), FINE)


def _left(one: Leaver) -> dt.date | None:
    if one.contract_type == INTERIM:
        return last_day_here(one.left_on, one.assignment_end)
    return one.left_on
