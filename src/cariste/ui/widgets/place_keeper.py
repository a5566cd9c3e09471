"""Keeps a table's choice and place while its model changes everything underneath."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject
from PySide6.QtWidgets import QTableView

from cariste.ui.models.table import TableModel

_Flag = QItemSelectionModel.SelectionFlag


class PlaceKeeper(QObject):
    """Before a reset it notes who was chosen and where that row stood; afterwards it puts both back.

    Rows are known by their id. The current row keeps its height on the screen if it was in sight; otherwise
    the row at the top does; when both are gone the table starts from its top.
    """

    def __init__(self, view: QTableView, model: TableModel[Any]) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._selected: list[Hashable] = []
        self._current: Hashable | None = None
        self._column = 0
        self._anchor: tuple[Hashable, int] | None = None

    def remember(self) -> None:
        """Note choice and place."""
        view, model = self._view, self._model
        current = view.currentIndex()
        if current.isValid():
            self._current, self._column = model.id_at(current.row()), current.column()
            self._selected = [model.id_at(index.row()) for index in view.selectionModel().selectedRows()]
        self._anchor = None
        if current.isValid() and view.visualRect(current).intersects(view.viewport().rect()):
            self._anchor = (model.id_at(current.row()), view.visualRect(current).top())
        elif (top := view.rowAt(0)) >= 0:
            self._anchor = (model.id_at(top), view.rowViewportPosition(top))

    def restore(self) -> bool:
        """Put choice and place back; tell whether the current row is still there."""
        places = self._model.positions(self._selected)
        current = self._model.positions([self._current]) if self._current is not None else []
        if current:
            # Restoring is not choosing: nothing scrolls by itself.
            scrolls = self._view.hasAutoScroll()
            self._view.setAutoScroll(False)
            index = self._model.index(current[0], self._column)
            self._view.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
            self._view.setAutoScroll(scrolls)
        if places:
            self._view.selectionModel().select(self._ranges(places), _Flag.ClearAndSelect | _Flag.Rows)
        self._scroll_back()
        return bool(current)

    def _ranges(self, places: list[int]) -> QItemSelection:
        ranges = QItemSelection()
        last_column = self._model.columnCount() - 1
        start = places[0]
        for place, following in zip(places, [*places[1:], -1], strict=True):
            if following != place + 1:
                ranges.select(self._model.index(start, 0), self._model.index(place, last_column))
                start = following
        return ranges

    def _scroll_back(self) -> None:
        if self._anchor is None:
            return
        row_id, offset = self._anchor
        self._view.executeDelayedItemsLayout()
        places = self._model.positions([row_id])
        height = self._view.verticalHeader().defaultSectionSize()
        self._view.verticalScrollBar().setValue(places[0] * height - offset if places else 0)
