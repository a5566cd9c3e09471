"""One of two values to choose between: the whole cell is the button, and long values wrap."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.theme.tokens import mix
from cariste.ui.widgets.search_box import RADIUS

_RING = 14
_SIDE = 10


class ValueButton(QRadioButton):
    """A radio button as large as its cell.

    Attributes:
        words: The value.
    """

    def __init__(self, theme: Theme, words: str, spoken: str, parent: QWidget | None = None) -> None:
        """Show a value; `spoken` says it with the name of the field."""
        super().__init__(parent)
        self._theme = theme
        self.words = words
        self.setAccessibleName(spoken)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802 - Qt's name
        """Take a click anywhere in the cell."""
        return self.rect().contains(position)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Long values take more lines."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the height of the value in a column of this width."""
        return max(self._lines(width)[1], _RING) + 2 * GRID

    def sizeHint(self) -> QSize:
        """Return the size on one line, if that is not too long."""
        width = min(self.fontMetrics().horizontalAdvance(self.words), 40 * GRID) + self._left() + _SIDE + 2
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return room for a short word."""
        return QSize(self._left() + 6 * GRID, _RING + 2 * GRID)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw cell, ring and value."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, enabled = self.isChecked(), self.isEnabled()
        under = tokens.selection if chosen else tokens.base
        if self.underMouse() and enabled:
            under = mix(under, tokens.text, 0.05)
        painter.setBrush(under)
        painter.setPen(QPen(tokens.accent, 2) if self.hasFocus() else QPen(tokens.border, 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        ring = QRectF(_SIDE, self.height() / 2 - _RING / 2, _RING, _RING)
        faded = mix(tokens.muted, tokens.window, 0.25)
        painter.setPen(QPen((tokens.accent if chosen else tokens.muted) if enabled else faded, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        if chosen:
            painter.setBrush(tokens.accent if enabled else faded)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(ring.adjusted(4, 4, -4, -4))
        painter.setPen(tokens.text if enabled else tokens.muted)
        room = self.rect().adjusted(self._left(), 0, -_SIDE, 0)
        flags = self._lines(self.width())[0] | int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(room, flags, self.words)

    def _lines(self, width: int) -> tuple[int, int]:
        """Return how the value breaks in a column of this width, and how high it is then."""
        room = QRect(0, 0, max(1, width - self._left() - _SIDE), 100_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        needed = self.fontMetrics().boundingRect(room, flags, self.words)
        if needed.width() > room.width():  # one word is longer than the line
            flags = int(Qt.TextFlag.TextWrapAnywhere)
            needed = self.fontMetrics().boundingRect(room, flags, self.words)
        return flags, needed.height()

    def _left(self) -> int:
        return _SIDE + _RING + GRID
