"""The folder that is open, from asking for it to giving it back; its work is done off the UI thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cariste.core.errors import CaristeError
from cariste.ui.bus import Bus
from cariste.ui.situation import Situation, look
from cariste.ui.tasks import Tasks

if TYPE_CHECKING:
    from cariste.workspace import Workspace

_log = logging.getLogger(__name__)
_LOOK_EVERY = 10_000
"""Milliseconds: what another workstation changed appears within them."""
_BEAT_EVERY = 30_000
"""Milliseconds: others read from the editor's sign of life that the lock is held by somebody alive."""


class Session(QObject):
    """Opens and closes one folder at a time, and looks at it again and again.

    Attributes:
        opened: Carries the `Workspace`.
        refused: Carries why it could not be opened, in the user's language.
        situation: Carries a `Situation`, at first and whenever one looked.
        news: Somebody else changed the data.
        unreachable: The folder does not answer; carries the reason.
    """

    opened = Signal(object)
    refused = Signal(str)
    situation = Signal(object)
    news = Signal()
    unreachable = Signal(str)

    def __init__(self, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._bus = tasks, bus
        self._attempt = 0
        self.workspace: Workspace | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        bus.changed.connect(self.look)
        self._heart = QTimer(self)
        self._heart.setInterval(_BEAT_EVERY)
        self._heart.timeout.connect(self._beat)

    def open(self, way: Callable[[], Workspace]) -> None:
        """Close what is open, then open a folder this way."""
        self.close()
        self._attempt += 1
        attempt = self._attempt
        # In the thread that writes: the folder before must be closed first, and opening is a change too.
        self._tasks.write(
            way,
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
        if self.workspace is not None:
            self._put_away(self.workspace)
            self.workspace = None

    def look(self) -> None:
        """Take up what others changed and tell how things stand."""
        workspace = self.workspace
        if workspace is not None:
            self._tasks.read(lambda: look(workspace), self._looked, self._not_reached, owner=self, key="look")

    def _arrived(self, workspace: Workspace, attempt: int) -> None:
        if attempt != self._attempt:
            self._put_away(workspace)
            return
        self.workspace = workspace
        self.opened.emit(workspace)
        self.look()
        self._timer.start()
        self._beat()
        self._heart.start()

    def _beat(self) -> None:
        if self.workspace is not None:
            # Whether it failed or succeeded, the banner says how things stand now.
            self._tasks.beat(self.workspace.beat, self._not_reached, owner=self)

    def _failed(self, error: CaristeError, attempt: int) -> None:
        if attempt == self._attempt:
            self.refused.emit(str(error))

    def _looked(self, situation: Situation) -> None:
        self.situation.emit(situation)
        if situation.changed:
            self.news.emit()
            self._bus.changed.emit(None)

    def _not_reached(self, error: CaristeError) -> None:
        _log.warning("The folder does not answer: %s", type(error).__name__)
        self.unreachable.emit(str(error))

    def _put_away(self, workspace: Workspace) -> None:
        self._tasks.write(workspace.close, lambda _nothing: None, owner=self)
