"""What an import would do, as rows of a table that can be ticked."""

from __future__ import annotations

from collections.abc import Callable

from cariste.core.i18n import _
from cariste.exchange.review import Line
from cariste.ui.models.table import PARTLY, TICKED, UNTICKED, Column, Look


def import_columns(tick: Callable[[Line], str]) -> list[Column[Line]]:
    """Return the columns of the review.

    Args:
        tick: Returns `TICKED`, `PARTLY`, `UNTICKED`, or nothing for a line without a box.
    """
    box = Column(lambda: "", tick, look=Look.TICK, spoken=lambda line: _spoken(tick(line)))
    return [box, *_who(), *_what()]


def _who() -> list[Column[Line]]:
    return [
        Column(
            lambda: _("Employee"),
            lambda line: line.name if line.leads else "",
            sample="Fictif-Témoin Jean-Éric",
            least="Fictif-Témoin",
            look=Look.STRONG,
            tooltip=lambda line: line.name,
            spoken=lambda line: line.name,
        ),
        Column(
            lambda: _("No."),
            lambda line: line.number if line.leads else "",
            sample="00123",
            least="00123",
            look=Look.QUIET,
        ),
    ]


def _what() -> list[Column[Line]]:
    return [
        Column(
            lambda: _("What"),
            lambda line: line.what,
            sample="m" * 15,
            least="CACES R489-1A",
            tone=lambda line: "muted" if line.leads else None,
            tooltip=lambda line: line.what,
        ),
        Column(
            lambda: _("Now"),
            lambda line: line.old,
            sample="m" * 7,
            look=Look.QUIET,
            tooltip=lambda line: line.old or None,
        ),
        Column(
            lambda: _("Will be"),
            lambda line: line.new or ("" if line.leads else _("(none)")),
            sample="m" * 32,
            tone=lambda line: "muted" if line.leads else None,
            tooltip=lambda line: line.new or None,
        ),
        Column(
            lambda: _("In the file"),
            lambda line: line.place,
            sample="SUIVI CACES, 123",
            look=Look.QUIET,
            tooltip=lambda line: line.place,
        ),
    ]


def _spoken(tick: str) -> str:
    words = {TICKED: _("ticked"), PARTLY: _("ticked in part"), UNTICKED: _("not ticked")}
    return words.get(tick, "")
