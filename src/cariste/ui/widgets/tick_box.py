"""A box to tick, with an edge one can see in both schemes."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from cariste.ui.theme.icons import pixmap
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.theme.tokens import Tokens

BOX = 16
"""Its side, in device-independent pixels."""
_SIGN = 12
_RADIUS = 4
_LEAST_LETTERS = 8


def tick_area(room: QRect) -> QRectF:
    """Return where the box stands: at the left of a room, in the middle of its height."""
    return QRectF(room.left() + 1, room.top() + (room.height() - BOX) / 2, BOX, BOX)


def draw_tick(
    painter: QPainter,
    box: QRectF,
    tokens: Tokens,
    *,
    ticked: bool,
    partly: bool = False,
    enabled: bool = True,
    focus: int = 0,
) -> None:
    """Draw a box.

    Args:
        painter: Draws.
        box: Where, see `tick_area`.
        tokens: The colours.
        ticked: Whether it is.
        partly: Whether a part of what it stands for is.
        enabled: Whether it can be changed.
        focus: 2 with the keyboard, 1 under the mouse, 0 else.
    """
    full = ticked or partly
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = tokens.accent if enabled and (focus or full) else tokens.border
    painter.setPen(QPen(edge, 2 if focus > 1 else 1))
    ground = tokens.base if enabled else tokens.window
    painter.setBrush(tokens.accent if full and enabled else ground)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    if full:
        colour = tokens.accent_text if enabled else tokens.muted
        sign = pixmap("check" if ticked else "dash", colour, _SIGN, painter.device().devicePixelRatioF())
        inset = (BOX - _SIGN) / 2
        painter.drawPixmap(int(box.x() + inset), int(box.y() + inset), sign)
    painter.restore()


class TickBox(QCheckBox):
    """Words with a box before them."""

    def __init__(self, text: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the room for the box and the words."""
        metrics = self.fontMetrics()
        width = BOX + GRID + metrics.horizontalAdvance(self.text()) + GRID // 2
        return QSize(width, max(BOX, metrics.height()) + GRID // 2)

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few letters before anything is pushed out of the form."""
        least = BOX + GRID + _LEAST_LETTERS * self.fontMetrics().averageCharWidth()
        return QSize(min(least, self.sizeHint().width()), self.sizeHint().height())

    def hitButton(self, _position: object) -> bool:  # noqa: N802 - Qt's name
        """Take a click on the words as one on the box."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw box, tick and words."""
        tokens, ticked, enabled = self._theme.tokens, self.isChecked(), self.isEnabled()
        painter = QPainter(self)
        focus = 2 if self.hasFocus() else 1 if self.underMouse() else 0
        draw_tick(painter, tick_area(self.rect()), tokens, ticked=ticked, enabled=enabled, focus=focus)
        painter.setPen(tokens.text if enabled else tokens.muted)
        words = self.rect().adjusted(BOX + GRID, 0, 0, 0)
        fits = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fits)
