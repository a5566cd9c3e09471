"""From a file that was read to a plan of what importing it would do. Nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from cariste.core.i18n import _
from cariste.exchange import meanings
from cariste.exchange.context import Context
from cariste.exchange.differences import planned
from cariste.exchange.layouts import Table, find_tables
from cariste.exchange.mapping import Answers
from cariste.exchange.people import Registry, StoredPerson
from cariste.exchange.plan import Note, Plan, ReadTable
from cariste.exchange.progress import Progress, Watch, never, silent
from cariste.exchange.reader import Book, Sheet
from cariste.exchange.rows import TableReader
from cariste.exchange.values import Row, column_index, is_blank, shown

_REPORT_EVERY = 500


def make_plan(
    book: Book,
    stored: Iterable[StoredPerson] = (),
    answers: Answers | None = None,
    *,
    today: dt.date,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> Plan:
    """Return what importing a file would do.

    Args:
        book: The file.
        stored: Everyone already there.
        answers: What was answered about the file before.
        today: Two-digit years and dates in the future are understood from this day.
        progress: Told (rows done, rows in all).
        cancelled: Asked often whether to stop.

    Raises:
        Cancelled: The user gave up.
    """
    watch = Watch(progress, cancelled)
    watch.expect(sum(len(sheet.rows) for sheet in book.sheets))
    people = Registry(stored)
    planner = _Planner(book, answers or Answers({}), today, people, watch)
    for sheet in book.sheets:
        planner.read(sheet)
    for name in book.hidden:
        planner.to_check.append(Note(name, 0, "", name, _("This sheet is hidden: name it to import it.")))
    found = tuple(
        planned(draft, today, planner.to_check) for draft in people.people if draft.seen is not None
    )
    to_check, rejected = (_in_order(notes, book) for notes in (planner.to_check, planner.rejected))
    return Plan(book.path, tuple(planner.tables), planner.rows_read, found, to_check, rejected)


def _in_order(notes: list[Note], book: Book) -> tuple[Note, ...]:
    """Sort notes as the file shows their cells."""
    order = {sheet.name: place for place, sheet in enumerate(book.sheets)}

    def position(note: Note) -> tuple[int, int, int]:
        return order.get(note.sheet, len(order)), note.row, column_index(note.column)

    return tuple(sorted(notes, key=position))


class _Planner:
    """Reads sheet after sheet into one registry of people."""

    def __init__(self, book: Book, answers: Answers, today: dt.date, people: Registry, watch: Watch) -> None:
        self._book, self._answers, self._today = book, answers, today
        self._people, self._watch = people, watch
        self.tables: list[ReadTable] = []
        self.to_check: list[Note] = []
        self.rejected: list[Note] = []
        self.rows_read = 0

    def read(self, sheet: Sheet) -> None:
        answers = self._answers.about(sheet.name)
        rows = _with_answers(sheet.rows, answers.cells)
        tables = find_tables(rows, answers.columns)
        if not tables:
            if any(not is_blank(cell) for row in rows for cell in row):
                reason = _("No table of people was found in this sheet: nothing of it is imported.")
                self.to_check.append(Note(sheet.name, 0, "", sheet.name, reason))
            self._watch.advance(len(rows))
            return
        context = Context(
            sheet.name, answers, self._today, self.to_check, self.rejected, date_1904=self._book.date_1904
        )
        if context.leavers:
            reason = _(
                "By its name, this sheet lists people who left: new people in it are recorded as inactive."
            )
            self.to_check.append(Note(sheet.name, 0, "", sheet.name, reason))
        for table in tables:
            self._describe(sheet.name, table)
            self._ask_about_unknown(context, table, rows)
            self._read_table(context, table, rows)
        context.close()

    def _describe(self, sheet: str, table: Table) -> None:
        columns = {column.letter: (column.header, str(column.meaning)) for column in table.columns}
        self.tables.append(ReadTable(sheet, table.layout, table.columns[0].row, columns))

    def _ask_about_unknown(self, context: Context, table: Table, rows: list[Row]) -> None:
        for column in table.columns:
            if column.meaning.role != meanings.UNKNOWN or not column.header:
                continue
            index = column.place
            if any(index < len(row) and not is_blank(row[index]) for row in rows[table.start : table.end]):
                reason = _("The column “{header}” is not understood: it is not imported.")
                context.ask_once(column, reason.format(header=shown(column.header)))

    def _read_table(self, context: Context, table: Table, rows: list[Row]) -> None:
        reader = TableReader(context, table, self._people)
        width = max(column.place for column in table.columns) + 1
        for number in range(table.start, table.end):
            row = rows[number]
            if len(row) < width:
                row = row + [""] * (width - len(row))
            reader.read(row, number)
            if number % _REPORT_EVERY == 0:
                self._watch.advance(_REPORT_EVERY)
        self.rows_read += reader.rows_read


def _with_answers(rows: list[Row], cells: dict[tuple[int, int], str]) -> list[Row]:
    if not cells:
        return rows
    answered = list(rows)
    for (row, column), text in cells.items():
        if row < len(answered):
            changed = [*answered[row], *[""] * (column + 1 - len(answered[row]))]
            changed[column] = text
            answered[row] = changed
    return answered
