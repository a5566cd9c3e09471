"""The pages at the left: shape, word and the number that Ctrl takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cariste.core.i18n import _
from cariste.ui.pages import PageEntry
from cariste.ui.theme.icons import pixmap
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.theme.tokens import mix
from cariste.ui.widgets.scroll_bar import slim_scroll_bars

_KEY: Final = Qt.ItemDataRole.UserRole
_ICON: Final = Qt.ItemDataRole.UserRole + 1
_NUMBER: Final = Qt.ItemDataRole.UserRole + 2
SHORTCUTS = 9
"""So many pages have a number that Ctrl takes; there is no key for a tenth."""
_ICON_SIZE = 18
_RADIUS = 6
_VCENTER = Qt.AlignmentFlag.AlignVCenter
_Index = QModelIndex | QPersistentModelIndex


class Navigation(QListWidget):
    """One line per page; in a small window its shape alone, and the word in the tooltip.

    Attributes:
        chosen: A page was chosen by mouse or keyboard; carries its key.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._occasions: dict[str, bool] = {}
        self._compact = False
        self.setItemDelegate(_EntryDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        slim_scroll_bars(self, theme)
        for part in (self, self.viewport()):
            part.setAutoFillBackground(True)
            part.setBackgroundRole(QPalette.ColorRole.Midlight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setViewportMargins(0, GRID, 0, GRID)
        self.itemSelectionChanged.connect(self._tell)
        theme.changed.connect(self._measure)

    def show_entries(self, entries: Sequence[PageEntry]) -> None:
        """Replace the lines, without choosing one."""
        self.blockSignals(True)
        self.clear()
        self._occasions = {
            entry.key: self._occasions.get(entry.key, False) for entry in entries if entry.on_occasion
        }
        self.setAccessibleName(_("Pages"))
        for number, entry in enumerate(entries, start=1):
            if entry.apart:
                self._add_separator()
            item = QListWidgetItem(entry.title)
            item.setData(_KEY, entry.key)
            item.setData(_ICON, entry.icon_name)
            if number <= SHORTCUTS:
                item.setData(_NUMBER, number)
            if entry.build is None:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.addItem(item)
        self.blockSignals(False)
        self._hide_the_needless()
        self._give_tips()
        self._measure()

    @property
    def compact(self) -> bool:
        """Whether only the shapes are shown."""
        return self._compact

    def be_compact(self, compact: bool) -> None:
        """Show the shapes alone, or the words beside them again."""
        if compact != self._compact:
            self._compact = compact
            self._give_tips()
            self._measure()

    def choose(self, key: str) -> None:
        """Mark a page as the one shown, without telling anybody; an unknown key marks none."""
        self.blockSignals(True)
        rows = [row for row in range(self.count()) if self.item(row).data(_KEY) == key]
        self.setCurrentRow(rows[0] if rows else -1)
        self.blockSignals(False)
        self._hide_the_needless()
        self.viewport().update()

    def need(self, key: str, *, needed: bool) -> None:
        """List a page that is offered on occasion, or list it no more once another one is shown."""
        if self._occasions.get(key, needed) != needed:
            self._occasions[key] = needed
            self._hide_the_needless()

    def _hide_the_needless(self) -> None:
        for row in range(self.count()):
            key = self.item(row).data(_KEY)
            self.setRowHidden(row, not self._occasions.get(key, True) and row != self.currentRow())

    def _add_separator(self) -> None:
        line = QListWidgetItem()
        line.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(line)

    def _tell(self) -> None:
        # The selection and not the current item: Qt makes an item current when the list gets the focus.
        for item in self.selectedItems():
            self.chosen.emit(item.data(_KEY))

    def _give_tips(self) -> None:
        for row in range(self.count()):
            item = self.item(row)
            number = item.data(_NUMBER)
            keys = _("Ctrl+{number}").format(number=number) if number else ""
            in_brackets = f" ({keys})" if keys else ""
            item.setToolTip(f"{item.text()}{in_brackets}" if self._compact else keys)

    def _measure(self) -> None:
        """Be as wide as the longest word in bold asks for."""
        self.scheduleDelayedItemsLayout()
        if self._compact:
            self.setFixedWidth(_ICON_SIZE + 5 * GRID + GRID // 4)
            return
        metrics = QFontMetrics(self._theme.font(weight=QFont.Weight.DemiBold))
        words = (self.item(row).text() for row in range(self.count()))
        longest = max(map(metrics.horizontalAdvance, words), default=0)
        self.setFixedWidth(max(22 * GRID, longest + _ICON_SIZE + 9 * GRID))


class _EntryDelegate(QStyledItemDelegate):
    """Paints a rounded line with shape, word and number."""

    def __init__(self, theme: Theme, navigation: Navigation) -> None:
        super().__init__(navigation)
        self._theme, self._navigation = theme, navigation

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return 40 pixels, more for large type; a separator takes half."""
        if not index.data(_KEY):
            return QSize(0, 2 * GRID + 1)
        return QSize(0, max(5 * GRID, option.fontMetrics.height() + 2 * GRID))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one line."""
        tokens = self._theme.tokens
        area: QRect = option.rect.adjusted(GRID, 0, -GRID, 0)
        if not index.data(_KEY):
            painter.setPen(tokens.line if self._theme.dark else mix(tokens.line, tokens.border, 0.2))
            painter.drawLine(area.left() + GRID, area.center().y(), area.right() - GRID, area.center().y())
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_background(painter, option, area)
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = tokens.text if enabled else mix(tokens.muted, tokens.side, 0.3)
        inner = area.adjusted(12, 0, -12, 0)
        shape = pixmap(
            index.data(_ICON),
            tokens.link if chosen else (tokens.muted if enabled else colour),
            _ICON_SIZE,
            painter.device().devicePixelRatioF(),
        )
        left = area.center().x() - _ICON_SIZE // 2 + 1 if self._navigation.compact else inner.left()
        painter.drawPixmap(left, inner.center().y() - _ICON_SIZE // 2 + 1, shape)
        if not self._navigation.compact:
            painter.setPen(tokens.muted if enabled else colour)
            painter.setFont(self._theme.font(0.9))
            painter.drawText(inner, _VCENTER | Qt.AlignmentFlag.AlignRight, str(index.data(_NUMBER) or ""))
            painter.setPen(colour)
            painter.setFont(self._theme.font(weight=QFont.Weight.DemiBold if chosen else QFont.Weight.Normal))
            word = inner.adjusted(_ICON_SIZE + 12, 0, -2 * GRID, 0)
            painter.drawText(word, _VCENTER | Qt.AlignmentFlag.AlignLeft, index.data())
        painter.restore()

    def _draw_background(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> None:
        tokens, state = self._theme.tokens, option.state
        frame = QRectF(area).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(tokens.selection)
            painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        elif state & QStyle.StateFlag.State_MouseOver and state & QStyle.StateFlag.State_Enabled:
            painter.setBrush(mix(tokens.side, tokens.text, 0.06))
            painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.accent, 1.5))
            painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
