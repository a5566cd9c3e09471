"""`cariste init`: a new shared folder, empty or with a believable warehouse."""

from __future__ import annotations

import argparse
from pathlib import Path

from cariste.bootstrap import create_folder
from cariste.cli.arguments import whole_number
from cariste.cli.output import print_json
from cariste.core.clock import today
from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number


def summary() -> str:
    """One line for the help."""
    return _("make a new shared folder")


def add(command: argparse.ArgumentParser) -> None:
    """Where, and with what in it."""
    command.add_argument("dir", type=Path, metavar=_("DIR"), help=_("a new or empty folder"))
    command.add_argument("--name", default=None, metavar=_("TEXT"), help=_("the firm's name"))
    command.add_argument("--demo", action="store_true", help=_("fill it with invented people"))
    command.add_argument("--employees", type=whole_number, metavar="N", help=_("how many (default: 180)"))
    command.add_argument(
        "--seed", type=whole_number, default=1, metavar="S", help=_("same number, same people (default: 1)")
    )


def run(parsed: argparse.Namespace) -> int:
    """Make the folder."""
    demo = parsed.demo or parsed.employees is not None
    employees = 0
    with create_folder(parsed.dir.absolute(), parsed.name or "Entrepôt Exemple") as workspace:
        if demo:
            from cariste.demo.seed import DEFAULT_COUNT, fill

            with workspace.change(_("Demo warehouse")):
                count = DEFAULT_COUNT if parsed.employees is None else parsed.employees
                employees = fill(count=count, seed=parsed.seed, today=today(), folder=workspace.folder)
        epoch, number = workspace.head
        if parsed.json:
            head = {"epoch": epoch, "number": number}
            print_json({"folder": str(workspace.folder), "head": head, "employees": employees})
        else:
            people = ngettext("{n} person", "{n} people", employees).format(n=format_number(employees))
            print(_("{folder} is ready: {people}.").format(folder=workspace.folder, people=people))  # noqa: T201
    return 0
