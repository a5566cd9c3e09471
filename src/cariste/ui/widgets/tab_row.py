"""Tabs with a button at the end of their line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.flat_tabs import FlatTabs


class TabRow(QWidget):
    """What is added with the button belongs to the tab that is open."""

    def __init__(
        self, tabs: FlatTabs, button: FlatButton, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self.update)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 2 * GRID, 0)
        row.setSpacing(GRID)
        row.addWidget(tabs, 1, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        # Where there is nothing to add, the tabs stay where they are.
        kept = button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        button.setSizePolicy(kept)
        self.setFixedHeight(max(tabs.sizeHint().height(), button.sizeHint().height() + GRID // 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Carry the line under the tabs on below the button."""
        painter = QPainter(self)
        painter.setPen(self._theme.tokens.line)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
