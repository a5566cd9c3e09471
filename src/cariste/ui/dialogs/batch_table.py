"""The people of a session: letters say how it went, digits give somebody a day of his own."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cariste.core import clock
from cariste.core.i18n import _
from cariste.employee import typed_dates, validators
from cariste.employee.batch import Batch, outcomes_of
from cariste.ui.models.batch import DAY, BatchRow, batch_columns, outcome_key, outcome_label
from cariste.ui.models.cell_edit import CellEdit, GridRules
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.grid_editing import GridEditing
from cariste.ui.widgets.parts import muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView

_LEAST_ROWS = 6
"""Heading included: on a small screen the dialog scrolls rather than show fewer."""


class BatchTable(QWidget):
    """A table over a `Batch`, for one type of session.

    Attributes:
        changed: An outcome or a day is different.
        removed: Del on lines with scans; carries the ids of the lines.
        looked_at: A double click on a line; carries its id.
        grid: Types over the days.
    """

    changed = Signal()
    removed = Signal(object)
    looked_at = Signal(object)

    def __init__(self, theme: Theme, batch: Batch, type_: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._batch, self._type = batch, type_
        self.model: TableModel[BatchRow] = TableModel(batch_columns(type_), _id_of, parent=self)
        self.view = TableView(self.model, theme)
        self.view.setAccessibleName(_("People of the session"))
        self._placeholder = Placeholder(self.view, theme)
        self._day = next(place for place, column in enumerate(self.model.columns) if column.field == DAY)
        rules = GridRules(lambda: "", self._check, lambda _field: ())
        self.grid = GridEditing(self.view, self.model, theme, rules)
        self.grid.typed.connect(lambda edit: self._take([edit]))
        self.grid.proposed.connect(self._take)
        # After the table's own habits, so that it is asked before them.
        self.view.installEventFilter(self)
        self.view.doubleClicked.connect(lambda index: self.looked_at.emit(self.model.id_at(index.row())))
        self.view.setMinimumHeight(_LEAST_ROWS * self.view.verticalHeader().defaultSectionSize())
        hint = muted(self._hint())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(sheet(theme, self.view), 1)
        column.addWidget(hint)
        self.setFocusProxy(self.view)

    def show_rows(self, rows: Sequence[BatchRow]) -> None:
        """Show the lines as they are now; the current one stays."""
        self.model.set_rows(rows)
        if rows:
            self._placeholder.be_silent()
        else:
            self._placeholder.say(_("Say above what the session was about."))
        if rows and self.view.current_id() is None:
            self.view.select_position(0)

    def selected(self) -> list[Any]:
        """Return the ids of the lines selected."""
        return list(self.view.selected_ids())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take letters, Space and Del; leave digits to the day."""
        if watched is self.view and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._takes(event)
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        lines, letter = self.selected(), event.text().upper()
        meant = [one for one in outcomes_of(self._type) if outcome_key(one, self._type) == letter]
        if event.key() == Qt.Key.Key_Space:
            self._batch.toggle(lines)
        elif meant:
            self._batch.set_outcome(lines, meant[0])
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit(lines)
            return True
        else:
            if letter.isdecimal() and self.view.currentIndex().isValid():
                index = self.view.currentIndex().siblingAtColumn(self._day)
                self.view.selectionModel().setCurrentIndex(
                    index, self.view.selectionModel().SelectionFlag.NoUpdate
                )
            return False
        self.changed.emit()
        return True

    def _hint(self) -> str:
        keys = (
            _("{key} {outcome}").format(
                key=outcome_key(one, self._type), outcome=outcome_label(one, self._type).lower()
            )
            for one in outcomes_of(self._type)
        )
        return " · ".join((*keys, _("Space: the next one"), _("digits: a day of his or her own")))

    def _check(self, _row_id: Hashable, _field: str, text: str) -> str | None:
        if not text.strip():
            return None
        day = typed_dates.read_date(text, clock.today(), latest=clock.today())
        if day is None:
            return typed_dates.not_a_date()
        return validators.check_date(day, not_after=clock.today())

    def _take(self, edits: Sequence[CellEdit]) -> None:
        for edit in edits:
            if self._check(edit.row_id, DAY, edit.text) is None:
                line: Any = edit.row_id
                day = typed_dates.read_date(edit.text, clock.today(), latest=clock.today())
                self._batch.set_day([line], day)
        self.changed.emit()


def _id_of(row: BatchRow) -> Hashable:
    return row.line.id
