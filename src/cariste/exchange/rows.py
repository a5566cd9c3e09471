"""From the rows of one table to people and what is recorded about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.employee import constants
from cariste.employee.validators import check_email
from cariste.exchange import cells, meanings
from cariste.exchange.caces_rows import CacesReader
from cariste.exchange.certificates import read_kinds
from cariste.exchange.context import Context, once
from cariste.exchange.dates import EARLIEST, NOTHING
from cariste.exchange.layouts import Column, Table
from cariste.exchange.names import Name, is_total, read_full_name, read_name
from cariste.exchange.people import Draft, Match, Registry
from cariste.exchange.records import Dates, pairs_of, read_dates
from cariste.exchange.training_rows import TrainingReader
from cariste.exchange.values import Cell, Question, Rejection, Row, as_text, is_blank
from cariste.exchange.visits import VisitReader
from cariste.regulation import in_force
from cariste.regulation.codes import recognise

_Reader = Callable[[Cell], Any]


class _Field(NamedTuple):
    name: str
    column: Column
    read: _Reader


class TableReader:
    """Reads one table into a registry of people.

    Attributes:
        rows_read: Rows that hold a person.
    """

    def __init__(self, context: Context, table: Table, people: Registry) -> None:
        self._context, self._table, self._people = context, table, people
        self._full = table.first(meanings.FULL_NAME, meanings.FULL_NAME_REVERSED)
        self._last, self._first = table.first(meanings.LAST_NAME), table.first(meanings.FIRST_NAME)
        self._number = table.first(meanings.NUMBER)
        self._entry, self._birth = table.first(meanings.ENTRY), table.first(meanings.BIRTH)
        self._fields = _fields(context, table)
        self._comment = table.first(meanings.COMMENT)
        pairs = pairs_of(table.columns)
        self._caces_pairs = [pair for pair in pairs if pair.is_caces]
        self._training_pairs = [pair for pair in pairs if not pair.is_caces]
        self._caces_cells = [column for column in table.columns if column.meaning == (meanings.CACES, None)]
        self._certificate = table.first(meanings.CERTIFICATE)
        self._obtained, self._expires = table.first(meanings.OBTAINED), table.first(meanings.EXPIRY)
        self._unclear = table.first(meanings.UNCLEAR)
        self._validity = table.first(meanings.VALIDITY)
        self._caces, self._trainings = CacesReader(context), TrainingReader(context)
        self._visits = VisitReader(context, table)
        self._read_number = once(cells.read_number)
        # Where each person has one row, the same name twice is two people until a number or a date says more.
        self._one_row_each = context.sheet if table.layout != "list" else None
        self.rows_read = 0

    def read(self, row: Row, number: int) -> None:
        """Read one row; `number` counts from 0 in the sheet."""
        name = self._name(row)
        if isinstance(name, Rejection):
            self._refuse(name, row, number)
            return
        employee_number = self._employee_number(row, number)
        if name is None and employee_number is None:
            if any(_is_data(cell) for cell in row):
                self._refuse(Rejection(_("The row names nobody.")), row, number)
            return
        self.rows_read += 1
        match = self._match(name, employee_number, row, number)
        if match.doubt is not None:
            self._context.ask(match.doubt, number, self._name_index, self._name_cell(row))
        if match.person is None:
            return
        person = match.person
        self._note_status(person)
        person.seen = (self._context.sheet, number + 1)
        person.origin = person.origin or person.seen
        if employee_number is not None:
            person.spellings.add(employee_number)
            person.fields.setdefault("external_id", employee_number)
        for field in self._fields:
            self._read_field(person, field, row, number)
        self._read_records(person, row, number)

    def _note_status(self, person: Draft) -> None:
        """A new person of a sheet of leavers has left, unless another sheet has him or her too."""
        if self._context.leavers:
            if person.origin is None and person.stored is None:
                person.fields["current_status"] = constants.INACTIVE
        elif "left_on" not in person.fields:
            person.fields.pop("current_status", None)

    def _name(self, row: Row) -> Name | Rejection | None:
        """Return who the row names; None for a row without name."""
        column = self._full or self._last
        if column is None:
            return None
        cell, first = row[column.place], row[self._first.place] if self._first is not None else None
        if is_blank(cell) and is_blank(first):
            return None
        if cell.__class__ is str and is_total(cell):
            return _TOTAL
        if column is self._last and self._first is not None:
            return read_name(cell, first)
        reverse = column.meaning.role == meanings.FULL_NAME_REVERSED
        return read_full_name(cell, "first name first" if reverse else "surname first")

    @property
    def _name_index(self) -> int:
        column = self._full or self._last or self._number
        return column.place if column is not None else 0

    def _name_cell(self, row: Row) -> Cell:
        if self._last is not None and self._first is not None:
            return f"{as_text(row[self._last.place])} {as_text(row[self._first.place])}".strip()
        return row[self._name_index]

    def _refuse(self, why: Rejection, row: Row, number: int) -> None:
        filled = [cell for cell in row if not is_blank(cell)]
        # A word alone on its row is the title of a group of rows.
        if why is not _TOTAL and (len(filled) > 1 or not isinstance(filled[0], str)):
            self._context.note(why, number, self._name_index, self._name_cell(row))

    def _employee_number(self, row: Row, number: int) -> str | None:
        if self._number is None:
            return None
        cell = row[self._number.place]
        reading = self._read_number(cell)
        if isinstance(reading, Rejection):
            self._context.note(reading, number, self._number.place, cell)
            return None
        return reading

    def _match(self, name: Name | None, employee_number: str | None, row: Row, number: int) -> Match:
        answer = self._context.answers.people.get(number + 1)
        if answer is not None:
            return self._people.decided(answer, name, employee_number)
        entry, birth = self._quiet_date(self._entry, row), self._quiet_date(self._birth, row)
        return self._people.match(name, employee_number, entry, birth, self._one_row_each)

    def _quiet_date(self, column: Column | None, row: Row) -> dt.date | None:
        if column is None:
            return None
        reading = self._context.dates.read(row[column.place])
        return reading if isinstance(reading, dt.date) else None

    def _read_field(self, person: Draft, field: _Field, row: Row, number: int) -> None:
        cell = row[field.column.place]
        if cell == "" or cell is None:
            return
        value = field.read(cell)
        if value is None:
            return
        if isinstance(value, Question | Rejection):
            self._context.note(value, number, field.column.place, cell)
            return
        known = person.fields.setdefault(field.name, value)
        if known != value:
            reason = _("An earlier row says “{value}”, which is kept.").format(value=as_text(known))
            self._context.ask(reason, number, field.column.place, cell)

    def _read_records(self, person: Draft, row: Row, number: int) -> None:
        for pair in self._caces_pairs:
            self._caces.pair(person, pair, row, number)
        for pair in self._training_pairs:
            self._trainings.pair(person, pair, row, number)
        if self._caces_cells or self._certificate is not None:
            self._read_list_row(person, row, number)
        if self._visits.present:
            self._visits.read(person, row, number)
        if self._comment is not None and "agency" not in person.fields:
            agency = cells.read_agency(row[self._comment.place], in_comment=True)
            if agency is not None:
                person.fields["agency"] = agency

    def _read_list_row(self, person: Draft, row: Row, number: int) -> None:
        """A row that names its certificate, or several, beside columns for the two dates."""
        if self._unclear is not None and not is_blank(row[self._unclear.place]):
            reason = meanings.unclear_reason(self._unclear.meaning, self._unclear.header)
            self._context.ask_once(self._unclear, reason)
        dates = read_dates(self._context, row, number, self._obtained, self._expires)
        for column in self._caces_cells:
            self._caces.cell(person, column.place, row, number, dates)
        if self._certificate is not None and not is_blank(row[self._certificate.place]):
            self._read_certificate(person, self._certificate.place, row, number, dates)

    def _read_certificate(
        self, person: Draft, column: int, row: Row, number: int, dates: Dates | None
    ) -> None:
        cell = row[column]
        title = as_text(cell)[: constants.LONGEST_TEXT]
        if fold(title) in NOTHING:
            return
        kind = recognise(title)
        if kind is None and read_kinds(title)[0]:
            self._caces.cell(person, column, row, number, dates)
        elif kind is not None and kind.group == "medical":
            self._context.ask(_("A medical certificate belongs to the list of visits."), number, column, cell)
        elif dates is None:
            self._context.ask(
                _("{kinds}: no date. Nothing is stored.").format(kinds=title), number, column, cell
            )
        elif kind is not None and kind.group == "caces":
            self._caces.add(person, kind.code, dates, row)
        else:
            months = self._months(row, number)
            if kind is None and months is None and dates.expires is None:
                reason = _("“{title}” is not in the catalogue: give its validity or its expiry.").format(
                    title=title
                )
                self._context.ask(reason, number, column, cell)
                return
            known = in_force.validity_of(kind.code).months if kind is not None else None
            self._trainings.add(person, title if kind is None else kind.label("fr"), months or known, dates)

    def _months(self, row: Row, number: int) -> int | None:
        if self._validity is None:
            return None
        cell = row[self._validity.place]
        months = cells.read_months(cell)
        if isinstance(months, Rejection):
            self._context.note(months, number, self._validity.place, cell)
            return None
        return months


_TOTAL = Rejection("")
"""A row that sums up others: left out without a word."""


def _is_data(cell: Cell) -> bool:
    """Tell whether a cell is more than a text: a number or a date, but no formula over an empty row."""
    if isinstance(cell, dt.date):
        return cell.year >= EARLIEST.year
    return isinstance(cell, int | float) and cell != 0


def _fields(context: Context, table: Table) -> list[_Field]:
    """Return how each column about the person is read."""

    def text(longest: int) -> _Reader:
        return lambda cell: as_text(cell)[:longest] or None

    def email(cell: Cell) -> str | Rejection | None:
        typed = as_text(cell)
        problem = check_email(typed, constants.LONGEST_TEXT)
        return Rejection(problem) if problem else typed or None

    def regime(cell: Cell) -> str | Question | None:
        code = fold(as_text(cell)).upper()
        return code if code in constants.REGIMES else Question(_("SIS, SIA or SIR expected."))

    def past(cell: Cell) -> Any:
        day = context.dates.read(cell)
        if isinstance(day, dt.date) and day > context.today:
            return Rejection(_("The date is in the future."))
        return day

    readers: dict[str, tuple[str, _Reader]] = {
        meanings.CONTRACT: ("contract_type", once(cells.read_contract)),
        meanings.ENTRY: ("entry_date", past),
        meanings.BIRTH: ("birth_date", past),
        meanings.LEFT: ("left_on", context.dates.read),
        meanings.CONTRACT_END: ("contract_end", context.dates.read),
        meanings.WORKSPACE: ("workspace", once(cells.read_workspace)),
        meanings.ROLE: ("role", once(cells.read_role)),
        meanings.AGENCY: ("agency", once(cells.read_agency)),
        meanings.EMAIL: ("email", email),
        meanings.PHONE: ("phone", text(40)),
        meanings.REGIME: ("medical_regime", once(regime)),
    }
    return [
        _Field(readers[column.meaning.role][0], column, readers[column.meaning.role][1])
        for column in table.columns
        if column.meaning.role in readers
    ]
