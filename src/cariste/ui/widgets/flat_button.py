"""Buttons as the pages wear them: rounded, quiet, and the one that leads on in the accent colour."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from cariste.ui.theme import icons
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.theme.tokens import mix
from cariste.ui.widgets.letters import deal_soon
from cariste.ui.widgets.search_box import RADIUS, button_height

_CHEVRON = 14
_SIDE, _LEAST_SIDE = 12, 5


class FlatButton(QPushButton):
    """A rounded button; with a menu it carries a chevron.

    Attributes:
        highlighted: Draws attention: what it does is in force.
        tail: Stands after the text, where there is room for both.
        letter: Presses it, with Alt; empty for none.
        says_value: Its text is the value in force and no name of what it does: it takes no letter.
    """

    says_value = False

    def __init__(
        self, text: str, theme: Theme, *, leads: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._leads = leads
        self.highlighted = False
        self.tail = self.letter = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    @property
    def words(self) -> str:
        """What stands on it."""
        # Two ampersands are one that is no shortcut.
        return self.text().replace("&&", "&")

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Say something else; the letter may no longer be in it."""
        if text != self.text():
            super().setText(text)
            self.letter = ""
            if self.isVisible():
                deal_soon(self.window(), FlatButton)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for a letter."""
        super().showEvent(event)
        deal_soon(self.window(), FlatButton)

    def takes_letter(self) -> bool:
        """Tell whether Alt and a letter shall press it: it has no other keys and says what it does."""
        has_other_keys = not self.letter and not self.shortcut().isEmpty()
        return not self.says_value and not has_other_keys

    def wear(self, letter: str) -> None:
        """Be pressed by Alt and this letter from now on; an empty one takes it away."""
        if letter != self.letter:
            self.letter = letter
            self.setShortcut(QKeySequence(f"Alt+{letter}" if letter else ""))
            self.update()

    def sizeHint(self) -> QSize:
        """Return the room for the text and the chevron."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.words + self._after()) + 2 * _SIDE + 2
        return QSize(width + (_CHEVRON + GRID // 2 if self.menu() else 0), button_height(self))

    def minimumSizeHint(self) -> QSize:
        """Shrink to about six letters before anything is pushed out of the window."""
        least = self.fontMetrics().averageCharWidth() * 6 + 2 * _SIDE + _CHEVRON
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
        metrics = self.fontMetrics()
        at_end = _CHEVRON + GRID // 2 if self.menu() is not None else 0
        # Where there is little room, the words take it from what is kept free around them.
        free = self.width() + 2 - metrics.horizontalAdvance(self.words) - at_end
        side = min(_SIDE, max(_LEAST_SIDE, free // 2))
        room = self.rect().adjusted(side, 0, -side, 0)
        if self.menu() is not None:
            chevron = icons.pixmap("chevron-down", words, _CHEVRON, self.devicePixelRatioF())
            painter.drawPixmap(room.right() - _CHEVRON + 3, room.center().y() - _CHEVRON // 2 + 1, chevron)
            room = QRect(room.left(), room.top(), room.width() - _CHEVRON, room.height())
        width = self.width() + 2 - 2 * side - at_end
        whole = self.words + self._after()
        if metrics.horizontalAdvance(whole) > width:
            whole = self.words
        shown = metrics.elidedText(whole, Qt.TextElideMode.ElideRight, width)
        where = Qt.AlignmentFlag.AlignLeft if self.menu() is not None else Qt.AlignmentFlag.AlignHCenter
        flags = where | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(room.adjusted(0, 0, 2, 0), flags, self._with_letter(shown))

    def _with_letter(self, shown: str) -> str:
        """Return the text with the letter marked as Qt wants it."""
        place = shown.upper().find(self.letter) if self.letter else -1
        start, rest = (shown, "") if place < 0 else (shown[:place], shown[place:])
        return f"{_plain(start)}&{_plain(rest)}" if rest else _plain(start)

    def _after(self) -> str:
        return f"  {self.tail}" if self.tail else ""


def _plain(text: str) -> str:
    return text.replace("&", "&&")
