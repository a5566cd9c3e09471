"""What can be done with the alerts selected on their page: add a line here, and its menus have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from cariste.alerts.queries import AUTHORISATION, CONTRACT, MEDICAL, MISSING, Alert
from cariste.core.i18n import _
from cariste.employee import labels
from cariste.employee.renewal import RENEWABLE
from cariste.ui.actions.menu import SelectionAction
from cariste.ui.context import Context

Find = Callable[[Sequence[str]], list[Alert]]
"""Returns the alerts with these ids."""


def alert_actions(find: Find) -> list[SelectionAction]:
    """Return the actions in the order of the menu.

    Args:
        find: Where the selected alerts are.
    """

    def reason(ids: Sequence[str]) -> str | None:
        return why_not_renewed(find(ids))

    def renew(context: Context, page: QWidget, ids: Sequence[str]) -> None:
        renew_alerts(context, page, find(ids))

    def plan(context: Context, page: QWidget, ids: Sequence[str]) -> None:
        plan_visit(context, page, find(ids))

    def why_not_planned(ids: Sequence[str]) -> str | None:
        visits = all(alert.type == MEDICAL for alert in find(ids))
        return None if visits else _("Only medical visits are planned here.")

    return [
        SelectionAction("renew", lambda: _("Renew…"), renew, shortcut="Ctrl+R", reason=reason),
        SelectionAction("plan", lambda: _("Plan a visit…"), plan, alone=True, reason=why_not_planned),
        *_driving_actions(find),
    ]


def _driving_actions(find: Find) -> list[SelectionAction]:
    """Return what can be done about authorisations that end and about what is missing."""

    def issue(context: Context, page: QWidget, ids: Sequence[str]) -> None:
        from cariste.ui.forms import driving_opening

        [alert] = find(ids)
        driving_opening.issue(context, page, alert.employee_id, kinds=(alert.kind,))

    def record(context: Context, page: QWidget, ids: Sequence[str]) -> None:
        from cariste.ui.forms import opening

        [alert] = find(ids)
        type_ = labels.required_type(alert.kind)
        opening.add_record(context, page, type_, alert.employee_id, kind=alert.kind)

    def only(type_: str, words: str) -> Callable[[Sequence[str]], str | None]:
        return lambda ids: None if all(alert.type == type_ for alert in find(ids)) else words

    return [
        SelectionAction(
            "issue",
            lambda: _("Issue the driving authorisation…"),
            issue,
            alone=True,
            reason=only(AUTHORISATION, _("This is no driving authorisation that ends.")),
        ),
        SelectionAction(
            "record",
            lambda: _("Record what is missing…"),
            record,
            alone=True,
            reason=only(MISSING, _("Nothing is missing here.")),
        ),
    ]


def why_not_renewed(alerts: Sequence[Alert]) -> str | None:
    """Say why some alerts cannot be renewed together, None when they can."""
    types = {alert.type for alert in alerts}
    if AUTHORISATION in types:
        return _("An authorisation is not renewed, it is issued anew.")
    if CONTRACT in types:
        return _("A contract is not renewed here: its end, or that the person left, stands in the record.")
    if not types <= {*RENEWABLE}:
        return _("Something is missing here: there is no record to renew.")
    if len(types) > 1:
        return _("Select alerts of one type: CACES, medical visits or trainings.")
    if len(alerts) > 1 and not all(alert.recorded for alert in alerts):
        return _("Some of these visits follow no earlier one: record them one by one.")
    return None


def renew_alerts(context: Context, page: QWidget, alerts: Sequence[Alert]) -> None:
    """Open the form of one renewal, or that of a whole session."""
    if len(alerts) == 1 and not alerts[0].recorded:
        from cariste.ui.forms import opening

        opening.add_record(context, page, alerts[0].type, alerts[0].employee_id, kind=alerts[0].kind)
    elif len(alerts) == 1:
        from cariste.ui.dialogs.renewal import RenewalForm

        RenewalForm.ask(context, page, alerts[0].type, alerts[0].record_id)
    else:
        from cariste.ui.dialogs.batch_renewal import BatchRenewalDialog

        due = [(alert.employee_id, alert.record_id) for alert in alerts]
        BatchRenewalDialog.ask_for_records(context, page, alerts[0].type, due)


def plan_visit(context: Context, page: QWidget, alerts: Sequence[Alert]) -> None:
    """Open the form of an appointment for the visit of an alert."""
    from cariste.ui.forms import follow_up

    [alert] = alerts
    follow_up.plan_visit(context, page, alert.employee_id, kind=alert.awaited)
