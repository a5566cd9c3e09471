"""One person's full extract: where to, then it is written, and one is told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.ui.context import Context
from cariste.ui.dialogs.export_to import ask_where
from cariste.ui.dialogs.leaving import read_people
from cariste.ui.errors import Message

if TYPE_CHECKING:
    from cariste.leaving.erasing import Belongings
    from cariste.leaving.extract import Extracted
    from cariste.workspace import Workspace


def ask_extract(context: Context, ids: Sequence[str], parent: QWidget) -> None:
    """Ask where, and write everything recorded about a person there.

    Conclusions of medical visits are the person's own: they are in it, but only when this window edits, as
    only HR may see them on the way. The extract says which of the two it is.

    Args:
        context: The open folder and the rest.
        ids: The person, 32 hexadecimal digits; of several the first.
        parent: Some widget of the window.
    """

    def ask(people: list[Belongings]) -> None:
        from cariste.leaving.extract import file_name

        person = people[0]
        path = ask_where(parent, _("Full extract"), Path(file_name(person.name)).stem, ("zip",))
        if path is not None:
            write_to(context, person.id, path, parent)

    read_people(context, ids[:1], parent, ask)


def write_to(context: Context, employee_id: str, path: Path, parent: QWidget) -> None:
    """Write the extract in the background, and say what is in it."""

    def told(written: Extracted) -> None:
        from cariste.leaving.extract import said

        Message(context.theme, said(written), parent.window()).open()

    # Beside: the documents come over the share, and no query waits for them.
    context.tasks.beside(partial(extract, context.workspace, employee_id, path), told, owner=parent)


def extract(workspace: Workspace, employee_id: str, path: Path) -> Extracted:
    """Write one person's extract. Raises as `gather` and `write_extract`."""
    from cariste.leaving.extract import write_extract
    from cariste.leaving.personal_file import gather

    with workspace.reading():
        personal = gather(employee_id, workspace.name, outcomes=workspace.writing)
    return write_extract(personal, workspace.attachments, path)
