"""How long the window could not react: the longest time between two turns of an event loop."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

_EVERY = 5
"""Milliseconds between two turns of a window that has nothing else to do."""
_SCHEDULED = Path("/proc/thread-self/schedstat")
"""Nanoseconds this thread ran, and those it was ready to run while others had the processors (Linux)."""


@dataclasses.dataclass(frozen=True)
class Gap:
    """From one turn to the next, in milliseconds.

    Attributes:
        long: All of it; the 5 ms of the timer are in it.
        busy: How long the window's thread was computing.
        queued: How long it was ready to, but other programs had the processors.
    """

    long: float
    busy: float
    queued: float

    @property
    def own(self) -> float:
        """How long it would have been on a machine that does nothing else."""
        return self.long - self.queued

    @property
    def blocked(self) -> float:
        """How long it waited for something: a lock, a disk, the share, the program's other threads."""
        return max(self.own - self.busy - _EVERY, 0.0)


_KINDS = ("long", "busy", "queued", "own", "blocked")


class Turns(QObject):
    """Counts the turns of this thread's event loop, from its making to `end`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gaps: list[Gap] = []
        self._last = _read()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def end(self) -> dict[str, float]:
        """Stop; return how many turns there were, and the most of each kind in any gap."""
        self._timer.stop()
        self._turn()
        return {
            "turns": len(self._gaps),
            **{kind: max(getattr(gap, kind) for gap in self._gaps) for kind in _KINDS},
        }

    def _turn(self) -> None:
        before, self._last = self._last, _read()
        self._gaps.append(Gap(*(1000 * (now - then) for now, then in zip(self._last, before, strict=True))))


def _read() -> tuple[float, float, float]:
    """Return seconds: the clock's, those this thread computed, those it queued for a processor."""
    queued = int(_SCHEDULED.read_text("ascii").split()[1]) / 1e9 if _SCHEDULED.exists() else 0.0
    return time.perf_counter(), time.thread_time(), queued
