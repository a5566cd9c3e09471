"""Scroll bars that keep out of the way: a rounded handle without arrows, in both schemes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QStyle, QStyleOptionSlider

from cariste.ui.theme.theme import Theme
from cariste.ui.theme.tokens import mix

_THICKNESS = 12
_CLEAR = 3
_LENGTH = 48


class SlimScrollBar(QScrollBar):
    """Works like any other; only its looks differ."""

    def __init__(self, orientation: Qt.Orientation, theme: Theme) -> None:
        super().__init__(orientation)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        # The ground is whatever the bar stands on: a card, the dock, the window.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)

    def sizeHint(self) -> QSize:
        """Return a thin strip."""
        if self.orientation() == Qt.Orientation.Vertical:
            return QSize(_THICKNESS, _LENGTH)
        return QSize(_LENGTH, _THICKNESS)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the handle, darker under the mouse and while it is dragged."""
        tokens = self._theme.tokens
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ScrollBarSlider
        handle = self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        strong = self.isSliderDown() or self.underMouse()
        painter.setBrush(tokens.muted if strong else mix(tokens.border, tokens.base, 0.35))
        shape = QRectF(handle).adjusted(_CLEAR, _CLEAR, -_CLEAR, -_CLEAR)
        radius = min(shape.width(), shape.height()) / 2
        painter.drawRoundedRect(shape, radius, radius)


def slim_scroll_bars(area: QAbstractScrollArea, theme: Theme) -> None:
    """Give a list, a table or a page slim scroll bars."""
    area.setVerticalScrollBar(SlimScrollBar(Qt.Orientation.Vertical, theme))
    area.setHorizontalScrollBar(SlimScrollBar(Qt.Orientation.Horizontal, theme))
