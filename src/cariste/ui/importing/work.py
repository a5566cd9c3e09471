"""The work behind the assistant, each piece watched and stopped: reading, planning, storing."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cariste.core.clock import today
from cariste.core.i18n import _
from cariste.workspace import Workspace

if TYPE_CHECKING:
    from cariste.exchange.plan import Note, Plan, ReadTable
    from cariste.exchange.reader import Book
    from cariste.exchange.review import Line

Answered = dict[str, dict[str, Any]]
"""What was answered, by kind and sheet, as a mapping file holds it."""


class Watched:
    """Work in a thread of its own.

    The thread only writes plain numbers and reads a flag; the window looks at them when it likes, and no
    signal per row crosses the threads.

    Attributes:
        done: How far it is.
        total: How much there is; 0 until that is known.
    """

    def __init__(self) -> None:
        self._stop = threading.Event()
        self.done, self.total = 0, 0

    def cancel(self) -> None:
        """Stop the work as soon as it asks; nothing of it is kept."""
        self._stop.set()

    def note(self, done: int, total: int) -> None:
        """Take down how far it is."""
        self.done, self.total = done, total

    def stopped(self) -> bool:
        """Tell whether `cancel` was called."""
        return self._stop.is_set()


class Opened(NamedTuple):
    """A file as it was read.

    Attributes:
        answers: What was answered about sheets of these layouts before.
    """

    book: Book
    tables: tuple[ReadTable, ...]
    answers: Answered


class Reading(Watched):
    """Reads a file with all its sheets, hidden ones included."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def run(self) -> Opened:
        """Read.

        Raises:
            Cancelled: `cancel` was called.
            UserError: The file cannot be understood.
            EnvironmentProblem: It cannot be read.
        """
        from cariste.exchange.planner import look
        from cariste.exchange.reader import read_book
        from cariste.exchange.remembered import recall

        book = read_book(self._path, with_hidden=True, progress=self.note, cancelled=self.stopped)
        tables = look(book)
        return Opened(book, tables, recall(tables))


class Planned(NamedTuple):
    """What importing would do, and the lines that show it."""

    plan: Plan
    lines: list[Line]


class Planning(Watched):
    """Works out what importing would do."""

    def __init__(self, workspace: Workspace, book: Book, sheets: Collection[str], answers: Answered) -> None:
        super().__init__()
        self._workspace, self._book, self._answers = workspace, book.only(sheets), answers

    def run(self) -> Planned:
        """Plan, and remember what was answered about the layouts.

        Raises:
            Cancelled: `cancel` was called.
        """
        from cariste.exchange.mapping import answers_from
        from cariste.exchange.planner import make_plan
        from cariste.exchange.remembered import remember
        from cariste.exchange.review import lines
        from cariste.exchange.stored import load_people

        with self._workspace.reading():
            stored = load_people()
        plan = make_plan(
            self._book,
            stored,
            answers_from(self._answers),
            today=today(),
            progress=self.note,
            cancelled=self.stopped,
        )
        remember(plan.tables, self._answers)
        return Planned(plan, lines(plan))


class Imported(NamedTuple):
    """What an import did.

    Attributes:
        touched: Names of the tables it wrote.
        people: Ids of the people it added.
    """

    touched: frozenset[str]
    people: frozenset[str]


class Storing(Watched):
    """Imports what was ticked, in one change."""

    def __init__(self, workspace: Workspace, plan: Plan) -> None:
        super().__init__()
        self._workspace, self._plan = workspace, plan

    def run(self) -> Imported:
        """Write, and return what was done.

        Raises:
            Cancelled: `cancel` was called in time: nothing is recorded.
            UserError: What is recorded has changed meanwhile: nothing is recorded.
            ReadOnlyHere: This window does not edit any more.
        """
        from cariste.exchange.storing import store

        with self._workspace.change(_("Import of {file}").format(file=self._plan.file.name)) as change:
            store(self._plan, progress=self.note, cancelled=self.stopped)
        added = (
            one.entity_id for one in change.operations if (one.entity, one.action) == ("employees", "insert")
        )
        return Imported(frozenset(change.touched), frozenset(added))


def understood(book: Book, answers: Answered) -> tuple[ReadTable, ...]:
    """Return how the tables of a file are understood with these answers."""
    from cariste.exchange.mapping import answers_from
    from cariste.exchange.planner import look

    return look(book, answers_from(answers))


def write_rows(path: Path, book: Book, plan: Plan, notes: Sequence[Note]) -> int:
    """Write the rows that some notes are about, the reason beside each; return how many.

    Raises:
        EnvironmentProblem: The file is open elsewhere, or its folder cannot be written.
    """
    from cariste.exchange.rejected_rows import write_rejected

    return write_rejected(path, book, plan, notes)
