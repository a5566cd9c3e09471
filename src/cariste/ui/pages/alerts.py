"""The page of alerts: everything that needs attention up to a horizon, as one table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cariste.alerts.queries import SEVERITIES, TYPES, Alert, AlertList
from cariste.core.i18n import _, ngettext
from cariste.core.text import fold
from cariste.core.wording import format_date, format_number
from cariste.employee import labels
from cariste.ui.actions.alerts import alert_actions
from cariste.ui.actions.menu import SelectionMenu
from cariste.ui.context import Context
from cariste.ui.models.alerts import alert_columns, read_alerts
from cariste.ui.models.table import TableModel
from cariste.ui.pages.list_page import ListPage
from cariste.ui.theme.theme import GRID
from cariste.ui.widgets.alerts_menu import AlertsMenu
from cariste.ui.widgets.filter_bar import Filter
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.horizon_button import HorizonButton
from cariste.ui.widgets.parts import muted
from cariste.ui.widgets.sheet import sheet


class AlertsPage(ListPage[Alert]):
    """What is wrong and what will be, most urgent first; Enter or a double click asks for the person."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        model: TableModel[Alert] = TableModel(
            alert_columns(), lambda alert: alert.record_id, lambda alert: fold(alert.employee)
        )
        super().__init__(context, "alerts", _("Alerts"), model, _filters(), parent=parent)
        self.horizon = HorizonButton(context.workspace.settings.thresholds.info, context.theme)
        self._day = muted()
        self.export_menu = AlertsMenu(
            context, lambda: self.filters.value("workspace") or None, self.view, self
        )
        self.actions_menu = SelectionMenu(context, self.view, self, alert_actions(self.chosen))
        self._lay_out()
        self.horizon.changed.connect(self._other_horizon)
        self.view.opened.connect(self._open)

    def _lay_out(self) -> None:
        theme = self._context.theme
        actions = FlatButton(_("Actions"), theme)
        actions.setObjectName("alerts.actions")
        actions.setMenu(self.actions_menu.menu)
        export = FlatButton(_("Export"), theme)
        export.setObjectName("alerts.export")
        export.setMenu(self.export_menu.menu)
        second = QHBoxLayout()
        second.setSpacing(GRID)
        second.addWidget(self.horizon)
        second.addWidget(self.filters, 1)
        self.stack(_("Alerts"), self._day, (actions, export), second, sheet(theme, self.view))

    def save_state(self, settings: QSettings) -> None:
        """Write columns, sorting, filters and horizon."""
        super().save_state(settings)
        settings.setValue("horizon", self.horizon.days)

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote."""
        super().restore_state(settings)
        days = str(settings.value("horizon", ""))
        self.horizon.choose(int(days) if days.isdecimal() else self.horizon.days)

    def _question(self) -> Callable[[], AlertList]:
        context = self._context
        self.horizon.follow(context.workspace.settings.thresholds.info)
        return partial(read_alerts, context.workspace, context.bus.today, days=self.horizon.days)

    def _show(self, found: AlertList) -> None:
        self._day.setText(format_date(found.on))
        self._put(found.alerts)

    def _other_horizon(self) -> None:
        if not self.model.rowCount():
            self.placeholder.be_silent()
            self.placeholder.wait()
        self.reload()

    def _counted(self, shown: int) -> str:
        return ngettext("{n} alert", "{n} alerts", shown).format(n=format_number(shown))

    def _explain_nothing(self) -> None:
        further = self.horizon.further
        self.placeholder.say(
            _("Nothing due in the next {n} days.").format(n=format_number(self.horizon.days)),
            "",
            _("Look {n} days ahead").format(n=format_number(further)) if further else "",
            lambda: self.horizon.choose(further) if further else None,
        )

    def _open(self, record_id: str) -> None:
        for alert in self.chosen([record_id]):
            self.person_requested.emit(alert.employee_id, record_id)


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
