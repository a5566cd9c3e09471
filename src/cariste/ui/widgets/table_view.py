"""The table every page uses: rows of one height, flat headings, no scrolling sideways, Ctrl+C copies rows."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, QSettings, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget

from cariste.core.i18n import _
from cariste.ui.models.table import TableModel
from cariste.ui.theme import icons
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.cells import PADDING, CellDelegate
from cariste.ui.widgets.column_menu import add_column_menu
from cariste.ui.widgets.column_widths import ColumnWidths
from cariste.ui.widgets.place_keeper import PlaceKeeper
from cariste.ui.widgets.scroll_bar import slim_scroll_bars

_Flag = QItemSelectionModel.SelectionFlag
_ROW_AIR = 16
_ARROW = 10
_AIR = 2
"""Of rounding, within the padding of a heading."""
_STATE = re.compile(
    r"(?P<column>-1|\d+):(?P<order>[v^]);(?P<widths>(\d+:\d+(,\d+:\d+)*)?)(;(?P<hidden>(\d+(,\d+)*)?))?"
)


class Headings(QHeaderView):
    """Flat headings: quiet words, the arrow of the sorted column, a hairline below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self.viewport().update)

    def least_width(self, section: int) -> int:
        """Return the width in device-independent pixels below which the words would be clipped.

        The arrow of the sorted column lies in the padding.
        """
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        return self.fontMetrics().horizontalAdvance(words) + 2 * PADDING

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802 - Qt's name
        """Draw one heading."""
        tokens = self._theme.tokens
        model = self.model()
        painter.fillRect(rect, tokens.base)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.line)
        words = str(model.headerData(logical, Qt.Orientation.Horizontal) or "")
        right = bool(
            model.headerData(logical, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
            & int(Qt.AlignmentFlag.AlignRight)
        )
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == logical
        painter.setPen(tokens.text if sorted_here else tokens.muted)
        room = rect.adjusted(PADDING, 0, -PADDING, -1)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width() + _AIR)
        roomy = room.adjusted(-_AIR * right, 0, _AIR * (not right), 0)
        painter.drawText(roomy, side | Qt.AlignmentFlag.AlignVCenter, shown)
        if sorted_here:
            self._draw_arrow(painter, room, words, right=right)

    def _draw_arrow(self, painter: QPainter, room: QRect, words: str, *, right: bool) -> None:
        advance = painter.fontMetrics().horizontalAdvance(words)
        left = room.right() - advance - _ARROW - 2 if right else room.left() + advance + 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(left + _ARROW / 2, room.center().y() + 1)
        if self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder:
            painter.rotate(180)
        shape = icons.pixmap("chevron-down", self._theme.tokens.text, _ARROW, self.devicePixelRatioF())
        painter.drawPixmap(-_ARROW // 2, -_ARROW // 2, shape)
        painter.restore()


class TableView(QTableView):
    """Shows a `TableModel`; choice and place survive whatever the model does.

    Attributes:
        chosen: The current row is another one now; carries its id, None when there is no row.
        opened: Enter or a double click on a row; carries its id.
        menu_wanted: The context menu is about to be shown; carries the `QMenu`, for whoever adds to it.
    """

    chosen = Signal(object)
    opened = Signal(object)
    menu_wanted = Signal(object)

    def __init__(self, model: TableModel[Any], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._theme = model, theme
        self._chosen: Hashable | None = None
        self._fitting = self._frames_cell = False
        self._headings = Headings(theme, self)
        self.setHorizontalHeader(self._headings)
        self._delegate = CellDelegate(theme, self)
        self._widths = ColumnWidths(model, self._delegate.width_of)
        self.setItemDelegate(self._delegate)
        slim_scroll_bars(self, theme)
        self._dress()
        self.setModel(model)
        for section, column in enumerate(model.columns):
            self.setColumnHidden(section, not column.shown)
        self._let_headings_sort()
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.activated.connect(lambda index: self.opened.emit(model.id_at(index.row())))
        self._keeper = PlaceKeeper(self, model)
        model.modelAboutToBeReset.connect(self._hold)
        model.modelAboutToBeReset.connect(self._keeper.remember)
        model.modelReset.connect(self._restore)
        self._headings.sectionResized.connect(self._section_resized)
        theme.changed.connect(self._take_fonts)
        self._take_fonts()

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    @property
    def table(self) -> TableModel[Any]:
        """What is shown."""
        return self._model

    def current_id(self) -> Hashable | None:
        """Return the id of the current row, None without one."""
        index = self.currentIndex()
        return self._model.id_at(index.row()) if index.isValid() else None

    def selected_positions(self) -> list[int]:
        """Return where the selected rows stand, ascending."""
        # Ranges, not cells: Qt would ask the model about every cell of ten thousand rows.
        ranges = self.selectionModel().selection().toList()
        return sorted({row for part in ranges for row in range(part.top(), part.bottom() + 1)})

    def selected_count(self) -> int:
        """Return how many rows are selected."""
        return sum(part.height() for part in self.selectionModel().selection().toList())

    def selected_ids(self) -> list[Hashable]:
        """Return the ids of the selected rows, in the order shown."""
        return [self._model.id_at(position) for position in self.selected_positions()]

    def select(self, row_id: Hashable) -> bool:
        """Make the row with this id current and visible; tell whether it is shown at all."""
        places = self._model.positions([row_id])
        if places:
            self.select_position(places[0])
        return bool(places)

    def select_position(self, position: int) -> None:
        """Make the row at this position current and visible."""
        self.go_to(position, max(self.currentIndex().column(), 0))

    def go_to(self, position: int, column: int) -> None:
        """Make a cell current and visible, and its row the only one selected."""
        index = self._model.index(position, column)
        # Said explicitly: Qt would look which keys are held, and add the row to the others with Shift.
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
        self.scrollTo(index)

    def _let_headings_sort(self) -> None:
        # Until a heading is clicked, and again at its third click, rows stand as they came: worst first.
        self._headings.setSortIndicatorClearable(True)
        self.sort_by(-1)
        self.setSortingEnabled(True)
        self._headings.sortIndicatorChanged.connect(lambda *_: self.scrollToTop())

    def sort_by(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 leaves the rows as they came."""
        self._headings.setSortIndicator(column, order)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._announce(self._model.id_at(current.row()) if current.isValid() else None)

    def _announce(self, row_id: Hashable | None) -> None:
        if row_id != self._chosen:
            self._chosen = row_id
            self.chosen.emit(row_id)

    def _hold(self) -> None:
        # Other columns come with widths that nobody chose.
        self._fitting = True

    def _restore(self) -> None:
        self._fitting = False
        if self._widths.measure():
            self.fit()
        if not self._keeper.restore():
            self._announce(None)

    def frame_current_cell(self) -> None:
        """Show which cell is the current one: it can be typed over."""
        self._frames_cell = True

    def columns_shown(self) -> list[int]:
        """Return the columns that are not hidden, from the left."""
        return [section for section in range(len(self._model.columns)) if not self.isColumnHidden(section)]

    def show_column(self, section: int, shown: bool) -> None:
        """Show or hide a column; the others share the width."""
        self.setColumnHidden(section, not shown)
        if self.isColumnHidden(self.currentIndex().column()):
            self.setCurrentIndex(self.currentIndex().siblingAtColumn(self.columns_shown()[0]))
        self.fit()

    def text_shown(self) -> str:
        """Return all rows shown, with their headings, as text for the clipboard."""
        return self._model.as_text(range(self._model.rowCount()), self.columns_shown())

    def copy(self) -> None:
        """Put the selected rows, with their headings, on the clipboard."""
        if positions := self.selected_positions():
            QGuiApplication.clipboard().setText(self._model.as_text(positions, self.columns_shown()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on Ctrl+C; the rest is Qt's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the selected rows."""
        menu = QMenu(self)
        action = menu.addAction(_("Copy the rows"), self.copy)
        action.setShortcut(QKeySequence.StandardKey.Copy)
        action.setEnabled(self.selectionModel().hasSelection())
        menu.setToolTipsVisible(True)
        if not all(column.shown for column in self._model.columns):
            add_column_menu(menu, self)
        self.menu_wanted.emit(menu)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def save_state(self, settings: QSettings, key: str) -> None:
        """Write the widths the user gave to columns, those hidden, and the sorting."""
        widths = ",".join(f"{section}:{width}" for section, width in sorted(self._widths.wanted.items()))
        shown, every = self.columns_shown(), range(len(self._model.columns))
        hidden = ",".join(str(section) for section in every if section not in shown)
        column, order = self._headings.sortIndicatorSection(), self._headings.sortIndicatorOrder()
        arrow = "v" if order == Qt.SortOrder.DescendingOrder else "^"
        settings.setValue(key, f"{column}:{arrow};{widths};{hidden}")

    def restore_state(self, settings: QSettings, key: str) -> None:
        """Take up what `save_state` wrote; anything else counts as nothing."""
        found = _STATE.fullmatch(str(settings.value(key, "")))
        if found is None:
            return
        columns = len(self._model.columns)
        pairs = (pair.split(":") for pair in found["widths"].split(",") if pair)
        self._widths.wanted = {int(section): int(width) for section, width in pairs if int(section) < columns}
        if found["hidden"] is not None:
            hidden = {int(section) for section in found["hidden"].split(",") if section}
            for section in range(1, columns):  # the first says who it is: it stays
                self.setColumnHidden(section, section in hidden)
        if int(found["column"]) < columns:
            down = found["order"] == "v"
            self.sort_by(
                int(found["column"]), Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            )
        self.fit()

    def fit(self) -> None:
        """Share the width: each column gets what it asks for, or less, but never a clipped heading."""
        shown = self.columns_shown()
        headings = [self._least_heading(section) for section in shown]
        widths = self._widths.shared(self.viewport().width(), shown, headings)
        self._fitting = True
        # Qt stretches the last one, but never below the width it was given.
        for section, width in zip(shown, [*widths[:-1], headings[-1]], strict=True):
            self._headings.resizeSection(section, width)
        self._fitting = False

    def _least_heading(self, section: int) -> int:
        column, whole = self._model.columns[section], self._headings.least_width(section)
        return min(whole, self._delegate.width_of(column, column.least)) if column.brief else whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_delegate"):
            self._take_fonts()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, then a frame around the current one while the table has the keyboard.

        Without a current one the frame goes around the table.
        """
        super().paintEvent(event)
        if not self.hasFocus():
            return
        current, ground = self.currentIndex(), self.viewport().rect()
        area = self.visualRect(current) if current.isValid() else ground
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self._theme.tokens.accent, 1))
        painter.drawRect(0, area.top(), ground.width() - 1, area.height() - 2)
        if self._frames_cell and current.isValid():
            painter.setPen(QPen(self._theme.tokens.accent, 2))
            painter.drawRect(area.adjusted(1, 1, -2, -2))

    def _section_resized(self, section: int, _old: int, new: int) -> None:
        if not self._fitting and new and section != self.columns_shown()[-1]:
            self._widths.wanted[section] = new

    def _take_fonts(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _ROW_AIR)
        self._headings.setFixedHeight(self.fontMetrics().height() + _ROW_AIR)
        self.fit()
        self.viewport().update()
