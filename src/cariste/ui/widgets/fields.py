"""Fields of a form: as high as the buttons, with an edge one can see in both schemes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from cariste.ui.theme.icons import pixmap
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.search_box import RADIUS, button_height

WRONG = "wrong"
"""Property of a field whose content is not accepted; words beside it say why."""
_CHEVRON = 14
_SIDE = 10


class TextField(QLineEdit):
    """One line to type in."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setFrame(False)
        self.setTextMargins(_SIDE, 0, _SIDE, 0)
        theme.changed.connect(self._dress)
        self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and the focus, then the text."""
        painter = QPainter(self)
        draw_field(painter, self, self._theme)
        painter.end()
        super().paintEvent(event)

    def _dress(self) -> None:
        # Transparent, so that Qt does not paint its square over the rounded field.
        colours = QPalette()
        colours.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(colours)
        self.setMinimumHeight(button_height(self))


class ChoiceField(QComboBox):
    """One of a few values, each with its words.

    Args:
        choices: Words and value of each line.
        chosen: The value shown first.
    """

    def __init__(
        self,
        theme: Theme,
        choices: Sequence[tuple[str, object]],
        chosen: object,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.offer(choices, chosen)

    def offer(self, choices: Sequence[tuple[str, object]], chosen: object) -> None:
        """Offer other values; the first one is shown when the chosen one is not among them."""
        values = [value for _words, value in choices]
        if [self.itemData(place) for place in range(self.count())] != values:
            self.clear()
            for words, value in choices:
                self.addItem(words, value)
        self.setCurrentIndex(values.index(chosen) if chosen in values else 0)

    def sizeHint(self) -> QSize:
        """Return the height of a button."""
        return QSize(super().sizeHint().width() + 2 * _SIDE, button_height(self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field, the words and the chevron."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        draw_field(painter, self, self._theme)
        painter.setPen(tokens.text if self.isEnabled() else tokens.muted)
        words = self.rect().adjusted(_SIDE + 2, 0, -_SIDE - _CHEVRON - GRID, 0)
        shown = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        chevron = pixmap("chevron-down", tokens.muted, _CHEVRON, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - _SIDE - _CHEVRON, (self.height() - _CHEVRON) // 2, chevron)


def draw_field(painter: QPainter, widget: QWidget, theme: Theme) -> None:
    """Draw the ground and the edge of a field: in the accent when it has the focus, red while `WRONG`."""
    tokens = theme.tokens
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = tokens.red if widget.property(WRONG) else tokens.accent if widget.hasFocus() else tokens.border
    painter.setPen(QPen(edge, 2 if widget.hasFocus() else 1))
    painter.setBrush(tokens.base if widget.isEnabled() else tokens.window)
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)


def field_label(text: str, field: QWidget) -> QLabel:
    """Return the words beside a field, level with it; Alt and the marked letter lead to the field."""
    label = QLabel(text)
    label.setBuddy(field)
    label.setMinimumHeight(button_height(field))
    return label
