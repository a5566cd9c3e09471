"""The one thing asked of the file server: of several PCs that make the same folder, exactly one succeeds."""

from __future__ import annotations

import enum
import os
import stat
from pathlib import Path

_NO_SUCH_FILE, _NO_SUCH_FOLDER = 2, 3
"""The Windows error codes that say "not found" of the name itself, and of a folder on the way to it."""


class Claim(enum.Enum):
    """How asking for a name ended. Only MINE is a success; FAILED may even have been our own lost reply."""

    MINE = "mine"
    EXISTS = "exists"
    FAILED = "failed"


def is_there(path: Path, beside: Path | None = None) -> bool:
    """Tell whether a file is there. An error is no absence: Windows says "not found" of a share gone away.

    Args:
        path: The file.
        beside: For a file whose own folder may be missing: something that is there for as long as the disk
            or share is. Windows says the same of a missing folder and of a missing share.

    Raises:
        OSError: The share could not tell.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 - Path.is_file() takes several errors for an absence
    except FileNotFoundError as error:
        answer = getattr(error, "winerror", None)
        if answer == _NO_SUCH_FOLDER and beside is not None:
            os.stat(beside)  # noqa: PTH116 - its error says why
        elif answer not in {None, _NO_SUCH_FILE}:
            raise
        return False
    return stat.S_ISREG(found.st_mode)


def claim(path: Path) -> Claim:
    """Ask for a name by `mkdir`, which alone has one winner on every server measured."""
    try:
        os.mkdir(path)  # noqa: PTH102 - the call the protocol is about
    except FileExistsError:
        return Claim.EXISTS
    except OSError:
        return Claim.FAILED
    return Claim.MINE
