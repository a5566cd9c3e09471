"""The search field: a keystroke searches, Esc clears, Down goes to what was found."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cariste.core.i18n import _
from cariste.ui.theme import icons
from cariste.ui.theme.theme import GRID, Theme

RADIUS = 6
_ICON = 16


class SearchBox(QLineEdit):
    """A rounded field with a magnifying glass.

    Attributes:
        left_downwards: Down or Enter was pressed: whoever shows the results takes the keyboard.
    """

    left_downwards = Signal()

    def __init__(self, hint: str, shortcut: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hint, self._shortcut = hint, shortcut
        self.setFrame(False)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.setTextMargins(_ICON + 2 * GRID, 0, GRID, 0)
        theme.changed.connect(self._dress)
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears, or does what it does elsewhere when there is nothing to clear."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for: half of a word would help nobody."""
        super().resizeEvent(event)
        room = self.width() - _ICON - 5 * GRID
        hints = (f"{self._hint}   {self._shortcut}", self._hint, _("Search…"))
        fits = (hint for hint in hints if self.fontMetrics().horizontalAdvance(hint) <= room)
        self.setPlaceholderText(next(fits, ""))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw field, glass and focus, then the text."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.accent, 2) if self.hasFocus() else QPen(tokens.border, 1))
        painter.setBrush(tokens.base)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        glass = icons.pixmap("search", tokens.muted, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(GRID + 2, (self.height() - _ICON) // 2, glass)
        painter.end()
        super().paintEvent(event)

    def _dress(self) -> None:
        colours = QPalette(self.palette())
        colours.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        colours.setColor(QPalette.ColorRole.Text, self._theme.tokens.text)
        colours.setColor(QPalette.ColorRole.PlaceholderText, self._theme.tokens.muted)
        self.setPalette(colours)
        self.setFixedHeight(button_height(self))


def button_height(widget: QWidget) -> int:
    """Return the height shared by the fields and buttons of a page's first line."""
    return max(4 * GRID, widget.fontMetrics().height() + 2 * GRID)
