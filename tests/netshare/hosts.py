"""For tests: a file server, and the computers that have it mounted."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from netshare.mounting import unmount

_PACKAGE = Path(__file__).parent


class Host:
    """One computer. `path` is the share as this computer sees it."""

    def __init__(self, backing: Path, name: str, folder: Path, ttl: float, options: dict[str, Any]) -> None:
        self.name, self.path = name, folder / name
        self.path.mkdir()
        command = [sys.executable, "-m", _PACKAGE.name, "mount", str(backing), str(self.path)]
        command += ["--ttl", str(ttl), "--options", json.dumps(options)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(_PACKAGE.parent)},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._answers = self._process.stdin, self._process.stdout
        self._talk = threading.Lock()
        if not self._answers.readline():
            self.close()
            raise RuntimeError(f"netshare: host {name!r} could not be mounted")

    def _ask(self, do: str, **more: Any) -> dict[str, Any]:
        with self._talk:
            self._requests.write(json.dumps({**more, "do": do}) + "\n")
            self._requests.flush()
            answer: dict[str, Any] = json.loads(self._answers.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def set(self, **values: Any) -> None:
        """Change settings: those of the README's table, and latency_ms, mbit_s, hang_s, errno."""
        self._ask("set", **values)

    def cut(self, *, drop: bool = False) -> None:
        """Let every operation fail.

        `drop`: the server forgets this host's locks (and, with handles="stale", its open files).
        """
        self._ask("cut", drop=drop)

    def hang(self, *, drop: bool = False) -> None:
        """Let every operation wait, and fail after hang_s."""
        self._ask("hang", drop=drop)

    def freeze(self, *, drop: bool = False) -> None:
        """Send the host to sleep: every operation waits until `restore`."""
        self._ask("frozen", drop=drop)

    def drop(self) -> None:
        """Let the server forget this host's locks while the line stays up."""
        self._ask("drop")

    def restore(self) -> None:
        """Put the line up again; faults not met yet are cancelled."""
        self._ask("restore")

    def fault(
        self, action: str, *, op: str = "*", nth: int = 1, drop: bool = False, errno: str = "EIO"
    ) -> None:
        """Let something happen at the nth operation `op` from now.

        Actions: error, lost, short, cut, hang, frozen, or kill (SIGKILL to the process that asked).
        Operations: WRITE, READ, FSYNC, MKDIR, RENAME2, UNLINK, CREATE, … or `*`.
        """
        self._ask("fault", action=action, op=op, nth=nth, drop=drop, errno=errno)

    def stats(self, *, reset: bool = False) -> dict[str, Any]:
        """Return operations by kind, their total, their order, bytes, the line's state, faults not met."""
        return self._ask("stats", reset=reset)

    def crash(self) -> None:
        """Lose power: the mount dies (ENOTCONN), locks vanish."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Unmount."""
        with contextlib.suppress(OSError):
            self._requests.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()
        unmount(str(self.path))
        with contextlib.suppress(OSError):
            self.path.rmdir()


class NetShare:
    """A backing directory, the server's disk, and the hosts that mount it."""

    def __init__(self, backing: Path | None = None, ttl: float = 600, **options: Any) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="netshare-"))
        self.backing = backing or self._folder / "backing"
        self.backing.mkdir(parents=True, exist_ok=True)
        self._ttl, self._options = ttl, options
        self.hosts: dict[str, Host] = {}

    def host(self, name: str, **options: Any) -> Host:
        """Mount the share for one more computer."""
        host = Host(self.backing, name, self._folder, self._ttl, {**self._options, **options})
        self.hosts[name] = host
        return host

    def close(self) -> None:
        """Unmount all hosts; the backing directory goes if it was made here."""
        for host in self.hosts.values():
            host.close()
        self.hosts.clear()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> NetShare:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()
