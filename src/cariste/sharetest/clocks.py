"""The server's clock, as far as a PC can know it: by the dates of files."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cariste.sharetest.meeting import GUEST, HOST, Meeting
from cariste.sharetest.verdicts import Dates, Proof, judge_dates

_SAMPLES = 60


class Sample(NamedTuple):
    """One file written: this PC's counter before and after, and the date the file got, in seconds."""

    before: float
    after: float
    dated: float


def offset_of(samples: Sequence[Sample]) -> float:
    """Return what to add to this PC's counter to have the server's time.

    Servers round dates down, to some milliseconds or to a whole second: of the quick samples, the one dated
    latest was written just after a tick and errs the least.
    """
    quickest = min(sample.after - sample.before for sample in samples)
    quick = [sample for sample in samples if sample.after - sample.before <= 1.5 * quickest]
    return max(sample.dated - (sample.before + sample.after) / 2 for sample in quick)


class ServerClock:
    """The server's time, carried on by this PC's own counter."""

    def __init__(self, folder: Path) -> None:
        """Write some files into a folder of this PC's own to see how they are dated. Raises OSError."""
        samples: list[Sample] = []
        # An odd pause, so that the samples fall on all places between two ticks of the server.
        pause = 0.0037
        while len(samples) < _SAMPLES:
            probe = folder / f"{len(samples)}"
            before = time.perf_counter()
            probe.write_bytes(b"-")
            after = time.perf_counter()
            samples.append(Sample(before, after, probe.stat().st_mtime))
            if len(samples) == 5 and all(sample.dated.is_integer() for sample in samples):
                pause *= 10
            time.sleep(pause)
        self._offset = offset_of(samples)

    def now(self) -> float:
        """Return the server's time in seconds."""
        return time.perf_counter() + self._offset

    def sleep_until(self, instant: float) -> None:
        """Wait for an instant of the server's time; return at once when it is over."""
        time.sleep(max(0.0, instant - self.now()))


def prove_one_clock(meeting: Meeting) -> Proof:
    """Each PC writes a file, hears that the other did, and writes another: dates must keep that order."""
    mine = meeting.folder / f"clock-{meeting.role}"
    mine.write_bytes(b"first")
    meeting.exchange("clock-first")
    mine.with_name(f"{mine.name}-after").write_bytes(b"after")
    meeting.exchange("clock-after")
    files = [meeting.folder / f"clock-{role}{when}" for when in ("", "-after") for role in (HOST, GUEST)]
    meeting.wait_for(lambda: all(file.exists() for file in files), meeting.patience)
    said = meeting.exchange("clock-dates", [file.stat().st_mtime for file in files])
    return judge_dates(Dates(*said[HOST]), Dates(*said[GUEST]))
