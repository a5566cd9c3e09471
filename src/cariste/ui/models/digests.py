"""The mails to the managers as rows of a table."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.digest.digests import Digest
from cariste.digest.ledger import Outcome
from cariste.digest.words import counts, outcome_in_words
from cariste.ui.models.table import Column, Look

_TONES = {
    Outcome.SENT: "green",
    Outcome.ALREADY: "green",
    Outcome.REFUSED: "red",
    Outcome.NOT_SENT: "red",
    Outcome.UNCERTAIN: "orange",
}


class Line(NamedTuple):
    """One mail and what became of it.

    Attributes:
        digest: What it says, and to whom.
        outcome: What became of it on this day, None for nothing yet.
        at: When, None for nothing yet or on another PC.
        problem: Why it was not sent.
    """

    digest: Digest
    outcome: Outcome | None
    at: dt.datetime | None
    problem: str

    @property
    def open(self) -> bool:
        """Whether it can still be sent on this day."""
        return self.outcome in {None, Outcome.DRAFT, Outcome.REFUSED, Outcome.NOT_SENT}


def digest_columns() -> list[Column[Line]]:
    """Return the columns: to whom, about what, how much, and what became of it."""
    return [
        Column(
            lambda: _("Manager"),
            lambda line: line.digest.recipient,
            sample="responsable.quai@entrepot.example",
            least="responsable.quai",
            look=Look.STRONG,
            tooltip=lambda line: line.digest.recipient,
        ),
        Column(
            lambda: _("Work area"),
            lambda line: ", ".join(line.digest.workspaces),
            sample="Quai, Zone A",
            tooltip=lambda line: ", ".join(line.digest.workspaces),
        ),
        Column(
            lambda: _("Alerts"),
            lambda line: format_number(line.digest.counts.total),
            key=lambda line: line.digest.counts.total,
            sample="1 200",
            right=True,
            tooltip=lambda line: counts(line.digest.counts),
        ),
        Column(
            lambda: _("State"),
            _state,
            sample="peut-être envoyé à 14:02",
            least="envoyé à 14:02",
            tone=lambda line: _TONES.get(line.outcome) if line.outcome else None,
            tooltip=lambda line: line.problem or None,
        ),
    ]


def _state(line: Line) -> str:
    words = outcome_in_words(line.outcome)
    return _("{what} at {time}").format(what=words, time=f"{line.at:%H:%M}") if line.at else words
