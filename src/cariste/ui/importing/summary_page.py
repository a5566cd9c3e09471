"""Last step: what was done, and what is left to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.exchange.plan import ADDED, CACES, MEDICAL_VISITS, TRAININGS, UPDATED, Note, Plan
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Card, muted
from cariste.ui.widgets.stat_row import StatRow


class SummaryPage(QWidget):
    """Figures, and buttons for the rows to check or refused, and for possible duplicates.

    Attributes:
        rows_wanted: The rows of some notes are to be written to a workbook; carries the notes.
    """

    rows_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stats = StatRow(theme)
        self.words = muted()
        self.to_check_button = FlatButton(_("Save the rows to check…"), theme)
        self.rejected_button = FlatButton(_("Save the rejected rows…"), theme)
        self.duplicates_button = FlatButton("", theme)
        card = Card(theme, _("Imported"))
        card.column.addWidget(self.stats)
        card.column.addSpacing(GRID)
        card.column.addWidget(self.words)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.to_check_button)
        buttons.addWidget(self.rejected_button)
        buttons.addWidget(self.duplicates_button)
        buttons.addStretch()
        card.column.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        self.duplicates_button.hide()
        self._to_check: Sequence[Note] = ()
        self._rejected: Sequence[Note] = ()
        self.to_check_button.clicked.connect(lambda: self.rows_wanted.emit(self._to_check))
        self.rejected_button.clicked.connect(lambda: self.rows_wanted.emit(self._rejected))

    def show_plan(self, plan: Plan) -> None:
        """Say what was imported: the plan without what was unticked."""
        self._to_check, self._rejected = plan.to_check, plan.rejected
        records = plan.record_counts()
        self.stats.show_numbers(
            (_("employees added"), plan.count(ADDED)),
            (_("changed"), plan.count(UPDATED)),
            (_("CACES"), records[CACES]),
            (_("visits"), records[MEDICAL_VISITS]),
            (_("trainings"), records[TRAININGS]),
        )
        checks, left = _rows(plan.to_check), _rows(plan.rejected)
        self.to_check_button.setVisible(bool(checks))
        self.rejected_button.setVisible(bool(left))
        lines = [
            ngettext(
                "{n} row is to be checked: save it, it is not shown again.",
                "{n} rows are to be checked: save them, they are not shown again.",
                checks,
            ).format(n=format_number(checks))
            if checks
            else "",
            ngettext(
                "{n} row has a cell that was rejected: save it, correct it there and import it.",
                "{n} rows have cells that were rejected: save them, correct them there and import them.",
                left,
            ).format(n=format_number(left))
            if left
            else "",
            _("One undo (Ctrl+Z) takes all of it back."),
        ]
        self.words.setText("\n".join(filter(None, lines)))

    def offer_duplicates(self, pairs: int) -> None:
        """Offer to look at people who may have been recorded before under a name written otherwise."""
        words = ngettext("{n} possible duplicate…", "{n} possible duplicates…", pairs)
        self.duplicates_button.setText(words.format(n=format_number(pairs)))
        self.duplicates_button.setVisible(bool(pairs))


def _rows(notes: Sequence[Note]) -> int:
    return len({(note.sheet, note.row) for note in notes if note.row})
