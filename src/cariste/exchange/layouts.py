"""Where the tables of a sheet are, and what their columns mean: wide, long list or matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from cariste.core.text import fold, tidy
from cariste.exchange import meanings
from cariste.exchange.certificates import USUAL_FAMILY
from cariste.exchange.marks import is_title
from cariste.exchange.meanings import Meaning, classify
from cariste.exchange.values import Row, as_text, column_letter, is_blank
from cariste.regulation.codes import family_of

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
_REPEATABLE = frozenset(
    {meanings.IGNORE, meanings.UNKNOWN, meanings.COMMENT, meanings.CACES, meanings.RESULT}
)
_VISIT_ROLES = frozenset({meanings.VISIT_TYPE, meanings.VISIT_DATE, meanings.VISIT_NEXT})
_OF_EITHER = frozenset({"avis", "conclusion", "conclusions", "resultat", "resultats"})
"""Titles of what came of a visit as well as of a test."""
_SESSION_STARTS = re.compile("(?:date )?(?:de |du )?debut(?: .*)?")
_SESSION_ENDS = re.compile("(?:date )?(?:de )?fin(?: .*formation| .*session| .*stage)?")
_PLATFORMS = re.compile(r"\b(?:nacelles?|pemp|plates? formes?)\b")


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
    return tuple(_once(_with_results(_beside_each_other(columns, mapping), mapping)))


def _with_group(meaning: Meaning, above: str, header: str) -> Meaning:
    """A date whose certificate, or whose recommendation, stands in the row above takes it from there."""
    if not above or meaning.role not in _DATE_ROLES | {meanings.UNKNOWN}:
        return meaning
    if meaning.kind is not None:
        return _of_family(meaning, above, header)
    for group in (above, family_of(above)):
        whole = _meaning(f"{group or above} {header}")
        if whole.kind is not None and whole.role in _DATE_ROLES:
            return whole
    return meaning


def _of_family(meaning: Meaning, above: str, header: str) -> Meaning:
    """« 3 obtenu le » below « R389 » is R389-3; « 1A » below « Nacelles » is no category of a truck."""
    usual = str(meaning.kind).startswith(USUAL_FAMILY) and family_of(header) is None
    family = family_of(above)
    if not usual or family == USUAL_FAMILY or (family is None and not _PLATFORMS.search(fold(above))):
        return meaning
    whole = _meaning(f"{family} {header}")
    return whole if family is not None and whole.role == meaning.role else Meaning(meanings.UNKNOWN)


def _beside_each_other(columns: list[Column], mapping: Mapping[str, Meaning]) -> list[Column]:
    """Titles that say what they are by those beside them.

    « Date » beside the expiry of the same certificate is the date obtained, or of the visit beside the next
    one; « Date fin » beside « Date début » is the end of a session.
    """
    known = {column.meaning for column in columns}
    session = any(_SESSION_STARTS.fullmatch(fold(column.header)) for column in columns)
    result = []
    for column in columns:
        role, kind = column.meaning
        meaning = column.meaning
        if kind == meanings.VISIT and Meaning(meanings.VISIT_NEXT) in known:
            meaning = Meaning(meanings.VISIT_DATE)
        elif role == meanings.UNCLEAR and kind is not None and Meaning(meanings.EXPIRY, kind) in known:
            meaning = Meaning(meanings.OBTAINED, kind)
        elif session and meaning == (meanings.EXPIRY, None) and _SESSION_ENDS.fullmatch(fold(column.header)):
            meaning = Meaning(meanings.UNKNOWN)
        settled = column.letter in mapping or (meaning in known and meaning.role != meanings.UNKNOWN)
        result.append(column if settled else column._replace(meaning=meaning))
    return result


def _with_results(columns: list[Column], mapping: Mapping[str, Meaning]) -> list[Column]:
    """« Résultat » and « Avis » are about the certificates where no visit stands before them."""
    if not any(_is_of_certificates(column.meaning) for column in columns):
        return columns
    visits = any(_is_of_visits(column.meaning) for column in columns)
    outcomes = sum(column.meaning.role == meanings.VISIT_RESULT for column in columns)
    after_certificate = False
    result = []
    for column in columns:
        meaning, title = column.meaning, fold(column.header)
        if _is_of_visits(meaning) or _is_of_certificates(meaning):
            after_certificate = _is_of_certificates(meaning)
        # One conclusion in a row that has visits is theirs, unless its title and its place say otherwise.
        own = not visits or (after_certificate and (outcomes > 1 or title.startswith("resultat")))
        if own and meaning == (meanings.VISIT_RESULT, None) and title in _OF_EITHER:
            column = column._replace(meaning=mapping.get(column.letter, Meaning(meanings.RESULT)))  # noqa: PLW2901
        result.append(column)
    return result


def _is_of_visits(meaning: Meaning) -> bool:
    return meaning.role in _VISIT_ROLES or meaning == (meanings.UNCLEAR, meanings.VISIT)


def names_subject(column: Column) -> bool:
    """Tell whether a column says what each row is about: a certificate, or a visit."""
    return _is_of_visits(column.meaning) or column.meaning.role in {meanings.CACES, meanings.CERTIFICATE}


def _is_of_certificates(meaning: Meaning) -> bool:
    dated = meaning.role in _DATE_ROLES and meaning.kind not in {None, meanings.VISIT}
    return dated or meaning.role in {meanings.CACES, meanings.CERTIFICATE}


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
    """Return the columns of dates, options, conclusions in a table that nowhere says what they are of."""
    roles: frozenset[str] = frozenset()
    if table.first(meanings.CACES, meanings.CERTIFICATE) is None:
        roles |= _DATE_ROLES | {meanings.OPTION}
    if not any(_is_of_visits(column.meaning) for column in table.columns):
        roles |= {meanings.VISIT_RESULT}
        kinds = {column.meaning.kind for column in table.columns if _is_of_certificates(column.meaning)}
        if len(kinds) > 1 and None not in kinds:
            roles |= {meanings.VALIDITY}
    return frozenset(
        column for column in table.columns if column.meaning.kind is None and column.meaning.role in roles
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
