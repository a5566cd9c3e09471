"""What may be typed over in an exported list, and how each cell is read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from cariste.core.i18n import _
from cariste.core.text import tidy
from cariste.employee import constants, labels, person_fields
from cariste.exchange import cells
from cariste.exchange.certificates import read_kinds
from cariste.exchange.context import Context
from cariste.exchange.people import StoredPerson, StoredRecord
from cariste.exchange.plan import CACES, MEDICAL_VISITS, TRAININGS
from cariste.exchange.values import Cell, Doubt, Question, Rejection, as_text, shown
from cariste.regulation.codes import recognise, take_option
from cariste.regulation.driving import OPTIONS

EMPLOYEES = "employees"
PERSON = ("external_id", "last_name", "first_name")
"""Who a row is about: written on every list, changed on that of people alone."""

COLUMNS: Mapping[str, Mapping[str, str]] = {
    EMPLOYEES: {
        **{name: name for name in (*PERSON, "current_status", "workspace", "role", "contract_type")},
        **{name: name for name in ("entry_date", "contract_end", "left_on", "agency", "email", "phone")},
        **{name: name for name in ("birth_date", "medical_regime")},
    },
    CACES: {
        **{name: name for name in ("kind", "option", "expiration_date")},
        "obtained": "completion_date",
    },
    MEDICAL_VISITS: {
        "kind": "visit_type",
        "obtained": "visit_date",
        "result": "result",
        "expiration_date": "expiration_date",
    },
    TRAININGS: {
        "kind": "title",
        "obtained": "completion_date",
        "validity_months": "validity_months",
        "expiration_date": "expiration_date",
        "mode": "mode",
    },
}
"""By list: the column of the table behind each column that may be typed over."""

_CODES: Mapping[str, tuple[tuple[str, ...], Callable[[str], str]]] = {
    "current_status": (constants.STATUSES, labels.status_label),
    "contract_type": (constants.CONTRACT_TYPES, labels.contract_label),
    "visit_type": (constants.VISIT_TYPES, labels.visit_label),
    "result": (constants.RESULTS, labels.result_label),
    "mode": (constants.TRAINING_MODES, labels.mode_label),
    "option": (OPTIONS, labels.option_label),
}
_PAST = frozenset({"entry_date", "birth_date", "completion_date", "visit_date"})
_DATES = _PAST | {"contract_end", "left_on", "expiration_date"}
_NEEDED = frozenset(
    {"last_name", "first_name", "current_status", "kind", "visit_type", "visit_date", "title"}
)


def words_of(entity: str) -> dict[str, dict[str, str]]:
    """Return the words written for codes in a list, by the column of the export, in the language spoken."""
    return {
        key: {label(code): code for code in codes}
        for key, column in COLUMNS[entity].items()
        if column in _CODES
        for codes, label in [_CODES[column]]
    }


def held(entity: str, stored: StoredPerson | StoredRecord) -> dict[str, Any]:
    """Return what is stored, by column of the table."""
    if isinstance(stored, StoredPerson):
        return {**stored.fields, "last_name": stored.last_name, "first_name": stored.first_name}
    values = {
        "kind": stored.kind,
        "visit_type": stored.kind,
        "title": stored.title,
        "completion_date": stored.obtained,
        "visit_date": stored.obtained,
        "expiration_date": stored.expires,
        "result": stored.result,
        "validity_months": stored.months,
        "mode": stored.mode,
        "option": stored.option,
    }
    return {column: values[column] for column in COLUMNS[entity].values()}


def as_written(column: str, value: Any) -> Cell:
    """Return what an export writes for a stored value."""
    if column in _CODES and value:
        return _CODES[column][1](value)
    return "" if value is None else value


def read_edited(
    context: Context, column: str, cell: Cell, words: Mapping[str, str], at: tuple[int, int]
) -> Any | Doubt:
    """Return the value that somebody typed, None for a cell that was emptied, or what stands in the way.

    Args:
        context: The sheet.
        column: The column of the table.
        cell: What stands there now.
        words: Codes by the words of the export.
        at: Its row and column in the sheet, from 0.
    """
    text = as_text(cell)
    if not text:
        return Rejection(_("This cell cannot be emptied.")) if column in _NEEDED else None
    if column in _CODES:
        return _code(column, cell, words, confirmed=at in context.answers.cells)
    if column in _DATES:
        return _day(context, column, cell, at[1])
    if column in _READERS:
        return _READERS[column](cell)
    value, problem = person_fields.read(column, text)
    return Rejection(problem) if problem else value


def _code(column: str, cell: Cell, words: Mapping[str, str], *, confirmed: bool) -> str | Doubt:
    text = tidy(as_text(cell))
    code = words.get(text) or _words_now(column).get(text)
    # Whatever the sheet says, « unfit » waits for a person's confirmation.
    if code is not None and (code != constants.UNFIT or confirmed):
        return code
    if column == "result":
        outcome = cells.read_result(constants.UNFIT if code else cell)
        return outcome.doubt or outcome.code
    reading: Any = None
    if column == "contract_type":
        reading = cells.read_contract(cell)
    elif column == "visit_type":
        reading = cells.read_visit_type(cell)
    elif column == "option":
        reading = take_option(text)[1]
    if isinstance(reading, str | Question):
        return reading
    allowed = ", ".join(words)
    return Rejection(
        _("“{value}” is not allowed here. Allowed: {allowed}.").format(value=shown(cell), allowed=allowed)
    )


def _words_now(column: str) -> dict[str, str]:
    """Return the codes by their words in the language spoken, and by themselves."""
    codes, label = _CODES[column]
    return {label(code): code for code in codes} | {code: code for code in codes}


def _day(context: Context, column: str, cell: Cell, place: int) -> Any:
    reading = context.settled(context.dates.read(cell), place)
    if column in _PAST and not isinstance(reading, Question | Rejection) and reading is not None:
        return reading if reading <= context.today else Rejection(_("The date is in the future."))
    return reading


def _caces(cell: Cell) -> str | Doubt:
    text = as_text(cell)
    if take_option(text)[1] is not None:
        return Rejection(_("The option goes into its own column: the category alone is expected here."))
    known = recognise(text)
    if known is not None and known.group == "caces":
        return known.code
    kinds, doubts = read_kinds(text)
    if len(kinds) == 1 and not doubts:
        return kinds[0]
    return doubts[0] if doubts else Rejection(_("“{value}” names no category.").format(value=shown(cell)))


_READERS: Mapping[str, Callable[[Cell], Any]] = {
    "kind": _caces,
    "validity_months": partial(cells.read_months, unit="m"),
    "external_id": cells.read_number,
    "title": lambda cell: as_text(cell)[: constants.LONGEST_TEXT],
}
