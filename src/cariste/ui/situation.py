"""What the banner says about an open folder; asks the database, so it runs off the UI thread."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from cariste.core.errors import EnvironmentProblem, UserError
from cariste.ui.widgets import status
from cariste.ui.widgets.status import Status

if TYPE_CHECKING:
    from cariste.workspace import Workspace


class Situation(NamedTuple):
    """A look at the folder.

    Attributes:
        changed: Whether its data changed since the last look.
        status: What to say.
        problem: What is wrong with the settings or the data, empty for nothing.
        resume: Whether the folder is to be opened again: it was away and answers, the right to edit was lost
            to nobody, or this person asked for it and nobody has it any more.
        stuck: Whether something recorded here does not leave by itself now: the page of waiting changes is
            worth a line in the navigation.
    """

    changed: bool
    status: Status
    problem: str
    resume: bool
    stuck: bool


def look(workspace: Workspace, *, away: bool) -> Situation:
    """Take up what others published, then describe.

    Args:
        workspace: The open folder.
        away: The share did not answer when it was asked last.
    """
    changed = resume = False
    try:
        # What is not whole yet is looked at again; damaged for good, the workspace says so itself.
        with contextlib.suppress(UserError):
            changed = workspace.refresh()
        # Who edits is told what this PC knows, at once: a share that hangs must not hold the banner up.
        resume = not workspace.writing and (
            workspace.last_known or workspace.lost_by_accident or workspace.may_take
        )
    except EnvironmentProblem:
        away = True
    return _told(workspace, changed=changed, resume=resume, away=away)


def last_known(workspace: Workspace) -> Situation:
    """Describe a folder that was away when it was opened: what this PC knows is told without asking."""
    return _told(workspace, changed=False, resume=False, away=True)


def _told(workspace: Workspace, *, changed: bool, resume: bool, away: bool) -> Situation:
    problems = "\n".join(filter(None, (*workspace.warnings, workspace.damage)))
    stuck = _is_stuck(workspace, away=away)
    return Situation(changed, describe(workspace, away=away), problems, resume, stuck)


def _is_stuck(workspace: Workspace, *, away: bool) -> bool:
    delivery = workspace.delivery
    held_up = away or not workspace.writing
    return bool(delivery.conflicts or delivery.problem or (delivery.waiting and held_up))


def describe(workspace: Workspace, *, away: bool) -> Status:
    """Say whether this window edits, or who does. Arguments as `look`."""
    if workspace.writing:
        return _of_editor(workspace, away=away)
    pending = workspace.pending
    if workspace.fenced:
        return status.fenced(pending)
    if workspace.taken_over:
        return status.taken_over(_successor(workspace), pending)
    if away:
        return status.away(workspace.published_at, pending)
    if workspace.damage:
        return status.older(workspace.damage, workspace.published_at, pending)
    return _of_reader(workspace, pending)


def _of_editor(workspace: Workspace, *, away: bool) -> Status:
    delivery, saved, request = workspace.delivery, workspace.published_at, workspace.hand.request
    if request is not None and not away:
        return status.asked_by(request.who, saved, delivery.waiting)
    if away:
        return status.offline(delivery.waiting, delivery.last or saved)
    if delivery.problem is not None:
        return status.refused(delivery.waiting, delivery.problem)
    if delivery.conflicts:
        return status.clashing(delivery.conflicts, saved, delivery.waiting)
    return status.writing(workspace.name, saved, delivery.waiting)


def _successor(workspace: Workspace) -> str | None:
    try:
        return workspace.successor
    except EnvironmentProblem:
        return None


def _of_reader(workspace: Workspace, pending: int) -> Status:
    from cariste.workspace import Standing  # loaded by now, but not when the window is painted first

    editor, published = workspace.editor, workspace.published_at
    if editor is None:
        return status.reading(None, None, None, published, pending)
    if editor.stale:
        return status.silent(editor.username, editor.hostname, editor.last_heartbeat, published, pending)
    asked, standing = workspace.hand.own, workspace.hand.standing
    if asked is None or asked.at is None:
        return status.reading(editor.who, editor.since, editor.last_heartbeat, published, pending)
    if standing is Standing.DECLINED:
        return status.declined(editor.who, published, pending)
    if standing is Standing.UNANSWERED:
        return status.unanswered(editor.who, asked.at, published, pending)
    return status.asking(editor.who, asked.at, published, pending)
