"""The test's end of the processes: start one, ask it something, learn that it died."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

PATIENCE_S = 60.0


class Patience:
    """How long an old name may be believed: so many seconds, and on a busy machine so many looks."""

    _LOOKS = 10

    def __init__(self, seconds: float) -> None:
        self._end, self._looks = time.monotonic() + seconds, 0

    def left(self) -> bool:
        """Tell whether to look once more."""
        self._looks += 1
        return self._looks < self._LOOKS or time.monotonic() < self._end


class Answer(NamedTuple):
    """How a request ended.

    Attributes:
        kind: `ok`, `refused` (an error the program foresaw), `bug` (any other), or `dead`.
        value: What was answered, or the error's text.
        error: The name of the error's class.
    """

    kind: str
    value: Any = None
    error: str = ""

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return self.kind == "ok"


class Process:
    """One running program."""

    def __init__(self, channel: socket.socket, pid: int) -> None:
        self._channel, self._pid = channel, pid
        self._stream = channel.makefile("rw", encoding="utf-8")

    def send(self, do: str, **more: Any) -> None:
        """Ask without waiting."""
        with contextlib.suppress(BrokenPipeError):  # `receive` will find it dead
            self._stream.write(json.dumps({**more, "do": do}) + "\n")
            self._stream.flush()

    def answered(self, within: float) -> bool:
        """Tell whether an answer (or its end) came within some seconds."""
        return bool(select.select([self._channel], [], [], within)[0])

    def receive(self) -> Answer:
        """Wait for the answer."""
        if not self.answered(PATIENCE_S):
            return Answer("bug", f"no answer for {PATIENCE_S} s", "Timeout")
        try:
            line = self._stream.readline()
        except ConnectionResetError:
            line = ""
        if not line:
            return Answer("dead")
        said = json.loads(line)
        if "ok" in said:
            return Answer("ok", said["ok"])
        return Answer(
            "refused" if said["foreseen"] else "bug",
            said["text"] if said["foreseen"] else said["trace"],
            said["error"],
        )

    def ask(self, do: str, **more: Any) -> Answer:
        """Ask and wait."""
        self.send(do, **more)
        return self.receive()

    def kill(self) -> None:
        """Kill it, -9; it may be dead already."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def end(self) -> None:
        """Let the process go."""
        with contextlib.suppress(OSError):
            self._stream.close()
        self._channel.close()


class Nursery:
    """Makes processes quickly."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair()
        self._asking = threading.Lock()
        tests = Path(__file__).parents[1]
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "faults.actor", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": str(tests)},
            )

    def process(self, home: Path, timing: dict[str, float], clock_ahead: float = 0.0) -> Process:
        """Start a program whose user's folder is `home`, on a PC whose clock is some seconds ahead."""
        mine, its = socket.socketpair()
        said = {"home": str(home), "timing": timing, "clock_ahead": clock_ahead}
        wishes = json.dumps(said).encode()
        with its, self._asking:
            socket.send_fds(self._ours, [wishes], [its.fileno()])
            pid: int = json.loads(self._ours.recv(4096))["pid"]
        return Process(mine, pid)

    def close(self) -> None:
        """End."""
        self._ours.close()
        self._process.wait(PATIENCE_S)
