"""What an import asks once for a whole column, or about who a row is: the answers go into the mapping."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cariste.core.i18n import _
from cariste.employee import labels
from cariste.exchange.dates import ACCEPT, FIRST_DAY, LAST_DAY
from cariste.exchange.values import Question

MEANING = "meaning"
"""Topic: what the column holds at all; the answer is a meaning, as in a mapping's `columns`."""
NEW, SKIP = "new", "skip"
"""Answers about a row: a person of its own; nobody, left out."""
_MOST_EXAMPLES = 4


class ColumnQuestion(NamedTuple):
    """One question about a column, answered once for all its cells.

    Attributes:
        column: Excel's letter.
        topic: What is unclear; with sheet and column the key of the answer.
        reason: The question in words, of the first cell that raised it.
        choices: What can be answered, see `choice_label`.
        cells: How many cells wait for the answer; 0 for one about the column itself.
        examples: Some of them; of one about the column itself, its title.
    """

    sheet: str
    column: str
    topic: str
    reason: str
    choices: tuple[str, ...]
    cells: int = 0
    examples: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """One answer about who a row is, and its words."""

    answer: str
    words: str


class PersonQuestion(NamedTuple):
    """A row that may be about somebody already known.

    Attributes:
        row: 1-based.
        name: Who the row names.
        reason: What is not certain.
        choices: Who it can be; somebody new and nobody at all are among them where they are possible.
        now: The answer taken unless another is given.
    """

    sheet: str
    row: int
    name: str
    reason: str
    choices: tuple[Candidate, ...]
    now: str


class Asked:
    """Gathers the questions while a file is read.

    Attributes:
        people: Those about who a row is.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], ColumnQuestion] = {}
        self.people: list[PersonQuestion] = []

    @property
    def columns(self) -> tuple[ColumnQuestion, ...]:
        """Those about columns, in the order they came up."""
        return tuple(self._found.values())

    def column(self, sheet: str, letter: str, question: Question, header: str) -> None:
        """Ask what a column is, by its title."""
        key = sheet, letter, question.topic
        self._found[key] = ColumnQuestion(*key, question.reason, question.choices, examples=(header,))

    def cell(self, sheet: str, letter: str, question: Question, value: str) -> None:
        """Count a cell that waits for the answer about its column."""
        key = sheet, letter, question.topic
        known = self._found.get(key) or ColumnQuestion(*key, question.reason, question.choices)
        examples = known.examples
        if value not in examples and len(examples) < _MOST_EXAMPLES:
            examples = (*examples, value)
        self._found[key] = known._replace(cells=known.cells + 1, examples=examples)


def choice_label(choice: str) -> str:
    """Return an answer about a column in words."""
    words: dict[str, Callable[[], str]] = {
        ACCEPT: lambda: _("Take what is proposed"),
        FIRST_DAY: lambda: _("The first day of the period (cautious)"),
        LAST_DAY: lambda: _("The last day of the period"),
        NEW: lambda: _("Another person: add"),
        SKIP: lambda: _("Leave out"),
    }
    if choice in words:
        return words[choice]()
    return labels.full_subject(labels.CACES, choice)
