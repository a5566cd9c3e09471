"""`cariste alerts`: what needs attention, from the same query as the window."""

from __future__ import annotations

import argparse
from typing import Any

from cariste.alerts.labels import remarks
from cariste.alerts.queries import SEVERITIES, TYPES, Alert, Filter, what_needs_attention
from cariste.cli.arguments import day, one_area, open_for_reading, whole_number
from cariste.cli.output import print_json, print_table
from cariste.core.clock import today
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee.labels import delay_in_words, full_subject, severity_label


def summary() -> str:
    """One line for the help."""
    return _("list what needs attention, most urgent first")


def add(command: argparse.ArgumentParser) -> None:
    """Day, horizon and filters."""
    command.add_argument(
        "--days",
        type=whole_number,
        metavar="N",
        help=_("fewer days left than this (default: the last threshold)"),
    )
    command.add_argument("--on", type=day, metavar="DATE", help=_("as of this day"))
    command.add_argument("--type", choices=TYPES, help=_("one type only"))
    command.add_argument("--severity", choices=SEVERITIES, help=_("one severity only"))
    command.add_argument("--workspace", metavar=_("TEXT"), help=_("of one work area"))


def run(parsed: argparse.Namespace) -> int:
    """Print the alerts."""
    with open_for_reading(parsed) as workspace, workspace.reading():
        wanted = Filter(
            thresholds=workspace.settings.thresholds.days,
            contract_steps=workspace.settings.thresholds.contract_steps,
            days=parsed.days,
            type=parsed.type,
            severity=parsed.severity,
            workspace=one_area(parsed.workspace, workspace),
        )
        answer = what_needs_attention(parsed.on or today(), wanted)
    if parsed.json:
        alerts = [_as_json(alert) for alert in answer.alerts]
        print_json({"on": answer.on, "counts": answer.counts._asdict(), "alerts": alerts})
        return 0
    print_table(
        (_("Severity"), _("Employee"), _("Number"), _("Work area"), _("What"), _("Expiry date"), "", ""),
        (
            (
                severity_label(alert.severity),
                alert.employee,
                alert.external_id,
                alert.workspace,
                full_subject(alert.type, alert.kind, alert.title),
                format_date(alert.expiration_date),
                delay_in_words(alert.days_until, alert.type),
                " · ".join(remarks(alert)),
            )
            for alert in answer.alerts
        ),
    )
    return 0


def _as_json(alert: Alert) -> dict[str, Any]:
    return {
        "employee_id": alert.employee_id,
        "external_id": alert.external_id,
        "employee": alert.employee,
        "workspace": alert.workspace,
        "type": alert.type,
        "kind": alert.kind,
        "expiration_date": alert.expiration_date,
        "days_until": alert.days_until,
        "severity": alert.severity,
        "record_id": alert.record_id,
        "check_validity": alert.check_validity,
        "planned_on": alert.planned_on,
        "leaves_on": alert.leaves_on,
    }
