"""From the cells of a row to trainings: « BS 12/2025 », « X », « 100 % », a date."""

from __future__ import annotations

import datetime as dt
import re

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.employee.constants import CLASSROOM, COMPUTED, LONGEST_TEXT, ONLINE, TYPED
from cariste.exchange import meanings
from cariste.exchange.certificates import HELD_WORD, read_training_cell
from cariste.exchange.context import Context
from cariste.exchange.dates import DateReading
from cariste.exchange.layouts import Column
from cariste.exchange.people import Draft
from cariste.exchange.plan import TRAININGS, PlannedRecord
from cariste.exchange.records import (
    Dates,
    Pair,
    ask_meaning,
    is_denied,
    may_follow,
    read_dates,
    with_validity,
)
from cariste.exchange.values import Question, Rejection, Row, SheetError, column_letter, is_blank, shown
from cariste.regulation import in_force
from cariste.regulation.catalogue import Kind
from cariste.regulation.codes import recognise
from cariste.regulation.rules import load_catalogue

_ONLINE = re.compile(r"\be ?learning\b|\ben ligne\b|\bonline\b|\bmooc\b")


class TrainingReader:
    """Reads the trainings of one table."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def pair(self, draft: Draft, pair: Pair, row: Row, number: int) -> None:
        """Read the cells of one kind in one row."""
        plain = all(
            column is None or not isinstance(row[column.place], str) or is_blank(row[column.place])
            for column in (pair.obtained, pair.expires)
        )
        if plain:
            dates = read_dates(self._context, row, number, pair.obtained, pair.expires)
            if dates is not None:
                dates = with_validity(self._context, dates, pair.validity, row, number)
            if dates is not None:
                self._add_kind(draft, pair.kind, "", dates)
        else:
            self._texts(draft, pair, row, number)
        if pair.unclear is not None and not is_blank(row[pair.unclear.place]):
            self._cell(draft, pair.kind, pair.unclear, row, number)

    def _texts(self, draft: Draft, pair: Pair, row: Row, number: int) -> None:
        """Cells that may name what the certificate covers beside their date: « BS 12/03/2025 »."""
        context, columns = self._context, (pair.obtained, pair.expires)
        (first, start_name), (last, end_name) = (
            (None, "") if column is None else self._date_and_name(column, row, number) for column in columns
        )
        named, column = start_name or end_name, pair.obtained or pair.expires
        if column is None or is_denied(context, row, number, tuple(zip(columns, (first, last), strict=True))):
            return
        if not self._is_readable(pair.expires, last, end_name, (number, row)):
            return
        start, end = (reading if isinstance(reading, dt.date) else None for reading in (first, last))
        cell = row[column.place]
        if end_name == HELD_WORD or (named and start is None and end is None):
            self._held(draft, pair.kind, named, (number, column), row)
        elif start is not None and start > context.today:
            context.reject(_("The date obtained is in the future."), number, column.place, cell)
        elif (start or end) and may_follow(
            context, end, start, (number, _last(columns)), row[_last(columns)]
        ):
            named = "" if named == HELD_WORD else named
            self._add_kind(draft, pair.kind, named, Dates(start, end, number, column.place))

    def _is_readable(
        self, column: Column | None, reading: DateReading, named: str, at: tuple[int, Row]
    ) -> bool:
        """Tell whether an expiry was read, if there is one: what is not is never replaced by the rule."""
        number, row = at
        if column is None or isinstance(reading, Question | Rejection):
            return column is None or isinstance(row[column.place], SheetError)
        if reading is not None or named in {"", HELD_WORD} or recognise(named) is not None:
            return True
        cell = row[column.place]
        self._context.reject(
            _("“{value}” is not a date.").format(value=shown(cell)), number, column.place, cell
        )
        return False

    def _date_and_name(self, column: Column, row: Row, number: int) -> tuple[DateReading, str]:
        """Return the date of a cell, or its doubt, which is noted, and what the cell names beside it."""
        cell = row[column.place]
        named, reading = read_training_cell(
            cell, self._context.dates, expiry=column.meaning.role == meanings.EXPIRY
        )
        reading = self._context.settled(reading, column.place)
        if reading is None or isinstance(reading, dt.date):
            return reading, named
        self._context.note(reading, number, column.place, cell)
        return reading, ""

    def _cell(self, draft: Draft, kind: str, column: Column, row: Row, number: int) -> None:
        """A column whose header does not say which date it holds: only what needs no date is imported."""
        cell = row[column.place]
        named, reading = read_training_cell(cell, self._context.dates)
        if isinstance(reading, dt.date) or (isinstance(reading, Question) and reading.proposal):
            ask_meaning(self._context, column)
        elif reading is not None:
            self._context.note(reading, number, column.place, cell)
        elif named:
            self._held(draft, kind, named, (number, column), row)

    def _held(self, draft: Draft, kind: str, named: str, place: tuple[int, Column], row: Row) -> None:
        number, column = place
        entry = load_catalogue().find(kind)
        permanent = (
            entry.months is None and not entry.per_assignment if entry is not None else "/" not in kind
        )
        if named == HELD_WORD and permanent:
            self._add_kind(draft, kind, "", Dates(None, None, number, column.place))
        else:
            what = kind if named == HELD_WORD else named
            reason = _("{title}: held, but without a date. Nothing is stored.").format(title=what)
            self._context.ask(reason, number, column.place, row[column.place])

    def _add_kind(self, draft: Draft, kind: str, named: str, dates: Dates) -> None:
        """Add a training of a column; what the cell names beside its date makes the title more precise."""
        if "/" in kind and load_catalogue().find(kind) is None:
            entry = recognise(named) if named else None
            if entry is None or entry.code not in kind.split("/"):
                self._context.ask(
                    _("Which of {kinds} is it? Nothing is stored.").format(kinds=kind.replace("/", ", ")),
                    dates.row, dates.column, named,
                )  # fmt: skip
                return
            kind, named = entry.code, ""
        entry = load_catalogue().find(kind)
        if entry is None:
            self.add(draft, kind, None, dates)
            return
        self.add(draft, _title(entry, named), dates.months or in_force.validity_of(kind).months, dates)

    def add(self, draft: Draft, title: str, months: int | None, dates: Dates) -> None:
        """Add a training by its title; no months is permanent."""
        title = title[:LONGEST_TEXT]
        expires, source = dates.expires, TYPED
        if expires is None:
            expires = in_force.training_expiry(dates.obtained, months) if dates.obtained is not None else None
            source = COMPUTED
        elif dates.obtained is not None and in_force.training_expiry(dates.obtained, months) == expires:
            source = COMPUTED
        key = (TRAININGS, in_force.training_kind(title), dates.obtained, expires)
        if key not in draft.records:
            mode = ONLINE if _ONLINE.search(fold(title)) else CLASSROOM
            draft.records[key] = PlannedRecord(
                TRAININGS, title, dates.obtained, expires, source, self._context.sheet, dates.row + 1,
                column_letter(dates.column), months=months, mode=mode,
            )  # fmt: skip


def _last(columns: tuple[Column | None, Column | None]) -> int:
    return next(column.place for column in reversed(columns) if column is not None)


def _title(entry: Kind, named: str) -> str:
    """« BS » is a title of its own in the catalogue; anything else is said beside the kind."""
    known = recognise(named) if named else None
    if not named or known is entry:
        return named or entry.label("fr")
    return f"{entry.label('fr')} ({named})"
