"""`cariste export`: all lists, the alerts, a template to fill in, due dates (.ics), one person (.zip)."""

from __future__ import annotations

import argparse
from pathlib import Path

from cariste.cli.arguments import one_area, one_person, open_for_reading, whole_number
from cariste.cli.output import print_json
from cariste.core.clock import now, today
from cariste.core.config import folder_id
from cariste.core.errors import UserError
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.exchange.exporting import export


def summary() -> str:
    """One line for the help."""
    return _("write everything, the alerts, a calendar, or one person's data to a file")


def add(command: argparse.ArgumentParser) -> None:
    """Where, and what."""
    command.add_argument(
        "file", type=Path, metavar=_("FILE"), help=_("an .xlsx, .csv, .json, .ics or .zip file")
    )
    only = command.add_mutually_exclusive_group()
    only.add_argument("--alerts", action="store_true", help=_("the alerts only"))
    only.add_argument(
        "--person",
        metavar=_("PERSON"),
        help=_("all data of one person, documents included, to a .zip: id, employee number or full name"),
    )
    only.add_argument("--template", action="store_true", help=_("an empty .xlsx to fill in and import"))
    command.add_argument("--outcomes", action="store_true", help=_("with the medical outcomes, for HR alone"))
    command.add_argument("--names", action="store_true", help=_(".ics: full names instead of initials"))
    command.add_argument("--workspace", metavar=_("TEXT"), help=_(".ics: of one work area"))
    command.add_argument("--days", type=whole_number, metavar="N", help=_(".ics: days ahead (default: 365)"))


def run(parsed: argparse.Namespace) -> int:
    """Write the file."""
    if parsed.template:
        return _template(parsed)
    calendar = parsed.file.suffix.lower() == ".ics"
    if calendar and (parsed.alerts or parsed.person is not None or parsed.outcomes):
        raise UserError(_("A calendar goes without --alerts, --person and --outcomes."))
    if not calendar and (parsed.names or parsed.workspace is not None or parsed.days is not None):
        raise UserError(_("--names, --workspace and --days are for a calendar: a file that ends with .ics."))
    if calendar:
        return _calendar(parsed)
    if parsed.person is not None:
        return _extract(parsed)
    with open_for_reading(parsed) as workspace, workspace.reading():
        rows = export(
            parsed.file,
            today(),
            alerts_only=parsed.alerts,
            outcomes=parsed.outcomes,
            thresholds=workspace.settings.thresholds.days,
            contract_steps=workspace.settings.thresholds.contract_steps,
        )
    if parsed.json:
        print_json({"file": str(parsed.file), "rows": rows})
    else:
        lines = ngettext("{n} row", "{n} rows", rows).format(n=rows)
        print(_("{file}: {rows} written.").format(file=parsed.file, rows=lines))  # noqa: T201
    return 0


def _template(parsed: argparse.Namespace) -> int:
    from cariste.exchange.template import write_template

    if parsed.file.suffix.lower() != ".xlsx":
        raise UserError(_("A template is a workbook: choose a name that ends with .xlsx."))
    with open_for_reading(parsed) as workspace, workspace.reading():
        sheets = write_template(parsed.file, workspace.settings)
    if parsed.json:
        print_json({"file": str(parsed.file), "sheets": sheets})
    else:
        print(_("{file}: fill in its sheets, then import it.").format(file=parsed.file))  # noqa: T201
    return 0


def _calendar(parsed: argparse.Namespace) -> int:
    from cariste.exchange.due_calendar import HORIZON, Wanted, export_calendar

    with open_for_reading(parsed) as workspace, workspace.reading():
        wanted = Wanted(
            folder_id=folder_id(workspace.folder),
            company=workspace.name,
            names=parsed.names,
            days=HORIZON if parsed.days is None else parsed.days,
            workspace=one_area(parsed.workspace, workspace),
            thresholds=workspace.settings.thresholds.days,
            contract_steps=workspace.settings.thresholds.contract_steps,
        )
        written = export_calendar(parsed.file, today(), now(), wanted)
    if parsed.json:
        print_json({"file": str(parsed.file), **written._asdict()})
        return 0
    dates = ngettext("{n} due date", "{n} due dates", written.events)
    words = dates.format(n=format_number(written.events))
    print(_("{file}: {rows} written.").format(file=parsed.file, rows=words))  # noqa: T201
    return 0


def _extract(parsed: argparse.Namespace) -> int:
    from cariste.leaving.extract import said, write_extract
    from cariste.leaving.personal_file import gather

    with open_for_reading(parsed) as workspace, workspace.reading():
        person = one_person(parsed.person)
        personal = gather(person.id, workspace.name, outcomes=parsed.outcomes)
        written = write_extract(personal, workspace.attachments, parsed.file)
    if parsed.json:
        print_json(
            {"file": str(written.path), "documents": written.documents, "missing": list(written.missing)}
        )
        return 0
    print(said(written))  # noqa: T201
    return 0
