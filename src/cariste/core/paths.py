"""Where this user's own files lie on this PC; never on the share."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "CARISTE_HOME"


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


def log_file() -> Path:
    """Return the path of this user's log."""
    return user_folder() / "cariste.log"
