"""Publications kept for long: each day, each month, and before what is hard to take back."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import re
import socket
import sqlite3
import threading
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from cariste.core.clock import now
from cariste.core.errors import CaristeError, EnvironmentProblem, UserError, reason_of
from cariste.core.i18n import _
from cariste.database.connection import check_file, sidecars
from cariste.share.listing import Number, publication_file
from cariste.share.transfer import DAY, PART, fetch, forget_lost_uploads, upload

log = logging.getLogger(__name__)

DAILY, MONTHLY, MANUAL = "daily", "monthly", "manual"
BEFORE_TAKEOVER, BEFORE_MIGRATION, BEFORE_RESTORE = "before-takeover", "before-migration", "before-restore"
KINDS = (DAILY, MONTHLY, MANUAL, BEFORE_TAKEOVER, BEFORE_MIGRATION, BEFORE_RESTORE)

KEPT = {DAILY: 30, MONTHLY: 12}
"""How many stay on the share; those of other kinds stay for `KEPT_SECONDS`."""
KEPT_HERE = {DAILY: 7}
KEPT_SECONDS = 366 * DAY

_NAME = re.compile(rf"({'|'.join(KINDS)})-(\d{{8}}-\d{{6}})-\d{{6,9}}-\d{{6,9}}\.db")
_PERIODS = {DAILY: "%Y%m%d", MONTHLY: "%Y%m"}


class Named(NamedTuple):
    """What a backup's name says: where it lies, its kind, and when it was made by the clock of its PC."""

    path: Path
    kind: str
    at: dt.datetime


class Backup(NamedTuple):
    """A backup that was brought to this PC and opened.

    Attributes:
        name: As `restore` takes it.
        size: In bytes.
        people: How many people are in it; None when it cannot be used.
        verified: Whether it is whole and sound.
        here: Whether it lies on this PC only.
    """

    name: str
    kind: str
    at: dt.datetime
    size: int
    people: int | None
    verified: bool
    here: bool


def backups_folder(place: Path) -> Path:
    """Return where backups lie: below the share's `data/`, or below a PC's local folder."""
    return place / "backups"


# -- making ------------------------------------------------------------------------------------


def store(copy: Path, folder: Path, kind: str, kept: Mapping[str, int] = KEPT) -> Path:
    """Add a copy of a publication to a folder of backups, verify it there, and drop what is too old.

    The name says kind, moment and publication, so a name that exists already has these very bytes:
    nothing is ever overwritten.

    Args:
        copy: The publication's bytes, on this PC and not in use.
        folder: Made when it is missing.
        kind: One of `KINDS`.
        kept: How many stay of which kind.

    Returns:
        Where it lies.

    Raises:
        EnvironmentProblem: The folder does not take it.
        UserError: What arrived there is damaged; it was removed again.
    """
    epoch, number = _ask(copy, "SELECT epoch, number FROM publications ORDER BY 1 DESC, 2 DESC LIMIT 1")
    target = folder / f"{kind}-{now():%Y%m%d-%H%M%S}-{epoch:06d}-{number:06d}.db"
    try:
        folder.mkdir(exist_ok=True)
        with contextlib.suppress(FileExistsError):
            upload(copy, target, socket.gethostname() or "pc")
        _verify(target)
        _prune(folder, kept, target)
    except OSError as error:
        raise EnvironmentProblem(
            _("The backup folder {folder} cannot be written: {reason}.").format(
                folder=folder, reason=reason_of(error)
            )
        ) from error
    log.info("stored a %s backup of publication %d-%d", kind, epoch, number)
    return target


def back_up(data: Path, local: Path, head: Number, kind: str) -> Path:
    """Back a publication up to the share; it takes no lock, as it changes nothing.

    Args:
        data: The folder of publications.
        local: This PC's folder.
        head: The publication. An editor names the one he made last: a listing may be older.
        kind: One of `KINDS`.

    Returns:
        Where the backup lies.

    Raises:
        EnvironmentProblem: The share does not answer, or does not take it.
        UserError: The publication is damaged.
    """
    with brought_here(publication_file(data, head), local) as copy:
        return store(copy, backups_folder(data), kind)


class Routine:
    """The copies that nobody asks for: one a day and one a month on the share, one a day on this PC.

    Made after a change, with a sign of life or at closing; never while the window opens.
    """

    def __init__(self, data: Path, local: Path) -> None:
        self._data, self._local = data, local
        self._one_at_a_time = threading.Lock()
        self._tried_on: dt.date | None = None

    def skip_today(self) -> None:
        """Make no copies before tomorrow: a new folder has nothing to lose yet."""
        self._tried_on = now().date()

    def make_copies(self, head: Number) -> str | None:
        """Make today's copies if they are missing; a failure never stops work.

        Returns:
            What went wrong, for the user; tried again tomorrow, or when the folder is opened again.
        """
        today = now().date()
        with self._one_at_a_time:
            if self._tried_on == today:
                return None
            self._tried_on = today
        try:
            self._make_missing(head)
        except (CaristeError, OSError) as error:
            log.warning("no daily backup: %s", type(error).__name__)
            return _("Today's backup could not be made. {problem}").format(problem=error)
        return None

    def _make_missing(self, head: Number) -> None:
        here, there = backups_folder(self._local), backups_folder(self._data)
        # This PC first: it works when the share is full.
        places = ((here, DAILY, KEPT_HERE), (there, DAILY, KEPT), (there, MONTHLY, KEPT))
        missing = [place for place in places if not _made_lately(place[0], place[1])]
        if missing:
            with brought_here(publication_file(self._data, head), self._local) as copy:
                for folder, kind, kept in missing:
                    store(copy, folder, kind, kept)


