"""A reader's copies on this PC: each process has its own, so that no window takes another's away."""

from __future__ import annotations

import contextlib
import shutil
import uuid
from pathlib import Path

from filelock import FileLock, Timeout
from peewee import SqliteDatabase

from cariste.database.connection import open_for_reading, open_for_writing
from cariste.database.migrate import migrate, pending_migrations
from cariste.share.listing import Number, publication_file
from cariste.share.transfer import fetch

_IN_USE = ".lock"
_PATIENCE = 5.0
"""Seconds; nobody else knows the name, but somebody may just be tidying."""


class Views:
    """Copies of publications, read-only; closed by whoever made it.

    Its folder is locked while the process lives: what a lost process left, the next one removes.
    """

    def __init__(self, data: Path, local: Path) -> None:
        self._data = data
        places = local / "views"
        places.mkdir(mode=0o700, exist_ok=True)
        _forget_lost_processes(places)
        self._place = places / uuid.uuid4().hex
        self._lock = FileLock(self._place.with_suffix(_IN_USE), thread_local=False)
        self._lock.acquire(timeout=_PATIENCE)
        self._place.mkdir(mode=0o700)

    def show(self, head: Number) -> SqliteDatabase:
        """Copy a publication, bring the copy to our schema if it is older, and open it read-only.

        Raises:
            EnvironmentProblem: The share does not answer, or the data are of a newer version.
            UserError: The publication is damaged; the copy shown before stays.
        """
        view = self._place / f"view-{head[0]:06d}-{head[1]:06d}.db"
        fetch(publication_file(self._data, head), view)
        copy = open_for_writing(view)
        if pending_migrations(copy):
            migrate(copy)
        self._forget_others(view)
        return open_for_reading(view)

    def _forget_others(self, kept: Path) -> None:
        for path in self._place.glob("view-*"):
            if not path.name.startswith(kept.name):
                # A thread of ours may be reading it: it goes next time.
                with contextlib.suppress(OSError):
                    path.unlink()

    def close(self) -> None:
        """Remove the copies."""
        _remove(self._place, self._lock)


def _forget_lost_processes(places: Path) -> None:
    for path in places.glob(f"*{_IN_USE}"):
        lock = FileLock(path, thread_local=False)
        with contextlib.suppress(Timeout, OSError):
            lock.acquire(timeout=0)
            _remove(path.with_suffix(""), lock)


def _remove(place: Path, lock: FileLock) -> None:
    shutil.rmtree(place, ignore_errors=True)
    lock.release()
    with contextlib.suppress(OSError):
        Path(lock.lock_file).unlink(missing_ok=True)
