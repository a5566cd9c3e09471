"""A few lines to type in; Tab goes on to the next field, Ctrl+Enter does what Enter does elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.fields import draw_field
from cariste.ui.widgets.scroll_bar import slim_scroll_bars

_LINES = 3


class TextArea(QPlainTextEdit):
    """Three lines high; it scrolls when there are more."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        slim_scroll_bars(self, theme)
        self.setViewportMargins(GRID - 2, GRID // 2, GRID // 2, GRID // 2)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 3 * GRID)
        theme.changed.connect(self._dress)
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the form."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Draw the field under the text."""
        if event.type() == QEvent.Type.Paint:
            painter = QPainter(self)
            draw_field(painter, self, self._theme)
            painter.end()
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Likewise."""
        super().focusOutEvent(event)
        self.update()

    def _dress(self) -> None:
        colours = QPalette()
        colours.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(colours)
        self.viewport().update()
