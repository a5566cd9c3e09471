"""`cariste lock`: who edits; give the lock back after a crash; take it from an editor who fell silent."""

from __future__ import annotations

import argparse

from cariste.bootstrap import open_workspace
from cariste.cli.arguments import open_for_reading, shared_folder
from cariste.cli.output import print_json
from cariste.cli.status_command import editor_as_json
from cariste.core.i18n import _
from cariste.core.wording import format_moment
from cariste.lock.editor import Editor

RELEASE, TAKE = "release", "take"


def summary() -> str:
    """One line for the help."""
    return _("who may edit now; give the right to edit back")


def add(command: argparse.ArgumentParser) -> None:
    """Ask, release or take."""
    command.add_argument(
        "action",
        nargs="?",
        choices=(RELEASE, TAKE),
        help=_(
            "release: give back what this workstation kept after a crash; "
            "take: free the folder from an editor who has been silent for 15 minutes"
        ),
    )
    command.add_argument(
        "--older",
        action="store_true",
        help=_("go on from older data: the newest are damaged, or the folder was restored on purpose"),
    )


def run(parsed: argparse.Namespace) -> int:
    """Say who edits; or free the folder, and say from whom."""
    with open_for_reading(parsed) as workspace:
        editor = workspace.editor
    if parsed.action is not None and (editor is not None or parsed.older):
        # Whoever edits leaves the folder free when closing.
        asked = parsed.action == TAKE
        with open_workspace(shared_folder(parsed), write=True, asked=asked, older=parsed.older) as taken:
            taken.hand_over()
    if parsed.json:
        print_json(editor_as_json(editor))
    else:
        print(_told(editor, freed=parsed.action is not None))  # noqa: T201
    return 0


def _told(editor: Editor | None, *, freed: bool) -> str:
    if editor is None:
        return _("Nobody is editing.")
    if freed:
        text = _("The folder is free. It was held by {user} ({host}) since {since}.")
    else:
        text = _("{user} ({host}) has been editing since {since}; last seen {seen}.")
    return text.format(
        user=editor.username,
        host=editor.hostname,
        since=format_moment(editor.since),
        seen=format_moment(editor.last_heartbeat),
    )
