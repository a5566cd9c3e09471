"""The field that lies over a cell while one types in it, and the words under it when that cannot stay."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QWidget

from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.cells import PADDING
from cariste.ui.widgets.parts import colour_words

_LONGEST = 20_000
"""Letters taken in; whatever may be stored is far shorter, and is refused with its reason."""
_MOVES = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


class CellEditor(QLineEdit):
    """Types over one cell. Qt's own editors close whenever a model is reset, and ours is with each refresh.

    Attributes:
        row_id: Whose cell it is.
        column: Which one.
        finished: The user is done; carries how many rows down and columns right to go, and whether the
            text is meant for every selected row (Ctrl+Enter).
        cancelled: Esc: what was typed is given up.
        left: The focus went elsewhere.
    """

    finished = Signal(int, int, bool)
    cancelled = Signal()
    left = Signal()

    def __init__(self, row_id: Hashable, column: int, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.row_id, self.column = row_id, column
        self._theme = theme
        self._reason = CellReason(theme, parent)
        self.setMaxLength(_LONGEST)
        self.setFrame(False)
        self.setTextMargins(PADDING - 2, 0, PADDING - 2, 0)
        self.setAutoFillBackground(True)

    @property
    def reason(self) -> str:
        """Why the text cannot stay, empty while nothing is known against it."""
        return self._reason.text()

    def offer(self, choices: Sequence[str]) -> None:
        """Complete what is typed from these texts, as spreadsheets do."""
        if choices:
            completer = QCompleter(list(choices), self)
            completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self.setCompleter(completer)

    def begin_with(self, text: str) -> None:
        """Type over what is there; the first letters came before the field did."""
        self.clear()
        self.insert(text)
        if self.completer() is not None:
            self.completer().setCompletionPrefix(text)

    def lie_over(self, area: QRect) -> None:
        """Cover a cell, given in the coordinates of the parent."""
        self.setGeometry(area.adjusted(0, 0, 0, -1))
        self._reason.stand_by(area)

    def refuse(self, reason: str) -> None:
        """Say why the text cannot stay; an empty reason takes it back."""
        self._reason.say(reason, self.geometry())
        self.setAccessibleDescription(reason)
        self.update()

    def be_away(self, *, away: bool) -> None:
        """Hide, with the words under it, or come back."""
        self.setVisible(not away)
        self._reason.setVisible(bool(self.reason) and not away)

    def close_for_good(self) -> None:
        """Go, with the words under it."""
        self.blockSignals(True)
        self._reason.deleteLater()
        self._reason.hide()
        self.hide()
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        """Take Tab, which Qt would use to leave the table."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Finish and go on, or give up; the rest is typing."""
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _MOVES:
            down, right = _MOVES[Qt.Key(key)]
            if shift and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                down = -down
            everywhere = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and down == 1
            self.finished.emit(0 if everywhere else down, right, everywhere)
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
            self.refuse("")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus went elsewhere in this window."""
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        ):
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, then the edge."""
        super().paintEvent(event)
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setPen(QPen(tokens.red if self.reason else tokens.accent, 2))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))


class CellReason(QLabel):
    """Words under a cell, or above it where there is no room."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._room = theme, parent
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMargin(GRID)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def say(self, reason: str, cell: QRect) -> None:
        """Say something by a cell; an empty text takes it back."""
        self.setText(reason)
        self.setVisible(bool(reason))
        self.stand_by(cell)

    def _dress(self) -> None:
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Window, self._theme.tokens.red_on)
        self.setPalette(colours)
        colour_words(self, self._theme.tokens.red)

    def stand_by(self, cell: QRect) -> None:
        """Stand under a cell, inside the parent."""
        room = self._room.rect()
        asked = self.fontMetrics().horizontalAdvance(self.text()) + 3 * GRID
        width = min(max(cell.width(), min(asked, 40 * GRID)), room.width())
        height = self.heightForWidth(width)
        left = max(0, min(cell.left(), room.right() + 1 - width))
        under = cell.bottom() + 1
        top = under if under + height <= room.bottom() else max(0, cell.top() - height)
        self.setGeometry(left, top, width, height)
        self.raise_()
