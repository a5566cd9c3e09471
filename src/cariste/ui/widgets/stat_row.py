"""Figures side by side: the number large, the word small."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cariste.core.wording import format_number
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.parts import muted


class StatRow(QWidget):
    """One column per figure.

    Attributes:
        figures: What is shown, by word.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.figures: dict[str, int] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3 * GRID)
        self._grid.setVerticalSpacing(2)

    def show_numbers(self, *figures: tuple[str, int]) -> None:
        """Show figures with their words."""
        self.figures = dict(figures)
        for place, (word, number) in enumerate(figures):
            large = QLabel(format_number(number))
            large.setFont(self._theme.font(1.5, QFont.Weight.DemiBold))
            large.setAccessibleName(f"{word}, {number}")
            small = muted(word)
            small.setWordWrap(False)
            for row, label in enumerate((large, small)):
                self._grid.addWidget(label, row, place, Qt.AlignmentFlag.AlignLeft)
        self._grid.setColumnStretch(len(figures), 1)
