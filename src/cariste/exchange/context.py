"""What the readers of one sheet share: dates, notes, and the validities of the rules, worked out once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.core.wording import format_date
from cariste.employee.constants import COMPUTED, TYPED
from cariste.exchange.dates import DateReader, DateReading, settled
from cariste.exchange.layouts import Column
from cariste.exchange.mapping import SheetAnswers
from cariste.exchange.plan import Note
from cariste.exchange.questions import MEANING, Asked, PersonQuestion
from cariste.exchange.values import (
    UNDECIDED,
    Cell,
    Decided,
    Doubt,
    Question,
    Rejection,
    column_letter,
    noted,
)
from cariste.regulation import in_force

_Value = TypeVar("_Value")
_LEAVERS = re.compile(r"\b(?:sorti|parti|depart|ancien|archive)")


def once(read: Callable[[Cell], _Value]) -> Callable[[Cell], _Value]:
    """Return the same reader that looks at each distinct value once: sheets repeat themselves."""
    known: dict[tuple[type, Cell], _Value] = {}

    def cached(cell: Cell) -> _Value:
        key = (cell.__class__, cell)
        if key not in known:
            known[key] = read(cell)
        return known[key]

    return cached


class Notes(NamedTuple):
    """What a plan has to say, written down by all readers."""

    to_check: list[Note]
    rejected: list[Note]
    asked: Asked


class Context:
    """One sheet being read.

    Attributes:
        sheet: Its name.
        answers: What was already answered about it.
        dates: Reads its date cells.
        leavers: Its name says that it lists people who left.
    """

    def __init__(
        self, sheet: str, answers: SheetAnswers, today: dt.date, notes: Notes, *, date_1904: bool = False
    ) -> None:
        self.sheet, self.answers, self.today = sheet, answers, today
        self.dates = DateReader(today, date_1904=date_1904)
        self.leavers = bool(_LEAVERS.search(fold(sheet)))
        self._notes = notes
        self._computed: dict[tuple[str, dt.date], dt.date] = {}
        self._typed: dict[tuple[str, dt.date, dt.date], tuple[str, bool]] = {}
        self._asked: set[int] = set()
        self._texts: list[tuple[int, int, str]] = []

    def note(self, doubt: Doubt, row: int, column: int, cell: Cell) -> None:
        """Write down a cell, 0-based, that is doubtful or refused."""
        letter, value = column_letter(column), noted(cell)
        if isinstance(doubt, Rejection):
            self._notes.rejected.append(Note(self.sheet, row + 1, letter, value, doubt.reason))
            return
        self._notes.to_check.append(Note(self.sheet, row + 1, letter, value, doubt.reason, doubt.proposal))
        if doubt.topic:
            self._notes.asked.cell(self.sheet, letter, doubt, value)

    def ask(self, reason: str, row: int, column: int, cell: Cell) -> None:
        """Write down a question about a cell."""
        self.note(Question(reason), row, column, cell)

    def reject(self, reason: str, row: int, column: int, cell: Cell) -> None:
        """Write down a cell that cannot be right."""
        self.note(Rejection(reason), row, column, cell)

    def ask_once(self, column: Column, reason: str, meanings: tuple[str, ...] = ()) -> None:
        """Ask about a column, at its title, the first time that it matters.

        Args:
            column: The column.
            reason: What is asked.
            meanings: What the column could mean.
        """
        if column.place not in self._asked:
            self._asked.add(column.place)
            self._notes.to_check.append(Note(self.sheet, column.row, column.letter, column.header, reason))
            if meanings:
                question = Question(reason, "", MEANING, meanings)
                self._notes.asked.column(self.sheet, column.letter, question, column.header)

    def ask_who(self, question: PersonQuestion) -> None:
        """Write down a question about who a row is."""
        self._notes.asked.people.append(question)

    def decided(self, column: int) -> Decided:
        """Return what was answered about a column, 0-based, by topic."""
        return (
            self.answers.choices.get(column_letter(column), UNDECIDED) if self.answers.choices else UNDECIDED
        )

    def settled(self, reading: DateReading, column: int) -> DateReading:
        """Return the date that an answer about the column makes of a question."""
        return settled(reading, self.decided(column)) if isinstance(reading, Question) else reading

    def date(self, cell: Cell, row: int, column: int) -> DateReading:
        """Read a date cell; a doubt is written down, and returned."""
        reading = self.settled(self.dates.read(cell), column)
        if reading.__class__ is dt.date:
            if cell.__class__ is str and cell in self.dates.ambiguous:
                self._texts.append((row, column, cell))
        elif isinstance(reading, Question | Rejection):
            self.note(reading, row, column, cell)
        return reading

    def past_date(self, cell: Cell, row: int, column: int) -> DateReading:
        """Read the date of something that has happened; one in the future is refused."""
        reading = self.date(cell, row, column)
        if isinstance(reading, dt.date) and reading > self.today:
            doubt = Rejection(_("The date {date} is in the future.").format(date=format_date(reading)))
            self.note(doubt, row, column, cell)
            return doubt
        return reading

    def caces_expiry(self, kind: str, obtained: dt.date) -> dt.date:
        """Return the last day of a CACES by the rules."""
        key = kind, obtained
        if key not in self._computed:
            self._computed[key] = in_force.caces_expiry(kind, obtained)
        return self._computed[key]

    def typed_expiry(self, kind: str, obtained: dt.date, expires: dt.date) -> tuple[str, bool]:
        """Return where an expiry comes from, and whether it is longer than the catalogue's.

        What equals the rule's date is a formula of the sheet: computed. Else it was typed from the document.
        """
        key = kind, obtained, expires
        if key not in self._typed:
            if self.caces_expiry(kind, obtained) == expires:
                self._typed[key] = COMPUTED, in_force.validity_of(kind).longer_than_catalogue
            else:
                self._typed[key] = TYPED, in_force.is_longer_than_catalogue(kind, obtained, expires)
        return self._typed[key]

    def close(self) -> None:
        """Say which dates may have day and month swapped, in a sheet that has American dates."""
        for row, column, text in self._texts if self.dates.american else ():
            self.ask(_("Day and month could be swapped: read as day/month."), row, column, text)
