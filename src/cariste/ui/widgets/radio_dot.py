"""One of several choices, with a ring one can see in both schemes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QWidget

from cariste.ui.theme.theme import GRID, Theme

_RING = 16
_DOT = 8
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
INDENT = _RING + GRID
"""Where the words begin, in device-independent pixels."""


class RadioDot(QRadioButton):
    """Words with a ring before them; the chosen one has a dot. Words that do not fit end with « … »."""

    def __init__(self, words: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self.setAccessibleName(words)
        self.setToolTip(words)
        theme.changed.connect(self.update)

    @property
    def words(self) -> str:
        """What is written."""
        return self._words

    def sizeHint(self) -> QSize:
        """Return the room for the ring and the words."""
        metrics = self.fontMetrics()
        return QSize(
            INDENT + metrics.horizontalAdvance(self._words) + GRID, max(_RING, metrics.height()) + GRID // 2
        )

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few letters before anything is pushed out of the window."""
        least = INDENT + self.fontMetrics().averageCharWidth() * 5
        return QSize(min(least, self.sizeHint().width()), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with the arrow keys, also while nothing is chosen yet: Qt then only moves the focus."""
        super().keyPressEvent(event)
        reached = self.window().focusWidget()
        if event.key() in _ARROWS and isinstance(reached, RadioDot) and reached.group() is self.group():
            reached.setChecked(True)

    def hitButton(self, _position: object) -> bool:  # noqa: N802 - Qt's name
        """Take a click on the words as one on the ring."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ring, dot and words."""
        tokens, chosen, enabled = self._theme.tokens, self.isChecked(), self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(1, (self.height() - _RING) / 2, _RING, _RING).adjusted(0.5, 0.5, -0.5, -0.5)
        lively = enabled and (self.hasFocus() or self.underMouse() or chosen)
        painter.setPen(QPen(tokens.accent if lively else tokens.border, 2 if self.hasFocus() else 1))
        painter.setBrush(tokens.base if enabled else tokens.window)
        painter.drawEllipse(ring)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent if enabled else tokens.muted)
            painter.drawEllipse(ring.center(), _DOT / 2, _DOT / 2)
        painter.setPen(tokens.text if enabled else tokens.muted)
        room = self.rect().adjusted(INDENT, 0, 0, 0)
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
