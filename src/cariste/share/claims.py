"""The one thing asked of the file server: of several PCs that make the same folder, exactly one succeeds."""

from __future__ import annotations

import enum
import os
import stat
from pathlib import Path

_NO_SUCH_FILE = 2
"""The one Windows error code among those Python calls "not found" that says so of the name itself."""


class Claim(enum.Enum):
    """How asking for a name ended. Only MINE is a success; FAILED may even have been our own lost reply."""

    MINE = "mine"
    EXISTS = "exists"
    FAILED = "failed"


def is_there(path: Path) -> bool:
    """Tell whether a file is there. An error is no absence: Windows says "not found" of a share gone away.

    Raises:
        OSError: The share could not tell.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 - Path.is_file() takes several errors for an absence
    except FileNotFoundError as error:
        if getattr(error, "winerror", None) in {None, _NO_SUCH_FILE}:
            return False
        raise
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
