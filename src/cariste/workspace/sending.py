"""Send what waits in the outbox: one publication at a time, the same bytes again after an error."""

from __future__ import annotations

import errno
import threading

from peewee import SqliteDatabase

from cariste.core.errors import CaristeError
from cariste.database.connection import connected
from cariste.lock.models import AppLock
from cariste.outbox.outbox import Outbox
from cariste.share.attachments import Attachments
from cariste.share.reign import Reign, ReignOver

_REFUSALS = frozenset(
    {
        errno.EEXIST,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.EFBIG,
        errno.ENAMETOOLONG,
    }
)
_PATIENCE = (2.0, 8.0, 30.0)
"""Seconds to wait after the first, second … refusal, and 30 while the share does not answer."""


class Sender:
    """Publishes the working copy for as long as the reign lasts.

    Attributes:
        retry_after: Seconds after which the next try is worth it; None when nothing failed, or when only a
            person can help.
    """

    def __init__(
        self,
        reign: Reign,
        outbox: Outbox,
        attachments: Attachments,
        database: SqliteDatabase,
        writing: threading.RLock,
    ) -> None:
        self._reign, self._outbox, self._attachments = reign, outbox, attachments
        self._database, self._writing = database, writing
        self._one_at_a_time = threading.RLock()
        self._touched = False
        self.retry_after: float | None = None
        self.sending = False

    def something_changed(self) -> None:
        """Note that the working copy has something new, even if the outbox has not."""
        self._touched = True

    def send(self) -> bool:
        """Publish until nothing waits; tell whether anything was.

        Raises:
            ReignOver: This process may publish nothing more; what waits stays in the outbox.
            EnvironmentProblem: The share does not answer or refuses; likewise, until the next try.
            UserError: The working copy is damaged; nothing was published.
        """
        with self._one_at_a_time:
            sent = False
            while self._touched or self._reign.frozen or self._outbox.something_waits:
                self.publish()
                sent = True
            return sent

    def release(self) -> None:
        """Publish what waits, then a last number that holds no lock: anybody may go on. Raises as `send`."""
        with self._one_at_a_time:
            self.send()
            self.publish(released=True)
            self._reign.leave()

    def publish(self, *, released: bool = False) -> None:
        """Make one publication. Raises as `send`."""
        with self._one_at_a_time:
            self._reign.require_not_over()
            self.sending = True
            try:
                # What could not be sent last time goes first, with the bytes it had.
                if not self._reign.frozen:
                    self._freeze(released=released)
                # A record must not arrive before the file it names.
                self._attachments.send()
                self._reign.send()
            except ReignOver:
                self._outbox.thaw()
                raise
            except CaristeError as error:
                self._failed(error)
                raise
            finally:
                self.sending = False
            self.retry_after = None
            self._outbox.published()

    def _freeze(self, *, released: bool) -> None:
        with self._writing, connected(self._database):  # no change is half done meanwhile
            if released:
                AppLock.delete().execute()
            self._outbox.freeze()
            self._touched = False
            try:
                self._reign.freeze(self._database, released=released)
            except BaseException:
                self._touched = True
                raise

    def _failed(self, error: Exception) -> None:
        if not refuses(error):
            self._outbox.unreachable(str(error))
            self.retry_after = _PATIENCE[-1]
            return
        tries = self._outbox.refused(str(error))
        self.retry_after = None if tries is None else _PATIENCE[min(tries, len(_PATIENCE)) - 1]


def refuses(error: BaseException) -> bool:
    """Tell whether the share answers and says no (full, read-only, no rights), rather than not at all."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _REFUSALS:
            return True
        cause = cause.__cause__
    return False
