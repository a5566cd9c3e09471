"""`cariste check`: integrity of the data, the documents and the backups."""

from __future__ import annotations

import argparse

from cariste.cli.arguments import open_for_reading
from cariste.cli.output import print_json, print_table
from cariste.core.i18n import _
from cariste.integrity.check import problems_of


def summary() -> str:
    """One line for the help."""
    return _("check the data, the documents and the backups")


def add(_command: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(parsed: argparse.Namespace) -> int:
    """Check everything; exit code 3 when something is wrong."""
    with open_for_reading(parsed) as workspace, workspace.reading():
        problems = problems_of(workspace.folder)
    if parsed.json:
        print_json({"ok": not problems, "problems": [problem._asdict() for problem in problems]})
    elif problems:
        print_table((_("Place"), _("Problem")), problems)
    else:
        print(_("Everything is in order."))  # noqa: T201
    return 3 if problems else 0
