"""The line at the top of the window: may I edit, who does, is my work safe."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.ui.theme.icons import pixmap
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import ElidedLabel, colour_words
from cariste.ui.widgets.status import Action, Status, opening

_SIGN_SIZE = 14
_WORD = 40 * GRID
"""Pixels of the headline that never give way: only the name of somebody is longer."""


class Banner(QWidget):
    """Shows a `Status`, and under it what is wrong with the settings, if anything.

    Attributes:
        action_requested: One of its buttons was pressed; carries the `Action`.
        details_requested: The button beside a problem of the settings was pressed.
    """

    action_requested = Signal(object)
    details_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._status = opening()
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._sign = QLabel()
        self._headline = ElidedLabel()
        self._detail = _secondary(ElidedLabel())
        self._saved = _secondary(ElidedLabel())
        # Two beside the words, one at the far right.
        self._buttons = [FlatButton("", theme) for _place in range(3)]
        for place, button in enumerate(self._buttons):
            # The words give way, not what can be done.
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self._request, place))
        self._tools = QHBoxLayout()
        self._problem_sign = QLabel()
        self._problem = ElidedLabel()
        self._details = FlatButton("", theme)
        self._details.clicked.connect(self.details_requested)
        self._problem_line = self._lay_out()
        self._problem_line.hide()
        theme.changed.connect(self._dress)
        self.show_status(self._status)

    def show_status(self, status: Status) -> None:
        """Say this from now on."""
        self._status = status
        # Qt remembers the hint of a text with the minimum in force: the word before must not leave its width.
        self._headline.setMinimumWidth(0)
        self._headline.setText(status.headline)
        self._detail.setText(status.detail)
        self._saved.setText(status.saved)
        for button, action in zip(self._buttons, self._actions, strict=True):
            button.setText(action.text if action is not None else "")
            button.setVisible(action is not None)
        self.setAccessibleName(_("State of this window"))
        self.setAccessibleDescription(" ".join(filter(None, (status.headline, status.detail, status.saved))))
        self._dress()
        self._headline.setMinimumWidth(min(self._headline.sizeHint().width(), _WORD))

    def add_tools(self, *tools: QWidget) -> None:
        """Put buttons that are there whatever the state at the far right."""
        for tool in tools:
            self._tools.addWidget(tool)

    def show_problem(self, message: str) -> None:
        """Say in a second line what is wrong with the settings; an empty message takes it away."""
        self._problem.setText(" ".join(message.split()))
        self._details.setText(_("Details"))
        self._problem_line.setVisible(bool(message))

    @property
    def status(self) -> Status:
        """What is shown now."""
        return self._status

    @property
    def _actions(self) -> tuple[Action | None, Action | None, Action | None]:
        beside = (*self._status.actions, None, None)
        return beside[0], beside[1], self._status.aside

    def _request(self, place: int, _checked: bool = False) -> None:
        if (action := self._actions[place]) is not None:
            self.action_requested.emit(action)

    @property
    def problem(self) -> str:
        """The second line, empty for none."""
        return self._problem.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline under the banner."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self._theme.tokens.line)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _lay_out(self) -> QWidget:
        first = QHBoxLayout()
        first.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        first.setSpacing(GRID)
        first.addWidget(self._sign)
        first.addWidget(self._headline)
        first.addSpacing(GRID // 2)
        first.addWidget(self._detail)
        first.addSpacing(GRID)
        first.addWidget(self._buttons[0])
        first.addWidget(self._buttons[1])
        first.addStretch()
        first.addWidget(self._saved)
        first.addWidget(self._buttons[2])
        first.addLayout(self._tools)
        problem_line = QWidget()
        second = QHBoxLayout(problem_line)
        second.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        second.setSpacing(GRID)
        second.addWidget(self._problem_sign)
        second.addWidget(self._problem)
        second.addSpacing(GRID)
        second.addWidget(self._details)
        second.addStretch()
        # The line keeps its height whether a button stands in it or not.
        holder = QWidget()
        holder.setLayout(first)
        holder.setMinimumHeight(5 * GRID + GRID // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 1)
        column.setSpacing(0)
        column.addWidget(holder)
        column.addWidget(problem_line)
        return problem_line

    def _dress(self) -> None:
        tokens, ratio = self._theme.tokens, self.devicePixelRatioF()
        colour = getattr(tokens, self._status.colour)
        self._sign.setPixmap(pixmap(self._status.sign, colour, _SIGN_SIZE, ratio))
        colour_words(self._headline, colour)
        self._headline.setFont(self._theme.font(weight=QFont.Weight.DemiBold))
        self._problem_sign.setPixmap(pixmap("triangle", tokens.orange, _SIGN_SIZE, ratio))
        colour_words(self._problem, tokens.orange)


def _secondary(label: QLabel) -> QLabel:
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
