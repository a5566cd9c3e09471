"""The menu that shows and hides the columns of a table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from cariste.core.i18n import _

if TYPE_CHECKING:
    from cariste.ui.widgets.table_view import TableView


def add_column_menu(menu: QMenu, view: TableView) -> QMenu:
    """Add « Colonnes » to a menu: each column but the first, which says whose row it is, can be hidden."""
    columns = menu.addMenu(_("Columns"))
    model = view.model()
    for section in range(1, model.columnCount()):
        title = str(model.headerData(section, Qt.Orientation.Horizontal))
        action = columns.addAction(title.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(not view.isColumnHidden(section))
        action.toggled.connect(partial(view.show_column, section))
    return columns
