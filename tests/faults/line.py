"""A shared folder as each of two PCs in one process reaches it: every operation on it may fail, or be late.

Beside netshare this is rough, and fast: a search can go through thousands of orders of events.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ERROR, LOST, LATE, OLD, KILL = "error", "reply lost", "late", "old listing", "kill -9"
TAKEN, SLEPT = "taken over meanwhile", "taken over meanwhile, then an old listing"
CAUGHT_UP, EDITED = "the server catches up meanwhile", "edited meanwhile"
KINDS = (ERROR, LOST, LATE, OLD, KILL, TAKEN, SLEPT, CAUGHT_UP, EDITED)
"""What may happen at an operation: it fails; it is done but seems to fail; the server does it later; a folder
looks as it did before; the process is killed; something else happens first."""
_ONLY = {LATE: {"mkdir", "rename"}, OLD: {"scandir"}}
"""The operations at which something can happen; the others pass it on to the next one."""


class Killed(BaseException):
    """This process is no more: what its clean-up does is undone."""


class Line:
    """One PC's way to the share.

    Attributes:
        home: The user's folder on this PC.
        cut: Whether every operation fails.
        meanwhile: Does what else happens at an operation.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.cut = self.dead = False
        self.meanwhile: Callable[[str], None] = lambda _what: None
        self._fault, self._left = "", 0
        self._listings: dict[str, list[os.DirEntry[str]]] = {}

    def arm(self, fault: str, nth: int) -> None:
        """Let something happen at the nth operation from now."""
        self._fault, self._left = fault, nth

    def due(self, operation: str) -> str:
        """Count one operation; return what happens at it, empty for nothing."""
        if self.cut or self.dead:
            return ERROR
        self._left -= 1
        if self._left > 0 or operation not in _ONLY.get(self._fault, {operation}):
            return ""
        fault, self._fault = self._fault, ""
        return fault

    def die(self) -> None:
        """Kill the process: keep its disk as it is now."""
        self.dead = True
        shutil.rmtree(self._as_killed, ignore_errors=True)
        shutil.copytree(self.home, self._as_killed)

    def rise(self) -> None:
        """Let the PC start again with the disk it had when the process was killed."""
        shutil.rmtree(self.home)
        self._as_killed.rename(self.home)
        self.dead = False
        self._fault = ""

    @property
    def _as_killed(self) -> Path:
        return self.home.with_name(f"{self.home.name}-as-killed")

    def listing(self, folder: str, fresh: list[os.DirEntry[str]], *, old: bool) -> list[os.DirEntry[str]]:
        """Return a folder's entries, or those this PC saw before."""
        if not old or folder not in self._listings:
            self._listings[folder] = fresh
        return self._listings[folder]


class Share:
    """Stands between the program and the folder.

    Attributes:
        acting: The line of the PC whose program is running.
    """

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.acting: Line | None = None
        self._below = f"{folder}{os.sep}"
        self._late: list[Callable[[], object]] = []
        for name in ("mkdir", "rmdir", "rename", "unlink", "stat"):
            patch.setattr(os, name, self._hooked(getattr(os, name)))
        patch.setattr(os, "scandir", self._scandir(os.scandir))
        patch.setattr(io, "open", self._hooked(io.open))

    def execute_late(self) -> None:
        """Let the server do what it has not answered yet, oldest first."""
        late, self._late = self._late, []
        for request in late:
            try:
                request()
            except OSError:
                continue

    def _concerns(self, path: object) -> Line | None:
        if self.acting is None or not isinstance(path, str | os.PathLike):
            return None
        return self.acting if os.fspath(path).startswith(self._below) else None

    def _hooked(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, *rest: Any, **more: Any) -> Any:
            line = self._concerns(path)
            fault = line.due(real.__name__) if line is not None else ""
            if not fault or line is None:
                return real(path, *rest, **more)
            if fault == LATE:
                self._late.append(self._request(real, path, *rest))
            return self._go_wrong(line, fault, lambda: real(path, *rest, **more))

        return call

    def _go_wrong(self, line: Line, fault: str, really: Callable[[], Any]) -> Any:
        if fault in {TAKEN, SLEPT, CAUGHT_UP, EDITED}:
            line.meanwhile(fault)
            if fault == SLEPT:
                line.arm(OLD, 1)
            return really()
        if fault in {LOST, KILL}:
            done = really()
            if hasattr(done, "close"):
                done.close()
        if fault == KILL:
            line.die()
            raise Killed
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def _request(self, real: Callable[..., Any], path: Any, *rest: Any) -> Callable[[], object]:
        if real.__name__ == "mkdir":
            return lambda: real(path, *rest)
        draft = Path(path)
        on_its_way, target = draft.with_name(f".tmp-late-{draft.name}"), Path(rest[0])
        with draft.open("rb") as reader, on_its_way.open("wb") as writer:
            shutil.copyfileobj(reader, writer)
        return lambda: None if target.exists() else real(on_its_way, target)

    def _scandir(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any = ".") -> Any:
            line = self._concerns(path)
            if line is None:
                return real(path)
            fault = line.due("scandir")
            if fault in {"", OLD}:
                with real(path) as entries:
                    return _Entries(line.listing(os.fspath(path), list(entries), old=fault == OLD))
            return self._go_wrong(line, fault, lambda: real(path))

        return call


class _Entries:
    """What `os.scandir` returns, from a list."""

    def __init__(self, entries: list[os.DirEntry[str]]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> Iterator[os.DirEntry[str]]:
        return self._entries

    def __next__(self) -> os.DirEntry[str]:
        return next(self._entries)

    def __enter__(self) -> _Entries:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """As the real one."""
