"""Tabs as words with a line under the open one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QWidget

from cariste.ui.theme.theme import GRID, Theme

_UNDERLINE = 2
_LEAST_ROOM = GRID // 2 + 2
"""Around a word, both sides together."""


class FlatTabs(QTabBar):
    """The words above a stack of tables; arrow keys go from one to the next."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        theme.changed.connect(self.updateGeometry)

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of a word in bold, so that opening a tab moves nothing."""
        metrics = QFontMetrics(self._theme.font(weight=QFont.Weight.DemiBold))
        return QSize(metrics.horizontalAdvance(self.tabText(index)) + 3 * GRID, metrics.height() + 2 * GRID)

    def minimumTabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        """Give up the room around a word, and that for its bold, before anything of the word."""
        least = [self._least_width(place) for place in range(self.count())]
        # Where even that is too much for the line, all the words give way alike.
        share = min(1.0, self.width() / max(1, sum(least)))
        return QSize(int(least[index] * share), self.tabSizeHint(index).height())

    def _least_width(self, index: int) -> int:
        word = QFontMetrics(self._font_of(index)).horizontalAdvance(self.tabText(index))
        return word + _LEAST_ROOM

    def minimumSizeHint(self) -> QSize:
        """Shrink below that all the same, rather than push the window off a small screen."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setPen(tokens.line)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        for index in range(self.count()):
            area = self.tabRect(index)
            is_open = index == self.currentIndex()
            painter.setFont(self._font_of(index))
            painter.setPen(tokens.text if is_open else tokens.muted)
            # In a small window the words end with « … » rather than in the middle of a letter.
            room = area.width() - GRID // 2
            shown = painter.fontMetrics().elidedText(self.tabText(index), self.elideMode(), room)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)
            if is_open:
                line = area.adjusted(GRID, area.height() - _UNDERLINE, -GRID, 0)
                painter.fillRect(line, tokens.accent)
                if self.hasFocus():
                    painter.setPen(QPen(tokens.accent, 1))
                    painter.drawRoundedRect(area.adjusted(2, 2, -3, -5), 4, 4)

    def _font_of(self, index: int) -> QFont:
        is_open = index == self.currentIndex()
        return self._theme.font(weight=QFont.Weight.DemiBold if is_open else QFont.Weight.Normal)
