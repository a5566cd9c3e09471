"""A table as it is shown, as a list to write to a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from cariste.core.text import fold
from cariste.employee.constants import EXPIRED, VALID, WARNING
from cariste.exchange.lists import ExportedList, Heading
from cariste.ui.models.table import Column, Look
from cariste.ui.widgets.chip import BLUE, GREEN, ORANGE, RED

_SEVERITIES = {RED: EXPIRED, ORANGE: WARNING, BLUE: "info", GREEN: VALID}
_PIXELS_PER_LETTER = 7
_LEAST_WIDTH, _MOST_WIDTH = 8, 60


class Shown(NamedTuple):
    """What a table shows now, taken down so that it can be written in the background.

    Attributes:
        widths: Of the columns, in device-independent pixels.
    """

    title: str
    columns: Sequence[Column[Any]]
    widths: Sequence[int]
    rows: Sequence[Any]


def as_list(shown: Shown) -> ExportedList:
    """Return the rows as they are filtered and sorted, with the columns that are not hidden."""
    signed = next((column for column in shown.columns if column.look is Look.CHIP), None)
    headings = tuple(
        Heading(
            fold(column.title()).replace(" ", "_"),
            column.title(),
            min(max(width // _PIXELS_PER_LETTER, _LEAST_WIDTH), _MOST_WIDTH),
            signed=column is signed,
        )
        for column, width in zip(shown.columns, shown.widths, strict=True)
    )
    values = [column.value or column.text for column in shown.columns]
    rows = [tuple(value(row) for value in values) for row in shown.rows]
    tone = signed.tone if signed is not None else None
    severities = [_SEVERITIES.get((tone(row) if tone else None) or "") for row in shown.rows]
    return ExportedList(fold(shown.title).replace(" ", "_"), shown.title, headings, rows, severities)
