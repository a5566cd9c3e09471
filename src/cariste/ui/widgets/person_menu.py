"""What can be done with the person whose file is shown, besides editing: printing, leaving, erasing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from cariste.core.i18n import _
from cariste.ui.actions.leaving import leaving_actions
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.actions.paper import paper_actions
from cariste.ui.context import Context
from cariste.ui.widgets.flat_button import FlatButton

_FOR_TWO = "merge"


class PersonMenu(FlatButton):
    """A button with the actions that concern one person; greyed with the reason where this window only reads.

    Attributes:
        actions_shown: The lines of the menu, by the key of the action.
    """

    def __init__(self, context: Context, employee_id: Callable[[], str], page: QWidget) -> None:
        """Make the button.

        Args:
            context: The open folder and the rest.
            employee_id: Asked whose file is shown; an empty text for nobody's.
            page: What the dialogs lie over.
        """
        super().__init__(_("More"), context.theme, parent=page)
        self._context, self._employee_id, self._page = context, employee_id, page
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.actions_shown: dict[str, QAction] = {}
        self._writing: list[QAction] = []
        for action in (*paper_actions(), *leaving_actions()):
            if action.key == _FOR_TWO:
                continue
            if action.apart and not menu.isEmpty():
                menu.addSeparator()
            shown = menu.addAction(action.text(), partial(self._run, action))
            self.actions_shown[action.key] = shown
            if action.writes:
                self._writing.append(shown)
        menu.aboutToShow.connect(self._refresh)
        self.setMenu(menu)
        self._refresh()

    def _run(self, action: SelectionAction) -> None:
        if employee_id := self._employee_id():
            action.run(self._context, self._page, [employee_id])

    def _refresh(self) -> None:
        writing = self._context.workspace.writing
        for shown in self._writing:
            shown.setEnabled(writing)
            shown.setToolTip("" if writing else _("This window only reads: the one that edits can do this."))
