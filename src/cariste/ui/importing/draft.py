"""What the assistant knows so far: the file, the answers, the plan and what was unticked. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cariste.exchange.plan import Note, Plan, ReadTable
from cariste.exchange.questions import MEANING, ColumnQuestion, PersonQuestion
from cariste.ui.importing.ticks import Ticks

if TYPE_CHECKING:
    from cariste.exchange.reader import Book
    from cariste.exchange.review import Line
    from cariste.ui.importing.work import Answered, Opened, Planned

_COLUMNS, _CHOICES, _CELLS, _PEOPLE = "columns", "choices", "cells", "people"


class Draft:
    """An import being prepared.

    Attributes:
        book: The file.
        tables: How its tables are understood.
        chosen: Names of the sheets to import.
        answers: As a mapping file holds them.
        plan: What importing would do; None until it was worked out.
        lines: The plan as it is shown.
        ticks: What of it is wanted.
    """

    def __init__(self, opened: Opened) -> None:
        self.book: Book = opened.book
        self.tables = opened.tables
        self.answers: Answered = {name: dict(by_sheet) for name, by_sheet in opened.answers.items()}
        recognised = {table.sheet for table in opened.tables if table.layout}
        self.chosen = recognised.difference(opened.book.hidden)
        self.plan: Plan | None = None
        self.lines: list[Line] = []
        self.ticks = Ticks()
        self._columns: dict[tuple[str, str, str], ColumnQuestion] = {}
        self._people: dict[tuple[str, int], PersonQuestion] = {}

    @property
    def sheets(self) -> list[str]:
        """Sheets that hold a table, or what may be one, in the order of the file."""
        return list(dict.fromkeys(table.sheet for table in self.tables))

    def tables_of(self, sheet: str) -> list[ReadTable]:
        """Return the tables of one sheet."""
        return [table for table in self.tables if table.sheet == sheet]

    def take(self, planned: Planned) -> None:
        """Take a plan in; what was unticked of the one before stays so, what was answered stays listed."""
        plan, self.lines = planned
        self.ticks = self.ticks.carried_over(self.plan, plan, self.lines)
        self.plan = plan
        columns = {key: each for key, each in self._columns.items() if self.answer_of(each) is not None}
        self._columns = columns | {each[:3]: each for each in plan.questions}
        answered = self.answers.get(_PEOPLE, {})
        people = {key: each for key, each in self._people.items() if str(key[1]) in answered.get(key[0], {})}
        self._people = people | {(each.sheet, each.row): each for each in plan.people_questions}

    # -- questions -----------------------------------------------------------------------------

    @property
    def column_questions(self) -> list[ColumnQuestion]:
        """Those about columns of the chosen sheets, answered ones included."""
        return [question for question in self._columns.values() if question.sheet in self.chosen]

    @property
    def people_questions(self) -> list[PersonQuestion]:
        """Those about rows of the chosen sheets, answered ones included."""
        return [question for question in self._people.values() if question.sheet in self.chosen]

    def answer_of(self, question: ColumnQuestion) -> str | None:
        """Return what was answered about a column, None while nothing was."""
        if question.topic == MEANING:
            answer = self.answers.get(_COLUMNS, {}).get(question.sheet, {}).get(question.column)
        else:
            by_topic = self.answers.get(_CHOICES, {}).get(question.sheet, {}).get(question.column, {})
            answer = by_topic.get(question.topic)
        return answer if answer in question.choices else None

    def answer(self, question: ColumnQuestion, choice: str | None) -> None:
        """Answer for a whole column; None takes the answer back."""
        if question.topic == MEANING:
            self.give_meaning(question.sheet, question.column, choice)
            return
        sheet = self.answers.setdefault(_CHOICES, {}).setdefault(question.sheet, {})
        by_topic = {**sheet.get(question.column, {})}
        by_topic.pop(question.topic, None)
        sheet[question.column] = by_topic | ({question.topic: choice} if choice else {})

    def give_meaning(self, sheet: str, column: str, meaning: str | None) -> None:
        """Say what a column holds; None leaves that to its title."""
        columns = {**self.answers.setdefault(_COLUMNS, {}).get(sheet, {})}
        columns.pop(column, None)
        self.answers[_COLUMNS][sheet] = columns | ({column: meaning} if meaning else {})

    def person_answer(self, question: PersonQuestion) -> str:
        """Return who a row is about as things stand."""
        return str(self.answers.get(_PEOPLE, {}).get(question.sheet, {}).get(str(question.row), question.now))

    def answer_person(self, question: PersonQuestion, answer: str) -> None:
        """Say who a row is about."""
        self.answers.setdefault(_PEOPLE, {}).setdefault(question.sheet, {})[str(question.row)] = answer

    def read_instead(self, note: Note, text: str) -> None:
        """Read another text in place of a cell."""
        self.answers.setdefault(_CELLS, {}).setdefault(note.sheet, {})[f"{note.column}{note.row}"] = text
