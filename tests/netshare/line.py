"""The cable between a host and the server: its speed, its state, and the faults that wait on it."""

from __future__ import annotations

import dataclasses
import errno
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable

from netshare.protocol import Op

_LOOK_AGAIN_S = 0.05


@dataclasses.dataclass
class Fault:
    """What happens at the nth operation from now.

    Attributes:
        action: error, lost, short, cut, hang, frozen or kill.
        op: The name of the operation counted; `*` counts all.
        nth: How many are still to come, this one included.
        drop: The server also forgets the host.
        errno: What an `error` says.
    """

    action: str
    op: str = "*"
    nth: int = 1
    drop: bool = False
    errno: int = errno.EIO


def _nobody(drop: bool) -> None:
    pass


def pause(seconds: float) -> None:
    """Let time pass in this thread: a network is slow."""
    threading.Event().wait(seconds)


class Line:
    """States: up, cut (everything fails), hang (waits, then fails), frozen (waits)."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.latency_ms = 0.0
        self.mbit_s = 0.0  # 0: unlimited
        self.state = "up"
        self.errno = errno.EIO
        self.hang_s = 60.0
        self.logon = 0
        self.count: Counter[str] = Counter()
        self.trace: list[str] = []
        self.bytes_read = self.bytes_written = 0
        self.faults: list[Fault] = []
        self.on_cut: Callable[[bool], None] = _nobody

    def enter(self, op: Op, pid: int, interrupted: Callable[[], bool]) -> str:
        """Account for one operation on the wire; may wait, or raise OSError.

        Returns:
            A fault that the caller has to act out, `lost` or `short`; or nothing.
        """
        with self.changed:
            to_act_out = ""
            if self.state == "up":
                self.count[op.name] += 1
                self.trace.append(op.name)
                to_act_out = self._meet_faults(op, pid)
            self._wait_until_up(op, interrupted)
        if self.latency_ms:
            pause(self.latency_ms / 1000)
        return to_act_out

    def _meet_faults(self, op: Op, pid: int) -> str:
        to_act_out = ""
        for fault in list(self.faults):
            if fault.op not in {"*", op.name}:
                continue
            fault.nth -= 1
            if fault.nth > 0:
                continue
            self.faults.remove(fault)
            if fault.action == "error":
                raise OSError(fault.errno, op.name)
            if fault.action in {"lost", "short"}:
                to_act_out = fault.action
            elif fault.action == "kill":
                os.kill(pid, signal.SIGKILL)
            else:
                self.state = fault.action
                self.on_cut(fault.drop)
            self.changed.notify_all()
        return to_act_out

    def _wait_until_up(self, op: Op, interrupted: Callable[[], bool]) -> None:
        started = time.monotonic()
        while self.state in {"hang", "frozen"}:
            if interrupted():
                raise OSError(errno.EINTR, op.name)
            if self.state == "hang" and time.monotonic() - started > self.hang_s:
                raise OSError(self.errno, op.name)
            self.changed.wait(_LOOK_AGAIN_S)
        if self.state == "cut":
            raise OSError(self.errno, op.name)

    def carry(self, size: int) -> None:
        """Take the time that so many bytes need."""
        if self.mbit_s:
            pause(size * 8 / (self.mbit_s * 1e6))
