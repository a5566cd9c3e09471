"""The fields of a person: what each may hold, and what somebody means who types one into a cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from cariste.core.clock import today
from cariste.core.i18n import _
from cariste.core.text import fold, tidy
from cariste.core.wording import format_date
from cariste.employee import constants, field_labels, labels, typed_dates, validators

Check = Callable[[Any], str | None]

LONGEST_NUMBER = LONGEST_PHONE = 40


class Reading(NamedTuple):
    """What a text means for a field.

    Attributes:
        value: As the entity has it; None for nothing, or when the text means nothing allowed.
        problem: Why it cannot be stored, in the user's language; None when it can.
    """

    value: Any
    problem: str | None


def _text(longest: int, *, required: bool = False) -> Check:
    return lambda value: validators.check_text(value, longest, required=required)


def _past_day(value: Any) -> str | None:
    return validators.check_date(value, not_after=today())


def _contract(value: Any) -> str | None:
    return validators.check_code(value, constants.CONTRACT_TYPES, required=False)


CHECKS: Mapping[str, Check] = {
    "first_name": _text(constants.LONGEST_NAME, required=True),
    "last_name": _text(constants.LONGEST_NAME, required=True),
    "external_id": _text(LONGEST_NUMBER),
    "current_status": partial(validators.check_code, allowed=constants.STATUSES),
    "workspace": _text(constants.LONGEST_NAME),
    "role": _text(constants.LONGEST_NAME),
    "contract_type": _contract,
    "entry_date": _past_day,
    "birth_date": _past_day,
    "contract_end": validators.check_date,
    "left_on": validators.check_date,
    "medical_regime": partial(validators.check_code, allowed=constants.REGIMES, required=False),
    "agency": _text(constants.LONGEST_TEXT),
    "assignment_end": validators.check_date,
    "email": partial(validators.check_email, longest=constants.LONGEST_TEXT),
    "phone": _text(LONGEST_PHONE),
    "avatar_path": _text(constants.LONGEST_PATH),
}
"""What is wrong with a value, by field; each field looked at alone."""


def problem_of(field: str, value: Any) -> str | None:
    """Return why a field cannot hold a value, in the user's language, or None."""
    return CHECKS[field](value)


def as_typed(field: str, value: Any) -> str:
    """Return a stored value as it is shown in a cell, and as `read` understands it; empty for nothing."""
    if value is None or value == "":
        return ""
    return format_date(value) if isinstance(value, dt.date) else field_labels.value_in_words("", field, value)


def read(field: str, text: str) -> Reading:
    """Return what a text typed or pasted into a cell means, and whether it may be stored there.

    Dates as `typed_dates.read_date`, codes by their word or themselves, anything else as typed but tidied.
    """
    plain = tidy(text)
    if not plain:
        return Reading(None, problem_of(field, None))
    if field in _CODES:
        code = _CODES[field](plain)
        return Reading(code, None if code else _not_allowed(field, plain))
    if field.endswith(("_date", "_end", "_on")):
        latest = today() if field in {"entry_date", "birth_date"} else None
        day = typed_dates.read_date(plain, today(), latest=latest)
        return Reading(day, problem_of(field, day) if day else typed_dates.not_a_date())
    return Reading(plain, problem_of(field, plain))


def choices(field: str) -> tuple[str, ...]:
    """Return the only values a field may have, as people write them; none when any text will do."""
    codes = _ALLOWED.get(field, ())
    return tuple(field_labels.value_in_words("", field, code) for code in codes)


_ALLOWED = {"contract_type": constants.CONTRACT_TYPES, "current_status": constants.STATUSES}


def _code(label: Callable[[str], str], codes: tuple[str, ...], text: str) -> str | None:
    wanted = fold(text)
    return next((code for code in codes if wanted in {fold(code), fold(label(code))}), None)


_CODES: Mapping[str, Callable[[str], str | None]] = {
    "contract_type": partial(_code, labels.contract_label, constants.CONTRACT_TYPES),
    "current_status": partial(_code, labels.status_label, constants.STATUSES),
}


def _not_allowed(field: str, text: str) -> str:
    return _("“{value}” is not allowed here. Allowed: {allowed}.").format(
        value=text[:40], allowed=", ".join(choices(field))
    )
