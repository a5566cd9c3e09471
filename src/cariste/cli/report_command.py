"""`cariste report`: a report as a PDF."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from cariste.cli.arguments import day, one_area, one_kind, one_person, open_for_reading, whole_number
from cariste.cli.output import print_json
from cariste.core.clock import today
from cariste.core.errors import UserError
from cariste.core.i18n import _, ngettext
from cariste.reports.asking import (
    AREA,
    DAYS,
    DEFAULT_HORIZON,
    KIND,
    MACHINE,
    ON,
    OUTCOMES,
    PEOPLE,
    SCANS,
    Asked,
)
from cariste.reports.making import check_name, make, write
from cariste.reports.registry import REPORTS, Report, report_named
from cariste.workspace import Workspace

OPTIONS = {
    PEOPLE: "--person",
    ON: "--on",
    DAYS: "--days",
    AREA: "--workspace",
    KIND: "--kind",
    MACHINE: "--machine",
    SCANS: "--no-scans",
    OUTCOMES: "--outcomes",
}
"""How the command line calls what can be asked."""


def summary() -> str:
    """One line for the help."""
    return _("make a report as a PDF")


def add(command: argparse.ArgumentParser) -> None:
    """Which report, where, and what it shall say; the help lists all reports."""
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    width = max(len(report.name) for report in REPORTS)
    lines = [f"  {report.name.ljust(width)}  {report.title()}" for report in REPORTS]
    command.epilog = "\n".join((_("Reports:"), *lines))
    command.add_argument("name", metavar=_("NAME"), help=_("which report, see below"))
    command.add_argument("file", type=Path, metavar=_("FILE"), help=_("a .pdf file"))
    command.add_argument(
        "--person",
        dest=PEOPLE,
        action="append",
        metavar=_("PERSON"),
        help=_("about this person: id, employee number or full name; may be repeated"),
    )
    command.add_argument("--on", dest=ON, type=day, metavar="DATE", help=_("as of this day"))
    command.add_argument(
        "--days",
        dest=DAYS,
        type=whole_number,
        metavar="N",
        help=_("fewer days left than this (default: {n})").format(n=DEFAULT_HORIZON),
    )
    command.add_argument("--workspace", dest=AREA, metavar=_("TEXT"), help=_("in one work area"))
    command.add_argument("--kind", dest=KIND, metavar="K", help=_("one category, such as R489-3"))
    command.add_argument("--machine", dest=MACHINE, metavar="N", help=_("the number of one machine"))
    command.add_argument(
        "--no-scans",
        dest=SCANS,
        action="store_false",
        default=None,
        help=_("without the documents behind the records"),
    )
    command.add_argument(
        "--outcomes",
        dest=OUTCOMES,
        action="store_true",
        default=None,
        help=_("with medical conclusions and documents, for HR alone"),
    )


def run(parsed: argparse.Namespace) -> int:
    """Make the report and write it."""
    report = report_named(parsed.name)
    given = {option: value for option in OPTIONS if (value := getattr(parsed, option)) is not None}
    _refuse_pointless(report, given)
    check_name(parsed.file)
    with open_for_reading(parsed) as workspace:
        made = make(report, workspace, _asked(workspace, given))
    write(made, parsed.file)
    if made.remark:
        sys.stderr.write(made.remark + "\n")
    if parsed.json:
        print_json({"file": str(parsed.file), "pages": made.pages})
    else:
        pages = ngettext("{n} page", "{n} pages", made.pages).format(n=made.pages)
        print(_("{file}: {pages} written.").format(file=parsed.file, pages=pages))  # noqa: T201
    return 0


def _refuse_pointless(report: Report, given: dict[str, Any]) -> None:
    pointless = [name for option, name in OPTIONS.items() if option in given and option not in report.takes]
    if pointless:
        known = ", ".join(name for option, name in OPTIONS.items() if option in report.takes)
        raise UserError(
            _("The report “{name}” knows nothing of {options}. It takes: {known}.").format(
                name=report.name, options=", ".join(pointless), known=known
            )
        )


def _asked(workspace: Workspace, given: dict[str, Any]) -> Asked:
    with workspace.reading():
        people = tuple(one_person(text).id for text in given.pop(PEOPLE, ()))
        area = one_area(given.pop(AREA, None), workspace)
    kind = one_kind(given.pop(KIND)) if KIND in given else None
    return Asked(**{ON: today(), **given, AREA: area, KIND: kind, PEOPLE: people})
