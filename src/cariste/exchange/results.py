"""Columns beside the certificates that may say of one that it was not obtained: « Échec », « absent »."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.exchange import meanings
from cariste.exchange.certificates import read_caces
from cariste.exchange.context import Context, once
from cariste.exchange.dates import FAILED, FAILED_TEST, NO_SUCCESS
from cariste.exchange.layouts import Column, Table
from cariste.exchange.records import Pair
from cariste.exchange.values import Cell, Row, SheetError, as_text, shown

Subject = str | int
"""What a result may be about: a kind, or the place of a column that names certificates."""

_CATEGORY = re.compile(r"\b(?:caces|cat\w*|r ?\d{3}|[1-9][ab]?|[a-g]\d?)\b")
"""What of a title says which certificate it is about: « Théorie 1A » and « Théorie 3 » are one but for it."""
_NAMED = re.compile(r"\b(?:r ?\d{3}|cat\w*|caces|[12][ab])\b|^[1-9]$")
"""What makes a figure in « échec 3 » a category, rather than a date or how often."""
_AROUND = re.compile(r"\b(?:au|a|la|le|du|de|en|test|examen|theorie|theorique|pratique)\b|[()!]")

_ATTENDED = re.compile("presen(?:te?|ce)s?")
"""A title that is about a session where each row is one, and about the firm in a list of people."""
_HALF = re.compile(r"\b(?:theori\w*|pratiques?)\b")
"""A title of half a test."""
_NOTHING: frozenset[Subject] = frozenset()


class _Column(NamedTuple):
    """A column to look at, which words count in it, and what it may be about."""

    column: Column
    words: re.Pattern[str]
    subjects: frozenset[Subject]


class ResultReader:
    """Tells what of a row was not obtained."""

    def __init__(self, context: Context, table: Table, pairs: Sequence[Pair]) -> None:
        self._context = context
        self._places: dict[Subject, tuple[int, ...]] = {}
        for pair in pairs:
            self._places[pair.kind] = (*self._places.get(pair.kind, ()), *pair.places)
        named = [column for column, _dates in table.caces()]
        certificate = table.first(meanings.CERTIFICATE)
        named += [certificate] if certificate is not None else []
        self._places |= {column.place: (column.place,) for column in named}
        one_each = bool(named) and table.layout == "list"
        self._columns = [
            (each.column.place, each) for each in _columns(table, self._places, one_each=one_each)
        ]
        self._named = once(self._kinds_named)

    def withheld(self, row: Row, number: int) -> frozenset[Subject]:
        """Return the certificates of a row that a cell speaks against; each such cell is noted."""
        found = _NOTHING
        for place, (column, words, subjects) in self._columns:
            cell = row[place]
            if cell == "" or not self._speaks_against(cell, column, words):
                continue
            about = {subject for subject in subjects if self._holds(subject, row)}
            kinds = self._named(cell)
            if kinds:
                about = {subject for subject in about if isinstance(subject, int) or subject in kinds}
            if about:
                found |= about
                self._ask(about, row, number, column)
        return found

    def _holds(self, subject: Subject, row: Row) -> bool:
        return any(row[place] != "" for place in self._places[subject])

    def _ask(self, about: set[Subject], row: Row, number: int, column: Column) -> None:
        cell = row[column.place]
        what = ", ".join(
            subject if isinstance(subject, str) else shown(row[subject])
            for subject in self._places
            if subject in about
        )
        reason = _("“{value}” says that {what} was not obtained, or not yet: nothing of it is stored.")
        self._context.ask(reason.format(value=shown(cell), what=what), number, column.place, cell)

    def _speaks_against(self, cell: Cell, column: Column, words: re.Pattern[str]) -> bool:
        if isinstance(cell, str):
            return not isinstance(cell, SheetError) and words.search(fold(cell)) is not None
        if words is not NO_SUCCESS:
            return False
        if isinstance(cell, dt.date) and column.meaning.role == meanings.RESULT:
            reason = _("The column “{header}” is not understood: it is not imported.")
            self._context.ask_once(column, reason.format(header=shown(column.header)))
        return not cell and cell is not None

    def _kinds_named(self, cell: Cell) -> frozenset[str]:
        """Return the certificates that « échec R489 1A » is about; none when it is not certain."""
        words = fold(as_text(cell))
        rest = " ".join(_AROUND.sub(" ", FAILED.sub(" ", words)).split())
        if "echecs" in words or not _NAMED.search(rest):
            return frozenset()
        read = read_caces(rest, self._context.dates)
        return frozenset() if read.doubts else frozenset(read.kinds)


def _columns(table: Table, places: dict[Subject, tuple[int, ...]], *, one_each: bool) -> list[_Column]:
    """Return the columns that may speak against certificates.

    A remark may be about the person: « absent » means something else there, unless each row is a certificate.
    """
    if not places:
        return []
    roles = {meanings.RESULT, meanings.IGNORE, meanings.UNKNOWN, meanings.COMMENT}
    if one_each:
        roles.add(meanings.VISIT_RESULT)
    by_title: defaultdict[str, list[Column]] = defaultdict(list)
    for column in table.columns:
        if column.meaning.role in roles:
            by_title[" ".join(_CATEGORY.sub(" ", fold(column.header)).split())].append(column)
    found = []
    for same in by_title.values():
        about = _by_place(places, [column.place for column in same])
        for column, subjects in zip(same, about, strict=True):
            own = one_each or len(same) > 1
            words = _words(column, own=own, alone=own or len(places) == 1)
            found.append(_Column(column, words, _by_title(column, table, same, subjects)))
    return sorted(found, key=lambda each: each.column.place)


def _words(column: Column, *, own: bool, alone: bool) -> re.Pattern[str]:
    """Return the words that count in a column: the less its title says, the plainer they must be.

    Args:
        column: The column.
        own: Each row is one certificate, or each certificate has such a column: it is not about the person.
        alone: That, or the table is about one certificate.
    """
    title = fold(column.header)
    if column.meaning.role == meanings.RESULT or _HALF.search(title) or (own and _ATTENDED.match(title)):
        return NO_SUCCESS
    # The employer's authorisation is another thing than the certificate.
    remark = column.meaning.role == meanings.COMMENT or title.startswith("autor")
    return FAILED if (own if remark else alone) else FAILED_TEST


def _by_title(
    column: Column, table: Table, same: list[Column], subjects: frozenset[Subject]
) -> frozenset[Subject]:
    """Return what a column is about when its title says so, else what its place says.

    A title on two lines is certain of its certificate, but for one at the end of the table that no other
    certificate has: it may stand beside the last one and be about all.
    """
    kind = column.meaning.kind
    if kind is None:
        return subjects
    spread = column.row > min(each.row for each in table.columns)
    dated = [each.place for each in table.columns if each.meaning.kind is not None and each not in same]
    if spread and len(same) == 1 and column.place > max(dated, default=column.place):
        return subjects
    return frozenset({kind})


def _by_place(places: dict[Subject, tuple[int, ...]], results: list[int]) -> list[frozenset[Subject]]:
    """Return what each of the columns of one title is about: what stands between it and the one before.

    Or after it, where the first of them leads. A single one, or one on either side, may be about everything.

    Args:
        places: Where the columns of each certificate are.
        results: Where this title stands, from the left.
    """
    firsts = {subject: min(columns) for subject, columns in places.items()}
    everything = frozenset(firsts)
    if len(results) == 1:
        return [everything]
    if results[0] > min(firsts.values()):
        bounds = list(zip([-1, *results], results, strict=False))
    elif results[-1] < max(firsts.values()):
        bounds = list(zip(results, [*results[1:], max(firsts.values()) + 1], strict=True))
    else:
        return [everything] * len(results)
    about: list[frozenset[Subject]] = []
    for start, end in bounds:
        between = frozenset(subject for subject, place in firsts.items() if start < place < end)
        # Two results side by side, of the theory and of the practice, are about the same.
        about.append(between or (about[-1] if about else everything))
    return about
