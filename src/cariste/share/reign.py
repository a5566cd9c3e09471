"""One editor's time: publish number 1, 2, 3 … and leave. docs/storage.md, « publish »."""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peewee import PeeweeException, SqliteDatabase

from cariste.core.clock import now
from cariste.core.errors import EnvironmentProblem, UserError, reason_of
from cariste.core.i18n import _
from cariste.database.connection import check_file, connected, copy_database, write_transaction
from cariste.database.migrate import schema_version
from cariste.share.beat import write_beat
from cariste.share.claims import Claim, claim
from cariste.share.listing import HIGHEST, Number, look, mark_folder, publication_file, reign_folder
from cariste.share.models import Publication
from cariste.share.pruning import prune
from cariste.share.remembered import Memory
from cariste.share.transfer import forget_lost_uploads, upload

log = logging.getLogger(__name__)

WHO_NAME = "who.json"
_PRUNE_EVERY = 25


@dataclass(frozen=True)
class Timing:
    """Bounds in seconds, generous ones; tests shorten them.

    Attributes:
        stale_name: W: no client keeps a stale "not found" for longer.
        stale_editor: An editor who gave no sign of life for so long may be replaced, when a person asks.
        fence: An editor who could give none for so long stops editing by himself, sleep included.
        unfinished_reign: A reign without any publication after so long was given up.
        pause: Between two looks while waiting.
    """

    stale_name: float = 90.0
    unfinished_reign: float = 5 * 60.0
    stale_editor: float = 15 * 60.0
    fence: float = 14 * 60.0
    pause: float = 0.5


TIMING = Timing()


class ReignOver(EnvironmentProblem):
    """This process no longer edits: somebody else does, or the share did not confirm."""


