"""The keys of a spreadsheet on a table, and their lines in its context menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from cariste.ui.widgets.table_view import TableView


class Deed(NamedTuple):
    """One thing that is done to cells: its words, its keys, and what does it."""

    words: str
    keys: Any
    act: Callable[[], object]


class GridActions(QObject):
    """A key that does nothing says why; the menu greys the same line, with the reason.

    Attributes:
        refused: A key was pressed and cannot do anything; carries the reason.
    """

    refused = Signal(str)

    def __init__(self, view: TableView, why_not: Callable[[], str], deeds: Sequence[Deed]) -> None:
        """Put the keys on a table.

        Args:
            view: The table.
            why_not: Why nothing can be done to the current cell, empty when it can.
            deeds: In the order of the menu.
        """
        super().__init__(view)
        self._why_not = why_not
        self._actions = [self._action(view, deed) for deed in deeds]
        view.menu_wanted.connect(self._extend)

    def _action(self, view: TableView, deed: Deed) -> QAction:
        def act_or_say_why_not() -> None:
            if reason := self._why_not():
                self.refused.emit(reason)
            else:
                deed.act()

        action = QAction(deed.words, self)
        action.setShortcut(QKeySequence(deed.keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(act_or_say_why_not)
        view.addAction(action)
        return action

    def _extend(self, menu: QMenu) -> None:
        reason = self._why_not()
        menu.addSeparator()
        for action in self._actions:
            # A line of its own: greyed here, while the key goes on to say why it does nothing.
            shown = menu.addAction(action.text(), action.trigger)
            shown.setShortcut(action.shortcut())
            shown.setEnabled(not reason)
            shown.setToolTip(reason)
