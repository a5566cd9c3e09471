"""What an import asks to check or refuses, as rows of a table."""

from __future__ import annotations

from cariste.core.i18n import _
from cariste.exchange.plan import Note
from cariste.ui.models.table import Column, Look


def note_columns() -> list[Column[Note]]:
    """Return the columns: where in the file, what stands there, and why it is not taken as it is."""
    return [
        Column(lambda: _("Sheet"), lambda note: note.sheet, sample="SUIVI CACES", look=Look.QUIET),
        Column(
            lambda: _("Row"),
            lambda note: str(note.row) if note.row else "",
            key=lambda note: note.row,
            sample="1234",
            right=True,
        ),
        Column(
            lambda: _("Column"),
            lambda note: note.column,
            key=lambda note: (len(note.column), note.column),
            sample="AB",
        ),
        Column(
            lambda: _("Value"),
            lambda note: note.value_in_words,
            sample="R489 1-3-5 du 12/03",
            tooltip=lambda note: note.value_in_words,
        ),
        Column(
            lambda: _("Reason"), lambda note: note.reason, sample="m" * 40, tooltip=lambda note: note.reason
        ),
    ]
