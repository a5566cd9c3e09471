"""From the cells of a row to CACES certificates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_date
from cariste.employee.constants import COMPUTED, TYPED
from cariste.exchange.certificates import Certificates, read_caces
from cariste.exchange.context import Context, once
from cariste.exchange.people import Draft
from cariste.exchange.plan import CACES, PlannedRecord
from cariste.exchange.records import Dates, Pair, ask_meaning, read_dates
from cariste.exchange.values import Cell, Doubt, Question, Rejection, Row, column_letter
from cariste.regulation.rules import load_catalogue, validity


class CacesReader:
    """Reads the certificates of one table."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._readers: dict[int, Callable[[Cell], Certificates]] = {}

    def pair(self, draft: Draft, pair: Pair, row: Row, number: int) -> None:
        """Read the cells of one kind in one row."""
        if pair.unclear is not None and row[pair.unclear.place] != "":
            cell, index = row[pair.unclear.place], pair.unclear.place
            reading = self._context.dates.read(cell)
            if isinstance(reading, dt.date):
                ask_meaning(self._context, pair.unclear)
            elif reading is not None:
                self._context.note(reading, number, index, cell)
        dates = read_dates(self._context, row, number, pair.obtained, pair.expires)
        if dates is not None:
            self.add(draft, pair.kind, dates, row)

    def add(self, draft: Draft, kind: str, dates: Dates, row: Row) -> None:
        """Add a CACES, with the warning when its typed expiry is longer than the catalogue's (M11)."""
        context, obtained, expires, source = self._context, dates.obtained, dates.expires, TYPED
        entry = load_catalogue().find(kind)
        until = entry.until if entry is not None else None
        if until is not None and obtained is not None and obtained > until:
            reason = _("{kind} was issued until {date}: is it another one? Nothing is stored.")
            reason = reason.format(kind=kind, date=format_date(until))
            context.ask(reason, dates.row, dates.column, row[dates.column])
            return
        if expires is None:
            if obtained is None:
                return
            expires, source = context.caces_expiry(kind, obtained), COMPUTED
        elif obtained is not None:
            source, longer = context.typed_expiry(kind, obtained, expires)
            if longer:
                at = dates.expires_at if dates.expires_at is not None else dates.column
                context.ask(longer_than_catalogue(kind), dates.row, at, row[at])
        key = (CACES, kind, obtained, expires)
        if key not in draft.records:
            letter = column_letter(dates.column)
            draft.records[key] = PlannedRecord(
                CACES, kind, obtained, expires, source, context.sheet, dates.row + 1, letter
            )

    def cell(self, draft: Draft, column: int, row: Row, number: int, shared: Dates | None) -> None:
        """Read a cell that may hold several CACES.

        Args:
            draft: Whose they are.
            column: Where the cell is.
            row: The row it is in.
            number: The 0-based number of the row.
            shared: The dates that the row gives in columns of their own, for a cell without any.
        """
        cell, context = row[column], self._context
        read = self._reader(column)(cell)
        doubts = [
            *read.doubts,
            *(date for date in (read.obtained, read.expires) if isinstance(date, Question | Rejection)),
        ]
        for doubt in doubts:
            context.note(_with_kinds(doubt, read), number, column, cell)
        if doubts or not read.kinds:
            return
        obtained = read.obtained if isinstance(read.obtained, dt.date) else None
        expires = read.expires if isinstance(read.expires, dt.date) else None
        dates = Dates(obtained, expires, number, column) if obtained or expires else shared
        if dates is None:
            reason = _("{kinds}: no date. Nothing is stored.").format(kinds=", ".join(read.kinds))
            context.ask(reason, number, column, cell)
        elif dates.obtained is not None and dates.obtained > context.today:
            context.reject(_("The date obtained is in the future."), number, column, cell)
        elif dates.obtained is not None and dates.expires is not None and dates.expires < dates.obtained:
            context.reject(_("The expiry date is before the date obtained."), number, column, cell)
        else:
            for kind in read.kinds:
                self.add(draft, kind, dates, row)

    def _reader(self, column: int) -> Callable[[Cell], Certificates]:
        if column not in self._readers:
            dates, decided = self._context.dates, self._context.decided(column)
            self._readers[column] = once(lambda cell: read_caces(cell, dates, decided))
        return self._readers[column]


def _with_kinds(doubt: Doubt, read: Certificates) -> Doubt:
    """Say what was understood beside what was not: the answer is then quickly given."""
    if not read.kinds or any(kind in doubt.reason for kind in read.kinds):
        return doubt
    return doubt._replace(
        reason=_("Understood: {kinds}. {reason}").format(kinds=", ".join(read.kinds), reason=doubt.reason)
    )


def longer_than_catalogue(kind: str) -> str:
    """Return M11: an expiry later than the longest validity of the catalogue."""
    years = (validity(kind).months or 0) // 12
    text = ngettext(
        "{kind}: this exceeds the catalogue validity ({n} year). Imported as typed; check the certificate.",
        "{kind}: this exceeds the catalogue validity ({n} years). Imported as typed; check the certificate.",
        years,
    )
    return text.format(kind=kind, n=years)
