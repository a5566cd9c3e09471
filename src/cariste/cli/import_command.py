"""`cariste import`: an Excel, ods or csv file in, as an update."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cariste.bootstrap import open_workspace
from cariste.cli.arguments import shared_folder
from cariste.cli.output import print_facts, print_json, print_table
from cariste.core.i18n import _
from cariste.exchange.importing import plan_import
from cariste.exchange.mapping import read_mapping
from cariste.exchange.plan import Note, Plan
from cariste.exchange.storing import store


def summary() -> str:
    """One line for the help."""
    return _("bring an Excel, ods or csv file in, as an update")


def add(command: argparse.ArgumentParser) -> None:
    """Which file, and how."""
    command.add_argument("file", type=Path, metavar=_("FILE"), help=_("an .xlsx, .xls, .ods or .csv file"))
    command.add_argument("--sheet", metavar=_("TEXT"), help=_("only the sheet of this name"))
    command.add_argument("--dry-run", action="store_true", help=_("say what would be done, and do nothing"))
    command.add_argument(
        "--map", type=Path, metavar=_("FILE"), help=_("answers to the questions of an earlier run")
    )


def run(parsed: argparse.Namespace) -> int:
    """Read, plan, store in one change, and print what was done."""
    mapping = read_mapping(parsed.map) if parsed.map is not None else None
    with open_workspace(shared_folder(parsed), write=not parsed.dry_run) as workspace:
        with workspace.reading():
            plan = plan_import(parsed.file, sheet=parsed.sheet, mapping=mapping, progress=_progress)
        if not parsed.dry_run:
            with workspace.change(_("Import of {file}").format(file=parsed.file.name)):
                store(plan)
    if parsed.json:
        print_json(plan.as_json())
    else:
        _print(plan)
    return 0


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done * 100 // max(total, 1):3d} %" + ("\n" if done == total else ""))


def _print(plan: Plan) -> None:
    said = plan.as_json()
    print_facts(
        [
            (_("Rows read"), said["read"]),
            (_("People added"), said["added"]),
            (_("People updated"), said["updated"]),
            (_("People unchanged"), said["unchanged"]),
            (_("CACES"), said["records"]["caces"]),
            (_("Medical visits"), said["records"]["medical_visits"]),
            (_("Trainings"), said["records"]["trainings"]),
        ]
    )
    _print_notes(_("To check"), plan.to_check)
    _print_notes(_("Rejected"), plan.rejected)


def _print_notes(title: str, notes: tuple[Note, ...]) -> None:
    if notes:
        sys.stdout.write(f"\n{title} ({len(notes)})\n")
        rows = [(note.sheet, note.row, note.column, note.value_in_words, note.reason) for note in notes]
        print_table((_("Sheet"), _("Row"), _("Column"), _("Value"), _("Reason")), rows)
