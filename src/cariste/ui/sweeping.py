"""What is done once after a folder was opened for editing: files of people without identity go."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cariste.workspace import Workspace


def sweep(workspace: Workspace) -> int:
    """Remove what people without identity left on the share; return how many people's files went.

    Now, because no change of an earlier session can be undone any more. Off the UI thread.

    Raises:
        ReadOnlyHere: This window does not edit any more.
    """
    from cariste.leaving import sweeping

    with workspace.reading():
        found = sweeping.leftovers()
        named = sweeping.still_named(found) if found else set()
    if not found:
        return 0
    left = sweeping.remove(workspace.attachments, found, named)
    with workspace.change(sweeping.swept_label(), undoable=False):
        sweeping.note_removed(left)
    return len(found)
