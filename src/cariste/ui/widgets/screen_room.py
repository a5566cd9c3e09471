"""How large a window begins: as large as it likes to be, never larger than the screen it opens on."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from cariste.ui.theme.theme import GRID

TITLE_BAR = 6 * GRID
"""Height left to the bar above a window, with some air."""


def begin_at(window: QWidget, size: QSize) -> None:
    """Give a window a size, or what the screen has: at 200 % a full HD screen has 960 by 540."""
    screen = window.screen().availableGeometry().size()
    window.resize(size.boundedTo(QSize(screen.width(), screen.height() - TITLE_BAR)))
