"""From the rows of one table to people and what is recorded about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.employee import constants
from cariste.employee.validators import check_email
from cariste.exchange import cells, meanings
from cariste.exchange.caces_rows import CacesReader
from cariste.exchange.certificates import read_kinds
from cariste.exchange.context import Context, once
from cariste.exchange.dates import NOTHING
from cariste.exchange.identity import RANKS, IdentityReader, Who, who_question
from cariste.exchange.layouts import Column, Table
from cariste.exchange.people import NO_MATCH, Draft, Match, Registry
from cariste.exchange.questions import NEW
from cariste.exchange.records import Dates, ask_meaning, pairs_of, read_dates, with_validity
from cariste.exchange.results import ResultReader, Subject
from cariste.exchange.training_rows import TrainingReader
from cariste.exchange.values import Cell, Question, Rejection, Row, as_text, is_blank
from cariste.exchange.visits import VisitReader
from cariste.regulation import in_force
from cariste.regulation.codes import family_of, recognise, take_option

_Reader = Callable[[Cell], Any]
_PHONE_WITHOUT_ZERO = 9
"""Digits of a French number in a cell that is no text."""
_PAST = frozenset({"entry_date", "birth_date"})


class _Waiting(NamedTuple):
    """A row that names somebody; `match` says why nobody was found yet."""

    who: Who
    row: Row
    number: int
    match: Match = NO_MATCH


class _Field(NamedTuple):
    """How a column about the person is read."""

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
        self._identity = IdentityReader(context, table)
        self._fields = _fields(context, table)
        self._comment = table.first(meanings.COMMENT)
        pairs = pairs_of(table.columns)
        self._caces, self._trainings = CacesReader(context), TrainingReader(context)
        self._pairs = [
            (
                pair.kind,
                pair.places,
                partial((self._caces if pair.is_caces else self._trainings).pair, pair=pair),
            )
            for pair in pairs
        ]
        self._caces_cells = list(table.caces())
        self._certificate = table.first(meanings.CERTIFICATE)
        self._obtained, self._expires = table.first(meanings.OBTAINED), table.first(meanings.EXPIRY)
        self._unclear = table.first(meanings.UNCLEAR)
        self._validity, self._option = table.first(meanings.VALIDITY), table.first(meanings.OPTION)
        self._visits = VisitReader(context, table)
        if self._visits.present:
            self._validity = None  # that of the visits
        # Where each person has one row, the same name twice is two people until a number or a date says more.
        self._one_row_each = context.sheet if table.layout != "list" else None
        self._results = ResultReader(context, table, pairs)
        self._waiting: list[list[_Waiting]] = [[] for _rank in RANKS]
        self._aside: list[_Waiting] = []
        self.rows_read = 0

    def look(self, row: Row, number: int) -> None:
        """See whom a row names; `number` counts from 0 in the sheet."""
        who = self._identity.read(row, number)
        if who is not None:
            self.rows_read += 1
            rank = 0 if number + 1 in self._context.answers.people else who.rank
            self._waiting[rank].append(_Waiting(who, row, number))

    def read(self, rank: int) -> None:
        """Read the rows of one of the `RANKS`, once all tables were looked through."""
        for waiting in self._waiting[rank]:
            self._read_person(waiting)

    def read_again(self) -> bool:
        """Read the rows for which nobody was found, now that more is known; tell whether that settled one."""
        aside, self._aside = self._aside, []
        for waiting in aside:
            self._read_person(waiting)
        return len(self._aside) < len(aside)

    def close(self) -> None:
        """Say which rows are about nobody known."""
        for waiting in self._aside:
            self._ask_who(waiting, waiting.match)

    def _ask_who(self, waiting: _Waiting, match: Match) -> None:
        self._identity.ask(match.doubt or "", waiting.row, waiting.number)
        if match.alike or waiting.who.doubtful:
            row = waiting.number + 1
            self._context.ask_who(who_question(self._context.sheet, row, waiting.who, match))

    def _read_person(self, waiting: _Waiting) -> None:
        who, row, number, _match = waiting
        match = self._match(who, number)
        if match.person is None:
            if match.doubt is not None:
                self._aside.append(waiting._replace(match=match))
            return
        if match.doubt is not None:
            self._ask_who(waiting, match)
        person = match.person
        self._note_status(person)
        person.recognised = person.recognised or match.how
        self._people.saw(person, self._context.sheet, number + 1)
        if who.number is not None:
            person.spellings.add(who.number)
            person.fields.setdefault("external_id", who.number)
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

    def _match(self, who: Who, number: int) -> Match:
        answer = self._context.answers.people.get(number + 1)
        if who.doubtful and answer is None and not self._people.knows(who.name):
            return Match(None, _("A person, or a note below the list? Nobody is added until that is said."))
        # A note that is a person after all may be one already known.
        if answer is not None and not (who.doubtful and answer == NEW):
            return self._people.decided(answer, who.name, who.number, self._context.sheet)
        return self._people.match(who.name, who.number, who.entry, who.birth, self._one_row_each)

    def _read_field(self, person: Draft, field: _Field, row: Row, number: int) -> None:
        cell = row[field.column.place]
        if cell == "" or cell is None:
            return
        value = self._context.settled(field.read(cell), field.column.place)
        if value is None:
            return
        if field.name in _PAST and isinstance(value, dt.date) and value > self._context.today:
            value = Rejection(_("The date is in the future."))
        if isinstance(value, Question | Rejection):
            self._context.note(value, number, field.column.place, cell)
            return
        known = person.fields.setdefault(field.name, value)
        if known == value:
            return
        reason = _("Another row says “{value}”, which is kept.")
        if person.stored is not None and person.stored.fields.get(field.name) == value:
            reason = _("Another row says “{value}”: what is recorded is kept.")
            person.fields[field.name] = value
        self._context.ask(reason.format(value=as_text(known)), number, field.column.place, cell)

    def _read_records(self, person: Draft, row: Row, number: int) -> None:
        withheld = self._results.withheld(row, number)
        for kind, places, read in self._pairs:
            # Most cells of a wide sheet are empty: nobody is asked about those.
            for place in places:
                if row[place] != "":
                    if kind not in withheld:
                        read(person, row=row, number=number)
                    break
        if self._caces_cells or self._certificate is not None:
            self._read_list_row(person, row, number, withheld)
        if self._visits.present:
            self._visits.read(person, row, number)
        if self._comment is not None and "agency" not in person.fields:
            agency = cells.read_agency(row[self._comment.place], in_comment=True)
            if agency is not None:
                person.fields["agency"] = agency

    def _read_list_row(self, person: Draft, row: Row, number: int, withheld: frozenset[Subject]) -> None:
        """A row that names its certificate, or several, beside columns for the two dates."""
        if self._unclear is not None and not is_blank(row[self._unclear.place]):
            ask_meaning(self._context, self._unclear)
        shared = self._obtained, self._expires
        dates = read_dates(self._context, row, number, *shared)
        if self._validity is not None and not is_blank(row[self._validity.place]):
            nothing = Dates(None, None, number, self._validity.place)
            told = with_validity(self._context, dates or nothing, self._validity, row, number)
            if told is None:
                return
            dates = told if told.obtained or told.expires else None
        option = self._read_option(row, number)
        for column, own in self._caces_cells:
            if column.place in withheld:
                continue
            # Each may have dates of its own beside it.
            its = dates if own == shared else read_dates(self._context, row, number, *own)
            if row[column.place] != "":
                self._caces.cell(person, column.place, row, number, its, option=option)
        named = self._certificate.place if self._certificate is not None else None
        if named is not None and named not in withheld and not is_blank(row[named]):
            self._read_certificate(person, named, row, number, dates, option=option)

    def _read_option(self, row: Row, number: int) -> str | None:
        if self._option is None or is_blank(cell := row[self._option.place]):
            return None
        option = cells.read_option(cell)
        if isinstance(option, Question):
            self._context.note(option, number, self._option.place, cell)
            return None
        return option

    def _read_certificate(
        self,
        person: Draft,
        column: int,
        row: Row,
        number: int,
        dates: Dates | None,
        *,
        option: str | None,
    ) -> None:
        cell = row[column]
        title = as_text(cell)[: constants.LONGEST_TEXT]
        if fold(title) in NOTHING:
            return
        kind = recognise(title)
        is_caces = kind is not None and kind.group == "caces"
        # « R490 sans télécommande » is about a CACES, too, and no training of that name.
        bears = take_option(title)[1] is not None and (is_caces or family_of(title) is not None)
        if bears or (kind is None and read_kinds(title)[0]):
            self._caces.cell(person, column, row, number, dates, option=option)
        elif kind is not None and kind.group == "medical":
            self._context.ask(_("A medical certificate belongs to the list of visits."), number, column, cell)
        elif dates is None:
            self._context.ask(
                _("{kinds}: no date. Nothing is stored.").format(kinds=title), number, column, cell
            )
        elif kind is not None and is_caces:
            self._caces.add(person, kind.code, dates, row, option)
        else:
            months = dates.months
            if kind is None and months is None and dates.expires is None:
                reason = _("“{title}” is not in the catalogue: give its validity or its expiry.").format(
                    title=title
                )
                self._context.ask(reason, number, column, cell)
                return
            known = in_force.validity_of(kind.code).months if kind is not None else None
            self._trainings.add(person, title if kind is None else kind.label("fr"), months or known, dates)


def _fields(context: Context, table: Table) -> list[_Field]:
    """Return how each column about the person is read."""

    def email(cell: Cell) -> str | Rejection | None:
        typed = as_text(cell)
        problem = check_email(typed, constants.LONGEST_TEXT)
        return Rejection(problem) if problem else typed or None

    def regime(cell: Cell) -> str | Question | None:
        code = fold(as_text(cell)).upper()
        return code if code in constants.REGIMES else Question(_("SIS, SIA or SIR expected."))

    def phone(cell: Cell) -> str | None:
        typed = as_text(cell)
        # Typed as a number, « 06 39 98 00 00 » lost its zero.
        lost = not isinstance(cell, str) and len(typed) == _PHONE_WITHOUT_ZERO
        return (f"0{typed}" if lost else typed)[:40] or None

    def written_out(read: _Reader) -> _Reader:
        return lambda cell: cells.stand_in(cell) or read(cell)

    readers: dict[str, tuple[str, _Reader]] = {
        meanings.CONTRACT: ("contract_type", once(cells.read_contract)),
        meanings.ENTRY: ("entry_date", context.dates.read),
        meanings.BIRTH: ("birth_date", context.dates.read),
        meanings.LEFT: ("left_on", context.dates.read),
        meanings.CONTRACT_END: ("contract_end", context.dates.read),
        meanings.WORKSPACE: ("workspace", once(written_out(cells.read_workspace))),
        meanings.ROLE: ("role", once(written_out(cells.read_role))),
        meanings.AGENCY: ("agency", once(written_out(cells.read_agency))),
        meanings.EMAIL: ("email", email),
        meanings.PHONE: ("phone", written_out(phone)),
        meanings.REGIME: ("medical_regime", once(regime)),
    }
    return [
        _Field(readers[column.meaning.role][0], column, readers[column.meaning.role][1])
        for column in table.columns
        if column.meaning.role in readers
    ]
