"""`cariste employees`: people, searched and filtered."""

from __future__ import annotations

import argparse

from cariste.cli.arguments import one_area, one_role, open_for_reading
from cariste.cli.output import print_json, print_table
from cariste.core.clock import today
from cariste.core.i18n import _
from cariste.employee.constants import CONTRACT_TYPES, STATUSES
from cariste.employee.labels import contract_label, status_label
from cariste.employee.queries import EmployeeRow, list_employees


def summary() -> str:
    """One line for the help."""
    return _("list people")


def add(command: argparse.ArgumentParser) -> None:
    """Search and filters."""
    text = _("TEXT")
    command.add_argument(
        "--search", default="", metavar=text, help=_("name or number; accents do not matter")
    )
    command.add_argument("--status", choices=STATUSES, help=_("active or inactive people"))
    command.add_argument("--workspace", metavar=text, help=_("of one work area"))
    command.add_argument("--role", metavar=text, help=_("of one role"))
    command.add_argument("--contract", choices=CONTRACT_TYPES, help=_("with one type of contract"))


def run(parsed: argparse.Namespace) -> int:
    """Print the list."""
    with open_for_reading(parsed) as workspace, workspace.reading():
        rows = list_employees(
            search=parsed.search,
            status=parsed.status,
            workspace=one_area(parsed.workspace, workspace),
            role=one_role(parsed.role, workspace),
            contract=parsed.contract,
        )
    if parsed.json:
        print_json([as_json(row) for row in rows])
        return 0
    headers = (
        _("Surname"),
        _("First name"),
        _("Number"),
        _("Status"),
        _("Work area"),
        _("Role"),
        _("Contract"),
    )
    print_table(
        headers,
        (
            (
                row.last_name,
                row.first_name,
                row.external_id,
                status_label(row.current_status),
                row.workspace,
                row.role,
                contract_label(row.contract_type),
            )
            for row in rows
        ),
    )
    return 0


def as_json(row: EmployeeRow) -> dict[str, object]:
    """Return a person as the command line's public form."""
    public = {name: value for name, value in row._asdict().items() if name != "search_text"}
    return {**public, "seniority": row.seniority(today())}
