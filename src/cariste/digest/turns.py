"""Who of several PCs writes to a manager on a day: whoever makes the folder `data/digests/<day>-<whom>`.

The claim stands before the mail is sent, and only a mail that was certainly not taken gives it back: a
manager rather hears nothing on a bad day than everything twice. A PC that may only read the share remembers
by itself, and says that others do not know of it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
import errno
import hashlib
import os
import re
from pathlib import Path

from cariste.core.errors import EnvironmentProblem, reason_of
from cariste.core.i18n import _
from cariste.digest.ledger import Ledger
from cariste.share.listing import data_folder

FOLDER_NAME = "digests"
_CLAIM = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{16}")
_KEPT_SECONDS = 30 * 86_400.0
_MAY_NOT = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class Turn(enum.Enum):
    """How asking for a turn ended: it is MINE, mine as far as this PC knows, or somebody's already."""

    MINE = "mine"
    MINE_HERE = "mine_here"
    TAKEN = "taken"


def name_of(on: dt.date, recipient: str) -> str:
    """Return what the mail of a day to a manager is called: the share need not show who that is."""
    return f"{on.isoformat()}-{hashlib.sha256(recipient.casefold().encode()).hexdigest()[:16]}"


class Turns:
    """The claims of a shared folder, and those of this PC.

    Attributes:
        ledger: What this PC remembers.
    """

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        """Look into a shared folder, and into what this PC remembers of it."""
        self.ledger = ledger
        self._folder = data_folder(folder) / FOLDER_NAME

    def taken(self, name: str) -> bool:
        """Tell whether a turn is somebody's already, without asking for it; False if the share is away."""
        return self.ledger.holds(name) or os.path.isdir(self._folder / name)  # noqa: PTH112 - never raises

    def take(self, name: str) -> Turn:
        """Ask for a turn.

        Raises:
            EnvironmentProblem: The share does not answer: nobody may send now.
        """
        if not self.ledger.claim(name):
            return Turn.TAKEN
        try:
            self._folder.mkdir(exist_ok=True)
            os.mkdir(self._folder / name)  # noqa: PTH102 - the call that has one winner on every server
        except FileExistsError:
            return Turn.TAKEN
        except OSError as error:
            if error.errno in _MAY_NOT:
                return Turn.TAKEN if os.path.isdir(self._folder / name) else Turn.MINE_HERE  # noqa: PTH112
            self.ledger.give_back(name)
            text = _(
                "The shared folder does not answer: {reason}. Nothing was sent, so that nobody gets it twice."
            )
            raise EnvironmentProblem(text.format(reason=reason_of(error))) from error
        self._forget_old(self._folder / name)
        return Turn.MINE

    def give_back(self, name: str) -> None:
        """Let anybody try again: the mail was certainly not taken."""
        self.ledger.give_back(name)
        with contextlib.suppress(OSError):
            (self._folder / name).rmdir()

    def _forget_old(self, fresh: Path) -> None:
        """Remove claims a month older than the one made just now: by the server's clock, not this PC's."""
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            present = fresh.stat().st_mtime
            for entry in entries:
                if _CLAIM.fullmatch(entry.name) and present - entry.stat().st_mtime > _KEPT_SECONDS:
                    Path(entry.path).rmdir()
