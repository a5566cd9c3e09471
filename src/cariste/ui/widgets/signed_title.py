"""The title of a list that is an answer: sign and colour, then how many there are."""

from __future__ import annotations

from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from cariste.core.wording import format_number
from cariste.ui.theme.icons import pixmap
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.chip import SIGNS, colour
from cariste.ui.widgets.parts import colour_words

_SIGN = 14


class SignedTitle(QWidget):
    """« ✓ Peuvent conduire 8 », in the colour of its sign."""

    def __init__(self, theme: Theme, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._tone = theme, tone
        self._sign, self._words, self._number = QLabel(), QLabel(), QLabel()
        self._number.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        for part in (self._sign, self._words, self._number):
            row.addWidget(part)
        row.addStretch()
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def text(self) -> str:
        """The words and the number."""
        return f"{self._words.text()}  {self._number.text()}"

    def say(self, words: str, number: int) -> None:
        """Show other words and another number."""
        self._words.setText(words)
        self._number.setText(format_number(number))
        self.setAccessibleName(self.text)

    def _dress(self) -> None:
        shade = colour(self._theme.tokens, self._tone)
        self._sign.setPixmap(pixmap(SIGNS[self._tone], shade, _SIGN, self.devicePixelRatioF()))
        self._words.setFont(self._theme.font(1.05, QFont.Weight.DemiBold))
        colour_words(self._words, shade)
