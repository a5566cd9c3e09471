"""A reader's copies on this PC: each process has its own, so that no window takes another's away."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import time
import uuid
from operator import itemgetter
from pathlib import Path

from filelock import FileLock, Timeout
from peewee import PeeweeException, SqliteDatabase

from cariste.core.errors import EnvironmentProblem, UserError
from cariste.core.i18n import _
from cariste.database.connection import check_file, copy_database, open_for_reading, open_for_writing
from cariste.database.migrate import migrate, pending_migrations
from cariste.share.listing import Listing, Number, publication_file
from cariste.share.transfer import PART, fetch

_IN_USE = ".lock"
_LAST_KNOWN = "view.db"
"""A copy of what was shown last: for a day on which the share is away."""
TRIES = 3
"""How often a publication is fetched before the one below it is shown."""
_DEEPEST = 20
"""How many publications are tried: as many as pruning leaves."""
_PATIENCE = 5.0
"""Seconds; nobody else knows the name, but somebody may just be tidying."""


class Views:
    """Copies of publications, read-only; closed by whoever made it.

    Its folder is locked while the process lives: what a lost process left, the next one removes.
    """

    def __init__(self, data: Path, local: Path, *, pause: float) -> None:
        self._data, self._local, self._pause = data, local, pause
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
        shown = _as_of_today(view)
        self._remember(view)
        return shown

    def show_last_known(self, working_copy: Path) -> SqliteDatabase | None:
        """Show, without the share, what this PC knew last; None when it knows nothing.

        That is what was shown last, or the working copy, if that is as new: what waits here is in it.

        Raises:
            EnvironmentProblem: The data are of a newer version.
        """
        known: list[tuple[Number, Path]] = []
        for source in (working_copy, self._local / _LAST_KNOWN):
            copy = self._place / f"view-{source.name}"
            # Half-made by a lost process, damaged, or being written just now: then it is not this one.
            with contextlib.suppress(UserError, OSError, PeeweeException, sqlite3.Error):
                known.append((_copy(source, copy), copy))
        return _as_of_today(max(known, key=itemgetter(0))[1]) if known else None

    def _remember(self, view: Path) -> None:
        draft = self._local / f"{_LAST_KNOWN}.{uuid.uuid4().hex}{PART}"
        # Nothing depends on it: on Windows another window of this PC may just be copying the one before.
        with contextlib.suppress(OSError):
            shutil.copyfile(view, draft)
            draft.replace(self._local / _LAST_KNOWN)
        draft.unlink(missing_ok=True)

    def show_newest(self, listing: Listing) -> tuple[Number, SqliteDatabase, str]:
        """Show the highest publication that can be read.

        Returns:
            Its number, the copy opened, and what is wrong with the one above it, empty for nothing.

        Raises:
            EnvironmentProblem: There is none, the share does not answer, or the data are of a newer version.
            UserError: The head is damaged, and so are those below it.
        """
        problem: UserError | None = None
        for number in sorted(listing.publications, reverse=True)[:_DEEPEST]:
            try:
                return number, self._show_patiently(number), str(problem or "")
            except UserError as error:
                problem = problem or error
        if problem is not None:
            raise problem
        raise EnvironmentProblem(
            _("The folder {folder} holds no publication yet. Try again in a few minutes.").format(
                folder=self._data.parent
            )
        )

    def _show_patiently(self, number: Number) -> SqliteDatabase:
        # A client that is slow to see a whole file sees it at the next look.
        for _attempt in range(TRIES - 1):
            with contextlib.suppress(UserError):
                return self.show(number)
            time.sleep(self._pause)
        return self.show(number)

    def forget_all_but(self, shown: SqliteDatabase) -> None:
        """Remove the copies that are not shown any more."""
        for path in self._place.glob("view-*"):
            if path.with_suffix("").name not in str(shown.database):
                # A thread of ours may be reading it: where that matters, it goes next time.
                with contextlib.suppress(OSError):
                    path.unlink()

    def close(self) -> None:
        """Remove the copies."""
        _remove(self._place, self._lock)


def _as_of_today(view: Path) -> SqliteDatabase:
    """Bring a copy to our schema and open it read-only."""
    copy = open_for_writing(view)
    if pending_migrations(copy):
        migrate(copy)
    return open_for_reading(view)


def _copy(source: Path, target: Path) -> Number:
    """Copy a database of this PC that somebody may have open; return its newest publication's place."""
    source.stat()  # opened for writing, what is missing would be made
    copy_database(open_for_writing(source), target)
    check_file(target)
    with contextlib.closing(sqlite3.connect(f"{target.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        newest = "SELECT epoch, number FROM publications ORDER BY epoch DESC, number DESC LIMIT 1"
        epoch, number = copy.execute(newest).fetchone() or (0, 0)
    return epoch, number


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
