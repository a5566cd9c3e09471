"""Who may drive a machine on a day, to hang up where the shift begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from reportlab.platypus import Flowable

from cariste.authorisation.board import Board, BoardLine, board
from cariste.authorisation.labels import reason_in_words, reasons_in_words
from cariste.authorisation.verdict import MEDICAL_REFUSED, Reason
from cariste.core.i18n import _
from cariste.core.wording import format_date, format_number
from cariste.paper.grid import Cell, Column, Grid, Row
from cariste.paper.looks import BAD, FINE, SECTION, SMALL, SOON, STRONG
from cariste.paper.words import Words, heading
from cariste.regulation.driving import demand, rules_on
from cariste.reports.asking import Asked, Folder
from cariste.reports.drafting import Draft, category_title, nothing
from cariste.reports.machines import Subject, subject

SOON_DAYS = 30
_LETTERS = 10.0


def draft(_folder: Folder, asked: Asked) -> Draft:
    """Draft the board of one machine or category, work area and day."""
    what = subject(asked)
    filters = [
        format_date(asked.on),
        _("all work areas") if what.area is None else _("work area: {area}").format(area=what.area),
    ]
    if what.machine is not None:
        filters.append(category_title(what.kind))
    return Draft(
        _("Who may drive: {what}").format(what=what.title),
        filters,
        story(board(what.kind, what.area, asked.on), what),
    )


def story(answer: Board, what: Subject) -> list[Flowable]:
    """Return those who may, then those who may not, with the reason."""
    return [
        *_machine(what, answer.on),
        *_allowed(answer),
        *_refused(answer),
        *_rules(answer),
    ]


def _machine(what: Subject, on: dt.date) -> list[Flowable]:
    if what.machine is None or what.machine.runs_on(on):
        return []
    day = format_date(what.machine.out_of_service_on)
    told = _("This machine is out of service since {day}").format(day=day)
    return [Words(BAD.signed(told), STRONG._replace(size=_LETTERS, colour=BAD.colour))]


def _allowed(answer: Board) -> list[Flowable]:
    head = heading(_counted(_("May drive"), answer.allowed), SECTION._replace(before=2))
    if not answer.allowed:
        return [*head, nothing(_("Nobody may drive this on that day."))]
    columns = (*_person_columns(), Column(_("Until"), 1.5), Column(_("Remark"), 1.9))

    def row(line: BoardLine) -> Row:
        until = line.verdict.until
        soon = bool(line.verdict.reasons) or (until is not None and (until - answer.on).days < SOON_DAYS)
        told = format_date(until) or _("no end")
        return (*_person(line), Cell(told, SOON if soon else FINE), reasons_in_words(line.verdict))

    return [*head, Grid(columns, [row(line) for line in answer.allowed], size=_LETTERS)]


def _refused(answer: Board) -> list[Flowable]:
    if not answer.refused:
        return []
    columns = (*_person_columns(), Column(_("Why"), 3.4))

    def row(line: BoardLine) -> Row:
        return (*_person(line), Cell(" · ".join(map(_said_aloud, line.verdict.reasons)), BAD))

    rows = [row(line) for line in answer.refused]
    return [*heading(_counted(_("May not drive"), answer.refused)), Grid(columns, rows, size=_LETTERS)]


def _said_aloud(reason: Reason) -> str:
    """Return a reason as everybody may read it on a wall: what a doctor says is nobody's business there."""
    if reason.code == MEDICAL_REFUSED:
        return _("ask the human-resources office")
    return reason_in_words(reason)


def _rules(answer: Board) -> list[Flowable]:
    told = [rules_on(answer.on).source]
    if demand(answer.kind) != "required":
        told.append(_("For this category the authorisation is recommended, not required by law."))
    told.append(_("Whoever is not named here was never trained for this, or does not work here on that day."))
    return [Words(". ".join(word.rstrip(".") for word in told) + ".", SMALL._replace(before=6))]


def _person_columns() -> tuple[Column, ...]:
    return Column(_("Employee"), 2.6, bold=True), Column(_("Number"), 1.1), Column(_("Role"), 1.5)


def _person(line: BoardLine) -> tuple[str, ...]:
    person = line.person
    return f"{person.last_name} {person.first_name}", person.external_id or "", person.role or ""


def _counted(title: str, lines: Sequence[BoardLine]) -> str:
    return f"{title} ({format_number(len(lines))})"
