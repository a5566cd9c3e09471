"""From the cells of a row to a medical visit: its conclusion, never its reasons."""

from __future__ import annotations

import datetime as dt
import re

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.core.wording import format_date
from cariste.employee.constants import (
    COMPUTED,
    FAVOURABLE,
    FIT,
    FIT_WITH_RESTRICTIONS,
    PENDING,
    PERIODIC,
    TYPED,
    UNFIT,
)
from cariste.exchange import meanings
from cariste.exchange.cells import (
    Outcome,
    read_months,
    read_result,
    read_visit_type,
    says_no_visit,
    with_adjustments,
)
from cariste.exchange.context import Context, once
from cariste.exchange.dates import NOTHING
from cariste.exchange.layouts import Table
from cariste.exchange.people import Draft
from cariste.exchange.plan import MEDICAL_VISITS, PlannedRecord
from cariste.exchange.records import ask_meaning
from cariste.exchange.values import (
    Cell,
    Question,
    Rejection,
    Row,
    SheetError,
    as_text,
    column_letter,
    is_blank,
    shown,
)
from cariste.regulation import in_force
from cariste.regulation.calculations import add_months

CERTIFICATE_SINCE = dt.date(2025, 10, 1)
"""Order of 26/09/2025: an earlier fitness opinion counts as driving certificate, 5 years from its date."""
_CERTIFICATE_MONTHS = 60
_AGAINST = re.compile(
    r"\b(?:inapte|(?:non|pas) apte|(?:pas|ne|sauf|hors|interdi\w*|contre indication)(?: \w+){0,4}"
    r" (?:condui\w*|chariots?|engins?)|condui\w*(?: \w+){0,3} (?:interdi\w*|exclu\w*))\b"
)
"""Words, folded, of a remark that somebody who is fit may not drive."""
_RESTRICTIONS = re.compile("(?:restriction|reserve|amenagement)s?(?: .*)?")
_NONE = NOTHING | {"ras", "non concerne", "non concernee"}


