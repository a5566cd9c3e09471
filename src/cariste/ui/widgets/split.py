"""Two parts of a page with a handle between them, which the user moves."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QLayout, QSplitter, QVBoxLayout, QWidget

from cariste.ui.theme.theme import GRID

_KEY = "splitter"


class Split(QSplitter):
    """Two parts, neither of which can be pushed away altogether."""

    def __init__(
        self, first: QWidget, second: QWidget, sizes: tuple[int, int], *, side_by_side: bool = False
    ) -> None:
        """Put the parts together.

        Args:
            first: Above, or on the left.
            second: Below it, or on the right.
            sizes: How high, or wide, both are at the start, in pixels.
            side_by_side: Rather than one above the other.
        """
        super().__init__(Qt.Orientation.Horizontal if side_by_side else Qt.Orientation.Vertical)
        self.addWidget(first)
        self.addWidget(second)
        self.setSizes(list(sizes))
        self.setChildrenCollapsible(False)
        self.setHandleWidth(2 * GRID if side_by_side else GRID + GRID // 2)

    def save_state(self, settings: QSettings) -> None:
        """Write where the handle is."""
        settings.setValue(_KEY, self.saveState())

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote; anything else counts as nothing."""
        place = settings.value(_KEY)
        if isinstance(place, QByteArray):
            self.restoreState(place)


def with_line(content: QWidget, line: QWidget | QLayout) -> QWidget:
    """Return what fills a part, and the line that stays below it."""
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    column.addWidget(content, 1)
    if isinstance(line, QLayout):
        column.addLayout(line)
    else:
        column.addWidget(line)
    return part
