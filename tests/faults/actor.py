"""A process of its own on a pretend PC: runs the real program, told what to do over a socket.

Started as a module it is a nursery: everything is imported once, and each new process is a fork of it.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from factories import employee

from cariste import bootstrap
from cariste.core.errors import CaristeError
from cariste.core.i18n import set_language
from cariste.core.paths import HOME_VARIABLE
from cariste.employee.models import Employee
from cariste.integrity.restore import restore
from cariste.share.backup import MANUAL, back_up
from cariste.share.listing import data_folder
from cariste.share.reign import Timing
from cariste.workspace import Workspace


class Program:
    """What can be asked; each method answers something JSON can carry, or raises."""

    def __init__(self) -> None:
        self._opened: Workspace | None = None
        self._backup = ""

    @property
    def _workspace(self) -> Workspace:
        assert self._opened is not None
        return self._opened

    def create(self, folder: str) -> bool:
        """Make a shared folder and open it for editing."""
        self._opened = bootstrap.create_folder(Path(folder), "Essai")
        return self._opened.writing

    def open(self, folder: str, write: bool, asked: bool = False) -> bool:
        """Open a shared folder; tell whether it may be edited."""
        self._opened = bootstrap.open_workspace(Path(folder), write=write, asked=asked)
        return self._opened.writing

    def open_window(self, folder: str) -> list[str]:
        """Open a shared folder as the window does; return what it has to say."""
        self._opened = bootstrap.open_for_window(Path(folder))
        return self._opened.warnings

    def hire(self, name: str) -> None:
        """One change: a new person."""
        with self._workspace.change(f"hire {name}"):
            employee(first_name=name)

    def dismiss(self, name: str) -> None:
        """One change: a person goes."""
        with self._workspace.change(f"dismiss {name}"):
            Employee.get(Employee.first_name == name).delete_instance()

    def back_up(self) -> None:
        """Make a backup."""
        opened = self._workspace
        made = back_up(data_folder(opened.folder), opened.local, opened.head, MANUAL)
        self._backup = made.name

    def restore(self) -> None:
        """Put back the backup made last."""
        restore(self._workspace, self._backup)

    def names(self) -> list[str]:
        """Return who is in the data shown."""
        with self._workspace.reading():
            return sorted(person.first_name for person in Employee.select())

    def refresh(self) -> bool:
        """Look for a newer publication."""
        return self._workspace.refresh()

    def beat(self) -> None:
        """Give a sign of life."""
        self._workspace.beat()

    def writing(self) -> bool:
        """Tell whether this process may edit."""
        return self._workspace.writing

    def close(self) -> None:
        """Give the lock back."""
        opened, self._opened = self._workspace, None
        opened.close()


def obey(channel: socket.socket) -> None:
    """Carry out one request per line until the other end is closed."""
    program = Program()
    with channel.makefile("rw", encoding="utf-8") as stream:
        for line in stream:
            request = json.loads(line)
            answer: dict[str, Any]
            try:
                answer = {"ok": getattr(program, request.pop("do"))(**request)}
            except Exception as error:  # noqa: BLE001 - the test judges it
                answer = {
                    "error": type(error).__name__,
                    "foreseen": isinstance(error, CaristeError),
                    "text": str(error),
                    "trace": traceback.format_exc(),
                }
            stream.write(json.dumps(answer) + "\n")
            stream.flush()


def nursery(parent: socket.socket) -> None:
    """Fork a process for each socket sent here; ends with its parent."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    while True:
        message, descriptors, _flags, _address = socket.recv_fds(parent, 4096, 1)
        if not message:
            return
        channel = socket.socket(fileno=descriptors[0])
        pid = os.fork()
        if pid == 0:
            wishes = json.loads(message)
            parent.close()
            os.environ[HOME_VARIABLE] = wishes["home"]
            bootstrap.TIMING = Timing(**wishes["timing"])
            obey(channel)
            os._exit(0)
        channel.close()
        parent.send(json.dumps({"pid": pid}).encode())


if __name__ == "__main__":
    set_language("en")
    logging.disable()
    nursery(socket.socket(fileno=int(sys.argv[1])))
