"""Titles, secondary texts, cards and notices, alike on every page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from cariste.ui.theme.icons import pixmap
from cariste.ui.theme.theme import GRID, Theme

_RADIUS = 8
_SIGN_SIZE = 14


def heading(text: str, theme: Theme) -> QLabel:
    """Return the title of a page."""
    label = QLabel(text)
    label.setFont(theme.font(1.6, QFont.Weight.DemiBold))
    return label


def subheading(text: str, theme: Theme) -> QLabel:
    """Return the title of a card."""
    label = QLabel(text)
    label.setFont(theme.font(1.05, QFont.Weight.DemiBold))
    return label


def muted(text: str = "") -> QLabel:
    """Return a secondary text that wraps."""
    label = QLabel(text)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def progress_bar(theme: Theme) -> QProgressBar:
    """Return a bar; until it is told otherwise, for work of which nobody knows how long it takes."""
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setFixedHeight(GRID)
    bar.setTextVisible(False)
    colours = bar.palette()
    colours.setColor(QPalette.ColorRole.Highlight, theme.tokens.accent)
    bar.setPalette(colours)
    return bar


def colour_words(label: QLabel, colour: QColor) -> None:
    """Write a label in this colour."""
    colours = label.palette()
    colours.setColor(QPalette.ColorRole.WindowText, colour)
    label.setPalette(colours)
    # Said explicitly: on a ground of its own Qt would take another role.
    label.setForegroundRole(QPalette.ColorRole.WindowText)


class ElidedLabel(QLabel):
    """One line that gives way: what does not fit is shown in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        """Shrink as far as needed."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        fits = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if fits == self.text() else self.text())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fits)


def muted_line(text: str) -> ElidedLabel:
    """Return a secondary text beside a title: one line, whatever the room."""
    label = ElidedLabel()
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setText(text)
    return label


class CopyableLine(QLabel):
    """One line to select and copy; what does not fit is shown in the tooltip.

    Attributes:
        whole: All of the text, whatever fits.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def say(self, text: str) -> None:
        """Show a text."""
        self.whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the room of the whole text."""
        # Two more than the letters take, for rounding.
        return QSize(self.fontMetrics().horizontalAdvance(self.whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few letters."""
        return QSize(min(12 * GRID, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self.whole else self.whole)
        self.setText(shown)


class Card(QWidget):
    """A rounded sheet on the window's ground; put things into `column`."""

    def __init__(self, theme: Theme, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self.update)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        self.column.setSpacing(GRID)
        if title:
            self.column.addWidget(subheading(title, theme))
            self.column.addSpacing(GRID // 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the sheet and its hairline."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(tokens.base)
        painter.setPen(QPen(tokens.line, 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)


class Notice(QWidget):
    """What is wrong, in words, beside what it is about; takes no room when all is well."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 2 + _SIGN_SIZE + GRID // 2, GRID, GRID * 2, GRID)
        column.addWidget(self._label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def text(self) -> str:
        """What is said now."""
        return self._label.text()

    def say(self, text: str) -> None:
        """Say what is wrong; an empty text takes it away."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tint and the cross."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.red_on)
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        sign = pixmap("cross", tokens.red, _SIGN_SIZE, self.devicePixelRatioF())
        painter.drawPixmap(GRID + GRID // 2, (self.height() - _SIGN_SIZE) // 2, sign)

    def _dress(self) -> None:
        colour_words(self._label, self._theme.tokens.red)
        self.update()
