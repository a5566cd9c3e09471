"""A shared folder open in this process: reading or writing, its settings, the gate of all changes."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import BaseFileLock
from peewee import IntegrityError, PeeweeException, SqliteDatabase

from cariste import __version__
from cariste.core.clock import elapsed_seconds
from cariste.core.config import Settings
from cariste.core.errors import CaristeError, ReadOnlyHere, UserError
from cariste.core.i18n import _
from cariste.database import connection
from cariste.database.model import Change, current_change
from cariste.lock.editor import Editor, who_edits
from cariste.lock.models import AppLock
from cariste.regulation import in_force as rules
from cariste.settings.in_force import Origin, settings_in_force
from cariste.share.backup import Routine
from cariste.share.listing import Number, data_folder, look
from cariste.share.models import Publication
from cariste.share.reign import TIMING, Reign, ReignOver, Timing
from cariste.share.remembered import Memory
from cariste.share.take import holder_of
from cariste.share.views import Views

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Person:
    """Who uses this process, on which PC."""

    username: str
    hostname: str


class Workspace:
    """Made by `bootstrap`; closed by whoever asked for it.

    Attributes:
        folder: The shared folder.
        warnings: What the user should know: a wrong `config.json`, for example.
        settings: The firm's settings in force.
        origins: Each setting with where it comes from.
    """

    settings: Settings
    origins: tuple[Origin, ...]

    def __init__(
        self,
        folder: Path,
        local: Path,
        database: SqliteDatabase,
        person: Person,
        *,
        reign: Reign | None = None,
        editor_lock: BaseFileLock | None = None,
        timing: Timing = TIMING,
        views: Views | None = None,
    ) -> None:
        self.folder, self.local = folder, local
        self.warnings: list[str] = []
        self._database, self._person = database, person
        self._reign, self._editor_lock, self._views = reign, editor_lock, views
        self._writing, self._routine = threading.RLock(), Routine(data_folder(folder), local)
        self._timing, self._last_sign = timing, elapsed_seconds()
        self._problem: str | None = None
        connection.use(database)

    @property
    def name(self) -> str:
        """The firm's name, for the window's title."""
        return self.settings.company

    @property
    def writing(self) -> bool:
        """Whether this process may edit."""
        return self._reign is not None and not self._reign.over and self._problem is None and not self._fenced

    @property
    def _fenced(self) -> bool:
        # Before anybody may think us gone we stop by ourselves; waking from sleep counts.
        return elapsed_seconds() - self._last_sign > self._timing.fence

    @property
    def taken_over(self) -> bool:
        """Whether this process edited and may not any more: another workstation does."""
        return self._reign is not None and self._reign.over

    @property
    def successor(self) -> str | None:
        """Who took over, as « Marie (PC-QUAI-2) »; None when nobody did, or nobody can be named."""
        if self._reign is None or not self._reign.over:
            return None
        data = data_folder(self.folder)
        newest = look(data).newest_reign
        holder = holder_of(data, newest) if newest > self._reign.epoch else None
        return f"{holder.username} ({holder.hostname})" if holder else None

    def load_settings(self) -> None:
        """Read the settings again and apply the firm's rules."""
        with self.reading():
            found = settings_in_force(self.folder, self.local)
        self.settings, self.origins, self._problem = found
        self.warnings = [found.problem] if found.problem else []
        rules.use(self.settings.validity_months, self.settings.expiry_convention)

    @property
    def head(self) -> Number:
        """The publication shown: reign, number."""
        with self.reading():
            latest = Publication.latest()
        return (latest.epoch, latest.number) if latest else (0, 0)

    @property
    def published_at(self) -> dt.datetime | None:
        """When the data shown was published."""
        with self.reading():
            latest = Publication.latest()
        return latest.at if latest else None

    @property
    def editor(self) -> Editor | None:
        """Who edits, as the data shown says."""
        with self.reading():
            return who_edits(data_folder(self.folder), self._timing.stale_editor)

    # -- reading -------------------------------------------------------------------------------

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Connect this thread for queries."""
        connection.use(self._database)
        with connection.connected(self._database):
            yield

    def refresh(self) -> bool:
        """Show a newer publication if there is one (readers); tell whether anything changed.

        Raises:
            EnvironmentProblem: The share does not answer; what was shown before stays.
            UserError: The newer publication is damaged; likewise.
        """
        if self._views is None:
            return False
        head = look(data_folder(self.folder)).head
        if head is None or head <= self.head:
            return False
        newer = self._views.show(head)
        Memory(self.local).saw(head)
        old, self._database = self._database, newer
        connection.use(newer)
        old.close()
        self.load_settings()
        return True

    # -- writing -------------------------------------------------------------------------------

    @contextlib.contextmanager
    def change(self, label: str) -> Iterator[Change]:
        """Write one user action: all of it, journalled and published, or nothing.

        Raises:
            ReadOnlyHere: This process does not edit; says who does.
            UserError: A rule of the schema refused a row.
            EnvironmentProblem: The share did not take it: the change is not recorded.
        """
        self._require_writing()
        with self._writing, self.reading():
            change = Change(label, self._person.username, self._person.hostname)
            token = current_change.set(change)
            try:
                with connection.write_transaction(self._database):
                    yield change
            except IntegrityError as error:
                raise UserError(
                    _("The data was refused: {rule}. Nothing was recorded.").format(rule=error)
                ) from error
            finally:
                current_change.reset(token)
            if change.touched:
                self._publish()
                self._look_after()
            if "settings" in change.touched:
                self.load_settings()

    def _require_writing(self) -> None:
        if self.writing:
            return
        if self._problem is not None:
            raise ReadOnlyHere(self._problem)
        if self._fenced and not self.taken_over:
            raise ReadOnlyHere(
                _("The shared folder has been silent for too long: nothing can be changed until it answers.")
            )
        editor = self.editor
        if editor is None or self._reign is not None:
            raise ReadOnlyHere(_("This window only reads. Reopen the folder to edit."))
        raise ReadOnlyHere(
            _("{user} ({host}) has been editing since {since}. This window can only read meanwhile.").format(
                user=editor.username, host=editor.hostname, since=editor.since
            )
        )

    def _publish(self) -> None:
        if self._reign is None:
            raise ReadOnlyHere(_("This window only reads. Reopen the folder to edit."))
        try:
            self._reign.publish(self._database)
            self._last_sign = elapsed_seconds()
        except ReignOver:
            raise
        except (CaristeError, OSError, PeeweeException, sqlite3.Error) as error:
            raise self._reign.leave(
                _("The change was not recorded: the shared folder did not take it. {problem}").format(
                    problem=error
                )
            ) from error

    def _look_after(self) -> None:
        """Make the day's copies and delete what is too old: never while the window opens."""
        if self._reign is not None and self._reign.number:
            if problem := self._routine.make_copies(self._reign.head):
                self.warnings.append(problem)
            self._reign.prune_now_and_then()

    def begin_writing(self) -> None:
        """Take the lock's row and publish number 1: only now is this process the editor."""
        reign = self._reign
        if reign is None:
            raise ReadOnlyHere(_("This window only reads. Reopen the folder to edit."))
        with self.reading():
            if Publication.latest() is None:
                self._routine.skip_today()
            AppLock.delete().execute()
            host, user = self._person.hostname, self._person.username
            AppLock.acquire(host, user, os.getpid(), __version__, token=reign.token, epoch=reign.epoch)
        self._publish()

    def beat(self) -> None:
        """Say that this editor lives, and learn whether somebody took over; every 30 s, off the UI thread.

        Raises:
            EnvironmentProblem: The share does not answer. After 14 minutes without a sign of life
                nothing more may be edited until one succeeds.
        """
        reign = self._reign
        if reign is None or reign.over:
            return
        reign.make_sure_it_lasts()
        with self.reading():
            AppLock.refresh_heartbeat(self._person.hostname, os.getpid())
            held = AppLock.get_active_lock()
        if held is not None:
            reign.beat(dict(held.__data__))
        self._last_sign = elapsed_seconds()
        if self._problem is not None:  # the configuration may have been corrected, or be readable again
            self.load_settings()
        self._look_after()

    def close(self) -> None:
        """Give the lock back and close the database. Never raises for the share: the reign then just ends."""
        try:
            if self._reign is not None and not self._reign.over:
                # A change under way in another thread ends first: publications go one at a time.
                with self._writing, self.reading():
                    self._look_after()
                    AppLock.delete().execute()
                    self._reign.release(self._database)
        except (CaristeError, OSError, PeeweeException, sqlite3.Error) as error:
            log.warning("not released: %s", type(error).__name__)
            if self._reign is not None and not self._reign.over:
                self._reign.leave()
        finally:
            self._database.close()
            if self._views is not None:
                self._views.close()
            if self._editor_lock is not None:
                self._editor_lock.release()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()
