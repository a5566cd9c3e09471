"""Who edits a shared folder, for people to see."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cariste.core.clock import now
from cariste.core.errors import EnvironmentProblem
from cariste.lock.models import AppLock
from cariste.share.beat import last_seen, seconds_silent
from cariste.share.listing import look

_JUST_NOW = 90.0
"""Seconds: three signs of life."""


@dataclass(frozen=True)
class Editor:
    """Who holds the lock. `stale`: not seen for so long that it may be taken over."""

    hostname: str
    username: str
    since: dt.datetime
    last_heartbeat: dt.datetime
    stale: bool

    @property
    def who(self) -> str:
        """« Marie (PC-QUAI-2) »."""
        return f"{self.username} ({self.hostname})"


def who_edits(data: Path, stale_seconds: float) -> Editor | None:
    """Return who edits, as the database in use says; a sign of life on the share makes it fresher.

    Args:
        data: The folder of publications.
        stale_seconds: How long without a sign of life is too long.
    """
    held = AppLock.get_active_lock(stale_too=True)
    if held is None:
        return None
    seen = last_seen(data, held.epoch) or held.last_heartbeat
    return Editor(
        hostname=held.hostname,
        username=held.username,
        since=held.locked_at,
        last_heartbeat=seen,
        stale=_seconds_since(seen, data, held.epoch) > stale_seconds,
    )


def _seconds_since(seen: dt.datetime, data: Path, epoch: int) -> float:
    """Return for how long an editor has been silent, whatever the clocks of the two PCs say."""
    age = (now() - seen).total_seconds()
    if 0 <= age <= _JUST_NOW:
        return age
    silent = None
    with contextlib.suppress(EnvironmentProblem):
        # The server's clock knows, but is asked with a file: who may not write believes the PCs' clocks.
        silent = seconds_silent(data, look(data), epoch)
    return age if silent is None else silent