class VisitReader:
    """Reads the visits of one table: one per row."""

    def __init__(self, context: Context, table: Table) -> None:
        self._context = context
        self._type = table.first(meanings.VISIT_TYPE)
        self._date = table.first(meanings.VISIT_DATE)
        self._result = table.first(meanings.VISIT_RESULT)
        self._validity = table.first(meanings.VALIDITY)
        self._next = table.first(meanings.VISIT_NEXT)
        self._unclear = next(
            (c for c in table.columns if c.meaning == (meanings.UNCLEAR, meanings.VISIT)), None
        )
        self._remarks = [
            column
            for column in table.columns
            if column.header and column.meaning.role in {meanings.COMMENT, meanings.UNKNOWN}
        ]
        self._restrictions = next(
            (column for column in self._remarks if _RESTRICTIONS.fullmatch(fold(column.header))), None
        )
        self._read_type = once(read_visit_type)
        unit = meanings.unit_of(self._validity.header) if self._validity is not None else ""
        self._read_months = once(lambda cell: read_months(cell, unit))

    @property
    def present(self) -> bool:
        """Whether the table has visits at all."""
        return any((self._type, self._date, self._next, self._unclear))

    def read(self, draft: Draft, row: Row, number: int) -> None:
        """Read the visit of one row, if it holds one."""
        if self._unclear is not None and not is_blank(row[self._unclear.place]):
            ask_meaning(self._context, self._unclear)
        columns = (self._type, self._date, self._result, self._validity, self._next)
        if all(column is None or is_blank(row[column.place]) for column in columns):
            return
        visited = self._visited(row, number)
        due, doubtful = self._due(row, number)
        visit_type = self._visit_type(row, number)
        if visited is None or visit_type is None or doubtful or not self._was_held(row, number):
            return
        at = self._date.place if self._date is not None else 0
        source = TYPED
        if due is None:
            due = self._by_validity(row, number, visited)
        if due is None:
            due, source = (
                in_force.medical_expiry(visit_type, visited, draft.owed_regime),
                COMPUTED,
            )
        elif due < visited:
            column = self._next or self._validity
            index = column.place if column else at
            self._context.reject(_("The next visit is before the visit."), number, index, row[index])
            return
        outcome = self._outcome(row, number)
        key = (MEDICAL_VISITS, visit_type, visited, None)
        known = draft.records.get(key)
        if outcome.code == PENDING and outcome.doubt is not None:
            draft.doubted.add(key)
        if key in draft.doubted:
            outcome = Outcome(PENDING)
        if known is None or _replaces(outcome.code, known.result, doubted=key in draft.doubted):
            draft.records[key] = PlannedRecord(
                MEDICAL_VISITS, visit_type, visited, due, source,
                self._context.sheet, number + 1, column_letter(at),
                result=outcome.code, restrictions=outcome.restrictions,
            )  # fmt: skip
        self._offer_driving_certificate(outcome, visited, row, number)

    def _visited(self, row: Row, number: int) -> dt.date | None:
        if self._date is None:
            column = next(c for c in (self._next, self._type, self._result) if c is not None)
            self._context.ask_once(column, _("No column gives the date of the visits: none is imported."))
            return None
        cell = row[self._date.place]
        reading = self._context.past_date(cell, number, self._date.place)
        if reading is None:
            self._context.ask(_("The visit has no date: nothing is stored."), number, self._date.place, cell)
        return None if isinstance(reading, Question | Rejection) else reading

    def _due(self, row: Row, number: int) -> tuple[dt.date | None, bool]:
        """Return the printed date of the next visit, and whether it stands there but could not be read."""
        if self._next is None:
            return None, False
        cell = row[self._next.place]
        reading = self._context.date(cell, number, self._next.place)
        if isinstance(reading, Question | Rejection):
            return None, not isinstance(cell, SheetError)
        return reading, False

    def _was_held(self, row: Row, number: int) -> bool:
        """Tell whether the visit took place; a conclusion that says otherwise is noted."""
        if self._result is None or not says_no_visit(row[self._result.place]):
            return True
        cell = row[self._result.place]
        reason = _("“{value}” says that the visit was not held: nothing is stored.").format(value=shown(cell))
        self._context.ask(reason, number, self._result.place, cell)
        return False

    def _by_validity(self, row: Row, number: int, visited: dt.date) -> dt.date | None:
        if self._validity is None:
            return None
        cell = row[self._validity.place]
        months = self._read_months(cell)
        if not isinstance(months, Rejection):
            return add_months(visited, months) if months is not None else None
        if isinstance(until := self._context.dates.read(cell), dt.date):
            # « Validité » with the date itself in it.
            return until
        self._context.note(months, number, self._validity.place, cell)
        return None

    def _visit_type(self, row: Row, number: int) -> str | None:
        if self._type is None:
            return PERIODIC
        cell = row[self._type.place]
        reading = self._read_type(cell)
        if isinstance(reading, str):
            return reading
        if reading is None:
            reading = Question(_("The type of the visit is missing: nothing is stored."))
        self._context.note(reading, number, self._type.place, cell)
        return None

    def _outcome(self, row: Row, number: int) -> Outcome:
        cell: Cell = row[self._result.place] if self._result is not None else ""
        place = (number, self._result.place if self._result is not None else 0)
        outcome = read_result(cell, confirmed=place in self._context.answers.cells)
        remarked = outcome
        if place not in self._context.answers.cells:
            remarked = self._with_remarks(outcome, row, number)
        # A doubt that a remark gives rise to was noted where the remark stands.
        if remarked.doubt is not None and (remarked.code != PENDING or remarked is outcome):
            self._context.note(remarked.doubt, *place, cell)
        return remarked

    def _with_remarks(self, outcome: Outcome, row: Row, number: int) -> Outcome:
        """Return what is left of a favourable conclusion after the remarks beside it."""
        for column in self._remarks if outcome.code in FAVOURABLE else ():
            cell = row[column.place]
            if isinstance(cell, str) and cell and _AGAINST.search(fold(cell)):
                reason = _("“{value}” may exclude driving: stored as awaiting the document, to confirm.")
                doubt = Question(reason.format(value=shown(cell)))
                self._context.note(doubt, number, column.place, cell)
                return Outcome(PENDING, doubt)
        if self._restrictions is None or outcome.code != FIT:
            return outcome
        return outcome if fold(as_text(row[self._restrictions.place])) in _NONE else with_adjustments()

    def _offer_driving_certificate(self, outcome: Outcome, visited: dt.date, row: Row, number: int) -> None:
        until = add_months(visited, _CERTIFICATE_MONTHS)
        if (
            outcome.code != FIT
            or visited >= CERTIFICATE_SINCE
            or until < self._context.today
            or self._result is None
        ):
            return
        reason = _("May serve as driving certificate until {date}: to confirm.").format(
            date=format_date(until)
        )
        self._context.ask(reason, number, self._result.place, row[self._result.place])


def _replaces(code: str, known: str | None, *, doubted: bool) -> bool:
    """Tell whether a conclusion counts instead of the one that another row gave of the same visit.

    One that was awaited is completed; the less favourable of two stands, and one in doubt is no fitness.
    """
    if doubted:
        return known != PENDING
    return (
        (known == PENDING and code != PENDING)
        or (code == FIT_WITH_RESTRICTIONS and known == FIT)
        or (code == UNFIT and known != UNFIT)
    )
