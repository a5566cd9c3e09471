"""From the cells of a row to CACES certificates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_date
from cariste.employee.constants import COMPUTED, TYPED
from cariste.employee.labels import option_label
from cariste.exchange.certificates import Certificates, read_caces
from cariste.exchange.context import Context, once
from cariste.exchange.people import Draft
from cariste.exchange.plan import CACES, PlannedRecord
from cariste.exchange.records import Dates, Pair, ask_meaning, may_follow, read_dates, with_validity
from cariste.exchange.values import Cell, Doubt, Question, Rejection, Row, column_letter
from cariste.regulation import in_force
from cariste.regulation.driving import goes_without_saying, may_bear
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
            dates = with_validity(self._context, dates, pair.validity, row, number)
        if dates is not None:
            self.add(draft, pair.kind, dates, row, pair.option)

    def add(self, draft: Draft, kind: str, dates: Dates, row: Row, option: str | None = None) -> None:
        """Add a CACES, with the warning when its typed expiry is longer than the catalogue's (M11)."""
        context, obtained, expires, source = self._context, dates.obtained, dates.expires, TYPED
        if reason := _why_not(kind, obtained, option):
            context.ask(reason, dates.row, dates.column, row[dates.column])
            return
        if option is not None and not may_bear(kind, option):
            option = None
        if expires is None:
            if obtained is None:
                return
            expires, source = self._reckoned(kind, obtained, dates, row)
        elif obtained is not None:
            source, longer = context.typed_expiry(kind, obtained, expires)
            if longer:
                at = dates.expires_at if dates.expires_at is not None else dates.column
                context.ask(longer_than_catalogue(kind), dates.row, at, row[at])
        key = (CACES, kind, obtained, expires)
        known = draft.records.get(key)
        if known is None:
            letter = column_letter(dates.column)
            draft.records[key] = PlannedRecord(
                *(CACES, kind, obtained, expires, source, context.sheet, dates.row + 1, letter),
                option=option,
            )
        elif option is not None:
            draft.records[key] = known._replace(option=option)

    def _reckoned(self, kind: str, obtained: dt.date, dates: Dates, row: Row) -> tuple[dt.date, str]:
        """Return the last day by the rule, or sooner where the row gives a shorter validity."""
        expires, usual = self._context.caces_expiry(kind, obtained), in_force.validity_of(kind).months
        if dates.months is None or usual is None or dates.months == usual:
            return expires, COMPUTED
        if dates.months < usual:
            return in_force.training_expiry(obtained, dates.months) or expires, TYPED
        reason = _("{kind}: a validity longer than the rule’s is not taken. Stored until {date}.")
        at = dates.expires_at if dates.expires_at is not None else dates.column
        reason = reason.format(kind=kind, date=format_date(expires))
        self._context.ask(reason, dates.row, at, row[at])
        return expires, COMPUTED

    def cell(
        self,
        draft: Draft,
        column: int,
        row: Row,
        number: int,
        shared: Dates | None,
        *,
        option: str | None = None,
    ) -> None:
        """Read a cell that may hold several CACES.

        Args:
            draft: Whose they are.
            column: Where the cell is.
            row: The row it is in.
            number: The 0-based number of the row.
            shared: The dates that the row gives in columns of their own, for a cell without any.
            option: The one that the row gives in a column of its own.
        """
        cell, context = row[column], self._context
        read = self._reader(column)(cell)
        read = read._replace(option=read.option or option)
        doubts = [
            *read.doubts,
            *(date for date in (read.obtained, read.expires) if isinstance(date, Question | Rejection)),
            *_whose_option(read),
        ]
        for doubt in doubts:
            context.note(_with_kinds(doubt, read), number, column, cell)
        if not doubts and read.kinds:
            self._add_all(draft, read, row, shared, (number, column))

    def _add_all(
        self, draft: Draft, read: Certificates, row: Row, shared: Dates | None, at: tuple[int, int]
    ) -> None:
        number, column = at
        cell, context = row[column], self._context
        obtained = read.obtained if isinstance(read.obtained, dt.date) else None
        expires = read.expires if isinstance(read.expires, dt.date) else None
        dates = Dates(obtained, expires, number, column) if obtained or expires else shared
        if dates is None:
            reason = _("{kinds}: no date. Nothing is stored.").format(kinds=", ".join(read.kinds))
            context.ask(reason, number, column, cell)
        elif dates.obtained is not None and dates.obtained > context.today:
            context.reject(_("The date obtained is in the future."), number, column, cell)
        elif may_follow(context, dates.expires, dates.obtained, at, cell):
            for kind in read.kinds:
                self.add(draft, kind, dates, row, read.option)

    def _reader(self, column: int) -> Callable[[Cell], Certificates]:
        if column not in self._readers:
            dates, decided = self._context.dates, self._context.decided(column)
            self._readers[column] = once(lambda cell: read_caces(cell, dates, decided))
        return self._readers[column]


def _why_not(kind: str, obtained: dt.date | None, option: str | None) -> str:
    """Say what speaks against such a certificate, if anything does."""
    entry = load_catalogue().find(kind)
    until = entry.until if entry is not None else None
    if until is not None and obtained is not None and obtained > until:
        reason = _("{kind} was issued until {date}: is it another one? Nothing is stored.")
        return reason.format(kind=kind, date=format_date(until))
    if option is None or may_bear(kind, option) or goes_without_saying(kind, option):
        return ""
    reason = _("{kind} has no option “{option}”. Nothing is stored.")
    return reason.format(kind=kind, option=option_label(option))


def _whose_option(read: Certificates) -> list[Doubt]:
    if read.option is None or len(read.kinds) < 2:
        return []
    reason = _("Several categories and the option “{option}”: whose is it? Nothing is stored.")
    return [Question(reason.format(option=option_label(read.option)))]


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
