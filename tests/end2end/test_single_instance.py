"""Whoever double-clicks twice gets one window: real processes, as the desktop starts them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from programs import pipes

from cariste import bootstrap

WINDOW = """
import sys, time
from PySide6.QtCore import QSocketNotifier
from cariste.ui import app, single_instance

single_instance.PATIENCE = float(sys.argv.pop(1))
begin, come_forward, leave = app.Program._begin, app.MainWindow.come_forward, app.Program.leave

def told(workspace):
    print("opened", workspace.folder.name, "to edit" if workspace.writing else "to read", flush=True)

def begin_minimised(program):
    print("painted", flush=True)
    program.window.showMinimized()
    program.asked_to_close = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    program.asked_to_close.activated.connect(lambda: sys.stdin.readline() and program.window.close())
    program.session.opened.connect(told)
    begin(program)

def tell(window):
    come_forward(window)
    print("in front", not window.isMinimized(), window.isActiveWindow(), flush=True)
    window.showMinimized()

def leave_slowly(program):
    print("leaving", flush=True)
    time.sleep(1)
    leave(program)

app.Program._begin, app.MainWindow.come_forward, app.Program.leave = begin_minimised, tell, leave_slowly
sys.exit(app.run(sys.argv[1:]))
"""

Begin = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def sockets() -> Iterator[Path]:
    """Where this user's sockets lie; their paths must be short."""
    with tempfile.TemporaryDirectory(prefix="cariste-") as folder:
        yield Path(folder)


@pytest.fixture
def begin(sockets: Path) -> Iterator[Begin]:
    """Start the window for a folder, the one opened last by default; killed after the test."""
    windows: list[subprocess.Popen[str]] = []

    def make(folder: Path | None = None, patience: float = 30) -> subprocess.Popen[str]:
        arguments = ["--folder", str(folder)] if folder is not None else []
        process = subprocess.Popen(
            [sys.executable, "-c", WINDOW, str(patience), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(sockets)},
        )
        windows.append(process)
        return process

    yield make
    for process in windows:
        process.kill()
        process.communicate()


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A shared folder nobody edits."""
    bootstrap.create_folder(tmp_path / "share", "Entrepôt d'essai").close()
    return tmp_path / "share"


def says(process: subprocess.Popen[str]) -> str:
    return pipes(process)[0].readline().strip()


def open_window(begin: Begin, folder: Path) -> subprocess.Popen[str]:
    process = begin(folder)
    assert says(process) == "painted"
    assert says(process) == f"opened {folder.name} to edit"
    return process


def test_a_second_start_brings_the_first_window_to_the_front_and_ends(begin: Begin, shared: Path) -> None:
    first = open_window(begin, shared)
    again = begin(shared)
    assert again.wait(60) == 0
    assert pipes(again)[0].read() == ""
    assert says(first) == "in front True True"


def test_a_plain_start_finds_the_window_of_the_folder_opened_last(begin: Begin, shared: Path) -> None:
    first = open_window(begin, shared)
    assert begin().wait(60) == 0
    assert says(first) == "in front True True"


def test_of_two_starts_at_one_instant_one_stays(begin: Begin, shared: Path) -> None:
    both = [begin(shared), begin(shared)]
    said = [says(process) for process in both]
    loser, winner = sorted(both, key=lambda process: said[both.index(process)])
    assert (loser.wait(60), pipes(loser)[0].read()) == (0, "")
    # The wish to see it may come before its first painting.
    assert {said[both.index(winner)], says(winner), says(winner)} >= {"painted", "opened share to edit"}


def test_another_folder_gets_a_window_of_its_own(begin: Begin, shared: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    bootstrap.create_folder(other, "Autre").close()
    first, second = open_window(begin, shared), open_window(begin, other)
    assert first.poll() is None
    assert begin(other).wait(60) == 0
    assert says(second) == "in front True True"


def test_after_a_crash_the_next_start_opens_normally(begin: Begin, shared: Path, sockets: Path) -> None:
    crashed = open_window(begin, shared)
    crashed.kill()
    crashed.wait()
    if sys.platform.startswith("linux"):
        assert len(list(sockets.iterdir())) == 1, "its socket is left over"
    following = open_window(begin, shared)
    assert begin(shared).wait(60) == 0
    assert says(following) == "in front True True"


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be stopped there")
def test_a_window_that_hangs_keeps_nobody_from_reading(begin: Begin, shared: Path) -> None:
    hanging = open_window(begin, shared)
    hanging.send_signal(signal.SIGSTOP)
    second = begin(shared, patience=0.5)
    assert says(second) == "painted"
    assert says(second) == "opened share to read"


def test_a_start_while_the_first_is_closing_waits_for_the_folder(begin: Begin, shared: Path) -> None:
    first = open_window(begin, shared)
    _heard, spoken = pipes(first)
    spoken.write("\n")
    spoken.flush()
    assert says(first) == "leaving"
    open_window(begin, shared)
    assert first.wait(60) == 0
