"""Last step: what was done, and what is left to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.exchange.plan import ADDED, CACES, MEDICAL_VISITS, TRAININGS, UPDATED, Plan
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Card, muted
from cariste.ui.widgets.stat_row import StatRow


class SummaryPage(QWidget):
    """Figures, and buttons for the rows that were refused and for possible duplicates."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stats = StatRow(theme)
        self.words = muted()
        self.rejected_button = FlatButton(_("Save the rejected rows…"), theme)
        self.duplicates_button = FlatButton("", theme)
        card = Card(theme, _("Imported"))
        card.column.addWidget(self.stats)
        card.column.addSpacing(GRID)
        card.column.addWidget(self.words)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.rejected_button)
        buttons.addWidget(self.duplicates_button)
        buttons.addStretch()
        card.column.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        self.duplicates_button.hide()

    def show_plan(self, plan: Plan) -> None:
        """Say what was imported: the plan without what was unticked."""
        records = plan.record_counts()
        self.stats.show_numbers(
            (_("employees added"), plan.count(ADDED)),
            (_("changed"), plan.count(UPDATED)),
            (_("CACES"), records[CACES]),
            (_("visits"), records[MEDICAL_VISITS]),
            (_("trainings"), records[TRAININGS]),
        )
        left = len({(note.sheet, note.row) for note in plan.rejected if note.row})
        self.rejected_button.setVisible(bool(left))
        words = ngettext(
            "{n} row has a cell that was rejected: save it, correct it there and import it.",
            "{n} rows have cells that were rejected: save them, correct them there and import them.",
            left,
        ).format(n=format_number(left))
        undo = _("One undo (Ctrl+Z) takes all of it back.")
        self.words.setText(f"{words}\n{undo}" if left else undo)

    def offer_duplicates(self, pairs: int) -> None:
        """Offer to look at people who may have been recorded before under a name written otherwise."""
        words = ngettext("{n} possible duplicate…", "{n} possible duplicates…", pairs)
        self.duplicates_button.setText(words.format(n=format_number(pairs)))
        self.duplicates_button.setVisible(bool(pairs))
