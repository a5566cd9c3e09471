"""`cariste show`: one person's file."""

from __future__ import annotations

import argparse
import dataclasses
from typing import Any

from cariste.cli.arguments import one_person, open_for_reading
from cariste.cli.output import print_facts, print_json, print_table
from cariste.core.clock import today
from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee.file import EmployeeFile, RecordRow, employee_file
from cariste.employee.labels import (
    CACES,
    MEDICAL,
    TRAINING,
    contract_label,
    record_situation,
    source_label,
    status_label,
    visit_label,
    with_option,
)


def summary() -> str:
    """One line for the help."""
    return _("show one person's file")


def add(command: argparse.ArgumentParser) -> None:
    """Whom to show."""
    command.add_argument("person", metavar=_("PERSON"), help=_("id, employee number or full name"))


def run(parsed: argparse.Namespace) -> int:
    """Print the file."""
    with open_for_reading(parsed) as workspace, workspace.reading():
        person = one_person(parsed.person)
        file = employee_file(person.id, today(), workspace.settings.thresholds.days)
    if file is None:
        raise UserError(_("Nobody is called “{person}”.").format(person=parsed.person))
    if parsed.json:
        print_json(_as_json(file))
    else:
        _print(file)
    return 0


def _as_json(file: EmployeeFile) -> dict[str, Any]:
    return {
        **dataclasses.asdict(file.employee),
        "seniority": file.employee.seniority(today()),
        "caces": [_record(row, completion_date=row.obtained) for row in file.caces],
        "medical_visits": [_record(row, visit_date=row.obtained) for row in file.medical_visits],
        "trainings": [_record(row, completion_date=row.obtained) for row in file.trainings],
    }


def _record(row: RecordRow, **dated: Any) -> dict[str, Any]:
    fields = dataclasses.asdict(row)
    del fields["obtained"]
    return {"id": fields.pop("id"), **dated, **fields}


def _print(file: EmployeeFile) -> None:
    person = file.employee
    print_facts(
        [
            (_("Name"), person.full_name),
            (_("Number"), person.external_id),
            (_("Status"), status_label(person.current_status)),
            (_("Leaving date"), format_date(person.left_on) or None),
            (_("Role"), person.role),
            (_("Work area"), person.workspace),
            (_("Contract"), contract_label(person.contract_type) or None),
            (_("Start date"), format_date(person.entry_date) or None),
            (_("Agency"), person.agency),
        ]
    )
    records: list[tuple[str, str, RecordRow]] = [
        *((CACES, with_option(row.kind, row.option), row) for row in file.caces),
        *((MEDICAL, visit_label(row.visit_type), row) for row in file.medical_visits),
        *((TRAINING, row.title, row) for row in file.trainings),
    ]
    if not records:
        return
    print_table(
        (_("Record"), _("Obtained"), _("Valid until"), _("Source"), _("Status")),
        (
            (
                name,
                format_date(row.obtained),
                format_date(row.expiration_date),
                source_label(row.expiration_source) if row.expiration_date else "",
                record_situation(row.status, row.days_until, type_, current=row.current),
            )
            for type_, name, row in records
        ),
    )
