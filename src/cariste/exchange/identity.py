"""Whom each row of a table names, before anybody looks who that is."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from cariste.core.i18n import _
from cariste.exchange import cells, meanings
from cariste.exchange.context import Context, once
from cariste.exchange.dates import EARLIEST
from cariste.exchange.layouts import Column, Table
from cariste.exchange.names import Name, is_total, may_be_called, names_a_group, read_full_name, read_name
from cariste.exchange.people import Draft, Match
from cariste.exchange.questions import NEW, SKIP, Candidate, PersonQuestion, choice_label
from cariste.exchange.values import Cell, Rejection, Row, as_text, is_blank

RANKS = range(4)
"""In which order rows are matched, whatever their order in the file: the surest first."""


class Who(NamedTuple):
    """What a row says about its person.

    Attributes:
        name: None when the row gives a number only.
        number: Employee number or WMS id.
        entry: Start date, to tell namesakes apart.
        birth: Date of birth, idem.
        doubtful: It may be nobody, but a note below the list.
    """

    name: Name | None
    number: str | None
    entry: dt.date | None
    birth: dt.date | None
    doubtful: bool = False

    @property
    def rank(self) -> int:
        """How surely a row tells who it is about, 0 the surest: see `RANKS`.

        Numbers with names settle who exists; then come names with a date, which tell namesakes apart, names
        alone, and numbers alone, whose people may stand anywhere in the file.
        """
        if self.name is None:
            return 3
        if self.number is not None:
            return 0
        return 1 if self.entry is not None or self.birth is not None else 2


class IdentityReader:
    """Reads who the rows of one table are about."""

    def __init__(self, context: Context, table: Table) -> None:
        self._context = context
        self._full = table.first(meanings.FULL_NAME, meanings.FULL_NAME_REVERSED)
        self._last, self._first = table.first(meanings.LAST_NAME), table.first(meanings.FIRST_NAME)
        self._number = table.first(meanings.NUMBER)
        self._entry, self._birth = table.first(meanings.ENTRY), table.first(meanings.BIRTH)
        self._read_number = once(cells.read_number)

    def read(self, row: Row, number: int) -> Who | None:
        """Return whom a row names; None for a row about nobody, which is noted unless it is plainly none.

        Args:
            row: The cells.
            number: Its place in the sheet, from 0.
        """
        name = self._name(row)
        if isinstance(name, Rejection):
            self._refuse(name, row, number)
            return None
        if name is not None and not name.split and self._is_title(name, row):
            reason = _("A person, or the title of a group? It stands alone in its row: nobody is added.")
            self.ask(reason, row, number)
            return None
        employee_number = self._employee_number(row, number)
        if name is None and employee_number is None:
            if any(_is_data(cell) for cell in row):
                self._refuse(Rejection(_("The row names nobody.")), row, number)
            return None
        doubtful = name is not None and name.doubtful and (employee_number is None or is_total(name.full))
        return Who(
            name, employee_number, self._date(self._entry, row), self._date(self._birth, row), doubtful
        )

    def ask(self, reason: str, row: Row, number: int) -> None:
        """Write down a question about who a row is."""
        self._context.ask(reason, number, self._index, self._shown(row))

    def _name(self, row: Row) -> Name | Rejection | None:
        """Return who the row names; None for a row without name."""
        column = self._full or self._last
        if column is None:
            return None
        cell, first = row[column.place], row[self._first.place] if self._first is not None else None
        if is_blank(cell) and is_blank(first):
            return None
        if column is self._last and self._first is not None:
            name = read_name(cell, first)
        else:
            reverse = column.meaning.role == meanings.FULL_NAME_REVERSED
            name = read_full_name(cell, "first name first" if reverse else "surname first")
        if cell.__class__ is str and is_total(cell):
            may_be = isinstance(name, Name) and may_be_called(name)
            return name._replace(doubtful=True) if isinstance(name, Name) and may_be else _TOTAL
        return name

    @staticmethod
    def _is_title(name: Name, row: Row) -> bool:
        return names_a_group(name.full) and sum(not is_blank(cell) for cell in row) == 1

    @property
    def _index(self) -> int:
        column = self._full or self._last or self._number
        return column.place if column is not None else 0

    def _shown(self, row: Row) -> Cell:
        if self._last is not None and self._first is not None:
            return f"{as_text(row[self._last.place])} {as_text(row[self._first.place])}".strip()
        return row[self._index]

    def _refuse(self, why: Rejection, row: Row, number: int) -> None:
        filled = [cell for cell in row if not is_blank(cell)]
        # A word alone on its row is the title of a group of rows.
        if why is not _TOTAL and (len(filled) > 1 or not isinstance(filled[0], str)):
            self._context.note(why, number, self._index, self._shown(row))

    def _employee_number(self, row: Row, number: int) -> str | None:
        if self._number is None:
            return None
        cell = row[self._number.place]
        reading = self._read_number(cell)
        if isinstance(reading, Rejection):
            self._context.note(reading, number, self._number.place, cell)
            return None
        return reading

    def _date(self, column: Column | None, row: Row) -> dt.date | None:
        if column is None or (cell := row[column.place]) == "":
            return None
        reading = self._context.dates.read(cell)
        # A date that will be refused tells nobody apart.
        return reading if isinstance(reading, dt.date) and reading <= self._context.today else None


_TOTAL = Rejection("")
"""A row that sums up others: left out without a word."""


_DATE = re.compile(r"\s*\d{1,2}[/. -]\d{1,2}[/. -](?:\d{4}|\d{2})\s*")


def _is_data(cell: Cell) -> bool:
    """Tell whether a cell is more than words: a number or a date, but no formula over an empty row."""
    if isinstance(cell, dt.date):
        return cell.year >= EARLIEST.year
    if isinstance(cell, str):
        return _DATE.fullmatch(cell) is not None
    return isinstance(cell, int | float) and cell != 0


def who_question(sheet: str, row: int, who: Who, match: Match) -> PersonQuestion:
    """Return the question that a doubtful match leaves: this one, another one, somebody new, or nobody.

    Args:
        sheet: The sheet of the row.
        row: Counted from 1.
        who: Whom the row names.
        match: What was found.
    """
    choices = [Candidate(draft.answer, draft.told_apart) for draft in match.alike]
    # A number belongs to one person: whoever bears it is no new one.
    if who.name is not None and not any(_same_number(draft, who) for draft in match.alike):
        choices.append(Candidate(NEW, choice_label(NEW)))
    choices.append(Candidate(SKIP, choice_label(SKIP)))
    now = SKIP if match.person is None else match.person.answer if match.person in match.alike else NEW
    name = who.name.full if who.name is not None else ""
    shown = " · ".join(filter(None, (name, who.number)))
    return PersonQuestion(sheet, row, shown, match.doubt or "", tuple(choices), now)


def _same_number(draft: Draft, who: Who) -> bool:
    number = draft.number if draft.stored is None else draft.stored.number
    if number is None or who.number is None:
        return False
    return cells.number_key(number) == cells.number_key(who.number)
