"""What the banner says about an open folder; asks the database, so it runs off the UI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cariste.ui.widgets.banner import Status, reading, silent, taken_over, writing

if TYPE_CHECKING:
    from cariste.workspace import Workspace


class Situation(NamedTuple):
    """A look at the folder: whether its data changed since the last one, and what to say."""

    changed: bool
    status: Status
    problem: str


def look(workspace: Workspace) -> Situation:
    """Take up what others published, then describe.

    Raises:
        EnvironmentProblem: The folder does not answer.
    """
    changed = workspace.refresh()
    return Situation(changed, describe(workspace), "\n".join(workspace.warnings))


def describe(workspace: Workspace) -> Status:
    """Say whether this window edits, or who does."""
    if workspace.writing:
        return writing(workspace.name, workspace.published_at)
    if workspace.taken_over:
        return taken_over(workspace.successor)
    editor = workspace.editor
    if editor is None:
        return reading(None, None, None, workspace.published_at)
    holder = f"{editor.username} ({editor.hostname})"
    if editor.stale:
        return silent(holder, editor.last_heartbeat, workspace.published_at)
    return reading(holder, editor.since, editor.last_heartbeat, workspace.published_at)
