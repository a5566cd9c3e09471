"""What stands where nothing is to be shown: why, and the next useful thing to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton

PATIENCE = 100
"""Milliseconds during which a wait is not worth a word."""


class Placeholder(QWidget):
    """Lies over a table and speaks when the table has nothing to say."""

    def __init__(self, view: QAbstractScrollArea, theme: Theme) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._theme = theme
        self._act: Callable[[], object] | None = None
        self._title = QLabel()
        self._detail = QLabel()
        for label in (self._title, self._detail):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self._detail.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._button = FlatButton("", theme)
        self._button.clicked.connect(self._clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 0, GRID, 0)
        column.setSpacing(GRID)
        column.addStretch()
        column.addWidget(self._title)
        column.addWidget(self._detail)
        column.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addStretch()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(lambda: self.say(_("Reading…")))
        view.viewport().installEventFilter(self)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def text(self) -> str:
        """What is said now, empty while silent."""
        return "" if self.isHidden() else self._title.text()

    @property
    def button(self) -> FlatButton:
        """The button with the next useful action."""
        return self._button

    def say(
        self, title: str, detail: str = "", action: str = "", act: Callable[[], object] | None = None
    ) -> None:
        """Speak: what is the case, more about it, and a button."""
        self._timer.stop()
        self._title.setText(title)
        self._detail.setText(detail)
        self._button.setText(action)
        self._act = act
        self._fit()
        self.show()
        self.raise_()

    def wait(self) -> None:
        """Say that it is being read, if that takes longer than one notices."""
        if not self._timer.isActive():
            self._timer.start()

    def be_silent(self) -> None:
        """Let the table speak."""
        self._timer.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the table."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Be as large as the table; in a low one leave out the button, then the detail, not half of each."""
        room = self._view.viewport().rect()
        self._detail.setVisible(bool(self._detail.text()))
        self._button.setVisible(bool(self._button.text()))
        for part in (self._button, self._detail):
            if self._asked(room.width()) > room.height():
                part.hide()
        self.setGeometry(room)

    def _asked(self, width: int) -> int:
        """Return the height of what is not hidden."""
        column = self.layout()
        return column.totalHeightForWidth(width) if column is not None else 0

    def _clicked(self) -> None:
        if self._act is not None:
            self._act()

    def _dress(self) -> None:
        self._title.setFont(self._theme.font(1.1, QFont.Weight.DemiBold))
