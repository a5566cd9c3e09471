"""What several commands ask in the same way: the folder, a day, the workspace."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path

from cariste.bootstrap import default_folder, open_workspace
from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.employee.edits import read_choices
from cariste.employee.queries import EmployeeRow, find_employee
from cariste.equipment.edits import sites_in_use
from cariste.regulation.codes import normalise_code
from cariste.regulation.driving import driving_kinds
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


def one_area(text: str | None, workspace: Workspace) -> str | None:
    """Return a work area as it is written here, capitals and accents aside; the caller is connected.

    Raises:
        UserError: Nothing is there: an empty list would read as good news.
    """
    problem = _("There is no work area “{name}”. There are: {known}.")
    return _one_of(text, (*workspace.settings.workspaces, *sites_in_use()), problem)


def one_role(text: str | None, workspace: Workspace) -> str | None:
    """Return a role as `one_area` returns a work area. Raises UserError when nobody has it."""
    problem = _("There is no role “{name}”. There are: {known}.")
    return _one_of(text, (*workspace.settings.roles, *read_choices().roles), problem)


def one_kind(text: str) -> str:
    """Return the code of the category that a text names: « R489-3 » for « r489 3 », too.

    Raises:
        UserError: It is no category in force.
    """
    code = normalise_code(text)
    if code not in driving_kinds():
        raise UserError(
            _("“{kind}” is not a category in force. There are: {kinds}.").format(
                kind=text, kinds=", ".join(driving_kinds())
            )
        )
    return code


def _one_of(text: str | None, known: Iterable[str], problem: str) -> str | None:
    by_name = {fold(name): name for name in known}
    if text is None or fold(text) in by_name:
        return None if text is None else by_name[fold(text)]
    raise UserError(problem.format(name=text, known=", ".join(by_name.values())))


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
