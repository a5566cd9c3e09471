"""The machines of the site: people ask « who may drive truck 12? » rather than for a category."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.authorisation.labels import site_label
from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.text import fold
from cariste.core.wording import format_number
from cariste.employee.labels import CACES, full_subject
from cariste.equipment.queries import MachineRow
from cariste.ui.actions.machines import machine_actions
from cariste.ui.actions.menu import SelectionMenu
from cariste.ui.context import Context
from cariste.ui.models.machines import machine_columns, read_machines
from cariste.ui.models.table import TableModel
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.filter_bar import Filter, FilterBar
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import heading
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView
from cariste.ui.widgets.writing_button import WritingButton


class MachinesPage(Page):
    """Every machine: Enter opens its form, Ins adds one, Del deletes."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._read = False
        self._stale = True
        self._wanted: Hashable = None
        theme = context.theme
        self.model: TableModel[MachineRow] = TableModel(
            machine_columns(context.bus.today), attrgetter("id"), lambda one: fold(one.name), self
        )
        self.view = TableView(self.model, theme)
        self.view.setObjectName("machines.table")
        self.view.setAccessibleName(_("Machines"))
        self.placeholder = Placeholder(self.view, theme)
        self.filters: FilterBar[MachineRow] = FilterBar(_filters(), theme)
        self.counts = CountLine(theme)
        self.actions_menu = SelectionMenu(context, self.view, self, machine_actions(self._machines))
        self.add_button = WritingButton(_("New machine"), context, hint=_("Ins"))
        self.add_button.setObjectName("machines.add")
        self._lay_out()
        self._connect()
        self.placeholder.wait()

    def _lay_out(self) -> None:
        theme = self._context.theme
        actions = FlatButton(_("Actions"), theme)
        actions.setMenu(self.actions_menu.menu)
        first = QHBoxLayout()
        first.setSpacing(2 * GRID)
        first.addWidget(heading(_("Machines"), theme))
        first.addStretch(1)
        first.addWidget(self.add_button)
        first.addWidget(actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(first)
        column.addWidget(self.filters)
        column.addWidget(sheet(theme, self.view), 1)
        column.addWidget(self.counts)

    def _connect(self) -> None:
        context = self._context
        self.add_button.clicked.connect(self.add)
        self.filters.changed.connect(self._apply_filters)
        self.view.opened.connect(self._open)
        insert = QShortcut(QKeySequence(Qt.Key.Key_Insert), self.view)
        insert.setContext(Qt.ShortcutContext.WidgetShortcut)
        insert.activated.connect(self.add)
        context.bus.changed.connect(self.reload)
        context.bus.day_changed.connect(self._new_day)

    def activate(self) -> None:
        """Put the keyboard into the table."""
        self.view.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def save_state(self, settings: QSettings) -> None:
        """Write columns, sorting and filters."""
        self.view.save_state(settings, "columns")
        self.filters.save_state(settings)

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        self.view.restore_state(settings, "columns")
        self.filters.restore_state(settings)

    def add(self) -> None:
        """Open the form that adds a machine."""
        from cariste.ui.forms.machine_form import MachineForm

        MachineForm.add_one(self._context, self, self._await)

    def reload(self, _what: Any = None) -> None:
        """Read the machines again; choice and place stay. While nobody looks, later."""
        self._stale = not self.isVisible()
        if not self._stale:
            context = self._context
            work = partial(read_machines, context.workspace)
            context.tasks.read(work, self._show, self._show_problem, owner=self, key="machines")

    def _await(self, machine_id: str) -> None:
        self._wanted = machine_id

    def _new_day(self, _today: Any) -> None:
        self.model.set_columns(machine_columns(self._context.bus.today))
        self.reload()

    def _show(self, machines: list[MachineRow]) -> None:
        self._read = True
        self.filters.set_rows(machines)
        self.model.set_rows(machines)
        self._apply_filters()
        if self._wanted is not None and self.view.select(self._wanted):
            self._wanted = None

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.say(_("The list could not be read."), str(problem), _("Try again"), self.reload)

    def _apply_filters(self) -> None:
        self.model.set_filter(self.filters.predicate())
        if not self._read:
            return
        if self.model.rowCount() and self.view.current_id() is None:
            self.view.select_position(0)
        self._count()
        self._explain_emptiness()

    def _count(self) -> None:
        shown, every = self.model.rowCount(), len(self.model.rows)
        words = ngettext("{n} machine", "{n} machines", shown)
        parts: list[str | Link] = [words.format(n=format_number(shown))]
        if shown != every:
            parts.append(_("{n} in all").format(n=format_number(every)))
        if not self.filters.at_rest:
            parts.append(Link(_("clear the filters"), self.filters.reset))
        self.counts.say(*parts)

    def _explain_emptiness(self) -> None:
        if self.model.rowCount():
            self.placeholder.be_silent()
        elif self.model.rows:
            self.placeholder.say(_("No results."), "", _("Clear the filters"), self.filters.reset)
        else:
            self.placeholder.say(
                _("No machine recorded."),
                _("With the machines of the site, one asks who may drive number 12."),
                _("New machine") if self._context.workspace.writing else "",
                self.add,
            )

    def _machines(self, ids: Sequence[Hashable]) -> list[MachineRow]:
        return [self.model.row(place) for place in self.model.positions(ids)]

    def _open(self, machine_id: Any) -> None:
        from cariste.ui.forms.machine_form import MachineForm

        MachineForm.edit(self._context, self, str(machine_id))


def _filters() -> list[Filter[MachineRow]]:
    return [
        Filter(
            "kind",
            _("Category"),
            _("All categories"),
            lambda machine: machine.kind,
            lambda kind: full_subject(CACES, kind),
        ),
        Filter("site", _("Work area"), _("All work areas"), lambda machine: machine.site or "", site_label),
    ]
