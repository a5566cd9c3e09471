"""The gate of all changes: who may write, what one change is, and how it is undone."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Collection, Iterator
from pathlib import Path

from filelock import BaseFileLock
from peewee import IntegrityError, SqliteDatabase

from cariste.core.clock import elapsed_seconds
from cariste.core.errors import ReadOnlyHere, UserError
from cariste.core.i18n import _
from cariste.core.wording import format_moment
from cariste.database import connection
from cariste.database.model import Change, current_change
from cariste.database.operations import joined
from cariste.outbox.conflicts import decide
from cariste.share.backup import Routine
from cariste.share.listing import data_folder, look
from cariste.share.reign import TIMING, Reign, Timing
from cariste.share.take import holder_of
from cariste.share.views import Views
from cariste.workspace.reading import OpenFolder, Person
from cariste.workspace.sending import Sender
from cariste.workspace.undoing import History, do_again, take_back

log = logging.getLogger(__name__)

_LONGEST_LABEL = 400


class EditedFolder(OpenFolder):
    """What a window that edits can do, for as long as it holds the lock."""

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
        super().__init__(folder, local, database, person, timing=timing, views=views)
        self._reign, self._editor_lock = reign, editor_lock
        self._writing, self._routine = threading.RLock(), Routine(data_folder(folder), local)
        self._last_sign, self._handed_over = elapsed_seconds(), False
        self._history = History()
        self._under_way: Change | None = None
        self._anchors: list[sqlite3.Connection] = []
        self._sender = (
            Sender(reign, self._outbox, self.attachments, database, self._writing) if reign else None
        )

    @property
    def writing(self) -> bool:
        """Whether this process may edit."""
        held = self._reign is not None and not self._reign.over
        return held and self._problem is None and not self.fenced

    @property
    def fenced(self) -> bool:
        """Whether this process edits, but changes nothing until the share answers again."""
        if self._reign is None or self._reign.over:
            return False
        # Before anybody may think us gone we stop by ourselves; waking from sleep counts.
        return elapsed_seconds() - self._last_sign > self._timing.fence

    @property
    def taken_over(self) -> bool:
        """Whether this process edited and may not any more: another workstation does."""
        return self._reign is not None and self._reign.over and not self._handed_over

    @property
    def lost_by_accident(self) -> bool:
        """Whether this process lost the right to edit to nobody: an answer of the share went astray.

        Raises:
            EnvironmentProblem: The share does not answer.
        """
        if self._reign is None or not self.taken_over:
            return False
        return look(data_folder(self.folder)).newest_reign == self._reign.epoch

    @property
    def successor(self) -> str | None:
        """Who took over, as « Marie (PC-QUAI-2) »; None when nobody did, or nobody can be named."""
        if self._reign is None or not self._reign.over:
            return None
        data = data_folder(self.folder)
        newest = look(data).newest_reign
        holder = holder_of(data, newest) if newest > self._reign.epoch else None
        return f"{holder.username} ({holder.hostname})" if holder else None

    # -- writing -------------------------------------------------------------------------------

    @contextlib.contextmanager
    def change(self, label: str, *, undoable: bool = True) -> Iterator[Change]:
        """Write one user action: all of it, journalled and kept for sending, or nothing.

        It is then recorded on this PC; `send` brings it to everybody.

        Args:
            label: What the user did, in the user's language.
            undoable: False for what the program does by itself, and nobody would think of undoing.

        Raises:
            ReadOnlyHere: This process does not edit; says who does.
            UserError: A rule of the schema refused a row.
        """
        with self._write(label) as change:
            yield change
        if change.operations and undoable:
            self._history.did(change.label, joined(change.operations))

    @contextlib.contextmanager
    def _write(self, label: str) -> Iterator[Change]:
        self._require_writing()
        with self._writing, self.reading():
            change = Change(label[:_LONGEST_LABEL], self._person.username, self._person.hostname)
            token = current_change.set(change)
            self._under_way = change
            try:
                with connection.write_transaction(self._database):
                    yield change
                    # First the outbox, then the working copy: a crash in between is made good by replaying.
                    self._outbox.keep(change, joined(change.operations))
            except BaseException as error:
                self._outbox.forget(change.id)
                if isinstance(error, IntegrityError):
                    raise UserError(
                        _("The data was refused: {rule}. Nothing was recorded.").format(rule=error)
                    ) from error
                raise
            finally:
                self._under_way = None
                current_change.reset(token)
            if change.touched and self._sender is not None:
                self._sender.something_changed()
            if "settings" in change.touched:
                self.load_settings()

    @property
    def under_way(self) -> Change | None:
        """The change being written now, for another thread to see how far it is; it may ask to give it up."""
        return self._under_way

    @property
    def recorded(self) -> int:
        """How many user actions were recorded in this session, those undone since included."""
        return self._history.recorded

    @property
    def undoable(self) -> str | None:
        """What `undo` would take back; None when there is nothing."""
        return self._history.undoable

    @property
    def redoable(self) -> str | None:
        """What `redo` would do again; None when there is nothing."""
        return self._history.redoable

    def undo(self) -> str:
        """Take back the last change of this session; return its label.

        Raises:
            ReadOnlyHere: This process does not edit.
            UserError: There is none, or a record has been changed since; then it is no longer offered.
        """
        self._require_writing()
        step = self._history.take_done()
        with (
            self._history.given_back_unless_refused(step, self._history.redid),
            self._write(_("Undone: {label}").format(label=step.label)) as change,
        ):
            take_back(change, step)
        self._history.undid(step)
        return step.label

    def redo(self) -> str:
        """Do again what was undone last; return its label. Raises as `undo`."""
        self._require_writing()
        step = self._history.take_undone()
        with (
            self._history.given_back_unless_refused(step, self._history.undid),
            self._write(_("Redone: {label}").format(label=step.label)) as change,
        ):
            do_again(change, step)
        self._history.redid(step)
        return step.label

    def _require_writing(self) -> None:
        if self.writing:
            return
        if self._problem is not None:
            raise ReadOnlyHere(self._problem)
        if self.fenced:
            raise ReadOnlyHere(
                _("The shared folder has been silent for too long: nothing can be changed until it answers.")
            )
        editor = self.editor
        if editor is None or self._reign is not None:
            raise ReadOnlyHere(_("This window only reads. Reopen the folder to edit."))
        raise ReadOnlyHere(
            _(
                "{user} ({host}) has been editing since {since}. Nothing can be changed from here meanwhile."
            ).format(user=editor.username, host=editor.hostname, since=format_moment(editor.since))
        )

    def settle(self, edit_id: int, mine: Collection[str]) -> None:
        """Decide about an edit that clashes: the columns named become mine, the others stay theirs.

        Raises:
            ReadOnlyHere: This process does not edit.
            UserError: The record is gone, or a rule refuses the value; the conflict stays.
        """
        item = self._outbox.conflict(edit_id)
        if item is None:
            return
        if mine:
            with self.change(_("Decided: {label}").format(label=item.label)) as change:
                decide(change, item, mine)
        else:
            self._require_writing()
        self._outbox.settled([edit_id])
