"""Where the tables of a sheet are, and what their columns mean: wide, long list or matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from cariste.core.text import fold, tidy
from cariste.exchange import meanings
from cariste.exchange.marks import is_title
from cariste.exchange.meanings import Meaning, classify
from cariste.exchange.values import Row, as_text, column_letter, is_blank

Layout = Literal["wide", "list", "matrix", "people"]

LONGEST_HEADER = 300
_HEADER_ROWS = 60
_HEADER_COLUMNS = 400
"""Columns looked at in a header; a firm's widest sheet has some dozens."""

_NAME_COLUMNS = 4
"""Columns in which a later table may name its people; the first rows are looked at whole."""
_NAME_STARTS = frozenset(
    {"nom", "pré", "pre", "sal", "col", "emp", "age", "per", "sur", "las", "fir", "nam", "ful", "mle", "mat",
     "n° ", "id ", "ide", "wms", "num", "cod", "log"}
)  # fmt: skip
_LEAST_TITLES = 2
_DATE_ROLES = frozenset({meanings.OBTAINED, meanings.EXPIRY, meanings.UNCLEAR})
_OWN_DATES = frozenset({Meaning(meanings.OBTAINED), Meaning(meanings.EXPIRY)})
_REPEATABLE = frozenset({meanings.IGNORE, meanings.UNKNOWN, meanings.COMMENT, meanings.CACES})


class Column(NamedTuple):
    """One column of a table.

    Attributes:
        place: Its number in the sheet, from 0.
        header: Its title, all levels joined.
        row: The 1-based row of the title, to point at.
    """

    place: int
    header: str
    meaning: Meaning
    row: int

    @property
    def letter(self) -> str:
        """Excel's name of the column."""
        return column_letter(self.place)


class Table(NamedTuple):
    """One table of a sheet: its columns, and the rows (0-based, end excluded) that hold its data."""

    layout: Layout
    columns: tuple[Column, ...]
    start: int
    end: int

    def caces(self) -> Iterator[tuple[Column, tuple[Column | None, Column | None]]]:
        """Yield each column that names CACES with those of its date obtained and its expiry.

        One date for all of them is about all; otherwise each has those on its right, or on its left where
        the first date stands before the first of them.
        """
        named = [column for column in self.columns if column.meaning == (meanings.CACES, None)]
        dated = [column for column in self.columns if column.meaning in _OWN_DATES]
        alone = len({column.meaning for column in dated}) == len(dated)
        places = [-1, *(column.place for column in named), self.columns[-1].place + 1]
        before = bool(named and dated) and dated[0].place < named[0].place
        for number, column in enumerate(named):
            start, end = places[number : number + 2] if before else places[number + 1 : number + 3]
            own = {each.meaning.role: each for each in dated if alone or start < each.place < end}
            yield column, (own.get(meanings.OBTAINED), own.get(meanings.EXPIRY))

    def first(self, *roles: str) -> Column | None:
        """Return the first column with one of these roles and no kind of its own."""
        return next((c for c in self.columns if c.meaning.role in roles and c.meaning.kind is None), None)


def find_tables(rows: Sequence[Row], mapping: Mapping[str, Meaning] | None = None) -> tuple[Table, ...]:
    """Find the header rows of a sheet and give each column its meaning.

    A header row is one that names a column for people and at least one other column. It may stand anywhere,
    have a second level below or a group above, be repeated, and there may be several tables in a sheet.

    Args:
        rows: The whole sheet.
        mapping: What the user said about columns, by letter; it wins over the headers.
    """
    starts = [
        index
        for index, row in enumerate(rows)
        if _is_header(row, _HEADER_COLUMNS if index < _HEADER_ROWS else _NAME_COLUMNS)
    ]
    if not starts and mapping and any(meaning.role in meanings.IDENTITY for meaning in mapping.values()):
        # Titles that say nothing, but somebody said what stands under them.
        starts = list(likely_header(rows))
    tables: list[Table] = []
    for place, index in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(rows)
        levels = 2 if _has_second_level(rows, index) else 1
        # A header repeated further down means what the first one meant with its group above.
        repeated = next(
            (before for before in starts[:place] if _titles(rows[before]) == _titles(rows[index])), index
        )
        columns = _columns(rows, repeated, levels, mapping or {})
        layout = _layout(columns)
        if layout is not None:
            tables.append(Table(layout, columns, index + levels, end))
    return tuple(tables)


def likely_header(rows: Sequence[Row]) -> Iterator[int]:
    """Yield the row, from 0, that most looks like titles in a sheet whose titles say nothing, if any does."""
    counts = [
        sum(isinstance(cell, str) and not is_blank(cell) for cell in row[:_HEADER_COLUMNS])
        for row in rows[:_HEADER_ROWS]
    ]
    if counts and max(counts) >= _LEAST_TITLES:
        yield counts.index(max(counts))


def _is_header(row: Row, width: int) -> bool:
    for cell in row[:width]:
        # Thousands of rows hold people: three letters tell that a cell is no title before anything is folded.
        if cell.__class__ is str and cell[:3].lower() in _NAME_STARTS and _names_people(cell):
            others = [
                _meaning(other)
                for other in row[:_HEADER_COLUMNS]
                if isinstance(other, str) and other is not cell
            ]
            return any(other.role not in {meanings.UNKNOWN, meanings.IGNORE} for other in others)
    return False


def _titles(row: Row) -> list[str]:
    return [as_text(cell) for cell in row[:_HEADER_COLUMNS]]


def _names_people(title: str) -> bool:
    return _meaning(title).role in meanings.IDENTITY