def _made_lately(folder: Path, kind: str) -> bool:
    period = _PERIODS[kind]
    try:
        found = names_in(folder)
    except EnvironmentProblem:
        return False  # storing will say what is wrong
    return any(one.kind == kind and f"{one.at:{period}}" == f"{now():{period}}" for one in found)


def _verify(target: Path) -> None:
    try:
        check_file(target)
    except UserError:
        with contextlib.suppress(OSError):
            target.unlink()
        raise


def _prune(folder: Path, kept: Mapping[str, int], made: Path) -> None:
    """Delete what is too old, by the server's clock, but never what was made just now."""
    present = made.stat().st_mtime
    forget_lost_uploads(folder, present)
    found = names_in(folder)
    for kind in KINDS:
        paths = [one.path for one in found if one.kind == kind and one.path != made]
        if kind in kept:
            others = kept[kind] - made.name.startswith(f"{kind}-")
            doomed = paths[: max(len(paths) - others, 0)]
        else:
            doomed = [path for path in paths if _age(path, present) > KEPT_SECONDS]
        for path in doomed:
            with contextlib.suppress(OSError):
                path.unlink()


def _age(path: Path, present: float) -> float:
    try:
        return present - path.stat().st_mtime
    except OSError:
        return 0.0  # not known: kept


# -- finding -----------------------------------------------------------------------------------


def names_in(folder: Path) -> list[Named]:
    """Return the backups of a folder, oldest first; none when there is no such folder.

    Raises:
        EnvironmentProblem: It cannot be read.
    """
    try:
        names = sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise EnvironmentProblem(
            _("{file} cannot be read: {reason}.").format(file=folder, reason=reason_of(error))
        ) from error
    found = []
    for name in names:
        match = _NAME.fullmatch(name)
        with contextlib.suppress(ValueError):  # digits that are no date: not ours
            if match is not None:
                at = dt.datetime.strptime(match[2], "%Y%m%d-%H%M%S")
                found.append(Named(folder / name, match[1], at))
    return sorted(found, key=lambda one: (one.at, one.path.name))


def find_backup(data: Path, local: Path, name: str) -> Path:
    """Return the backup of a name, on the share or else on this PC.

    Raises:
        UserError: There is none.
        EnvironmentProblem: The share does not answer.
    """
    for path in (backups_folder(data) / name, backups_folder(local) / name):
        try:
            # Asked by name: on a share, a listing may be older than the backup.
            if _NAME.fullmatch(name) and path.is_file():
                return path
        except OSError as error:
            raise EnvironmentProblem(
                _("{file} cannot be read: {reason}.").format(file=path, reason=reason_of(error))
            ) from error
    raise UserError(
        _("There is no backup named “{name}”. To see them all: cariste backup list").format(name=name)
    )


def list_backups(data: Path, local: Path) -> list[Backup]:
    """Bring every backup to this PC, one after the other, and look into it; newest first.

    Raises:
        EnvironmentProblem: The folder of backups cannot be read.
    """
    found = newest_first(names_in(backups_folder(data)), names_in(backups_folder(local)))
    return [_looked_into(one, local) for one in found]


def newest_first(shared: list[Named], own: list[Named]) -> list[Named]:
    """Put the backups of the share and those that lie on this PC only into one list."""
    names = {one.path.name for one in shared}
    only_here = [one for one in own if one.path.name not in names]
    return sorted([*shared, *only_here], key=lambda one: (one.at, one.path.name), reverse=True)


@contextlib.contextmanager
def brought_here(source: Path, local: Path) -> Iterator[Path]:
    """Copy a publication or a backup to this PC for the time of a block, checked.

    Raises:
        EnvironmentProblem: It cannot be read.
        UserError: It is damaged; names it.
    """
    copy = local / f"backup-{uuid.uuid4().hex}{PART}"
    try:
        fetch(source, copy)
        yield copy
    finally:
        for path in (copy, *sidecars(copy)):
            path.unlink(missing_ok=True)


def people_in(source: Path, local: Path) -> int:
    """Bring a backup to this PC, check it, and say how many people are in it.

    Raises:
        EnvironmentProblem: It cannot be read.
        UserError: It is damaged; names it.
    """
    with brought_here(source, local) as copy:
        return _ask(copy, "SELECT count(*) FROM employees")[0]


def _looked_into(one: Named, local: Path) -> Backup:
    people, size = None, 0
    with contextlib.suppress(CaristeError, OSError):
        size = one.path.stat().st_size
        people = people_in(one.path, local)
    here = one.path.parent == backups_folder(local)
    return Backup(one.path.name, one.kind, one.at, size, people, people is not None, here)


def _ask(path: Path, query: str) -> tuple[int, ...]:
    """Return the one row of a query, whatever the schema; the file is left as it lies."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            row: tuple[int, ...] = connection.execute(query).fetchone()
    except sqlite3.DatabaseError as error:
        raise UserError(_("{file} is not a Cariste database.").format(file=path)) from error
    return row
