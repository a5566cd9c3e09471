"""What the tables of the page « Entreprise » share: the frame around a list that the firm decides about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.settings.labels import setting_label
from cariste.ui.actions.menu import SelectionAction, SelectionMenu
from cariste.ui.context import Context
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView
from cariste.ui.widgets.values_card import ReturnButton
from cariste.ui.widgets.writing_button import WritingButton


class CompanyPanel(QWidget):
    """Buttons, the table, and a line that counts; what the buttons do, each list says itself.

    Attributes:
        view, model: The list.
        placeholder: Speaks while there is nothing in it.
        add_button: Adds to it.
        menu: What can be done with the one selected; the first of it also by Enter and a double click.
        return_button: Gives the whole list up.
        counts: How many the firm decided about, and where they come from.
    """

    def __init__(
        self,
        context: Context,
        page: QWidget,
        key: str,
        model: TableModel[Any],
        actions: Sequence[SelectionAction],
    ) -> None:
        """Make the frame around a list.

        Args:
            context: The open folder and the rest.
            page: Where it stands.
            key: The setting that holds the list.
            model: The list.
            actions: What can be done with a line.
        """
        super().__init__()
        self._context = context
        self.model = model
        model.setParent(self)
        self.view = TableView(model, context.theme)
        self.view.setAccessibleName(setting_label(key))
        self.placeholder = Placeholder(self.view, context.theme)
        self.add_button = WritingButton(_("Add…"), context)
        self.add_button.clicked.connect(self.add)
        self.menu = SelectionMenu(context, self.view, page, actions)
        self.view.opened.connect(lambda _id: self.menu.action(actions[0].key).trigger())
        self.return_button = ReturnButton(context, [key], page)
        self.counts = muted()
        self._lay_out()
        self.placeholder.wait()

    def add(self) -> None:
        """Open the form that adds to the list."""
        raise NotImplementedError

    def _lay_out(self) -> None:
        theme = self._context.theme
        actions = FlatButton(_("Actions"), theme)
        actions.setMenu(self.menu.menu)
        first = QHBoxLayout()
        first.setSpacing(GRID)
        for button in (self.add_button, actions):
            first.addWidget(button)
        first.addStretch()
        first.addWidget(self.return_button)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GRID + GRID // 2)
        self.column.addLayout(first)
        self.column.addWidget(sheet(theme, self.view), 1)
        self.column.addWidget(self.counts)
