"""A PC from outside: its line to the shared folder, its user, and the window that runs on it."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import netshare

from cariste.core.paths import HOME_VARIABLE
from office.screen import Screen

_TESTS = Path(__file__).parents[1]
PATIENCE = 60.0
"""Seconds in which a busy build server does what takes a moment."""


class Late(AssertionError):
    """What was waited for did not come; carries what there was instead."""


class Pc:
    """A computer. Its windows come and go; its files stay.

    Attributes:
        line: What connects it to the file server.
        folder: The shared folder, as this PC sees it.
        home: Where the program keeps this user's files.
    """

    def __init__(
        self,
        name: str,
        user: str,
        line: netshare.Host,
        home: Path,
        *,
        folder: str = "partage",
        **preferences: Any,
    ) -> None:
        self.name, self.user, self.line, self.home = name, user, line, home
        self.folder, self.screen = line.path / folder, Screen()
        self.home.mkdir(parents=True)
        wishes = {"language": "fr", "scheme": "light", **preferences}
        (home / "preferences.json").write_text(json.dumps(wishes), "utf-8")
        self._windows: list[Window] = []

    def start(self) -> Window:
        """Start the program, as a double click does."""
        window = Window(self, {**self.screen.environment, HOME_VARIABLE: str(self.home)})
        self._windows.append(window)
        return window

    def open(self, headline: str) -> Window:
        """Start the program and wait for what its banner says then."""
        window = self.start()
        window.until("banner", headline=headline)
        return window

    def mistakes(self) -> str:
        """Return the program's log from its first error on, and what it said on the way; empty for none."""
        log, said = self.home / "cariste.log", self.home / "said.txt"
        logged = log.read_text("utf-8") if log.exists() else ""
        places = [logged.find(word) for word in (" ERROR ", " CRITICAL ")]
        first = min((place for place in places if place >= 0), default=len(logged))
        return logged[first:] + (said.read_text("utf-8") if said.exists() else "")

    def close(self) -> None:
        """End what runs on it."""
        for window in self._windows:
            window.kill()
        self.screen.close()


class Window:
    """A running program."""

    def __init__(self, pc: Pc, environment: dict[str, str]) -> None:
        self._said = (pc.home / "said.txt").open("a", encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "office.driver", "--folder", str(pc.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            env={
                **os.environ,
                **environment,
                "PC_NAME": pc.name,
                "LOGNAME": pc.user,
                "PYTHONPATH": str(_TESTS),
            },
        )
        self._pc = pc
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._answers = self._process.stdin, self._process.stdout

    def ask(self, do: str, **arguments: Any) -> Any:
        """Have the user do or see something (`Hands`)."""
        return self._ask({"do": do, "with": arguments})

    def until(self, see: str, *, within: float = PATIENCE, **wanted: Any) -> Any:
        """Wait until what the user sees holds this; return it.

        Raises:
            Late: It did not in so many seconds.
        """
        return self._ask({"do": see, "until": wanted, "within": within})

    def kill(self) -> None:
        """Lose the process at once, as kill -9 does."""
        self._process.kill()
        self._process.communicate()
        self._said.close()

    def wait_for_end(self, within: float = PATIENCE) -> int:
        """Wait until the program has ended by itself; return its exit code."""
        return self._process.wait(within)

    def _ask(self, request: dict[str, Any]) -> Any:
        self._requests.write(json.dumps(request) + "\n")
        self._requests.flush()
        if not select.select([self._answers], [], [], request.get("within", 0.0) + PATIENCE)[0]:
            raise Late(f"{self._pc.name}, {request}: the window does not react")
        line = self._answers.readline()
        if not line:
            raise AssertionError(f"{self._pc.name} ended: {(self._pc.home / 'said.txt').read_text('utf-8')}")
        answer = json.loads(line)
        if "problem" in answer:
            raise AssertionError(f"{self._pc.name}, {request}: {answer['problem']}")
        if "late" in answer:
            raise Late(f"{self._pc.name}, {request}: {answer['late']}")
        return answer["value"]
