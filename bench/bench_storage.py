"""Storage: publish, fetch, sign of life and opening over lines of several speeds, against bare copies.

With --full also 10,000 people, and the slower lines for everybody: that takes about an hour.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import common
from network import available, netshare

from cariste import bootstrap
from cariste.core.clock import today
from cariste.core.paths import HOME_VARIABLE
from cariste.demo import seed
from cariste.employee.models import Employee
from cariste.share.listing import data_folder, look, publication_file
from cariste.workspace import Workspace

PIECE = 1 << 20
BEAT = 512


class Line(NamedTuple):
    """Milliseconds for each operation, megabits per second (0: as fast as it goes)."""

    delay: int
    speed: int

    @property
    def words(self) -> str:
        """As a row of the table begins."""
        return f"{self.delay:>2} ms, " + (f"{self.speed:>3} Mbit/s" if self.speed else "no limit")

    def rounds(self, size: int) -> int:
        """Return how often a step is measured with so many bytes: slow ones vary little."""
        seconds = size * 8e-6 / self.speed if self.speed else 0.0
        return 7 if seconds < 0.5 else 3 if seconds < 5 else 1


QUICK = (Line(0, 0), Line(2, 0), Line(10, 0), Line(2, 100))
SLOW = (Line(10, 100), Line(2, 10), Line(10, 10))
PEOPLE = {180: (*QUICK, Line(10, 10)), 2_000: QUICK}
ALL_PEOPLE = dict.fromkeys((180, 2_000, 10_000), (*QUICK, *SLOW))
STEPS = ("publish", "fetch", "beat", "open")
GOALS = {
    # Where the line's speed takes the time, and where the delay of each operation does.
    "publish": (3.0, 6.0),
    "fetch": (2.0, 6.0),
    "beat": (3.0, 3.0),
    "open": (5.0, 12.0),
}


class Cost(NamedTuple):
    """Seconds of a step, and how many times those of the bare copies without which it cannot be done."""

    seconds: float
    ratio: float


def main() -> None:
    """Print a table for each size, and against its goals the worst ratio of each step."""
    if not available():
        return
    for people, lines in (ALL_PEOPLE if common.full else PEOPLE).items():
        with tempfile.TemporaryDirectory() as place, Drive(Path(place), people) as drive:
            title = f"{people:,} people, {drive.size / 1e6:.1f} MB"
            print(f"  {title:<24}" + "".join(f"{step:>18}" for step in STEPS), flush=True)
            costs = {line: show(line, drive.measure(line)) for line in lines}
        judge(people, {line: cost for line, cost in costs.items() if line.speed}, "by speed", 0)
        judge(
            people,
            {line: cost for line, cost in costs.items() if not line.speed and line.delay},
            "by delay",
            1,
        )


def judge(people: int, costs: dict[Line, dict[str, Cost]], kind: str, place: int) -> None:
    """Report the worst ratio of each step on some lines."""
    for step, goals in GOALS.items():
        worst = max(cost[step].ratio for cost in costs.values())
        common.report(f"{step}, {people:,} people, lines slow {kind} ÷ bare copies", worst, goals[place])


def show(line: Line, cost: dict[str, Cost]) -> dict[str, Cost]:
    """Print a row: of each step the seconds, and the ratio in brackets."""
    cells = (f"{cost[step].seconds:.3f} s ({cost[step].ratio:.1f})" for step in STEPS)
    print(f"  {line.words:<24}" + "".join(f"{cell:>18}" for cell in cells), flush=True)
    return cost


class Drive:
    """A shared folder on a file server, a PC that edits it and one that reads it."""

    def __init__(self, place: Path, people: int) -> None:
        self._place, self._server = place, netshare.NetShare(place / "server", ttl=7200)
        self._editor, self._reader = self._server.host("editor"), self._server.host("reader")
        shared = self._server.backing / "shared"
        with self._on("it"), bootstrap.create_folder(shared, "Bench") as made, made.change("bench"):
            seed.fill(count=people, seed=1, today=today())
        self._roles = itertools.cycle(("Cariste", "Préparateur"))

    def __enter__(self) -> Drive:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.close()

    @property
    def size(self) -> int:
        """Bytes of the newest publication."""
        return self._head(self._reader).stat().st_size

    def measure(self, line: Line) -> dict[str, Cost]:
        """Do every step over a line, several times where that is quick."""
        rounds = line.rounds(self.size)
        with self._open("editor", write=True) as editor:
            editor.beat()  # the day's backups are made once, and not measured
        with self._over(line), contextlib.ExitStack() as opened:
            took = [self._measure_opening() for _round in range(rounds)]
            editor = opened.enter_context(self._open("editor", write=True))
            reader = opened.enter_context(self._open("reader", write=False))
            sent, fetched = zip(
                *(self._measure_sending(editor, reader) for _round in range(rounds)), strict=True
            )
            bare = self._data / "bare-beat"
            beats = [compared(editor.beat, partial(write_bare, bare, bytes(BEAT))) for _round in range(7)]
        return {
            "publish": typical(sent),
            "fetch": typical(fetched),
            "beat": typical(beats),
            "open": typical(took),
        }

    def _measure_opening(self) -> Cost:
        """Take the lock of a released folder: its data must come here, and number 1 must go there."""
        with self._on("editor"):
            start = time.perf_counter()
            workspace = bootstrap.open_workspace(self._editor.path / "shared", write=True)
            seconds = time.perf_counter() - start
        workspace.close()
        here = self._place / "bare"
        least = common.timed(partial(copy_bare, self._head(self._editor), here))
        least += common.timed(partial(copy_bare, here, self._data / bare_name()))
        return Cost(seconds, seconds / least)

    def _measure_sending(self, editor: Workspace, reader: Workspace) -> tuple[Cost, Cost]:
        """Change a person and send it; let the other PC fetch it."""
        with editor.change("role"):
            person = Employee.select().first()
            person.role = next(self._roles)
            person.save()
        sent = compared(editor.send, lambda: copy_bare(editor.local / "out.db", self._data / bare_name()))
        fetched = compared(reader.refresh, partial(copy_bare, self._head(self._reader), self._place / "bare"))
        return sent, fetched

    @contextlib.contextmanager
    def _open(self, pc: str, *, write: bool) -> Iterator[Workspace]:
        host = self._editor if pc == "editor" else self._reader
        with self._on(pc):
            workspace = bootstrap.open_workspace(host.path / "shared", write=write)
        try:
            yield workspace
        finally:
            workspace.close()

    @contextlib.contextmanager
    def _over(self, line: Line) -> Iterator[None]:
        for host in (self._editor, self._reader):
            host.set(latency_ms=line.delay, mbit_s=line.speed)
        yield
        for host in (self._editor, self._reader):
            host.set(latency_ms=0, mbit_s=0)
        for path in self._data.glob("bare-*"):
            path.unlink()

    @contextlib.contextmanager
    def _on(self, pc: str) -> Iterator[None]:
        os.environ[HOME_VARIABLE] = str(self._place / pc)
        yield

    @property
    def _data(self) -> Path:
        return data_folder(self._editor.path / "shared")

    @staticmethod
    def _head(host: Any) -> Path:
        data = data_folder(host.path / "shared")
        head = look(data).head
        assert head is not None
        return publication_file(data, head)


def compared(step: Callable[[], Any], least: Callable[[], Any]) -> Cost:
    """Measure a step, and right after it what it cannot do without."""
    seconds = common.timed(step)
    return Cost(seconds, seconds / common.timed(least))


def typical(costs: Sequence[Cost]) -> Cost:
    """Return the medians."""
    return Cost(*map(statistics.median, zip(*costs, strict=True)))


def bare_name() -> str:
    """Return a name nobody uses."""
    return f"bare-{uuid.uuid4().hex}"


def copy_bare(source: Path, target: Path) -> None:
    """Copy the bytes and nothing else."""
    with source.open("rb", buffering=0) as reader, target.open("wb", buffering=0) as writer:
        while piece := reader.read(PIECE):
            writer.write(piece)


def write_bare(target: Path, content: bytes) -> None:
    """Write the bytes and nothing else."""
    with target.open("wb", buffering=0) as writer:
        writer.write(content)
