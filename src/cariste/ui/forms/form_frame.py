"""How a form looks: heading, fields, what is wrong, buttons; as large as the screen allows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.ui.forms.columns import Columns
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import Notice, heading, muted
from cariste.ui.widgets.screen_room import TITLE_BAR

_WIDTH = 88 * GRID


class FormFrame(QDialog):
    """An empty form over a window; its fields scroll where the screen is small.

    Attributes:
        columns: The fields.
        notice: What keeps the form from being saved.
        outcome: What is being done.
        cancel_button: Closes.
        save_button: Saves; Enter does, too.
        buttons: The line they stand in.
    """

    def __init__(self, theme: Theme, title: str, about: str, parent: QWidget) -> None:
        # Over the window, not below a page: pages come and go, what was typed stays.
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.columns = Columns(theme)
        self.notice = Notice(theme)
        self.outcome = muted()
        self.cancel_button = FlatButton(_("Cancel"), theme)
        self.save_button = FlatButton(_("Save"), theme, leads=True)
        self.save_button.setDefault(True)
        self.outcome.setWordWrap(False)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(GRID)
        self.buttons.addWidget(self.outcome, 1)
        self.buttons.addWidget(self.cancel_button)
        self.buttons.addWidget(self.save_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        whole.setSpacing(GRID + GRID // 2)
        whole.addWidget(heading(title, theme))
        if about:
            whole.addWidget(muted(about))
        whole.addWidget(self.columns, 1)
        whole.addWidget(self.notice)
        whole.addLayout(self.buttons)
        self.columns.content.installEventFilter(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the room the fields ask for, or what the screen has."""
        self.resize(min(_WIDTH, self.screen().availableGeometry().width()), 0)
        self._fit()
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with words that come up under the fields."""
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        missing = self.columns.missing_height()
        room = self.screen().availableGeometry().height() - TITLE_BAR
        if missing > 0 and self.height() < room:
            self.resize(self.width(), min(self.height() + missing, room))
