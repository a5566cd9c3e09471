"""`cariste status`: what is there, who edits."""

from __future__ import annotations

import argparse
from typing import Any

from cariste.cli.arguments import open_for_reading
from cariste.cli.output import print_facts, print_json
from cariste.core.i18n import _
from cariste.core.wording import format_number
from cariste.lock.editor import Editor
from cariste.workspace import Workspace


def summary() -> str:
    """One line for the help."""
    return _("what is there, and who edits")


def add(_command: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(parsed: argparse.Namespace) -> int:
    """Print the status."""
    with open_for_reading(parsed) as workspace:
        status = _status(workspace)
        if parsed.json:
            print_json(status)
            return 0
        head, editor = status["head"], status["editor"]
        print_facts(
            [
                (_("Folder"), status["folder"]),
                (_("Publication"), f"{head['epoch']}-{head['number']}"),
                (_("Version of the data"), status["schema"]),
                (_("Employees"), status["employees"]),
                (_("Edits"), f"{editor['username']} ({editor['hostname']})" if editor else _("nobody")),
                (_("Waiting changes"), format_number(status["pending"])),
                *((_("Warning"), warning) for warning in workspace.warnings),
            ]
        )
    return 0


def _status(workspace: Workspace) -> dict[str, Any]:
    from cariste.database.migrate import schema_version
    from cariste.employee.queries import count_employees

    epoch, number = workspace.head
    with workspace.reading():
        employees = count_employees()
    return {
        "folder": str(workspace.folder),
        "head": {"epoch": epoch, "number": number},
        "schema": schema_version(),
        "editor": editor_as_json(workspace.editor),
        "pending": workspace.pending,
        "employees": employees,
    }


def editor_as_json(editor: Editor | None) -> dict[str, Any] | None:
    """Return who edits as the command line's public form; None for nobody."""
    if editor is None:
        return None
    return {
        "hostname": editor.hostname,
        "username": editor.username,
        "since": editor.since,
        "last_heartbeat": editor.last_heartbeat,
        "stale": editor.stale,
    }
