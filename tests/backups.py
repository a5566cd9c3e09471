"""What the tests of backups and of restoring share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cariste import bootstrap
from cariste.integrity.restore import MODELS
from cariste.share.backup import MANUAL, back_up, backups_folder, names_in
from cariste.share.listing import data_folder
from cariste.workspace import Workspace

MORNING = dt.datetime(2026, 11, 21, 8, 0, 0)


class Clock:
    """What a PC's clock says to the backups."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> dt.datetime:
        return self.now


def back_up_now(workspace: Workspace, kind: str = MANUAL) -> Path:
    return back_up(data_folder(workspace.folder), workspace.local, workspace.head, kind)


def kinds(folder: Path) -> list[str]:
    return [one.kind for one in names_in(backups_folder(folder))]


def content(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    with workspace.reading():
        return {
            model.__name__: sorted(
                model._meta.database.execute_sql(f"SELECT * FROM {model._meta.table_name}").fetchall()
            )
            for model in MODELS
        }


def reopened(folder: Path) -> Path:
    """Open for writing and close; return the folder of publications."""
    bootstrap.open_workspace(folder, write=True).close()
    return data_folder(folder)


def spoil(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
