"""Buttons as the pages wear them: rounded, quiet, and the one that leads on in the accent colour."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from cariste.ui.theme import icons
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.theme.tokens import mix
from cariste.ui.widgets.search_box import RADIUS, button_height

_CHEVRON = 14
_SIDE = 12


class FlatButton(QPushButton):
    """A rounded button; with a menu it carries a chevron.

    Attributes:
        highlighted: Draws attention: what it does is in force.
        tail: Stands after the text and stays whole when there is little room for it.
    """

    def __init__(
        self, text: str, theme: Theme, *, leads: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._leads = leads
        self.highlighted = False
        self.tail = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the room for the text and the chevron."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._words() + self._after()) + 2 * _SIDE + 2
        return QSize(width + (_CHEVRON + GRID // 2 if self.menu() else 0), button_height(self))

    def minimumSizeHint(self) -> QSize:
        """Shrink to about six letters and the tail before anything is pushed out of the window."""
        metrics = self.fontMetrics()
        least = metrics.averageCharWidth() * 6 + metrics.horizontalAdvance(self._after())
        least += 2 * _SIDE + _CHEVRON
        return QSize(min(least, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button."""
        tokens = self._theme.tokens
        under = tokens.accent if self._leads else tokens.selection if self.highlighted else tokens.base
        if not self.isEnabled():
            under = tokens.window
        elif self.isDown():
            under = mix(under, tokens.text, 0.12)
        elif self.underMouse():
            under = mix(under, tokens.text, 0.05)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = tokens.accent if self._leads and self.isEnabled() else tokens.border
        painter.setPen(QPen(edge if self.isEnabled() else tokens.line, 1))
        painter.setBrush(under)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(tokens.text if self._leads else tokens.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, RADIUS, RADIUS)
        self._draw_words(painter)

    def _draw_words(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        words = tokens.accent_text if self._leads else tokens.text
        if not self.isEnabled():
            words = mix(tokens.muted, tokens.window, 0.25)
        painter.setPen(words)
        room = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        if self.menu() is not None:
            chevron = icons.pixmap("chevron-down", words, _CHEVRON, self.devicePixelRatioF())
            painter.drawPixmap(room.right() - _CHEVRON + 3, room.center().y() - _CHEVRON // 2 + 1, chevron)
            room = QRect(room.left(), room.top(), room.width() - _CHEVRON, room.height())
        metrics, after = self.fontMetrics(), self._after()
        width = room.width() + 2 - metrics.horizontalAdvance(after)
        shown = metrics.elidedText(self._words(), Qt.TextElideMode.ElideRight, width) + after
        side = Qt.AlignmentFlag.AlignLeft if self.menu() is not None else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(room.adjusted(0, 0, 2, 0), side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _words(self) -> str:
        # Two ampersands are one that is no shortcut.
        return self.text().replace("&&", "&")

    def _after(self) -> str:
        return f"  {self.tail}" if self.tail else ""
