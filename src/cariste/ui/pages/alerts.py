"""The page of alerts: everything that needs attention up to a horizon, as one table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cariste.alerts.queries import SEVERITIES, TYPES, Alert, AlertList
from cariste.core.errors import CaristeError
from cariste.core.i18n import _, ngettext
from cariste.core.text import fold
from cariste.core.wording import format_date, format_number
from cariste.employee import labels
from cariste.ui.actions.alerts import alert_actions
from cariste.ui.actions.menu import SelectionMenu
from cariste.ui.context import Context
from cariste.ui.models.alerts import alert_columns, read_alerts
from cariste.ui.models.table import TableModel
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.alerts_menu import AlertsMenu
from cariste.ui.widgets.count_line import CountLine, Link
from cariste.ui.widgets.filter_bar import Filter, FilterBar
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.horizon_button import HorizonButton
from cariste.ui.widgets.parts import heading, muted
from cariste.ui.widgets.placeholder import Placeholder
from cariste.ui.widgets.sheet import sheet
from cariste.ui.widgets.table_view import TableView


class AlertsPage(Page):
    """What is wrong and what will be, most urgent first; Enter or a double click asks for the person."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found: AlertList | None = None
        theme = context.theme
        self.model: TableModel[Alert] = TableModel(
            alert_columns(), lambda alert: alert.record_id, lambda alert: fold(alert.employee), self
        )
        self.view = TableView(self.model, theme)
        self.view.setObjectName("alerts.table")
        self.view.setAccessibleName(_("Alerts"))
        self.placeholder = Placeholder(self.view, theme)
        self.horizon = HorizonButton(context.workspace.settings.thresholds.info, theme)
        self.filters: FilterBar[Alert] = FilterBar(_filters(), theme)
        self.counts = CountLine(theme)
        self._day = muted()
        self.export_menu = AlertsMenu(
            context, lambda: self.filters.value("workspace") or None, self.view, self
        )
        self.actions_menu = SelectionMenu(context, self.view, self, alert_actions(self._alerts))
        self._lay_out()
        self.horizon.changed.connect(self._other_horizon)
        self.filters.changed.connect(self._apply_filters)
        self.view.opened.connect(self._open)
        context.bus.changed.connect(self.reload)
        context.bus.day_changed.connect(self.reload)
        self.placeholder.wait()
        self.reload()

    def _lay_out(self) -> None:
        theme = self._context.theme
        first = QHBoxLayout()
        first.setSpacing(2 * GRID)
        first.addWidget(heading(_("Alerts"), theme))
        first.addWidget(self._day, 1)
        actions = FlatButton(_("Actions"), theme)
        actions.setObjectName("alerts.actions")
        actions.setMenu(self.actions_menu.menu)
        first.addWidget(actions)
        export = FlatButton(_("Export"), theme)
        export.setObjectName("alerts.export")
        export.setMenu(self.export_menu.menu)
        first.addWidget(export)
        second = QHBoxLayout()
        second.setSpacing(GRID)
        second.addWidget(self.horizon)
        second.addWidget(self.filters, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(sheet(theme, self.view), 1)
        column.addWidget(self.counts)

    def activate(self) -> None:
        """Put the keyboard into the table."""
        self.view.setFocus()

    def save_state(self, settings: QSettings) -> None:
        """Write columns, sorting, filters and horizon."""
        self.view.save_state(settings, "columns")
        self.filters.save_state(settings)
        settings.setValue("horizon", self.horizon.days)

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        self.view.restore_state(settings, "columns")
        self.filters.restore_state(settings)
        days = str(settings.value("horizon", ""))
        self.horizon.choose(int(days) if days.isdecimal() else self.horizon.days)

    def reload(self, _what: Any = None) -> None:
        """Read the alerts again; choice and place stay."""
        context = self._context
        self.horizon.follow(context.workspace.settings.thresholds.info)
        context.tasks.read(
            partial(read_alerts, context.workspace, context.bus.today, days=self.horizon.days),
            self._show,
            self._show_problem,
            owner=self,
            key="alerts",
        )

    def _show(self, found: AlertList) -> None:
        self._found = found
        self._day.setText(format_date(found.on))
        self.filters.set_rows(found.alerts)
        self.model.set_rows(found.alerts)
        self._apply_filters()

    def _show_problem(self, problem: CaristeError) -> None:
        self.placeholder.say(_("The list could not be read."), str(problem), _("Try again"), self.reload)

    def _other_horizon(self) -> None:
        if not self.model.rowCount():
            self.placeholder.be_silent()
            self.placeholder.wait()
        self.reload()

    def _apply_filters(self) -> None:
        self.model.set_filter(self.filters.predicate())
        if self._found is None:
            return
        if self.model.rowCount() and self.view.current_id() is None:
            self.view.select_position(0)
        self._count(self._found)
        self._explain_emptiness(self._found)

    def _count(self, found: AlertList) -> None:
        shown = self.model.rowCount()
        parts: list[str | Link] = [ngettext("{n} alert", "{n} alerts", shown).format(n=format_number(shown))]
        if shown != len(found.alerts):
            parts.append(_("{n} in all").format(n=format_number(len(found.alerts))))
        if not self.filters.at_rest:
            parts.append(Link(_("clear the filters"), self.filters.reset))
        self.counts.say(*parts)

    def _explain_emptiness(self, found: AlertList) -> None:
        if self.model.rowCount():
            self.placeholder.be_silent()
        elif found.alerts:
            self.placeholder.say(_("No results."), "", _("Clear the filters"), self.filters.reset)
        else:
            further = self.horizon.further
            self.placeholder.say(
                _("Nothing due in the next {n} days.").format(n=format_number(self.horizon.days)),
                "",
                _("Look {n} days ahead").format(n=format_number(further)) if further else "",
                lambda: self.horizon.choose(further) if further else None,
            )

    def _alerts(self, ids: Sequence[str]) -> list[Alert]:
        return [self.model.row(place) for place in self.model.positions(ids)]

    def _open(self, record_id: str) -> None:
        for place in self.model.positions([record_id]):
            self.person_requested.emit(self.model.row(place).employee_id, record_id)


def _filters() -> list[Filter[Alert]]:
    return [
        Filter(
            "severity",
            _("Urgency"),
            _("All urgencies"),
            lambda alert: alert.severity,
            labels.severity_label,
            order=SEVERITIES,
        ),
        Filter(
            "type",
            _("Type"),
            _("All types"),
            lambda alert: alert.type,
            labels.alert_type_label,
            order=TYPES,
        ),
        Filter("workspace", _("Work area"), _("All work areas"), lambda alert: alert.workspace or ""),
    ]
