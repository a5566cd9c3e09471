"""Where this user's own files lie on this PC; never on the share."""

from __future__ import annotations

import os
from pathlib import Path

from cariste.core.errors import EnvironmentProblem, reason_of
from cariste.core.i18n import _

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


def check_user_folder() -> None:
    """Make sure that there is a place for this user's own files.

    Raises:
        EnvironmentProblem: It cannot be made or written.
    """
    _folders()


def local_folder(folder_id: str) -> Path:
    """Return (and make) the folder of one shared folder's working copies on this PC.

    Raises:
        EnvironmentProblem: This user's own folder cannot be made or written.
    """
    folder = _folders() / folder_id
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(folder, error) from error
    return folder


def remember_place(local: Path, folder: Path) -> None:
    """Note beside the working copies which shared folder they belong to: it may be away another day."""
    (local / _PLACE).write_text(str(folder.absolute()), "utf-8")


def local_folder_of(folder: Path) -> Path | None:
    """Return the local folder of a shared folder without asking the share; None if it was never opened here.

    Where two stood at the same place one after the other, the one opened last counts.

    Raises:
        EnvironmentProblem: As `local_folder`.
    """
    wanted = str(folder.absolute())
    notes = _folders().glob(f"*/{_PLACE}")
    found = [note for note in notes if note.read_text("utf-8") == wanted]
    return max(found, key=lambda note: note.stat().st_mtime_ns).parent if found else None


def _folders() -> Path:
    try:
        return user_folder() / "folders"
    except OSError as error:
        raise _unusable(Path(error.filename or ""), error) from error


def _unusable(folder: Path, error: OSError) -> EnvironmentProblem:
    return EnvironmentProblem(
        _(
            "Your own files cannot be kept in {folder}: {reason}. Nothing was changed. "
            "Check your rights there, or name another folder with the environment variable {variable}."
        ).format(folder=folder, reason=reason_of(error), variable=HOME_VARIABLE)
    )


def log_file() -> Path:
    """Return the path of this user's log."""
    return user_folder() / "cariste.log"
