"""A line at the bottom of the window that tells what was just done, and goes away by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from cariste.ui.theme.icons import pixmap
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.chip import BLUE, GREEN, ORANGE, SIGNS, colour
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import ElidedLabel, progress_bar

SHORT, LONG = 8_000, 20_000
"""Milliseconds: to read what was done, and to read why something could not be done."""
HAS_A_BAR = "hasBar"
"""Property of a dialog that says by itself how far what it does is."""
_RADIUS = 8
_SIGN_SIZE = 14
_ABOVE = 3 * GRID
_BAR_WIDTH = 12 * GRID


class PassingNotice(QWidget):
    """Lies over the window and moves nothing in it; what it says is spoken by screen readers.

    It stays while the mouse is on it. Its button is for the mouse: the keys written on it work everywhere.

    Attributes:
        bar: How far it is, while something is waited for whose end is known.
        button: What can be done about it.
    """

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._tone = GREEN
        self._act: Callable[[], object] | None = None
        self._sign = QLabel()
        self._words = ElidedLabel()
        self.bar = progress_bar(theme)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.button = FlatButton("", theme)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._clicked)
        line = QHBoxLayout(self)
        line.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        line.setSpacing(GRID)
        line.addWidget(self._sign)
        line.addWidget(self.bar)
        line.addWidget(self._words, 1)
        line.addSpacing(GRID)
        line.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        theme.changed.connect(self._dress)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now, empty while nothing is."""
        return "" if self.isHidden() else self._words.text()

    def say(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Tell what was done, with a button."""
        self._show(GREEN, text, action, act, SHORT)

    def warn(self, text: str) -> None:
        """Tell why something could not be done; it stays longer."""
        self._show(ORANGE, text, "", None, LONG)

    def wait(
        self, text: str, action: str, act: Callable[[], object], *, done: int = 0, total: int = 0
    ) -> None:
        """Tell how far something is, as often as there is news, until it is hidden; spoken once.

        Args:
            text: In words.
            action: What stands on the button.
            act: What the button does.
            done: How much of it is done.
            total: How much there is; with 0, for unknown, there is no bar.
        """
        if not self.text or self._tone != BLUE:
            # Nothing else can be pressed while a form is being recorded: Tab leads here.
            self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._show(BLUE, text, action, act, LONG)
        self._timer.stop()
        self._words.setText(text)
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))
        self.bar.setAccessibleName(text)
        self.bar.setVisible(bool(total))
        self._place()

    def _show(self, tone: str, text: str, action: str, act: Callable[[], object] | None, stay: int) -> None:
        self._tone, self._act = tone, act
        self._words.setText(text)
        self.bar.hide()
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.setAccessibleName(text)
        self._dress()
        self.show()
        self._place()
        self.raise_()
        self._timer.start(stay)
        QAccessible.updateAccessibility(
            QAccessibleAnnouncementEvent(self, ". ".join(filter(None, (text, action))))
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while somebody reads."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go away a little later."""
        super().leaveEvent(event)
        self._timer.start(SHORT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the sheet, in the colour of what is told."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(tokens.base)
        painter.setPen(QPen(colour(tokens, self._tone), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)

    def _place(self) -> None:
        room = self._window.rect().adjusted(_ABOVE, 0, -_ABOVE, -_ABOVE)
        # The words have no least width, as they may be cut: asked for in full, as far as there is room.
        full = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 2
        spare = self.sizeHint().width() - self._words.sizeHint().width()
        self.resize(min(room.width(), full + spare), self.sizeHint().height())
        self.move(room.center().x() - self.width() // 2, room.bottom() - self.height())

    def _clicked(self) -> None:
        act = self._act
        self.hide()
        if act is not None:
            act()

    def _dress(self) -> None:
        tokens = self._theme.tokens
        shape = pixmap(SIGNS[self._tone], colour(tokens, self._tone), _SIGN_SIZE, self.devicePixelRatioF())
        self._sign.setPixmap(shape)
        self.update()
