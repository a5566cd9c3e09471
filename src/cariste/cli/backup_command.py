"""`cariste backup`: make a backup now, or list those there are."""

from __future__ import annotations

import argparse

from cariste.cli.arguments import open_for_reading
from cariste.cli.output import print_json, print_table
from cariste.core.i18n import _
from cariste.core.wording import format_moment, format_number
from cariste.integrity.backups import kind_label
from cariste.share.backup import MANUAL, Backup, back_up, list_backups
from cariste.share.listing import data_folder
from cariste.workspace import Workspace

LIST = "list"


def summary() -> str:
    """One line for the help."""
    return _("make a backup now, or list the backups")


def add(command: argparse.ArgumentParser) -> None:
    """Make one, or list them."""
    command.add_argument(
        "action", nargs="?", choices=(LIST,), help=_("list the backups, each one opened and checked")
    )


def run(parsed: argparse.Namespace) -> int:
    """Make one and say its name, or print the list."""
    with open_for_reading(parsed) as workspace:
        if parsed.action == LIST:
            _list(workspace, as_json=parsed.json)
            return 0
        made = back_up(data_folder(workspace.folder), workspace.local, workspace.head, MANUAL)
    if parsed.json:
        print_json({"name": made.name, "size": made.stat().st_size})
    else:
        print(_("{name} was made and checked.").format(name=made.name))  # noqa: T201
    return 0


def _list(workspace: Workspace, *, as_json: bool) -> None:
    backups = list_backups(data_folder(workspace.folder), workspace.local)
    if as_json:
        print_json([backup._asdict() for backup in backups])
        return
    print_table(
        (_("Name"), _("Made"), _("Made on"), _("Bytes"), _("People"), _("State"), _("Where")),
        (_cells(backup) for backup in backups),
    )


def _cells(backup: Backup) -> tuple[object, ...]:
    return (
        backup.name,
        kind_label(backup.kind),
        format_moment(backup.at),
        format_number(backup.size),
        "" if backup.people is None else format_number(backup.people),
        _("sound") if backup.verified else _("damaged or unreadable"),
        _("this workstation") if backup.here else _("shared folder"),
    )
