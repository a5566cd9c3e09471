"""Ways to open a folder; they wait for the disk and the share, so they run off the UI thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cariste.core.clock import today
from cariste.core.i18n import _
from cariste.core.paths import user_folder

if TYPE_CHECKING:
    from cariste.workspace import Workspace

# The database and the settings are imported on use: the window is painted before.


def open_shared(folder: Path, *, asked: bool = False, older: bool = False) -> Workspace:
    """Open a folder, for editing if nobody else does. As `bootstrap.open_for_window`."""
    from cariste.bootstrap import open_for_window

    return open_for_window(folder, asked=asked, older=older)


def open_last_known(folder: Path) -> Workspace:
    """Open what this PC knew last of a folder, without asking the share. As `bootstrap.open_last_known`."""
    from cariste.bootstrap import open_last_known as really

    return really(folder)


def open_to_read(folder: Path) -> Workspace:
    """Open a folder without editing it. Raises as `bootstrap.open_workspace`."""
    from cariste.bootstrap import open_workspace

    return open_workspace(folder, write=False)


def ask_to_edit(workspace: Workspace) -> bool:
    """Ask whoever edits for the hand; False when nobody does, and there is nobody to ask.

    Raises:
        EnvironmentProblem: The share does not take the request.
    """
    editor = workspace.editor
    if editor is not None:
        workspace.hand.ask(editor.who)
    return editor is not None


def open_new(folder: Path, name: str) -> Workspace:
    """Make a shared folder and open it. Raises as `bootstrap.create_folder`."""
    from cariste.bootstrap import create_folder

    return create_folder(folder, name)


def demo_folder() -> Path:
    """Return where the demo warehouse of this user lies, on this PC."""
    return user_folder() / "demo"


def open_demo() -> Workspace:
    """Open the demo warehouse, made and filled the first time.

    Raises:
        EnvironmentProblem: This user's folder cannot be written.
    """
    from cariste.bootstrap import is_shared_folder
    from cariste.demo.seed import fill
    from cariste.employee.queries import list_employees

    folder = demo_folder()
    known = is_shared_folder(folder)
    workspace = open_shared(folder) if known else open_new(folder, _("Example Warehouse"))
    if workspace.writing:
        with workspace.reading():
            empty = not list_employees()
        # Not only a new one: the first attempt may have been cut off before it was filled.
        if empty:
            with workspace.change(_("Demo warehouse")):
                fill(today=today(), folder=folder)
    return workspace
