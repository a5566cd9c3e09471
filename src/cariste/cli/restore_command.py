"""`cariste restore`: make the data those of a backup, as the next publication."""

from __future__ import annotations

import argparse
import sys

from cariste.bootstrap import open_workspace
from cariste.cli.arguments import shared_folder
from cariste.cli.output import print_json, print_table
from cariste.core.i18n import _
from cariste.integrity.restore import Summary, preview, restore


def summary() -> str:
    """One line for the help."""
    return _("make the data those of a backup; the data of today are backed up first")


def add(command: argparse.ArgumentParser) -> None:
    """Which backup, and whether only to tell."""
    command.add_argument("name", metavar=_("NAME"), help=_("a backup, as “cariste backup list” names it"))
    command.add_argument("--dry-run", action="store_true", help=_("say what would be done, and do nothing"))


def run(parsed: argparse.Namespace) -> int:
    """Restore, or tell what a restore would change."""
    with open_workspace(shared_folder(parsed), write=not parsed.dry_run) as workspace:
        if parsed.dry_run:
            changes, before = preview(workspace, parsed.name), None
        else:
            changes, before = restore(workspace, parsed.name)
    if parsed.json:
        told = {kind: tally._asdict() for kind, tally in changes._asdict().items()}
        print_json({"name": parsed.name, **told, "before": before.name if before else None})
        return 0
    _print(changes)
    if before is not None:
        undo = _("Restored. To undo it: cariste restore {name}").format(name=before.name)
        sys.stdout.write(f"\n{undo}\n")
    elif not parsed.dry_run:
        sys.stdout.write("\n" + _("The data are those of this backup already: nothing was changed.") + "\n")
    return 0


def _print(changes: Summary) -> None:
    labels = (_("People"), _("CACES, visits and trainings"), _("Documents"), _("Settings"))
    print_table(
        ("", _("Brought back"), _("Taken away"), _("Changed")),
        ((label, *tally) for label, tally in zip(labels, changes, strict=True)),
    )
