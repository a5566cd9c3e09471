"""Reference cycles are collected on the UI thread only.

Python collects them in whichever thread happens to allocate. A cycle may hold a widget or a timer, and Qt
aborts when those are destroyed by a thread that is not theirs.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY = 500
"""Milliseconds."""


class GarbageCollector(QObject):
    """Does on a timer what Python's own collector does while memory is allocated."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect each generation that passed Python's own threshold."""
        for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
            if count <= threshold:
                break
            gc.collect(generation)

    def stop(self) -> None:
        """Leave it to Python again: no other thread works any more."""
        self._timer.stop()
        gc.enable()
