"""The backups as people see them: listed at once, looked into one by one, made on request."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from pathlib import Path

from cariste.core.errors import EnvironmentProblem, UserError
from cariste.core.i18n import _
from cariste.share.backup import (
    BEFORE_MIGRATION,
    BEFORE_RESTORE,
    BEFORE_TAKEOVER,
    DAILY,
    MANUAL,
    MONTHLY,
    Named,
    back_up,
    backups_folder,
    find_backup,
    names_in,
    newest_first,
    people_in,
)
from cariste.share.listing import data_folder, look
from cariste.workspace import Workspace


@dataclasses.dataclass(frozen=True)
class BackupRow:
    """A backup before anybody looked into it.

    Attributes:
        name: As `integrity.restore` takes it.
        kind: Why it was made; `kind_label` says it in words.
        at: When, by the clock of the PC that made it.
        size: In bytes; None when it cannot be read now.
        here: Whether it lies on this PC only, and not in the shared folder.
    """

    name: str
    kind: str
    at: dt.datetime
    size: int | None
    here: bool


@dataclasses.dataclass(frozen=True)
class BackupList:
    """All backups that can be seen now, newest first.

    Attributes:
        rows: Without those of the shared folder while it is away.
        problem: Why they are missing; empty when all is well.
    """

    rows: tuple[BackupRow, ...]
    problem: str = ""


@dataclasses.dataclass(frozen=True)
class Verified:
    """What a look into a backup showed.

    Attributes:
        people: How many people are in it; None when it is damaged.
        problem: Why it cannot be used; empty when it is sound.
    """

    name: str
    people: int | None
    problem: str = ""


def list_for_people(workspace: Workspace) -> BackupList:
    """List the backups of the shared folder and of this PC by their names; none is opened."""
    data, local = data_folder(workspace.folder), workspace.local
    shared: list[Named] = []
    problem = ""
    try:
        look(data)  # a folder of backups that is not there may be new, a shared folder cannot be
        shared = names_in(backups_folder(data))
    except EnvironmentProblem as error:
        problem = str(error)
    found = newest_first(shared, names_in(backups_folder(local)))
    return BackupList(tuple(_row(one, local) for one in found), problem)


def verify(workspace: Workspace, name: str) -> Verified:
    """Bring a backup to this PC, open it, check it through and through, and count the people.

    Raises:
        EnvironmentProblem: It cannot be read now: nothing is known about it.
    """
    local = workspace.local
    try:
        source = find_backup(data_folder(workspace.folder), local, name)
        return Verified(name, people_in(source, local))
    except UserError as error:
        return Verified(name, None, str(error))


def back_up_now(workspace: Workspace) -> str:
    """Back up the data shown to the shared folder, and return the backup's name.

    What waits to be sent is sent first, so that it is in it. It takes no lock: who only reads may do it, too,
    where the file server lets him write.

    Raises:
        EnvironmentProblem: The share does not answer, or does not take it.
        UserError: The publication is damaged.
    """
    workspace.send()
    return back_up(data_folder(workspace.folder), workspace.local, workspace.head, MANUAL).name


def kind_label(kind: str) -> str:
    """Say why a backup was made: « chaque jour », « avant une restauration »."""
    return {
        DAILY: _("each day"),
        MONTHLY: _("each month"),
        MANUAL: _("on request"),
        BEFORE_TAKEOVER: _("before a takeover"),
        BEFORE_MIGRATION: _("before an update"),
        BEFORE_RESTORE: _("before a restore"),
    }[kind]


def _row(one: Named, local: Path) -> BackupRow:
    size = None
    with contextlib.suppress(OSError):
        size = one.path.stat().st_size
    return BackupRow(one.path.name, one.kind, one.at, size, one.path.parent == backups_folder(local))
