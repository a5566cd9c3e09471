"""Bring what was recorded on this PC to everybody, soon after each change and again after each failure."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from cariste.core.errors import CaristeError, EnvironmentProblem
from cariste.ui.bus import Bus
from cariste.ui.tasks import Tasks

if TYPE_CHECKING:
    from cariste.workspace import Workspace

_log = logging.getLogger(__name__)
_COLLECT = 1_000
"""Milliseconds: changes made within them travel together."""


class Sending(QObject):
    """Follows one folder at a time.

    Attributes:
        ended: A try ended, well or not: how things stand may have changed.
        away: Whether the share did not answer at the last try.
    """

    ended = Signal()

    def __init__(self, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._workspace: Workspace | None = None
        self._under_way = self._wanted = self.away = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.send)
        bus.changed.connect(self._collect)

    def follow(self, workspace: Workspace | None) -> None:
        """Send what waits in this folder from now on; None for no folder."""
        self._timer.stop()
        self._workspace = workspace
        self._wanted = self.away = False

    def send(self) -> None:
        """Send now; while something is on its way, once more after it."""
        self._timer.stop()
        workspace = self._workspace
        if workspace is None:
            return
        if self._under_way:
            self._wanted = True
            return
        self._under_way = True
        self._tasks.beside(workspace.send, self._sent, self._failed, owner=self)

    def _collect(self, _what: Any = None) -> None:
        if not self._timer.isActive() or self._timer.remainingTime() > _COLLECT:
            self._timer.start(_COLLECT)

    def _sent(self, _anything: bool) -> None:
        self.away = False
        self._end()

    def _failed(self, error: CaristeError) -> None:
        # What waits is kept, and the banner says so: no message interrupts whoever types.
        _log.warning("Not sent: %s", type(error).__name__)
        self.away = isinstance(error, EnvironmentProblem) and not share_refuses(error)
        self._end()
        again = self._workspace.retry_after if self._workspace is not None else None
        if again is not None and not self._timer.isActive():
            self._timer.start(round(again * 1_000))

    def _end(self) -> None:
        self._under_way = False
        if self._wanted:
            self._wanted = False
            self._collect()
        self.ended.emit()


def share_refuses(error: CaristeError) -> bool:
    """Tell whether the share answers and says no (full, read-only, no rights), rather than not at all."""
    from cariste.workspace.sending import refuses  # loaded by now, but not when the window is painted first

    return refuses(error)
