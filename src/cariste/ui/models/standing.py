"""What one person may drive, as the chips of the header."""

from __future__ import annotations

import datetime as dt

from cariste.authorisation.labels import (
    advised_in_words,
    allowed_in_words,
    reason_in_words,
    refused_in_words,
    review_in_words,
)
from cariste.authorisation.standing import Concerned, Standing
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee.labels import CACES, full_subject
from cariste.ui.widgets.chip import GREEN, ORANGE, RED
from cariste.ui.widgets.chip_flow import FlowingChip


def standing_chips(standing: Standing) -> list[FlowingChip]:
    """Return the chips: what the person may drive first, then what not and why."""
    chips = []
    words = allowed_in_words(standing)
    if words:
        kinds = [_until(one.kind, one.until) for one in standing.allowed if not one.advised]
        chips.append(FlowingChip(words, GREEN, "\n".join(kinds)))
    for concerned, line in zip(standing.to_review, review_in_words(standing), strict=True):
        chips.append(FlowingChip(line, ORANGE, _told(concerned)))
    advised = [one for one in standing.allowed if one.advised]
    for one, line in zip(advised, advised_in_words(standing), strict=True):
        chips.append(FlowingChip(line, ORANGE, "\n".join(map(reason_in_words, one.remarks))))
    for refused, line in zip(standing.refused, refused_in_words(standing), strict=True):
        chips.append(FlowingChip(line, RED, _told(refused)))
    return chips


def _told(one: Concerned) -> str:
    named = ", ".join(map(_in_full, one.kinds))
    return f"{named}\n{reason_in_words(one.reason)}"


def _in_full(kind: str) -> str:
    return full_subject(CACES, kind)


def _until(kind: str, until: dt.date | None) -> str:
    if until is None:
        return _in_full(kind)
    return _("{kind} until {day}").format(kind=_in_full(kind), day=format_date(until))