class Reign:
    """The right to publish in one reign, for as long as every step succeeds."""

    def __init__(  # noqa: PLR0917
        self, data: Path, local: Path, epoch: int, token: str, hostname: str, memory: Memory, timing: Timing
    ) -> None:
        self.data, self.epoch, self.token = data, epoch, token
        self.number = 0
        self.over = False
        self._out = local / "out.db"
        self._hostname, self._memory, self._timing = hostname, memory, timing
        self._frozen: uuid.UUID | None = None
        self._marked = False
        self._prune_at = 1

    @property
    def head(self) -> Number:
        """The publication that counts, made last in this reign."""
        return self.epoch, self.number

    @property
    def frozen(self) -> bool:
        """Whether the next number has its bytes already: they go before anything else."""
        return self._frozen is not None

    def freeze(self, work: SqliteDatabase, *, released: bool = False) -> None:
        """Give the next number its bytes: the working copy, the database in use, as it is now.

        Raises:
            ReignOver: This process has left the reign, or its numbers are used up.
            UserError: The working copy is damaged; nothing is to be published.
            EnvironmentProblem: This PC cannot write the copy.
        """
        self.require_not_over()
        if self.number == HIGHEST:
            raise self.leave()
        try:
            self._frozen = self._freeze(work, self.number + 1, released)
        except (OSError, sqlite3.Error, PeeweeException) as error:
            raise EnvironmentProblem(
                _("This workstation cannot prepare what is to be sent: {problem}.").format(problem=error)
            ) from error

    def require_not_over(self) -> None:
        """Raise ReignOver if this process has left the reign."""
        if self.over:
            raise ReignOver(_("This window no longer edits the shared folder."))

    def send(self) -> None:
        """Send the frozen bytes to the share as the next number; after an error the same ones again.

        Raises:
            ReignOver: Somebody else edits now, or the share did not confirm: this process may
                publish nothing more.
            EnvironmentProblem: The share did not answer; try again later.
        """
        self.require_not_over()
        number = (self.epoch, self.number + 1)
        target = publication_file(self.data, number)
        try:
            upload(self._out, target, self._hostname)
        except FileExistsError as error:
            if not self._is_frozen_one(target):
                raise self.leave() from error
        except OSError as error:
            raise EnvironmentProblem(
                _("The shared folder refused the publication: {reason}.").format(reason=reason_of(error))
            ) from error
        if not self._marked:
            if claim(mark_folder(self.data, number)) is not Claim.MINE:
                raise self.leave()
            self._marked = True
        self._make_sure_of_the_reign()
        self.number, self._frozen, self._marked = number[1], None, False
        self._memory.saw(self.head)

    def _freeze(self, work: SqliteDatabase, k: int, released: bool) -> uuid.UUID:
        frozen = uuid.uuid4()
        with connected(work):
            before = Publication.latest()
            with write_transaction(work):
                # A copy that failed its check was never tried by name: its line is replaced.
                Publication.delete().where(Publication.epoch == self.epoch, Publication.number >= k).execute()
                Publication.create(
                    uuid=frozen,
                    parent=before.uuid if before else None,
                    epoch=self.epoch,
                    number=k,
                    released=released,
                    schema=schema_version(),
                    hostname=self._hostname,
                    at=now(),
                )
        copy_database(work, self._out)
        try:
            check_file(self._out)
        except UserError as error:
            raise UserError(
                _("The working copy is damaged; nothing was published. {problem}").format(problem=error)
            ) from error
        return frozen

    def _is_frozen_one(self, target: Path) -> bool:
        try:
            return target.read_bytes() == self._out.read_bytes()
        except OSError:
            return False

    def make_sure_it_lasts(self) -> None:
        """Leave when somebody took the next reign.

        Raises:
            ReignOver: Somebody did.
            EnvironmentProblem: The share does not answer.
        """
        if look(self.data).newest_reign > self.epoch:
            raise self.leave()

    def beat(self, said: Mapping[str, Any]) -> None:
        """Write a sign of life.

        Raises:
            EnvironmentProblem: The share does not take it.
        """
        try:
            write_beat(self.data, self.epoch, said)
        except OSError as error:
            raise EnvironmentProblem(
                _("The shared folder does not answer: {reason}.").format(reason=reason_of(error))
            ) from error

    def _make_sure_of_the_reign(self) -> None:
        def listed() -> bool:
            listing = look(self.data)
            if listing.newest_reign > self.epoch:
                raise self.leave()
            return self.epoch in listing.reigns

        if not wait_until(listed, self._timing):
            raise self.leave(_("The shared folder was replaced by another one. Ask whoever looks after it."))

    def prune_now_and_then(self) -> None:
        """Prune once in a reign, then again after each 25 publications."""
        if self.number >= self._prune_at:
            self._prune_at = self.number + _PRUNE_EVERY
            self.prune()

    def prune(self) -> None:
        """Delete what nobody can need any more: publications, lost uploads. What cannot go now stays."""
        try:
            newest = publication_file(self.data, self.head).stat().st_mtime
            listing = look(self.data)
            if listing.newest_reign > self.epoch:
                return  # somebody took over: the next sign of life will tell
            prune(self.data, listing, now=newest)
            forget_lost_uploads(self.data, newest)
        except (OSError, EnvironmentProblem) as error:
            log.info("not pruned: %s", type(error).__name__)

    def leave(self, why: str = "") -> ReignOver:
        """Never write a name of this reign again; return the error to raise."""
        self.over = True
        with contextlib.suppress(sqlite3.Error):
            self._memory.left(self.epoch)
        with contextlib.suppress(OSError):
            who = reign_folder(self.data, self.epoch) / WHO_NAME
            who.write_text(json.dumps({**_what_is_noted(who), "left": str(now())}), "utf-8")
        log.info("left reign %d at number %d", self.epoch, self.number)
        return ReignOver(
            why
            or _(
                "Another workstation has taken over, or the shared folder did not confirm. "
                "What was not published yet is kept on this workstation; reopen the folder to go on."
            )
        )


def _what_is_noted(who: Path) -> dict[str, Any]:
    """Read a note for people; nothing when it is missing, or was left half-written."""
    try:
        noted = json.loads(who.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def wait_until(condition: Callable[[], bool], timing: Timing) -> bool:
    """Look again and again, until the condition holds or no stale name can be the reason any more."""
    deadline = time.monotonic() + timing.stale_name
    while True:
        # Read before the look: one that began too early, and hung or slept, proves nothing.
        late = time.monotonic() >= deadline
        if condition():
            return True
        if late:
            return False
        time.sleep(timing.pause)
