"""The two dates of a record, and which columns of a table hold them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.exchange import meanings
from cariste.exchange.cells import read_months
from cariste.exchange.context import Context
from cariste.exchange.dates import NO_SUCCESS, DateReading
from cariste.exchange.layouts import Column, names_subject
from cariste.exchange.meanings import classify
from cariste.exchange.values import Cell, Question, Rejection, Row, SheetError, as_text, is_blank, shown
from cariste.regulation.codes import take_option
from cariste.regulation.rules import load_catalogue

_HELD_ON = re.compile(
    r"\s*(?:obtenue?|pass[ée]e?|faite?|r[ée]alis[ée]e?|d[ée]livr[ée]e?|ok)\s+(?:le\s+)?(?=\d)", re.IGNORECASE
)
_VALID_UNTIL = re.compile(
    r"\s*(?:exp(?:ire(?:\s+le)?)?|val(?:able|ide)|fin|[ée]ch[ée]ance)?[.:\s]*(?:(?:jusqu['’]?)?\s*au)?\s+(?=\d)",
    re.IGNORECASE,
)
"""Words before a date that the title of its column says already."""
_SESSION = dt.timedelta(days=31)
"""No certificate is valid for less; a session is over within that."""
_YEARS = 2
"""Dates whose years differ by so many are farther apart than any session."""


class Pair(NamedTuple):
    """The columns of one kind: date obtained, expiry, or one whose header does not say which.

    Attributes:
        option: What their titles say beyond the category: « R484-2 commande au sol ».
        validity: « Validité », where a table is about this kind alone.
    """

    kind: str
    is_caces: bool
    obtained: Column | None = None
    expires: Column | None = None
    unclear: Column | None = None
    option: str | None = None
    validity: Column | None = None

    @property
    def places(self) -> tuple[int, ...]:
        """Where the columns are."""
        return tuple(
            column.place for column in (self.obtained, self.expires, self.unclear) if column is not None
        )


class Dates(NamedTuple):
    """What a record is made of, and the 0-based cell to point at.

    Attributes:
        months: The validity that the row gives, in months.
    """

    obtained: dt.date | None
    expires: dt.date | None
    row: int
    column: int
    expires_at: int | None = None
    months: int | None = None


def _bare(cell: Cell, words: re.Pattern[str]) -> Cell:
    """Return a date without such words before it."""
    if not isinstance(cell, str) or isinstance(cell, SheetError):
        return cell
    match = words.match(cell)
    return cell[match.end() :] if match is not None else cell


def pairs_of(columns: Sequence[Column]) -> list[Pair]:
    """Bring together the columns that are about the same kind."""
    found: dict[tuple[str, str | None], dict[str, Column]] = {}
    for column in columns:
        role, kind = column.meaning
        if (
            kind is not None
            and role in {meanings.OBTAINED, meanings.EXPIRY, meanings.UNCLEAR}
            and kind != meanings.VISIT
        ):
            # Of a title that was not understood, only what somebody answered about it counts.
            is_read = classify(column.header).kind == kind and "?" not in column.header
            named = take_option(column.header)[1] if is_read else None
            found.setdefault((kind, named), {})[role] = column
    pairs = []
    for (kind, option), by_role in found.items():
        entry = load_catalogue().find(kind)
        is_caces = entry is not None and entry.group == "caces"
        roles = (meanings.OBTAINED, meanings.EXPIRY, meanings.UNCLEAR)
        obtained, expires, unclear = map(by_role.get, roles)
        pairs.append(Pair(kind, is_caces, obtained, expires, unclear, option))
    validity = next((column for column in columns if column.meaning.role == meanings.VALIDITY), None)
    if len(pairs) == 1 and not any(map(names_subject, columns)):
        pairs = [pairs[0]._replace(validity=validity)]
    return pairs


def ask_meaning(context: Context, column: Column) -> None:
    """Ask once which date a column holds."""
    context.ask_once(
        column,
        meanings.unclear_reason(column.meaning, column.header),
        (*meanings.unclear_choices(column.meaning), meanings.IGNORE),
    )


def with_validity(
    context: Context, dates: Dates, column: Column | None, row: Row, number: int
) -> Dates | None:
    """Add what « Validité » says beside the dates: how long, or the expiry itself.

    A bare figure, months or years, leaves the expiry to the rule. Nothing else is replaced by it: None when
    the cell says that the certificate is no more, or cannot be read.

    Args:
        context: Notes what cannot be read.
        dates: Those of the row.
        column: The validity; None where there is none.
        row: The cells.
        number: The row, from 0.
    """
    if column is None or is_blank(cell := row[column.place]):
        return dates
    at = number, column.place
    months = read_months(cell, meanings.unit_of(column.header))
    if isinstance(months, int):
        return dates._replace(months=months, expires_at=dates.expires_at or column.place)
    if dates.expires is not None or as_text(cell).isdigit():
        if isinstance(months, Rejection):
            context.note(months, *at, cell)
        return dates
    reading = context.settled(context.dates.read(cell), column.place)
    if isinstance(reading, dt.date):
        possible = may_follow(context, reading, dates.obtained, at, cell)
        return dates._replace(expires=reading, expires_at=column.place) if possible else None
    if months is None:
        denied = is_denied(context, row, number, ((column, None), (None, dates.obtained)))
        return None if denied else dates
    context.note(reading if isinstance(reading, Question) else months, *at, cell)
    return None


def is_denied(
    context: Context, row: Row, number: int, read: Sequence[tuple[Column | None, DateReading]]
) -> bool:
    """Tell whether one of two cells says that there is no certificate: « Échec » beside an expiry.

    Args:
        context: Notes it, unless the reading of the cell was noted.
        row: The cells.
        number: The row, from 0.
        read: The columns of the date obtained and of the expiry, and what was read of them.
    """
    for column, reading in read:
        cell = row[column.place] if column is not None else ""
        if column is None or not isinstance(cell, str) or isinstance(reading, dt.date):
            continue
        if NO_SUCCESS.search(fold(cell)):
            if reading is None and any(isinstance(other, dt.date) for _column, other in read):
                reason = _("“{value}” beside a date: is it held or not? Nothing is stored.")
                context.ask(reason.format(value=shown(cell)), number, column.place, cell)
            return True
    return False


def may_follow(
    context: Context, end: dt.date | None, start: dt.date | None, at: tuple[int, int], cell: Cell
) -> bool:
    """Tell whether an expiry is possible after a date obtained; what speaks against it is noted.

    Args:
        context: Notes it.
        end: The expiry.
        start: The date obtained.
        at: The row and the column to point at, from 0.
        cell: What stands there.
    """
    if start is None or end is None:
        return True
    if end < start:
        context.reject(_("The expiry date is before the date obtained."), *at, cell)
    elif end - start < _SESSION:
        reason = _("Less than a month from the first date to the second: a session? Nothing is stored.")
        context.ask(reason, *at, cell)
    return end - start >= _SESSION


def read_dates(
    context: Context, row: Row, number: int, obtained: Column | None, expires: Column | None
) -> Dates | None:
    """Read a date obtained and an expiry; None when nothing can be stored, the reasons being noted."""
    first = row[obtained.place] if obtained is not None else ""
    last = row[expires.place] if expires is not None else ""
    if first == "" and last == "":
        return None
    # Most dates are typed as dates, and some tens of thousands of them: no word of those is looked for.
    words = (first.__class__ is str and first != "") or (last.__class__ is str and last != "")
    if words:
        first, last = _bare(first, _HELD_ON), _bare(last, _VALID_UNTIL)
    start = context.past_date(first, number, obtained.place) if obtained is not None else None
    end = context.date(last, number, expires.place) if expires is not None else None
    if words and is_denied(context, row, number, ((obtained, start), (expires, end))):
        return None
    known = None if isinstance(start, (Question, Rejection)) else start
    if isinstance(end, (Question, Rejection)):
        # An Excel error hides nothing that somebody typed; anything else does, and no rule may replace it.
        if not isinstance(last, SheetError):
            return None
        end = None
    if known is None and end is None:
        return None
    expires_at = expires.place if expires is not None else None
    near = known is not None and end is not None and end.year - known.year < _YEARS
    if near and not may_follow(context, end, known, (number, expires_at or 0), last):
        return None
    at = obtained.place if obtained is not None and known is not None else expires_at or 0
    return Dates(known, end, number, at, expires_at)
