"""The one delegate of all tables: text, chips, and hairlines that run on under both."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cariste.ui.models.table import PARTLY, TICKED, Column, Index, Look, TableModel
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.chip import GREY, ROUNDING, chip_size, colour, draw_chip
from cariste.ui.widgets.tick_box import BOX, draw_tick, tick_area

PADDING = 8
"""Between a cell's edge and its text, in device-independent pixels."""
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of a `TableModel` as their columns say.

    It takes the row from the model itself: Qt's own delegate asks the model eight questions for every cell.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strong = theme.font(weight=QFont.Weight.DemiBold)
        theme.changed.connect(self._take_fonts)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        model: TableModel[Any] = index.model()  # type: ignore[assignment]
        column = model.columns[index.column()]
        row = model.row(index.row())
        tokens = self._theme.tokens
        area: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, tokens.selection)
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, tokens.line)
        text = column.text(row)
        room = area.adjusted(PADDING, 0, -PADDING, -1)
        tone = column.tone(row) if column.tone is not None else None
        if column.look is Look.TICK:
            if text:
                draw_tick(painter, tick_area(room), tokens, ticked=text == TICKED, partly=text == PARTLY)
        elif column.look is Look.CHIP and text:
            painter.setFont(option.font)
            draw_chip(painter, room.adjusted(0, 0, PADDING - 2, 0), text, tone or GREY, tokens)
        elif text:
            painter.setFont(self._strong if column.look is Look.STRONG else option.font)
            quiet = tokens.muted if column.look is Look.QUIET else tokens.text
            painter.setPen(colour(tokens, tone) if tone else quiet)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _RIGHT if column.right else _LEFT, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room a cell wants, for a double click on the edge of a heading."""
        model: TableModel[Any] = index.model()  # type: ignore[assignment]
        column = model.columns[index.column()]
        return QSize(self.width_of(column, column.text(model.row(index.row()))), option.rect.height())

    def width_of(self, column: Column[Any], text: str) -> int:
        """Return the width in device-independent pixels that a text takes in this column."""
        metrics = QFontMetrics(self._strong if column.look is Look.STRONG else self._theme.font())
        if column.look is Look.TICK:
            return BOX + 2 * PADDING
        if column.look is Look.CHIP:
            return chip_size(metrics, text).width() + PADDING + 4
        return metrics.horizontalAdvance(text) + ROUNDING + 2 * PADDING

    def _take_fonts(self) -> None:
        self._strong = self._theme.font(weight=QFont.Weight.DemiBold)
