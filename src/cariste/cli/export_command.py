"""`cariste export`: everything, or the alerts, out to xlsx, csv or json."""

from __future__ import annotations

import argparse
from pathlib import Path

from cariste.cli.arguments import open_for_reading
from cariste.cli.output import print_json
from cariste.core.clock import today
from cariste.core.i18n import _, ngettext
from cariste.exchange.exporting import export


def summary() -> str:
    """One line for the help."""
    return _("write everything, or the alerts, to a file")


def add(command: argparse.ArgumentParser) -> None:
    """Where, and what."""
    command.add_argument("file", type=Path, metavar=_("FILE"), help=_("an .xlsx, .csv or .json file"))
    command.add_argument("--alerts", action="store_true", help=_("the alerts only"))
    command.add_argument("--outcomes", action="store_true", help=_("with the medical outcomes, for HR alone"))


def run(parsed: argparse.Namespace) -> int:
    """Write the file."""
    with open_for_reading(parsed) as workspace, workspace.reading():
        rows = export(
            parsed.file,
            today(),
            alerts_only=parsed.alerts,
            outcomes=parsed.outcomes,
            thresholds=workspace.settings.thresholds.days,
        )
    if parsed.json:
        print_json({"file": str(parsed.file), "rows": rows})
    else:
        lines = ngettext("{n} row", "{n} rows", rows).format(n=rows)
        print(_("{file}: {rows} written.").format(file=parsed.file, rows=lines))  # noqa: T201
    return 0
