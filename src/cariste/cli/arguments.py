"""What several commands ask in the same way: the folder, a day, the workspace."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from cariste.bootstrap import default_folder, open_workspace
from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.employee.queries import EmployeeRow, find_employee
from cariste.workspace import Workspace


def shared_folder(parsed: argparse.Namespace) -> Path:
    """Return `--folder`, else the folder chosen last or the one the program lies in.

    Raises:
        UserError: There is none.
    """
    given: Path | None = parsed.folder
    folder = given or default_folder()
    if folder is None:
        raise UserError(_("Which folder? Add --folder DIR, or make one with: cariste init DIR"))
    return folder.absolute()


def open_for_reading(parsed: argparse.Namespace) -> Workspace:
    """Open the folder to read, and say so when what is read is not the newest. Raises as `open_workspace`."""
    workspace = open_workspace(shared_folder(parsed), write=False)
    if workspace.damage:
        sys.stderr.write(f"{workspace.damage}\n")
    return workspace


def one_person(text: str) -> EmployeeRow:
    """Return the one person whom an id, an employee number or a full name names; the caller is connected.

    Raises:
        UserError: Nobody is called so, or several people are; then they are named.
    """
    found = find_employee(text)
    if not found:
        raise UserError(_("Nobody is called “{person}”.").format(person=text))
    if len(found) > 1:
        names = ", ".join(f"{row.full_name} ({row.external_id or row.id})" for row in found[:10])
        raise UserError(
            _("“{person}” names several people: {names}. Use the number or the id.").format(
                person=text, names=names
            )
        )
    return found[0]


def day(text: str) -> dt.date:
    """Parse a day given as 2026-11-21 or 21/11/2026."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(_("“{value}” is not a date: write 2026-11-21.").format(value=text))


def whole_number(text: str) -> int:
    """Parse a whole number from 0 to 100,000."""
    if text.isascii() and text.isdigit() and int(text) <= 100_000:
        return int(text)
    raise argparse.ArgumentTypeError(
        _("“{value}” is not a whole number from 0 to 100,000.").format(value=text)
    )
