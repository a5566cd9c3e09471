"""One winner per name: both PCs ask for the same names at the same instants."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from cariste.share.claims import Claim
from cariste.sharetest.clocks import ServerClock
from cariste.sharetest.meeting import GUEST, HOST, Meeting
from cariste.sharetest.verdicts import Proof, judge_names

Claiming = Callable[[Path], Claim]

APART = 0.030
"""Seconds between two names."""
THREADS = 4
"""How many on each PC ask for each name."""
_STEPS, _STEP = 21, 0.0005


def lead(number: int) -> float:
    """Return by how many seconds the guest is early, or late, for a name: -5 to +5 ms, in turn.

    The two PCs know the server's clock to some milliseconds. So whatever they err, they ask for some of the
    names at one moment, and neither is always the first.
    """
    return (number % _STEPS - _STEPS // 2) * _STEP


def prove_one_winner(meeting: Meeting, clock: ServerClock, count: int, claiming: Claiming) -> Proof:
    """Race for `count` names, each at its own instant, and compare what both PCs won."""
    folder = meeting.folder / "names"
    if meeting.role == HOST:
        folder.mkdir()
    meeting.exchange("race-ready")
    # Whoever was ready first has waited for the other: the next exchange measures the line alone.
    asked = time.monotonic()
    meeting.exchange("race-line")
    notice = 1 + 4 * (time.monotonic() - asked)
    start = float(meeting.exchange("race-start", clock.now() + notice)[HOST])
    racers = _Racers(folder, clock, claiming)
    for _number in range(THREADS):
        racers.begin(start, count, late=meeting.role == GUEST)
    won = racers.finish(meeting)
    # The other PC may have a slower line: half a second a name is more than it needs.
    both = meeting.exchange("race-won", won, patience=meeting.patience + 0.5 * count)
    return judge_names(count, both[HOST], both[GUEST])


class _Racers:
    """The threads of one PC, and what they won."""

    def __init__(self, folder: Path, clock: ServerClock, claiming: Claiming) -> None:
        self._folder, self._clock, self._claiming = folder, clock, claiming
        self._threads: list[threading.Thread] = []
        self._won: list[int] = []
        self._stopped = False

    def begin(self, start: float, count: int, *, late: bool) -> None:
        """Start one more thread; `late`: with the leads of the guest."""
        thread = threading.Thread(target=self._ask_for_all, args=(start, count, late), daemon=True)
        self._threads.append(thread)
        thread.start()

    def finish(self, meeting: Meeting) -> list[int]:
        """Wait for all threads; return the numbers won, one won by two threads twice. Raises PeerGone."""
        try:
            for thread in self._threads:
                while thread.is_alive():
                    thread.join(0.2)  # not for ever: Ctrl+C must come through on Windows, too
                    meeting.pause()
        finally:
            self._stopped = True
        return sorted(self._won)

    def _ask_for_all(self, start: float, count: int, late: bool) -> None:
        for number in range(count):
            self._clock.sleep_until(start + number * APART + (lead(number) if late else 0.0))
            if self._stopped:
                return
            if self._claiming(self._folder / f"name-{number:06d}") is Claim.MINE:
                self._won.append(number)
