"""`cariste verdict`: who may drive what, and why not."""

from __future__ import annotations

import argparse
from typing import Any, NamedTuple

from cariste.authorisation.labels import reason_in_words, reasons_in_words, state_label
from cariste.authorisation.queries import who_may_drive
from cariste.authorisation.verdict import Verdict
from cariste.cli.arguments import day, one_area, one_kind, one_person, open_for_reading
from cariste.cli.output import print_json, print_table
from cariste.core.clock import today
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee.queries import list_employees
from cariste.equipment.queries import machine_numbered
from cariste.regulation.driving import driving_kinds


class _Line(NamedTuple):
    employee_id: str
    employee: str
    kind: str
    verdict: Verdict


def summary() -> str:
    """One line for the help."""
    return _("say who may drive what, and why not")


def add(command: argparse.ArgumentParser) -> None:
    """Who, what, where, when."""
    subject = command.add_mutually_exclusive_group()
    command.add_argument("person", nargs="?", metavar=_("PERSON"), help=_("id, employee number or full name"))
    command.add_argument("--on", type=day, metavar="DATE", help=_("as of this day"))
    subject.add_argument("--kind", metavar="K", help=_("one category, such as R489-3"))
    subject.add_argument("--machine", metavar="N", help=_("the number of one machine, judged where it runs"))
    command.add_argument("--workspace", metavar=_("TEXT"), help=_("in one work area"))


def run(parsed: argparse.Namespace) -> int:
    """Judge, and print: those who may first."""
    kinds = driving_kinds() if parsed.kind is None else (one_kind(parsed.kind),)
    with open_for_reading(parsed) as workspace, workspace.reading():
        site = one_area(parsed.workspace, workspace)
        if parsed.machine is not None:
            machine = machine_numbered(parsed.machine)
            kinds, site = (machine.kind,), site or machine.site
        lines = _judged(parsed, kinds, site)
    if parsed.json:
        print_json([_as_json(line) for line in lines])
        return 0
    print_table(
        (_("Employee"), _("Category"), _("Answer"), _("Until"), _("Reasons")),
        (
            (
                line.employee,
                line.kind,
                state_label(line.verdict.state),
                format_date(line.verdict.until),
                reasons_in_words(line.verdict),
            )
            for line in lines
        ),
    )
    return 0


def _judged(parsed: argparse.Namespace, kinds: tuple[str, ...], site: str | None) -> list[_Line]:
    people = list_employees() if parsed.person is None else [one_person(parsed.person)]
    one = people[0].id if parsed.person is not None else None
    found = {
        driver.employee_id: driver.verdicts
        for driver in who_may_drive(kinds, site, on=parsed.on or today(), employee_id=one)
    }
    lines = [
        _Line(person.id, person.full_name, kind, verdict)
        for person in people
        for kind, verdict in found[person.id].items()
    ]
    return sorted(lines, key=lambda line: not line.verdict.allowed)


def _as_json(line: _Line) -> dict[str, Any]:
    return {
        "employee_id": line.employee_id,
        "employee": line.employee,
        "kind": line.kind,
        "allowed": line.verdict.allowed,
        "state": line.verdict.state,
        "until": line.verdict.until,
        "reasons": [
            {"code": reason.code, "text": reason_in_words(reason), "since": reason.since}
            for reason in line.verdict.reasons
        ],
    }
