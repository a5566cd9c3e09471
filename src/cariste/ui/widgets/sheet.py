"""A card that holds a table from edge to edge."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.parts import Card

_CLEAR = 5
"""Rows start below the curve of the corners, so that they never paint over it."""


def sheet(theme: Theme, *content: QWidget) -> Card:
    """Return a card with widgets one above the other, the last one taking what room is left."""
    card = Card(theme)
    card.column.setContentsMargins(1, _CLEAR, 1, _CLEAR)
    card.column.setSpacing(0)
    for widget in content:
        card.column.addWidget(widget)
    card.column.setStretch(len(content) - 1, 1)
    return card
