"""A shared folder open in this process: sends what was changed, gives signs of life, gives the lock back."""

from __future__ import annotations

import logging
import os
import sqlite3

from peewee import PeeweeException

from cariste import __version__
from cariste.core.clock import elapsed_seconds
from cariste.core.errors import CaristeError, ReadOnlyHere
from cariste.core.i18n import _
from cariste.database import connection
from cariste.lock.models import AppLock
from cariste.outbox.replay import replay
from cariste.share.models import Publication
from cariste.workspace.editing import EditedFolder

log = logging.getLogger(__name__)


class Workspace(EditedFolder):
    """Made by `bootstrap`; closed by whoever asked for it."""

    # -- sending -------------------------------------------------------------------------------

    def send(self) -> bool:
        """Publish what waits; tell whether anything did. Off the UI thread.

        Raises:
            ReignOver: This process may publish nothing more; what waits stays on this PC.
            EnvironmentProblem: The share does not answer or refuses; likewise, until the next try.
            UserError: The working copy is damaged; nothing was published.
        """
        if self._sender is None:
            return False
        with self.reading():
            sent = self._sender.send()
            if sent:
                self._last_sign = elapsed_seconds()
                self._look_after()
        return sent

    @property
    def retry_after(self) -> float | None:
        """Seconds after which `send` is worth another try; None when nothing failed or a person must act."""
        return self._sender.retry_after if self._sender is not None else None

    @property
    def sending(self) -> bool:
        """Whether a publication is on its way."""
        return self._sender is not None and self._sender.sending

    def retry(self) -> None:
        """Let what the share refused too often be sent again."""
        self._outbox.retry()

    def _look_after(self) -> None:
        """Make the day's copies and delete what is too old: never while the window opens."""
        if self._reign is not None and self._reign.number:
            problem = self._routine.make_copies(self._reign.head)
            if problem is not None and problem not in self.warnings:
                self.warnings.append(problem)
            self._reign.prune_now_and_then()

    def begin_writing(self) -> None:
        """Bring back what waits, take the lock's row, publish number 1: only now does this process edit."""
        reign, sender = self._reign, self._sender
        if reign is None or sender is None:
            raise ReadOnlyHere(_("This window only reads. Reopen the folder to edit."))
        with self.reading():
            if Publication.latest() is None:
                self._routine.skip_today()
            replay(self._outbox, self._database)
            AppLock.delete().execute()
            host, user = self._person.hostname, self._person.username
            AppLock.acquire(host, user, os.getpid(), __version__, token=reign.token, epoch=reign.epoch)
            sender.publish()
        self._anchors = [connection.hold_open(each) for each in (self._database, self._outbox.database)]
        self._last_sign = elapsed_seconds()

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

    def hand_over(self) -> None:
        """Publish what waits, then give the lock back: anybody may go on, this process changes nothing more.

        Raises:
            ReignOver: Somebody else edits already.
            EnvironmentProblem: The share does not take what waits: this process still edits.
        """
        if self._sender is None or self._handed_over:
            return
        with self.reading():
            self.send()
            self._look_after()
            try:
                self._sender.release()
            finally:
                self._leave()
        self._handed_over = True

    def _leave(self) -> None:
        if self._reign is not None and not self._reign.over:
            self._reign.leave()

    def close(self) -> None:
        """Give the lock back and close the database. Never raises for the share: the reign then just ends."""
        self.hand.withdraw()
        try:
            if not self.taken_over:
                self.hand_over()
        except (CaristeError, OSError, PeeweeException, sqlite3.Error) as error:
            log.warning("not released: %s", type(error).__name__)
            self._leave()
        finally:
            for anchor in self._anchors:
                anchor.close()
            self._database.close()
            if self._views is not None:
                self._views.close()
            if self._editor_lock is not None:
                self._editor_lock.release()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_exc: object) -> None:
        """Send what waits, unless something went wrong, and close."""
        try:
            if kind is None:
                self.send()
        finally:
            self.close()
