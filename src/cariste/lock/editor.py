"""Who edits a shared folder, for people to see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cariste.core.clock import now
from cariste.lock.models import AppLock
from cariste.share.beat import last_seen


@dataclass(frozen=True)
class Editor:
    """Who holds the lock. `stale`: not seen for so long that it may be taken over."""

    hostname: str
    username: str
    since: dt.datetime
    last_heartbeat: dt.datetime
    stale: bool


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
        stale=seen < now() - dt.timedelta(seconds=stale_seconds),
    )
