"""One kind of records of a person as a table: Enter opens the form, Del deletes, Ins adds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.employee import labels
from cariste.ui.actions.documents import proof_actions
from cariste.ui.actions.menu import SelectionAction, SelectionMenu
from cariste.ui.actions.records import edit_record, record_actions
from cariste.ui.context import Context
from cariste.ui.models.records import RecordLine, record_columns
from cariste.ui.models.table import TableModel
from cariste.ui.widgets.person_tab import LEAST_HEIGHT
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.table_view import TableView


class RecordTab(QWidget):
    """The CACES, the visits or the trainings of whoever is shown.

    Attributes:
        view: The table.
        menu: What can be done with the selected record.
    """

    def __init__(self, context: Context, record_type: str, parent: QWidget | None = None) -> None:
        """Make an empty table.

        Args:
            context: The open folder and the rest.
            record_type: ``caces``, ``medical`` or ``training``.
            parent: Who owns it.
        """
        super().__init__(parent)
        self._context, self._type = context, record_type
        self._employee_id, self._wanted = "", ""
        # Conclusions are for HR alone: for whoever may edit.
        outcomes = record_type == labels.MEDICAL and context.workspace.writing
        self.model: TableModel[Any] = TableModel(
            record_columns(record_type, outcomes=outcomes), lambda line: line.id, parent=self
        )
        self.view = TableView(self.model, context.theme)
        self.view.setAccessibleName(tab_title(record_type))
        self.view.setObjectName(f"person.{record_type}")
        self.view.setMinimumHeight(LEAST_HEIGHT)
        self._placeholder = Placeholder(self.view, context.theme)
        self.menu = SelectionMenu(context, self.view, self, self._actions())
        self.view.opened.connect(self._edit)
        insert = QShortcut(QKeySequence(Qt.Key.Key_Insert), self.view)
        insert.setContext(Qt.ShortcutContext.WidgetShortcut)
        insert.activated.connect(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def show_lines(self, employee_id: str, lines: Sequence[RecordLine]) -> None:
        """Show the records of a person."""
        self._employee_id = employee_id
        self.model.set_rows(lines)
        if self._wanted and self.view.select(self._wanted):
            self._wanted = ""
        if lines:
            self._placeholder.be_silent()
        else:
            may_add = self._context.workspace.writing
            action = add_label(self._type) if may_add else ""
            self._placeholder.say(_empty(self._type), "", action, self.add)

    def choose(self, record_id: str) -> None:
        """Select a record, now or as soon as it is shown."""
        if not self.view.select(record_id):
            self._wanted = record_id

    def add(self) -> None:
        """Open the form that adds a record to whoever is shown."""
        if not self._employee_id:
            return
        from cariste.ui.forms import opening

        opening.add_record(self._context, self, self._type, self._employee_id, stored=self._await)

    def _actions(self) -> list[SelectionAction]:
        records = record_actions(self._context, self._type)
        return records + proof_actions(self._context, self._type, self._has_proof)

    def _has_proof(self, record_id: str) -> bool:
        return any(self.model.row(place).has_proof for place in self.model.positions([record_id]))

    def _await(self, stored: str | list[str]) -> None:
        self._wanted = stored if isinstance(stored, str) else stored[0]

    def _edit(self, record_id: Any) -> None:
        edit_record(self._context, self, [str(record_id)], record_type=self._type)


def tab_title(record_type: str) -> str:
    """Return the word of a tab."""
    if record_type == labels.CACES:
        return _("CACES")
    return _("Medical visits") if record_type == labels.MEDICAL else _("Trainings")


def add_label(record_type: str) -> str:
    """Return what adding such a record is called, on buttons and as the title of its form."""
    if record_type == labels.CACES:
        return _("New CACES")
    return _("New medical visit") if record_type == labels.MEDICAL else _("New training")


def _empty(record_type: str) -> str:
    if record_type == labels.CACES:
        return _("No CACES recorded.")
    return _("No medical visit recorded.") if record_type == labels.MEDICAL else _("No training recorded.")
