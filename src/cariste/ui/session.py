"""The folder that is open, from asking for it to giving it back; its work is done off the UI thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from cariste.core.errors import CaristeError
from cariste.ui.bus import Bus
from cariste.ui.sending import Sending, share_refuses
from cariste.ui.situation import Situation, last_known, look
from cariste.ui.sweeping import sweep
from cariste.ui.tasks import Tasks

if TYPE_CHECKING:
    from cariste.workspace import Workspace

_log = logging.getLogger(__name__)
_LOOK_EVERY = 7_000
"""Milliseconds: with collecting and travelling, others see a change within ten seconds of its recording."""
_BEAT_EVERY = 30_000
"""Milliseconds: others read from the editor's sign of life that the lock is held by somebody alive."""
_MISSES = 2
"""Signs of life in a row that the share did not take: it is said to be away."""


class Session(QObject):
    """Opens and closes one folder at a time, and looks at it again and again.

    Attributes:
        opened: Carries the `Workspace`.
        refused: Carries why it could not be opened, in the user's language.
        situation: Carries a `Situation`, at first and whenever one looked.
        news: Somebody else changed the data.
        resume_wanted: The folder is to be opened again: it was away, or who wanted to edit it now may.
        sending: Brings changes to everybody.
        handing_over: The right to edit is being given back: how things stand is told again after that.
    """

    opened = Signal(object)
    refused = Signal(str)
    situation = Signal(object)
    news = Signal()
    resume_wanted = Signal()

    def __init__(self, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._bus = tasks, bus
        self._attempt = self._missed = 0
        self._listening = False
        self.workspace: Workspace | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.timeout.connect(self.listen)
        bus.changed.connect(self.look)
        self._heart = QTimer(self)
        self._heart.setInterval(_BEAT_EVERY)
        self._heart.timeout.connect(self._beat)
        self._looking = self._look_again = self._edited = self.handing_over = False
        self.sending = Sending(tasks, bus, self)
        self.sending.ended.connect(self.look)

    def open(self, way: Callable[[], Workspace], *, to_read: bool = False) -> None:
        """Close what is open, then open a folder this way.

        Args:
            way: Opens it.
            to_read: It opens nothing that can be changed, and waits for nothing that is still being opened.
        """
        self.close()
        self._attempt += 1
        attempt = self._attempt
        # In the thread that writes: the folder before must be closed first, and opening is a change too.
        start = self._tasks.beside if to_read else self._tasks.write
        start(
            lambda: self._open_if_wanted(way, attempt),
            lambda workspace: self._arrived(workspace, attempt),
            lambda error: self._failed(error, attempt),
            owner=self,
        )

    def give_up(self) -> None:
        """Wait no longer for the folder being opened; should it still open, it is closed again."""
        self._attempt += 1

    def close(self) -> None:
        """Give the folder back."""
        self._timer.stop()
        self._heart.stop()
        self.sending.follow(None)
        self._looking = self._look_again = self.handing_over = False
        workspace, self.workspace = self.workspace, None
        if workspace is not None:
            self._put_away(workspace)

    def look(self) -> None:
        """Take up what others changed and tell how things stand; no query waits for the share meanwhile."""
        workspace = self.workspace
        if workspace is None:
            return
        if self._looking:
            self._look_again = True
            return
        self._looking, self._look_again = True, False
        away = self.sending.away or self._missed >= _MISSES
        self._tasks.beside(
            lambda: self._look_into(workspace, away=away),
            lambda situation: self._looked(workspace, situation),
            lambda _error: self._end_look(workspace),
            owner=self,
        )

    def _look_into(self, workspace: Workspace, *, away: bool) -> Situation | None:
        """Look; None if the folder was closed meanwhile, and its files on this PC are gone."""
        try:
            return look(workspace, away=away)
        except Exception:
            if workspace is self.workspace:
                raise
            return None

    def _end_look(self, workspace: Workspace) -> None:
        if workspace is not self.workspace:
            return  # the folder shown now has looks of its own
        self._looking = False
        if self._look_again:
            self.look()

    def listen(self) -> None:
        """Find out whether somebody asks for the hand; never in the way of a query or a change."""
        workspace = self.workspace
        if workspace is None or not workspace.writing or self._listening:
            return
        self._listening = True
        before = workspace.hand.request
        self._tasks.beat(
            workspace.hand.look,
            lambda _nothing: self._heard(workspace, news=workspace.hand.request != before),
            lambda _error: self._heard(workspace, news=False),
            owner=self,
        )

    def _heard(self, workspace: Workspace, *, news: bool) -> None:
        self._listening = False
        if news and workspace is self.workspace:
            self.look()

    def _open_if_wanted(self, way: Callable[[], Workspace], attempt: int) -> Workspace | None:
        """Open; given up meanwhile, close again before anything else is opened: it would be found in use."""
        workspace = way()
        if attempt == self._attempt:
            return workspace
        workspace.close()
        return None

    def _arrived(self, workspace: Workspace | None, attempt: int) -> None:
        if workspace is None:
            return
        if attempt != self._attempt:
            self._put_away(workspace)
            return
        self.workspace, self._missed, self._edited = workspace, 0, workspace.writing
        self.sending.follow(workspace)
        self.opened.emit(workspace)
        if workspace.last_known:
            self._tasks.read(lambda: last_known(workspace), self._known, owner=self, key="known")
        self.look()
        self.listen()
        self._timer.start()
        self._beat()
        self._heart.start()
        if workspace.writing:
            self._tasks.write(lambda: sweep(workspace), lambda _count: None, self._not_swept, owner=self)

    def _beat(self) -> None:
        if self.workspace is not None:
            self._tasks.beat(self.workspace.beat, self._was_heard, self._was_not_heard, owner=self)

    def _was_heard(self, _nothing: None) -> None:
        self._missed = 0
        if self.sending.away:
            self.sending.send()
        self.look()

    def _was_not_heard(self, error: CaristeError) -> None:
        _log.warning("The folder does not answer: %s", type(error).__name__)
        if not share_refuses(error):  # a full one answers, and the banner says that it is full
            self._missed += 1
        self.look()

    def _not_swept(self, error: CaristeError) -> None:
        # At the next opening, then.
        _log.warning("Files of people without identity are left: %s", type(error).__name__)

    def _failed(self, error: CaristeError, attempt: int) -> None:
        if attempt == self._attempt:
            self.refused.emit(str(error))

    def _looked(self, workspace: Workspace, situation: Situation | None) -> None:
        self._end_look(workspace)
        if situation is None or workspace is not self.workspace or self.handing_over:
            return
        self.situation.emit(situation)
        if situation.resume and QApplication.activeModalWidget() is None:
            # Whoever is typing in a dialog is asked to close it first: nothing typed is swept away.
            self.resume_wanted.emit()
        elif situation.changed:
            self.news.emit()
            self._bus.changed.emit(None)
        elif workspace.writing != self._edited:
            # The data are the same, but what may be done with them is not: pages look again.
            self._edited = workspace.writing
            self._bus.changed.emit(None)

    def _known(self, situation: Situation) -> None:
        if self.workspace is not None and self.workspace.last_known:
            self.situation.emit(situation)

    def _put_away(self, workspace: Workspace) -> None:
        self._tasks.write(workspace.close, lambda _nothing: None, owner=self)
