"""A shared folder open in this process, as far as everybody may use it: data, settings, who edits."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from peewee import SqliteDatabase

from cariste.core.config import Settings
from cariste.core.errors import UserError
from cariste.database import connection
from cariste.lock.editor import Editor, who_edits
from cariste.outbox.conflicts import WaitingEdit, waiting_edits
from cariste.outbox.outbox import Counts, Outbox
from cariste.outbox.replay import arrived
from cariste.regulation import in_force as rules
from cariste.settings.in_force import Origin, settings_in_force
from cariste.share.asking import Hand, Standing
from cariste.share.attachments import Attachments
from cariste.share.listing import Listing, Number, data_folder, look
from cariste.share.models import Publication
from cariste.share.reign import TIMING, Timing
from cariste.share.remembered import Memory
from cariste.share.views import TRIES, Views


@dataclass(frozen=True)
class Person:
    """Who uses this process, on which PC."""

    username: str
    hostname: str


class OpenFolder:
    """What a window that only reads can do.

    Attributes:
        folder: The shared folder.
        local: What this PC keeps for it.
        warnings: What the user should know: a wrong `config.json`, for example.
        last_known: Whether this is what this PC knew last, as the share was away when it was opened.
        damage: What is wrong with the newest publication, so that an older one is shown; empty for nothing.
        settings: The firm's settings in force.
        origins: Each setting with where it comes from.
        starting: Each setting as it would be without the database: of `config.json`, or the default.
        attachments: The files that records name.
        hand: Asking for the hand, and being asked.
    """

    settings: Settings
    origins: tuple[Origin, ...]
    starting: tuple[Origin, ...]

    def __init__(
        self,
        folder: Path,
        local: Path,
        database: SqliteDatabase,
        person: Person,
        *,
        timing: Timing = TIMING,
        views: Views | None = None,
    ) -> None:
        self.folder, self.local = folder, local
        self.warnings: list[str] = []
        self.last_known, self.damage = False, ""
        self._database, self._person = database, person
        self._timing, self._views = timing, views
        self._problem: str | None = None
        self._missed: tuple[Number | None, int] = (None, 0)
        self._outbox, self.attachments = Outbox(local), Attachments(folder, local)
        self.hand = Hand(data_folder(folder), username=person.username, hostname=person.hostname)
        connection.use(database)

    @property
    def name(self) -> str:
        """The firm's name, for the window's title."""
        return self.settings.company

    @property
    def person(self) -> Person:
        """Who uses this process."""
        return self._person

    def load_settings(self) -> None:
        """Read the settings again and apply the firm's rules."""
        with self.reading():
            found = settings_in_force(None if self.last_known else self.folder, self.local)
        self.settings, self.origins, self.starting = found.settings, found.origins, found.starting
        self._problem = found.problem
        self.warnings = [*filter(None, [found.problem]), *found.ignored]
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

    @property
    def may_take(self) -> bool:
        """Whether this person asked to edit, was not refused, and nobody edits any more."""
        return self.editor is None and self.hand.standing is Standing.OPEN

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Connect this thread for queries."""
        database = self._database
        with connection.working_in(database), connection.connected(database):
            yield

    def refresh(self) -> bool:
        """Show a newer publication if there is one (readers); tell whether anything changed.

        This waits for the share. Queries in other threads go on, with what was shown before. What is only
        known from last time stays: it is to be opened again.

        Raises:
            EnvironmentProblem: The share does not answer; what was shown before stays.
            UserError: The newer publication is damaged; likewise. Seen so three times, it is no error any
                more: `damage` says it, and the one below is shown if that is newer than the present one.
        """
        if self._views is None:
            return False
        listing = look(data_folder(self.folder))
        head, shown = listing.head, self.head
        if self.last_known or head is None or head <= shown:
            return False
        if head[0] == shown[0]:
            # What is shown has a successor in its own reign: it counts, and with it any edit in it.
            with self.reading():
                self._outbox.settled([item.id for item in arrived(self._outbox.unsent())])
        Memory(self.local).saw(head)
        try:
            self._show(self._views.show(head))
        except UserError as error:
            return self._show_one_below(listing, head, error)
        self.damage = ""
        return True

    def _show(self, newer: SqliteDatabase) -> None:
        old, self._database = self._database, newer
        connection.use(newer)
        old.close()
        self.load_settings()
        if self._views is not None:
            self._views.forget_all_but(newer)

    def _show_one_below(self, listing: Listing, head: Number, problem: UserError) -> bool:
        missed, times = self._missed
        self._missed = (head, times + 1 if missed == head else 1)
        if self._missed[1] < TRIES:
            raise problem  # a client may be slow to see a whole file: the next look tells
        self.damage = str(problem)
        lower = [number for number in listing.publications if self.head < number < head]
        if self._views is None or not lower:
            return False
        with contextlib.suppress(UserError):
            self._show(self._views.show(max(lower)))
            return True
        return False

    @property
    def delivery(self) -> Counts:
        """How many edits of this PC are not with everybody yet, and why."""
        return self._outbox.counts()

    @property
    def pending(self) -> int:
        """How many user actions of this PC wait to be published."""
        return self._outbox.counts().waiting

    def waiting(self) -> list[WaitingEdit]:
        """Return every edit of this PC that is not with everybody yet, oldest first."""
        with self.reading():
            return waiting_edits(self._outbox)
