"""From a file that was read to a plan of what importing it would do. Nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from cariste.core.i18n import _
from cariste.exchange import meanings
from cariste.exchange.context import Context, Notes
from cariste.exchange.differences import planned
from cariste.exchange.edited_cells import COLUMNS
from cariste.exchange.identity import RANKS
from cariste.exchange.layouts import Table, find_tables, likely_header, second_list, without_subject
from cariste.exchange.lookalikes import lookalike_questions
from cariste.exchange.mapping import Answers
from cariste.exchange.marks import find_marked, is_set_aside
from cariste.exchange.meanings import Meaning
from cariste.exchange.people import NOBODY_KNOWN, Draft, Registry, StoredPerson
from cariste.exchange.plan import Note, Plan, ReadTable
from cariste.exchange.progress import Progress, Watch, never, silent
from cariste.exchange.questions import Asked
from cariste.exchange.reader import Book, Sheet
from cariste.exchange.roundtrip import EditedRows
from cariste.exchange.rows import TableReader
from cariste.exchange.values import Row, as_text, column_index, column_letter, is_blank, shown

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
    people = Registry(everybody := tuple(stored))
    planner = _Planner(book, answers or Answers({}), today, people, watch)
    notes = planner.notes
    for sheet in book.sheets:
        planner.read(sheet)
    planner.close()
    notes.to_check.extend(_hidden_sheets(book))
    _ask_about_lookalikes(people, everybody, notes, watch)
    seen = sorted((draft for draft in people.people if draft.origin is not None), key=_place(book))
    found = tuple(planned(draft, today, notes.to_check) for draft in seen)
    to_check, rejected = (_in_order(listed, book) for listed in (notes.to_check, notes.rejected))
    tables, asked = tuple(planner.tables), notes.asked
    return Plan(
        *(book.path, tables, planner.rows_read, found, to_check, rejected),
        *(asked.columns, tuple(asked.people)),
    )


def _hidden_sheets(book: Book) -> list[Note]:
    names = set(book.hidden).difference(sheet.name for sheet in book.sheets)
    return [Note(name, 0, "", name, _("This sheet is hidden: name it to import it.")) for name in names]


def _ask_about_lookalikes(
    people: Registry, everybody: tuple[StoredPerson, ...], notes: Notes, watch: Watch
) -> None:
    """Ask about people nobody knows yet who resemble somebody stored: never merged silently."""
    asked = {(question.sheet, question.row) for question in notes.asked.people}
    new = [draft for draft in people.people if draft.stored is None and draft.recognised == NOBODY_KNOWN]
    unasked = (draft for draft in new if draft.origin not in asked)
    for question in lookalike_questions(unasked, everybody, watch):
        notes.asked.people.append(question)
        notes.to_check.append(Note(question.sheet, question.row, "", question.name, question.reason))


def look(book: Book, answers: Answers | None = None) -> tuple[ReadTable, ...]:
    """Return how the tables of a file are understood, without reading their rows.

    A sheet in which no table is recognised comes with what may be its titles and without a layout, so that
    somebody can say what stands under them; one that has not even titles, or is ours to explain, is left out.
    """
    known = answers or Answers({})
    found: list[ReadTable] = []
    for sheet in book.sheets:
        if is_set_aside(sheet.rows):
            continue
        mapping = known.about(sheet.name).columns
        tables = find_tables(sheet.rows, mapping)
        found.extend(_described(sheet.name, table, mapping) for table in tables)
        for header in () if tables else likely_header(sheet.rows):
            titles = {
                column_letter(place): (as_text(cell), meanings.UNKNOWN)
                for place, cell in enumerate(sheet.rows[header])
                if not is_blank(cell)
            }
            found.append(ReadTable(sheet.name, "", header + 1, titles, header + 2, len(sheet.rows)))
    return tuple(found)


def _described(sheet: str, table: Table, mapping: Mapping[str, Meaning]) -> ReadTable:
    columns = {column.letter: (column.header, str(column.meaning)) for column in table.columns}
    mapped = frozenset(mapping) & columns.keys()
    header = min(column.row for column in table.columns)
    return ReadTable(sheet, table.layout, header, columns, table.start + 1, table.end, mapped)


def _place(book: Book) -> Callable[[Draft], tuple[int, int]]:
    """Return where a person first stands in the file, for sorting."""
    order = {sheet.name: place for place, sheet in enumerate(book.sheets)}

    def place(draft: Draft) -> tuple[int, int]:
        sheet, row = draft.origin or ("", 0)
        return order.get(sheet, 0), row

    return place


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
        self._readers: list[TableReader] = []
        self._contexts: list[Context] = []
        self.tables: list[ReadTable] = []
        self.notes = Notes([], [], Asked())
        self.rows_read = 0

    def read(self, sheet: Sheet) -> None:
        if is_set_aside(sheet.rows):
            self._watch.advance(len(sheet.rows))
            return
        answers = self._answers.about(sheet.name)
        rows = _with_answers(sheet.rows, answers.cells)
        tables = find_tables(rows, answers.columns)
        if not tables:
            if any(not is_blank(cell) for row in rows for cell in row):
                reason = _("No table of people was found in this sheet: nothing of it is imported.")
                self.notes.to_check.append(Note(sheet.name, 0, "", sheet.name, reason))
            self._watch.advance(len(rows))
            return
        context = Context(sheet.name, answers, self._today, self.notes, date_1904=self._book.date_1904)
        if context.leavers:
            reason = _(
                "By its name, this sheet lists people who left: new people in it are recorded as inactive."
            )
            self.notes.to_check.append(Note(sheet.name, 0, "", sheet.name, reason))
        edited = self._read_edited(context, rows)
        for table in tables:
            self.tables.append(_described(sheet.name, table, answers.columns))
            self._ask_about_unknown(context, table, rows)
            self._read_table(context, table, rows, edited)
        self._contexts.append(context)

    def close(self) -> None:
        """Read what was looked through, the surest rows first, and say what is left."""
        for rank in RANKS:
            for reader in self._readers:
                reader.read(rank)
                self._watch.check()
        while any(reader.read_again() for reader in self._readers):
            self._watch.check()
        for reader in self._readers:
            reader.close()
        for context in self._contexts:
            context.close()

    def _ask_about_unknown(self, context: Context, table: Table, rows: list[Row]) -> None:
        second = second_list(table.columns)
        if second is not None:
            reason = _(
                "A second list of people begins here, beside the first: it is not imported. Put it below the "
                "first, or on a sheet of its own."
            )
            context.ask_once(second, reason)
        about_nothing = without_subject(table)
        for column in table.columns:
            if second is not None and column.place >= second.place:
                break
            if (column.meaning.role != meanings.UNKNOWN and column not in about_nothing) or not column.header:
                continue
            index = column.place
            if any(index < len(row) and not is_blank(row[index]) for row in rows[table.start : table.end]):
                reason = _("The column “{header}” is not understood: it is not imported.")
                context.ask_once(column, reason.format(header=shown(column.header)))

    def _read_edited(self, context: Context, rows: list[Row]) -> set[int]:
        """Read what was exported from here and comes back; return the rows that are settled by it."""
        marked = find_marked(rows)
        if marked is None or marked.entity not in COLUMNS:
            return set()
        settled = EditedRows(context, marked, self._people).read(rows)
        self.rows_read += len(settled)
        return settled

    def _read_table(self, context: Context, table: Table, rows: list[Row], settled: set[int]) -> None:
        reader = TableReader(context, table, self._people)
        width = max(column.place for column in table.columns) + 1
        for number in range(table.start, table.end):
            row = rows[number]
            if len(row) < width:
                row = row + [""] * (width - len(row))
            if number not in settled:
                reader.look(row, number)
            if number % _REPORT_EVERY == 0:
                self._watch.advance(_REPORT_EVERY)
        self.rows_read += reader.rows_read
        self._readers.append(reader)


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
