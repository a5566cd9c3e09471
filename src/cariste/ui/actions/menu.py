"""A list of actions on what is selected in a table, shown by its context menu, by a button and by keys."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from cariste.core.i18n import _
from cariste.ui.context import Context


class Rows(Protocol):
    """A table or list in which rows are selected.

    Attributes:
        menu_wanted: The context menu is about to be shown; carries the `QMenu`.
    """

    menu_wanted: Any

    def selected_ids(self) -> list[Hashable]:
        """Return the ids of the selected rows, in the order shown."""

    def selected_count(self) -> int:
        """Return how many rows are selected."""

    def selectionModel(self) -> QItemSelectionModel:  # noqa: N802 - Qt's name
        """Return Qt's selection."""

    def model(self) -> QAbstractItemModel:
        """Return what is shown."""

    def addAction(self, action: QAction, /) -> Any:  # noqa: N802 - Qt's name
        """Take the keys of an action."""


@dataclass(frozen=True)
class SelectionAction:
    """One thing that can be done with the selected rows.

    Attributes:
        key: Its name among the others.
        text: Its words, asked late so that they follow the language.
        run: Does it: the context, the page over which dialogs open, the ids of the selected rows.
        shortcut: Its keys while the table has the keyboard, portable text (``Ctrl+R``); empty for none.
        alone: Whether exactly one row must be selected.
        writes: Whether it changes the data, so that a window that only reads cannot do it.
        reason: Tells of the selected ids why it cannot be done with them, None when it can.
        apart: Whether a line separates it from the one above.
    """

    key: str
    text: Callable[[], str]
    run: Callable[[Context, QWidget, Sequence[str]], object]
    shortcut: str = ""
    alone: bool = False
    writes: bool = True
    reason: Callable[[Sequence[str]], str | None] | None = None
    apart: bool = False


class SelectionMenu(QObject):
    """Keeps the actions of one table: enabled or greyed with the reason, whoever shows them."""

    def __init__(
        self, context: Context, view: Rows, page: QWidget, actions: Sequence[SelectionAction]
    ) -> None:
        super().__init__(page)
        self._context = context
        self._view = view
        self._page = page
        self._listed = {action.key: action for action in actions}
        self._shown: dict[str, QAction] = {}
        self.menu = QMenu(page)
        self.menu.setToolTipsVisible(True)
        for action in actions:
            self._shown[action.key] = self._made(action)
        self._put_into(self.menu)
        self.menu.aboutToShow.connect(self.refresh)
        view.menu_wanted.connect(self._extend)
        view.selectionModel().selectionChanged.connect(self.refresh)
        view.model().modelReset.connect(self.refresh)
        context.bus.changed.connect(self.refresh)
        self.refresh()

    def action(self, key: str) -> QAction:
        """Return one of the actions."""
        return self._shown[key]

    def selected(self) -> list[str]:
        """Return the ids of the selected rows, in the order shown."""
        return [str(row_id) for row_id in self._view.selected_ids()]

    def refresh(self, *_what: Any) -> None:
        """Enable what can be done now; say of the rest why not."""
        count = self._view.selected_count()
        for key, shown in self._shown.items():
            reason = self._why_not(self._listed[key], count)
            shown.setEnabled(not reason)
            shown.setToolTip(reason)

    def _why_not(self, action: SelectionAction, count: int) -> str:
        if action.writes and not self._context.workspace.writing:
            return _("This window only reads: the one that edits can do this.")
        if not count:
            return _("Select a row first.")
        if action.alone and count > 1:
            return _("Select one row only.")
        return (action.reason(self.selected()) or "") if action.reason is not None else ""

    def _made(self, action: SelectionAction) -> QAction:
        shown = QAction(action.text(), self)
        if action.shortcut:
            shown.setShortcut(QKeySequence(action.shortcut))
            # Only while the table has the keyboard: Del in a field deletes a letter, not a person.
            shown.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        shown.triggered.connect(partial(self._run, action))
        self._view.addAction(shown)
        return shown

    def _run(self, action: SelectionAction, _checked: bool = False) -> None:
        # The state may be older than the lock: ask again before a dialog opens.
        self.refresh()
        if self._shown[action.key].isEnabled():
            action.run(self._context, self._page, self.selected())

    def _put_into(self, menu: QMenu) -> None:
        for key, shown in self._shown.items():
            if self._listed[key].apart:
                menu.addSeparator()
            menu.addAction(shown)

    def _extend(self, menu: QMenu) -> None:
        self.refresh()
        menu.addSeparator()
        self._put_into(menu)
