"""Dates as French clerks type them, and as Excel leaves them."""

from __future__ import annotations

import datetime as dt
import re

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.core.wording import format_date
from cariste.employee.typed_dates import MONTHS, PIVOT_YEARS
from cariste.exchange.values import Cell, Decided, Doubt, Question, Rejection, SheetError, as_text
from cariste.regulation.calculations import add_months

DateReading = dt.date | Doubt | None

EARLIEST = dt.date(1930, 1, 1)
"""Nobody at work was born, hired or trained before; 1900 and 1904 are Excel's empty cells in disguise."""
LATEST = dt.date(2100, 12, 31)

MONTH, YEAR, AMERICAN = "month", "year", "american"
"""Topics: only the month is known, only the year is, the month stands before the day."""
FIRST_DAY, LAST_DAY, ACCEPT = "first", "last", "accept"

_MONTHS_MEANT = {MONTH: 1, YEAR: 12}
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_DAYS_TO_1904 = 1462
_LONGEST = 40

NOTHING = frozenset(
    {"", "/", "non", "n a", "na", "n/a", "nc", "n c", "n/c", "neant", "aucun", "aucune", "sans", "sans objet",
     "so", "no", "none"}
)  # fmt: skip
"""What says that there is nothing, once folded (hyphens and dots are blanks then)."""
PLANNED = frozenset(
    {"en cours", "a prevoir", "prevu", "prevue", "a planifier", "planifie", "planifiee", "a programmer",
     "a faire", "a renouveler", "convoque", "convoquee", "reporte", "reportee", "inscrit", "inscrite",
     "planned", "?", "??"}
)  # fmt: skip
HELD = frozenset(
    {"ok", "oui", "x", "fait", "faite", "valide", "permanent", "permanente", "vrai", "true", "yes", "done",
     "acquis", "✓", "✔", "☑"}
)  # fmt: skip
NOT_HELD = re.compile(
    r"\b(?:absente?|excuse\w*|echec|echoue\w*|recale\w*|ajourne\w*|abandon\w*|refuse?|annul\w*|report\w*"
    r"|suspendu\w*|retire\w*|perime\w*|prevue?|prevoir|planifi\w*|programm\w*|convoqu\w*|inscri\w*|attente"
    r"|(?:re)?faire|repasser|pas|non(?! ?electri))\b|[?❌✗✘]"
)
"""Words, folded, beside the date of something that did not take place, or not yet, or counts no more."""
_FAILED_TEST = (
    r"echecs?|echoue\w*|recale\w*|ajourne\w*|defavorable|ratee?s?|elimine\w*|insuffisan\w*"
    r"|(?:non|pas) (?:(?:ete|encore) )?(?:obtenu|recu|acquis|admis|reussi)\w*"
)
_NOT_THERE = (
    r"absente?s?|abandon\w*|annule\w*|refuse\w*|k ?o|nok|suspen\w*|retire\w*|invalide\w*"
    r"|(?:non|pas) (?:valide\w*|presente?e?|venue?|passe\w*)"
)
FAILED_TEST = re.compile(rf"\b(?:{_FAILED_TEST})\b")
"""Words, folded, that are about a test that was not passed, wherever they stand."""
FAILED = re.compile(rf"\b(?:{_FAILED_TEST}|{_NOT_THERE})\b")
"""Words, folded, of a result that is no certificate, in a column beside it."""
NO_SUCCESS = re.compile(
    rf"\b(?:{_FAILED_TEST}|{_NOT_THERE}|non(?! concern)|pas|fail\w*|abs|inapte|partiel\w*|attente|report\w*"
    r"|prevue?|prevoir|planifi\w*|programm\w*|convoqu\w*|inscri\w*|en cours(?! de validite)|(?:re)?faire"
    r"|repasser)\b|^(?:no?|0)$|[?❌✗✘]"
)
"""What stands under « Résultat » where there is no certificate, or not yet."""
DITTO = re.compile(r"idem|id\.?|dito|ditto|d°|[-–—/ ]*(?:/ ?/|\"|''|[”“〃])[-–—/\"'”“〃 ]*", re.IGNORECASE)
"""What stands for the cell above."""