@lru_cache(maxsize=1024)
def _meaning(title: str) -> Meaning:
    if is_title(title):
        return Meaning(meanings.IGNORE)
    return classify(title) if len(title) <= LONGEST_HEADER else Meaning(meanings.UNKNOWN)


def _has_second_level(rows: Sequence[Row], index: int) -> bool:
    """Tell whether the row below goes on with the titles: words of dates, nothing under the names."""
    if index + 1 >= len(rows):
        return False
    main, below = rows[index], rows[index + 1]
    titles = [cell for cell in below[:_HEADER_COLUMNS] if not is_blank(cell)]
    if not titles or not all(isinstance(cell, str) for cell in titles):
        return False
    under_names = (
        below[place]
        for place, cell in enumerate(main[: len(below)])
        if isinstance(cell, str) and _names_people(cell)
    )
    if not all(is_blank(cell) for cell in under_names):
        return False
    return any(_meaning(str(cell)).role in _DATE_ROLES for cell in titles)


def _columns(
    rows: Sequence[Row], index: int, levels: int, mapping: Mapping[str, Meaning]
) -> tuple[Column, ...]:
    main = [as_text(cell) for cell in rows[index][:_HEADER_COLUMNS]]
    below = [as_text(cell) for cell in rows[index + 1][:_HEADER_COLUMNS]] if levels == 2 else []
    above = _spread([as_text(cell) for cell in rows[index - 1][:_HEADER_COLUMNS]]) if index else []
    main += [""] * (len(below) - len(main))
    below += [""] * (len(main) - len(below))
    above += [""] * (len(main) - len(above))
    wide_main = _spread(main) if levels == 2 else main
    columns: list[Column] = []
    for place, own in enumerate(main):
        group = wide_main[place] if below[place] else own
        header = tidy(f"{group} {below[place]}")
        meaning = mapping.get(column_letter(place)) or _with_group(_meaning(header), above[place], header)
        if header or meaning.role != meanings.IGNORE:
            row = index + 2 if below[place] and not own else index + 1
            columns.append(Column(place, header, meaning, row))
    return tuple(_once(columns))


def _with_group(meaning: Meaning, above: str, header: str) -> Meaning:
    """A date whose certificate stands in the row above takes it from there."""
    if not above or meaning.kind is not None or meaning.role not in _DATE_ROLES:
        return meaning
    whole = _meaning(f"{above} {header}")
    return whole if whole.kind is not None and whole.role in _DATE_ROLES else meaning


def _spread(titles: list[str]) -> list[str]:
    """Give a merged title to each of its columns: a sheet keeps it in the first one only."""
    spread: list[str] = []
    for title in titles:
        spread.append(title or (spread[-1] if spread else ""))
    return spread


def _once(columns: list[Column]) -> list[Column]:
    """Two columns cannot mean the same: the second one is not understood."""
    seen: set[Meaning] = set()
    result: list[Column] = []
    second = second_list(columns)
    for column in columns:
        if second is not None and column.place >= second.place:
            # Nothing in there is about the people of the first list, whatever it is said to hold.
            column = column._replace(meaning=Meaning(meanings.UNKNOWN))  # noqa: PLW2901
        elif column.meaning in seen and not _is_repeated(column, columns):
            column = column._replace(meaning=Meaning(meanings.UNKNOWN))  # noqa: PLW2901
        seen.add(column.meaning)
        result.append(column)
    return result


def _is_repeated(column: Column, columns: Sequence[Column]) -> bool:
    """Tell whether a meaning may come again: « CACES, Date, CACES, Date » has a date for each."""
    if column.meaning.role in _REPEATABLE:
        return True
    named = sum(each.meaning.role == meanings.CACES for each in columns)
    dated = sum(each.meaning == column.meaning for each in columns)
    return column.meaning in _OWN_DATES and named >= dated


def second_list(columns: Sequence[Column]) -> Column | None:
    """Return the column with which a second list of people begins beside the first: its names come again."""
    titles: set[str] = set()
    roles = [_meaning(column.header).role for column in columns]
    for index, column in enumerate(columns):
        title = fold(column.header)
        if title in titles:
            # The number of its people may stand before their names.
            led = roles[index - 1] == meanings.NUMBER and roles[index - 2] not in meanings.IDENTITY
            return columns[index - 1] if led else column
        if roles[index] in meanings.NAMES:
            titles.add(title)
    return None


def without_subject(table: Table) -> frozenset[Column]:
    """Return the columns of dates in a table that nowhere says which certificate they are about."""
    roles = {column.meaning.role for column in table.columns}
    if roles & {meanings.CACES, meanings.CERTIFICATE}:
        return frozenset()
    return frozenset(
        column
        for column in table.columns
        if column.meaning.kind is None and column.meaning.role in _DATE_ROLES
    )


def _layout(columns: Sequence[Column]) -> Layout | None:
    roles = {column.meaning.role for column in columns}
    if not roles & meanings.IDENTITY:
        return None
    if roles & {meanings.VISIT_TYPE, meanings.VISIT_DATE, meanings.VISIT_NEXT, meanings.CERTIFICATE}:
        return "list"
    kinds = [column.meaning for column in columns if column.meaning.kind is not None]
    if meanings.CACES in roles and any(
        c.meaning.kind is None and c.meaning.role in _DATE_ROLES for c in columns
    ):
        return "list"
    dated = [meaning for meaning in kinds if meaning.role in {meanings.OBTAINED, meanings.EXPIRY}]
    if dated and len(dated) * 2 >= len(kinds):
        return "wide"
    if kinds or meanings.CACES in roles:
        return "matrix"
    return "people" if len(roles - {meanings.IGNORE, meanings.UNKNOWN}) > 1 else None
