"""Where this user's own files lie on this PC; never on the share."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "CARISTE_HOME"
_PLACE = "shared-folder.txt"


def user_folder() -> Path:
    """Return (and make) the folder readable by this user only; ``CARISTE_HOME`` moves it for tests."""
    override = os.environ.get(HOME_VARIABLE)
    if override:
        folder = Path(override)
    else:
        import platformdirs

        folder = Path(platformdirs.user_data_dir("Cariste", appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def local_folder(folder_id: str) -> Path:
    """Return (and make) the folder of one shared folder's working copies on this PC."""
    folder = user_folder() / "folders" / folder_id
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def remember_place(local: Path, folder: Path) -> None:
    """Note beside the working copies which shared folder they belong to: it may be away another day."""
    (local / _PLACE).write_text(str(folder.absolute()), "utf-8")


def local_folder_of(folder: Path) -> Path | None:
    """Return the local folder of a shared folder without asking the share; None if it was never opened here.

    Where two stood at the same place one after the other, the one opened last counts.
    """
    wanted = str(folder.absolute())
    notes = (user_folder() / "folders").glob(f"*/{_PLACE}")
    found = [note for note in notes if note.read_text("utf-8") == wanted]
    return max(found, key=lambda note: note.stat().st_mtime_ns).parent if found else None


def log_file() -> Path:
    """Return the path of this user's log."""
    return user_folder() / "cariste.log"