_WEEKDAY = re.compile(r"^(?:le |du )?(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche) ?|^(?:le|du) ")
_TIME = re.compile(r"[ t]+\d{1,2}[:h]\d{2}(?::\d{2})?(?: ?\d+)?z?$")
_ISO = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})")
_WORDED = re.compile(r"(\d{1,2})(?:er)? ?([a-z]+) ?(\d{4}|\d{2})")
_MONTH_WORD = re.compile(r"([a-z]+) (\d{4}|\d{2})")
_MONTH_NUMBER = re.compile(r"(\d{1,2}) (\d{4}|\d{2})")
_YEAR_MONTH = re.compile(r"(\d{4}) (\d{1,2})")
_YEAR = re.compile(r"(?:19|20)\d{2}")


def settled(reading: DateReading, decided: Decided) -> DateReading:
    """Return the date that a column's answer makes of a question, or the reading as it is."""
    if not isinstance(reading, Question) or not (choice := decided.get(reading.topic)):
        return reading
    first = dt.date.fromisoformat(reading.proposal)
    if choice == LAST_DAY and reading.topic in _MONTHS_MEANT:
        return add_months(first, _MONTHS_MEANT[reading.topic]) - dt.timedelta(days=1)
    return first


class DateReader:
    """Reads the date cells of one sheet, each distinct value once.

    Attributes:
        today: Two-digit years are understood around this day.
        ambiguous: Texts whose day and month could be swapped (02/03/2024): read as day/month.
        american: Texts that only make sense as month/day: such a column was pasted from elsewhere.
    """

    def __init__(self, today: dt.date, *, date_1904: bool = False) -> None:
        self.today = today
        self.ambiguous: set[str] = set()
        self.american: set[str] = set()
        self._offset = _DAYS_TO_1904 if date_1904 else 0
        self._known: dict[tuple[type, Cell], DateReading] = {}

    def read(self, cell: Cell) -> DateReading:
        """Return the date, None for a cell that says « nothing », or what stands in the way."""
        if cell.__class__ is dt.date:
            return cell if EARLIEST <= cell <= LATEST else self._impossible_year(cell)
        if cell == "" or cell is None:
            return None
        # 1, 1.0 and True are one key: their readings must not be shared.
        key = (cell.__class__, cell)
        if key not in self._known:
            self._known[key] = self._read(cell)
        return self._known[key]

    def _read(self, cell: Cell) -> DateReading:
        if isinstance(cell, SheetError):
            return Rejection(_("The cell holds {error} instead of a date.").format(error=str(cell)))
        if isinstance(cell, str):
            return self._read_text(cell)
        if isinstance(cell, dt.datetime):
            return self.read(cell.date())
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            # Excel shows the number 0 as 00/01/1900, which arrives as midnight.
            return _empty_in_disguise() if isinstance(cell, dt.time) else self._not_a_date(cell)
        return self._read_number(cell)

    def _read_number(self, number: float) -> DateReading:
        if number == 0:
            return _empty_in_disguise()
        if 1930 <= number <= 2100 and float(number).is_integer():
            return self._year_only(int(number))
        if not 1 <= number < 110_000:  # also refuses NaN and infinity
            return self._not_a_date(number)
        return self.read(_EXCEL_EPOCH + dt.timedelta(days=int(number) + self._offset))

    def _read_text(self, text: str) -> DateReading:
        if len(text) > _LONGEST:
            return self._not_a_date(text)
        plain = fold(text)
        if plain in NOTHING:
            return None
        if plain in PLANNED:
            return Question(_("Planned, no date: nothing is stored."))
        if plain in HELD:
            return Question(_("Held, but without a date: enter the date."))
        plain = _TIME.sub("", _WEEKDAY.sub("", plain)).replace("/", " ").replace(",", " ")
        plain = " ".join(plain.split())
        if plain == "00 01 1900":
            return self._read_number(0)
        return self._full_date(plain, text) or self._partial_date(plain) or self._not_a_date(text)

    def _full_date(self, plain: str, typed: str) -> DateReading:
        if match := _ISO.fullmatch(plain):
            return self._build(int(match[1]), int(match[2]), int(match[3]), typed)
        if match := _NUMERIC.fullmatch(plain):
            day, month, year = int(match[1]), int(match[2]), self._century(match[3])
            if month > 12 >= day >= 1 and month <= 31:
                self.american.add(typed)
                return self._american(year, day, month, typed)
            if 1 <= day <= 12 and day != month:
                self.ambiguous.add(typed)
            return self._build(year, month, day, typed)
        if (match := _WORDED.fullmatch(plain)) and match[2] in MONTHS:
            return self._build(self._century(match[3]), MONTHS[match[2]], int(match[1]), typed)
        return None

    def _partial_date(self, plain: str) -> DateReading:
        if (match := _MONTH_WORD.fullmatch(plain)) and match[1] in MONTHS:
            return self._month_only(self._century(match[2]), MONTHS[match[1]])
        if match := _YEAR_MONTH.fullmatch(plain):
            return self._month_only(int(match[1]), int(match[2]))
        if match := _MONTH_NUMBER.fullmatch(plain):
            return self._month_only(self._century(match[2]), int(match[1]))
        if _YEAR.fullmatch(plain):
            return self._year_only(int(plain))
        # A serial number that Excel kept as text.
        if re.fullmatch(r"[1-9]\d{4}", plain):
            return self._read_number(int(plain))
        return None

    def _century(self, digits: str) -> int:
        year = int(digits)
        if len(digits) == 4:
            return year
        year += 2000
        return year - 100 if year > self.today.year + PIVOT_YEARS else year

    def _build(self, year: int, month: int, day: int, typed: str) -> DateReading:
        try:
            return self.read(dt.date(year, month, day))
        except ValueError:
            return Rejection(_("“{value}” does not exist in the calendar.").format(value=typed.strip()))

    def _american(self, year: int, month: int, day: int, typed: str) -> DateReading:
        proposal = self._build(year, month, day, typed)
        if not isinstance(proposal, dt.date):
            return proposal
        return Question(
            _("Month before day? It would be {date}.").format(date=format_date(proposal)),
            proposal.isoformat(),
            AMERICAN,
            (ACCEPT,),
        )

    def _month_only(self, year: int, month: int) -> DateReading:
        if not (1 <= month <= 12 and EARLIEST.year <= year <= LATEST.year):
            return None
        first = dt.date(year, month, 1)
        return Question(
            _("The day is missing. Nothing is stored; the cautious reading is {date}.").format(
                date=format_date(first)
            ),
            first.isoformat(),
            MONTH,
            (FIRST_DAY, LAST_DAY),
        )

    def _year_only(self, year: int) -> DateReading:
        first = dt.date(year, 1, 1)
        return Question(
            _("Only the year is given. Nothing is stored; the cautious reading is {date}.").format(
                date=format_date(first)
            ),
            first.isoformat(),
            YEAR,
            (FIRST_DAY, LAST_DAY),
        )

    @staticmethod
    def _impossible_year(day: dt.date) -> Rejection:
        if day.year in (1899, 1900, 1904, 1905):
            return Rejection(
                _("{date} comes from a formula over an empty cell.").format(date=format_date(day))
            )
        return Rejection(_("The year {year} is not possible here.").format(year=day.year))

    @staticmethod
    def _not_a_date(cell: Cell) -> Rejection:
        return Rejection(_("“{value}” is not a date.").format(value=as_text(cell)[:_LONGEST]))


def _empty_in_disguise() -> Rejection:
    return Rejection(_("00/01/1900 is an empty cell shown as a date by Excel."))
