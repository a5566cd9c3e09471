"""What the tabs of a person's file share that are read only when somebody looks at them."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.ui.context import Context
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.table_view import TableView

LEAST_HEIGHT = 4 * GRID
"""What stands above a table in the file is never squeezed: on a small screen there are fewer rows instead."""


class PersonTab(QWidget):
    """A table about one person; nothing is read for those whom one walks past.

    Attributes:
        view, model: The table.
        placeholder: Speaks while it is empty.
        column: The table, and what stands above and below it.
    """

    def __init__(
        self, context: Context, key: str, title: str, model: TableModel[Any], parent: QWidget | None = None
    ) -> None:
        """Make an empty table.

        Args:
            context: The open folder and the rest.
            key: Its name in the stored state.
            title: What a screen reader calls it.
            model: What it shows.
            parent: Who owns it.
        """
        super().__init__(parent)
        self._context = context
        self._employee_id = self._name = ""
        self._stale = False
        self.model = model
        model.setParent(self)
        self.view = TableView(model, context.theme)
        self.view.setObjectName(f"person.{key}")
        self.view.setAccessibleName(title)
        self.view.setMinimumHeight(LEAST_HEIGHT)
        self.placeholder = Placeholder(self.view, context.theme)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.view, 1)

    def show_person(self, employee_id: str, name: str = "") -> None:
        """Show this person; asked again for the same one, what is new. An empty id shows nobody."""
        if employee_id != self._employee_id:
            self.model.set_rows([])
            self.placeholder.be_silent()
            self.forget()
        self._employee_id, self._name = employee_id, name
        self._stale = True
        if self.isVisible():
            self.read()

    def read(self) -> None:
        """Read what is known about the person now."""
        if not self._employee_id:
            return
        self._stale = False
        if not self.model.rowCount():
            self.placeholder.wait()
        self.ask()

    def ask(self) -> None:
        """Start the query; its errors go to `show_problem`."""
        raise NotImplementedError

    def forget(self) -> None:
        """Take away what is said beside the table about the person before."""

    def show_problem(self, problem: CaristeError) -> None:
        """Say why nothing could be read."""
        self.placeholder.say(_("The list could not be read."), str(problem), _("Try again"), self.read)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was not worth reading before."""
        super().showEvent(event)
        if self._stale:
            self.read()
