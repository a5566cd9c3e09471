"""Rows of a file that may be about somebody already known, as rows of a table."""

from __future__ import annotations

from collections.abc import Callable

from cariste.core.i18n import _
from cariste.exchange.questions import PersonQuestion
from cariste.ui.models.table import Column, Look


def people_question_columns(answer: Callable[[PersonQuestion], str]) -> list[Column[PersonQuestion]]:
    """Return the columns: which row, whom it names, what is doubtful, and the answer as it stands."""
    return [
        Column(
            lambda: _("Row"),
            lambda question: _("{sheet}, {row}").format(sheet=question.sheet, row=question.row),
            key=lambda question: (question.sheet, question.row),
            sample="SUIVI CACES, 123",
            look=Look.QUIET,
        ),
        Column(
            lambda: _("In the file"),
            lambda question: question.name,
            sample="Fictif-Témoin Jean-Éric · 00123",
            look=Look.STRONG,
            tooltip=lambda question: question.name,
        ),
        Column(
            lambda: _("Doubt"),
            lambda question: question.reason,
            sample="m" * 26,
            tooltip=lambda question: question.reason,
        ),
        Column(lambda: _("It is"), answer, sample="m" * 26, tooltip=answer),
    ]
