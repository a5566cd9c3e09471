"""The place at the side of the window, on every page: the alerts stand in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from cariste.core.i18n import _
from cariste.ui.theme.theme import GRID

WIDTH = 36 * GRID
_NARROW = 26 * GRID
"""In a small window the page needs the room more."""
_ANY = 16_777_215
"""Qt's own word for a width without limit."""


class SideDock(QDockWidget):
    """Left or right, without a title bar: what stands in it has a heading of its own."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window, self._compact, self._wide = window, False, WIDTH
        self.setObjectName("alerts")
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self.setTitleBarWidget(QWidget(self))
        self.fill(None)

    def fill(self, content: QWidget | None) -> None:
        """Put something in it, in place of what stood there; None while there is nothing to say."""
        former = self.widget()
        self.setWindowTitle(_("Alerts"))
        self.setWidget(content if content is not None else _blank())
        if former is not None:
            former.deleteLater()

    def be_compact(self, compact: bool) -> None:
        """Be narrow, or as wide again as the user had it."""
        if compact == self._compact:
            return
        self._compact = compact
        if compact and self.isVisible():
            self._wide = self.width()
        self.setMaximumWidth(_NARROW if compact else _ANY)
        if not compact:
            self._window.resizeDocks([self], [self._wide], Qt.Orientation.Horizontal)


def _blank() -> QWidget:
    sheet = QWidget()
    sheet.setAutoFillBackground(True)
    sheet.setBackgroundRole(QPalette.ColorRole.Base)
    return sheet
