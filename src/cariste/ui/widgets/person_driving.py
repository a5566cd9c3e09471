"""The authorisations of one person, with suspensions, inductions and assignments: one table of decisions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from cariste.authorisation.file import DrivingFile
from cariste.core.i18n import _
from cariste.employee.labels import short_kind
from cariste.ui.actions.driving import driving_actions, edit_line
from cariste.ui.actions.menu import SelectionMenu
from cariste.ui.context import Context
from cariste.ui.models.driving_records import (
    DrivingLine,
    driving_columns,
    driving_lines,
    read_driving,
)
from cariste.ui.models.table import TableModel
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.person_tab import PersonTab


class PersonDriving(PersonTab):
    """What the employer decided about one person; read when the tab is looked at.

    Attributes:
        counted: How many authorisations there are, once that is known.
        found: What `seek` looked for is here, and chosen.
        add_menu: What can be added here.
    """

    counted = Signal(int)
    found = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        model: TableModel[DrivingLine] = TableModel(driving_columns(), attrgetter("id"))
        super().__init__(context, "driving", _("Authorisations"), model, parent)
        self._wanted: Hashable = None
        self._sought: Hashable = None
        self.waiting = CountLine(context.theme)
        self.waiting.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID // 2)
        self.waiting.setWordWrap(True)
        self.waiting.hide()
        self.column.insertWidget(0, self.waiting)
        actions = driving_actions(self._lines, lambda: self._name, lambda: self._employee_id)
        self.menu = SelectionMenu(context, self.view, self, actions)
        self.add_menu = QMenu(self)
        for words, act in (
            (_("Issue the driving authorisation…"), self.add),
            (_("Site induction…"), self.add_induction),
            (_("Assignment…"), self.add_assignment),
        ):
            self.add_menu.addAction(words).triggered.connect(partial(_without_state, act))
        self.view.opened.connect(self._edit)
        insert = QShortcut(QKeySequence(Qt.Key.Key_Insert), self.view)
        insert.setContext(Qt.ShortcutContext.WidgetShortcut)
        insert.activated.connect(self.add)

    def forget(self) -> None:
        """Look for nothing any more that was about the person before."""
        self.waiting.hide()
        self._wanted = self._sought = None

    def seek(self, record_id: Hashable) -> None:
        """Look whether a record is among these; `found` tells if it is."""
        self._sought = record_id
        self.read()

    def add(self, kinds: Sequence[str] = ()) -> None:
        """Open the form that issues authorisations to whoever is shown."""
        from cariste.ui.forms import driving_opening

        if self._employee_id:
            driving_opening.issue(self._context, self, self._employee_id, kinds=kinds, stored=self._await)

    def add_induction(self) -> None:
        """Open the form that records an induction."""
        from cariste.ui.forms import driving_opening

        if self._employee_id:
            driving_opening.add_induction(self._context, self, self._employee_id, stored=self._await)

    def add_assignment(self) -> None:
        """Open the form that records an assignment."""
        from cariste.ui.forms import driving_opening

        if self._employee_id:
            driving_opening.add_assignment(self._context, self, self._employee_id, stored=self._await)

    def _await(self, stored: str | list[str]) -> None:
        self._wanted = stored if isinstance(stored, str) else stored[0]

    def _lines(self, ids: Sequence[Hashable]) -> list[DrivingLine]:
        return [self.model.row(place) for place in self.model.positions(ids)]

    def _edit(self, record_id: Any) -> None:
        for line in self._lines([record_id]):
            edit_line(self._context, self, line)

    # -- reading ---------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the decisions."""
        context = self._context
        work = partial(read_driving, context.workspace, self._employee_id, context.bus.today)
        context.tasks.read(work, self._show, self.show_problem, owner=self, key="driving")

    def _show(self, found: DrivingFile | None) -> None:
        if found is None or found.employee_id != self._employee_id:
            return
        may_write = self._context.workspace.writing
        lines = driving_lines(found, self._context.bus.today, reasons=may_write)
        self.model.set_rows(lines)
        self.counted.emit(len(found.authorisations))
        if self._wanted is not None and self.view.select(self._wanted):
            self._wanted = None
        if self._sought is not None and self.view.select(self._sought):
            self.found.emit()
        self._sought = None
        self._say_what_waits(found, may_write=may_write)
        if lines:
            self.placeholder.be_silent()
        else:
            action = _("Issue the driving authorisation…") if may_write else ""
            self.placeholder.say(_("No driving authorisation recorded."), "", action, self.add)

    def _say_what_waits(self, found: DrivingFile, *, may_write: bool) -> None:
        self.waiting.setVisible(bool(found.waiting))
        if not found.waiting:
            return
        kinds = " ".join(map(short_kind, found.waiting))
        words = _("The proofs are there, no authorisation rests on them yet: {kinds}").format(kinds=kinds)
        link = [Link(_("issue the authorisation"), partial(self.add, found.waiting))] if may_write else []
        self.waiting.say(words, *link)


def _without_state(act: Callable[[], object], _checked: bool = False) -> None:
    act()
