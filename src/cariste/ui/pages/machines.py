"""The machines of the site: people ask « who may drive truck 12? » rather than for a category."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cariste.authorisation.labels import site_label
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
from cariste.ui.pages.list_page import ListPage
from cariste.ui.widgets.filter_bar import Filter
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.writing_button import WritingButton


class MachinesPage(ListPage[MachineRow]):
    """Every machine: Enter opens its form, Ins adds one, Del deletes."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        model: TableModel[MachineRow] = TableModel(
            machine_columns(context.bus.today), attrgetter("id"), lambda one: fold(one.name)
        )
        super().__init__(context, "machines", _("Machines"), model, _filters(), parent=parent)
        self._wanted: Hashable = None
        self.actions_menu = SelectionMenu(
            context, self.view, self, machine_actions(self.chosen, self.drivers_requested.emit)
        )
        self.add_button = WritingButton(_("New machine"), context, hint=_("Ins"))
        self.add_button.setObjectName("machines.add")
        actions = FlatButton(_("Actions"), context.theme)
        actions.setMenu(self.actions_menu.menu)
        self.stack(
            _("Machines"), None, (self.add_button, actions), self.filters, sheet(context.theme, self.view)
        )
        self.add_button.clicked.connect(self.add)
        self.view.opened.connect(self._open)
        insert = QShortcut(QKeySequence(Qt.Key.Key_Insert), self.view)
        insert.setContext(Qt.ShortcutContext.WidgetShortcut)
        insert.activated.connect(self.add)

    def add(self) -> None:
        """Open the form that adds a machine."""
        from cariste.ui.forms.machine_form import MachineForm

        MachineForm.add_one(self._context, self, self._await)

    def _await(self, machine_id: str) -> None:
        self._wanted = machine_id

    def _question(self) -> Callable[[], list[MachineRow]]:
        return partial(read_machines, self._context.workspace)

    def _begin_day(self, today: dt.date) -> None:
        self.model.set_columns(machine_columns(today))
        super()._begin_day(today)

    def _show(self, found: list[MachineRow]) -> None:
        super()._show(found)
        if self._wanted is not None and self.view.select(self._wanted):
            self._wanted = None

    def _counted(self, shown: int) -> str:
        return ngettext("{n} machine", "{n} machines", shown).format(n=format_number(shown))

    def _explain_nothing(self) -> None:
        self.placeholder.say(
            _("No machine recorded."),
            _("With the machines of the site, one asks who may drive number 12."),
            _("New machine") if self._context.workspace.writing else "",
            self.add,
        )

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
