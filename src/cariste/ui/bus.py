"""Tells every page what changed, and when the day does."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from cariste.core import clock

_LOOK_EVERY = 15_000
"""Milliseconds. A timer set for midnight would oversleep with the PC; one that looks often does not."""


class Bus(QObject):
    """Two signals that pages listen to.

    Attributes:
        changed: The data is different now; carries what the change touched, or None for anything.
        day_changed: Midnight has passed; carries the new day.
    """

    changed = Signal(object)
    day_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = clock.today()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look_at_the_calendar)
        self._timer.start()

    @property
    def today(self) -> dt.date:
        """The day that was announced last."""
        return self._today

    def look_at_the_calendar(self) -> None:
        """Announce a new day if there is one."""
        today = clock.today()
        if today != self._today:
            self._today = today
            self.day_changed.emit(today)
