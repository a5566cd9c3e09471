"""Chips one after the other, on as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.chip import chip_size, draw_chip

_LEAST_WIDTH = 20 * GRID
_LEAST_CUT = 8 * GRID
"""Of a chip that makes room for the count of those that are missing."""


class FlowingChip(NamedTuple):
    """One chip: its words, the tone that gives colour and sign, and all there is to say."""

    text: str
    tone: str
    tooltip: str = ""


class ChipFlow(QWidget):
    """Takes no room while there is nothing to say. A chip wider than the place ends with « … ».

    Where the lines do not all fit, the last chip says how many are missing; its tooltip says which.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: tuple[FlowingChip, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)
        self.hide()

    @property
    def text(self) -> str:
        """All chips as one line of text."""
        return " · ".join(chip.text for chip in self._chips)

    def show_chips(self, chips: Sequence[FlowingChip]) -> None:
        """Show other chips."""
        self._chips = tuple(chips)
        self.setAccessibleName(self.text)
        self.setVisible(bool(chips))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Narrow means high."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the height of all lines."""
        places = self._places(width)
        return places[-1].bottom() + 1 if places else 0

    def sizeHint(self) -> QSize:
        """Return the size on one line."""
        metrics = self.fontMetrics()
        width = sum(chip_size(metrics, chip.text).width() + GRID for chip in self._chips)
        return QSize(width, chip_size(metrics, "").height())

    def minimumSizeHint(self) -> QSize:
        """Shrink to the width of a short chip."""
        return QSize(_LEAST_WIDTH, chip_size(self.fontMetrics(), "").height())

    def _places(self, width: int) -> list[QRect]:
        metrics: QFontMetrics = self.fontMetrics()
        places: list[QRect] = []
        left = top = 0
        for chip in self._chips:
            size = chip_size(metrics, chip.text).boundedTo(QSize(max(width, 1), metrics.height() * 2))
            if left and left + size.width() > width:
                left, top = 0, top + size.height() + GRID // 2
            places.append(QRect(QPoint(left, top), size))
            left += size.width() + GRID
        return places

    def _shown(self) -> list[tuple[FlowingChip, QRect]]:
        """Return the chips and their places; of those on lines that are cut off, one chip says how many."""
        places = self._places(self.width())
        # The first line stands whatever happens.
        fit = max(1, sum(place.bottom() < self.height() for place in places))
        if fit >= len(places):
            return list(zip(self._chips, places, strict=True))
        size = chip_size(self.fontMetrics(), f"+{len(places)}")
        rightmost = self.width() - size.width() - GRID - 1
        while fit > 1 and places[fit - 1].left() + _LEAST_CUT > rightmost:
            fit -= 1
        last, hidden = places[fit - 1], self._chips[fit:]
        last.setRight(min(last.right(), rightmost))
        more = FlowingChip(f"+{len(hidden)}", hidden[0].tone, "\n".join(chip.text for chip in hidden))
        shown = list(zip(self._chips[:fit], places, strict=False))
        return [*shown, (more, QRect(QPoint(last.right() + GRID + 1, last.top()), size))]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chips."""
        shown = self._shown()
        painter = QPainter(self)
        painter.setFont(self.font())
        for chip, place in shown:
            draw_chip(painter, place, chip.text, chip.tone, self._theme.tokens)

    def event(self, event: QEvent) -> bool:
        """Say all there is to say about the chip under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for chip, place in self._shown():
                if place.contains(event.pos()):
                    QToolTip.showText(event.globalPos(), chip.tooltip or chip.text, self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)
