"""The two dates of a record, and which columns of a table hold them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from cariste.core.i18n import _
from cariste.exchange import meanings
from cariste.exchange.context import Context
from cariste.exchange.layouts import Column
from cariste.exchange.values import Question, Rejection, Row, SheetError
from cariste.regulation.rules import load_catalogue


class Pair(NamedTuple):
    """The columns of one kind: date obtained, expiry, or one whose header does not say which."""

    kind: str
    is_caces: bool
    obtained: Column | None = None
    expires: Column | None = None
    unclear: Column | None = None

    @property
    def places(self) -> tuple[int, ...]:
        """Where the columns are."""
        return tuple(
            column.place for column in (self.obtained, self.expires, self.unclear) if column is not None
        )


class Dates(NamedTuple):
    """What a record is made of, and the 0-based cell to point at."""

    obtained: dt.date | None
    expires: dt.date | None
    row: int
    column: int
    expires_at: int | None = None


def pairs_of(columns: Sequence[Column]) -> list[Pair]:
    """Bring together the columns that are about the same kind."""
    found: dict[str, dict[str, Column]] = {}
    for column in columns:
        role, kind = column.meaning
        if (
            kind is not None
            and role in {meanings.OBTAINED, meanings.EXPIRY, meanings.UNCLEAR}
            and kind != meanings.VISIT
        ):
            found.setdefault(kind, {})[role] = column
    pairs = []
    for kind, by_role in found.items():
        entry = load_catalogue().find(kind)
        is_caces = entry is not None and entry.group == "caces"
        pairs.append(
            Pair(kind, is_caces, *map(by_role.get, (meanings.OBTAINED, meanings.EXPIRY, meanings.UNCLEAR)))
        )
    return pairs


def ask_meaning(context: Context, column: Column) -> None:
    """Ask once which date a column holds."""
    context.ask_once(
        column,
        meanings.unclear_reason(column.meaning, column.header),
        (*meanings.unclear_choices(column.meaning), meanings.IGNORE),
    )


def read_dates(
    context: Context, row: Row, number: int, obtained: Column | None, expires: Column | None
) -> Dates | None:
    """Read a date obtained and an expiry; None when nothing can be stored, the reasons being noted."""
    first = row[obtained.place] if obtained is not None else ""
    last = row[expires.place] if expires is not None else ""
    if first == "" and last == "":
        return None
    start = context.past_date(first, number, obtained.place) if obtained is not None else None
    end = context.date(last, number, expires.place) if expires is not None else None
    known = None if isinstance(start, (Question, Rejection)) else start
    if isinstance(end, (Question, Rejection)):
        # An Excel error hides nothing that somebody typed; anything else does, and no rule may replace it.
        if not isinstance(last, SheetError):
            return None
        end = None
    if known is None and end is None:
        return None
    expires_at = expires.place if expires is not None else None
    if known is not None and end is not None and end < known:
        context.reject(_("The expiry date is before the date obtained."), number, expires_at or 0, last)
        return None
    at = obtained.place if obtained is not None and known is not None else expires_at or 0
    return Dates(known, end, number, at, expires_at)
