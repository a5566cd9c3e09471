"""Storage: publish, fetch, sign of life and opening over lines of several speeds, against bare copies.

With --full also 10,000 people, and each delay with each speed.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import statistics
import tempfile
import uuid
from collections.abc import Callable, Iterator
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
        return f"{self.delay:>2} ms, " + (f"{self.speed:>3} Mbit/s" if self.speed else "no limit  ")

    @property
    def rounds(self) -> int:
        """How often a step is measured."""
        return 3 if self.speed == min(SPEEDS[1:]) else 7


SIZES, MORE_SIZES = (180, 2_000), (10_000,)
DELAYS, SPEEDS = (0, 2, 10), (0, 100, 10)
FEW = (Line(0, 0), Line(2, 0), Line(10, 0), Line(2, 100), Line(10, 10))
ALL = tuple(itertools.starmap(Line, itertools.product(DELAYS, SPEEDS)))
GOALS = {"publish": 2.0, "fetch": 2.0, "beat": 4.0, "open": 3.0}
"""Against the bare copy, where the line is what takes the time; see `counts`."""


class Cost(NamedTuple):
    """Seconds of a step, and how many times those of the bare copies without which it cannot be done."""

    seconds: float
    ratio: float


def main() -> None:
    """Print a table for each size, then the worst of each step where the line takes the time."""
    if not available():
        return
    for people in (*SIZES, *(MORE_SIZES if common.full else ())):
        with tempfile.TemporaryDirectory() as place, Drive(Path(place), people) as drive:
            costs = {line: drive.measure(line) for line in (ALL if common.full else FEW)}
            print_table(f"{people:,} people, {drive.size / 1e6:.1f} MB", costs)
        for step, goal in GOALS.items():
            worst = max(cost[step].ratio for line, cost in costs.items() if line.delay)
            common.report(f"{step}, {people:,} people ÷ bare copies, worst line with a delay", worst, goal)


def print_table(title: str, costs: dict[Line, dict[str, Cost]]) -> None:
    """Print a line per line, and in each cell seconds and ratio."""
    print(f"  {title:<24}" + "".join(f"{step:>18}" for step in GOALS))
    for line, cost in costs.items():
        cells = (f"{cost[step].seconds:.3f} s ({cost[step].ratio:.1f})" for step in GOALS)
        print(f"  {line.words:<24}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


class Drive:
    """A shared folder on a file server, a PC that edits it and one that reads it."""

    def __init__(self, place: Path, people: int) -> None:
        self._place, self._server = place, netshare.NetShare(place / "server", ttl=7200)
        self._editor, self._reader = self._server.host("editor"), self._server.host("reader")
        shared = self._server.backing / "shared"
        with self._on("it"), bootstrap.create_folder(shared, "Bench") as it, it.change("bench"):
            seed.fill(count=people, seed=1, today=today())
        self._roles = itertools.cycle(("Cariste", "Préparateur"))

    def __enter__(self) -> Drive:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.close()

    @property
    def size(self) -> int:
        """Bytes of the newest publication."""
        return self._head(self._server.backing / "shared").stat().st_size

    def measure(self, line: Line) -> dict[str, Cost]:
        """Do every step over a line several times."""
        for host in (self._editor, self._reader):
            host.set(latency_ms=0, mbit_s=0)
        with self._open("editor", write=True) as editor:
            editor.beat()  # the day's backups are made once
        with self._over(line):
            opened = self._measure_opening(line.rounds)
            with self._open("editor", write=True) as editor, self._open("reader", write=False) as reader:
                published, fetched = self._measure_sending(editor, reader, line.rounds)
                beaten = paired(editor.beat, lambda: write_bare(self._data / "bare-beat", bytes(BEAT)), 7)
        return {"publish": published, "fetch": fetched, "beat": beaten, "open": opened}

    def _measure_opening(self, rounds: int) -> Cost:
        """Take the lock of a released folder: its data must come here, and number 1 must go there."""
        costs = []
        for _round in range(rounds):
            took: list[Workspace] = []
            with self._on("editor"):
                seconds = common.timed(partial(self._take_into, took))
            took[0].close()
            head = self._head(self._editor.path / "shared")
            least = common.timed(partial(copy_bare, head, self._place / "bare"))
            least += common.timed(lambda: copy_bare(self._place / "bare", self._data / bare_name()))
            costs.append(Cost(seconds, seconds / least))
        return typical(costs)

    def _take_into(self, took: list[Workspace]) -> None:
        took.append(self._take())

    def _measure_sending(self, editor: Workspace, reader: Workspace, rounds: int) -> tuple[Cost, Cost]:
        """Change a person and send it; let the other PC fetch it."""
        published, fetched = [], []
        for _round in range(rounds):
            self._change(editor)
            seconds = common.timed(editor.send)
            least = common.timed(lambda: copy_bare(editor.local / "out.db", self._data / bare_name()))
            published.append(Cost(seconds, seconds / least))
            seconds = common.timed(reader.refresh)
            head = self._head(self._reader.path / "shared")
            least = common.timed(partial(copy_bare, head, self._place / "bare"))
            fetched.append(Cost(seconds, seconds / least))
        return typical(published), typical(fetched)

    def _change(self, editor: Workspace) -> None:
        with editor.change("role"):
            person = Employee.select().first()
            person.role = next(self._roles)
            person.save()

    def _take(self) -> Workspace:
        return bootstrap.open_workspace(self._editor.path / "shared", write=True)

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
    def _head(folder: Path) -> Path:
        head = look(data_folder(folder)).head
        assert head is not None
        return publication_file(data_folder(folder), head)


def paired(step: Callable[[], Any], least: Callable[[], Any], rounds: int) -> Cost:
    """Measure both in turns, so that a busy machine slows both."""
    costs = []
    for _round in range(rounds):
        seconds = common.timed(step)
        costs.append(Cost(seconds, seconds / common.timed(least)))
    return typical(costs)


def typical(costs: list[Cost]) -> Cost:
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
