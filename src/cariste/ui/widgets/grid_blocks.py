"""Several cells at once, as in a spreadsheet: paste a column or a block, fill down, empty, all alike."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtGui import QGuiApplication

from cariste.core.i18n import _
from cariste.ui.models.cell_edit import CellEdit
from cariste.ui.models.clipboard import text_as_cells
from cariste.ui.models.table import TableModel
from cariste.ui.widgets.table_view import TableView

LONGEST_PASTE = 5_000_000
"""Letters of a text that is looked at: fifty thousand rows of a hundred."""


class GridBlocks(QObject):
    """Works out which cells would get which text; checks and writes nothing.

    Attributes:
        proposed: These cells would have these texts; carries the `CellEdit` of each.
        refused: What was asked for cannot be done; carries the reason.
    """

    proposed = Signal(object)
    refused = Signal(str)

    def __init__(self, view: TableView, model: TableModel[Any]) -> None:
        super().__init__(view)
        self._view, self._model = view, model

    def paste(self) -> None:
        """Put what is on the clipboard into the current cell and below, or into every selected row.

        A heading on top of what was copied from this very table is left out.
        """
        index = self._view.currentIndex()
        text = QGuiApplication.clipboard().text()
        if not text:
            self.refused.emit(_("There is no text on the clipboard."))
            return
        if len(text) > LONGEST_PASTE:
            self.refused.emit(_("What was copied is too large to be pasted into a table."))
            return
        block = text_as_cells(text)
        width = max(map(len, block))
        columns = [section for section in self._view.columns_shown() if section >= index.column()][:width]
        if block[0] == [self._model.columns[section].title() for section in columns]:
            del block[0]
        locked = next((section for section in columns if not self._model.columns[section].field), None)
        if locked is not None:
            title = self._model.columns[locked].title()
            self.refused.emit(_("“{column}” cannot be pasted into.").format(column=title))
        elif len(columns) < width:
            self.refused.emit(_("More columns were copied than the table has from this cell on."))
        elif block:
            self.proposed.emit(self._edits(block, columns, index))

    def fill_down(self) -> None:
        """Give every selected row what the first one has in the current column.

        One row alone takes it from the row above.
        """
        column, places = self._view.currentIndex().column(), self._view.selected_positions()
        if not places:
            return
        first = places[0] if len(places) > 1 else places[0] - 1
        if first >= 0:
            text = self._model.columns[column].text(self._model.row(first))
            rest = [self._model.id_at(place) for place in places if place != first]
            self.give_all(rest, column, text)

    def empty(self) -> None:
        """Take away what every selected row has in the current column."""
        self.give_all(self._view.selected_ids(), self._view.currentIndex().column(), "")

    def give_all(self, row_ids: Sequence[Hashable], column: int, text: str) -> None:
        """Propose one text for a column of several rows."""
        if row_ids:
            self.proposed.emit([CellEdit(row_id, column, text) for row_id in row_ids])

    def _edits(self, block: list[list[str]], columns: list[int], index: QModelIndex) -> list[CellEdit]:
        places: Sequence[int] = self._view.selected_positions()
        if len(block) == 1 and len(places) > 1:
            block = block * len(places)
        elif len(places) <= 1 or len(places) != len(block):
            places = range(index.row(), self._model.rowCount())
        return [
            CellEdit(self._model.id_at(place), section, text)
            for place, cells in zip(places, block, strict=False)
            for section, text in zip(columns, cells, strict=False)
        ]
