"""A process of its own on a pretend PC: runs the real program, told what to do over a socket.

Started as a module it is a nursery: everything is imported once, and each new process is a fork of it.
"""

from __future__ import annotations

import datetime as dt
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
from cariste.audit.models import AuditChange
from cariste.core import clock
from cariste.core.errors import CaristeError
from cariste.core.i18n import set_language
from cariste.core.paths import HOME_VARIABLE
from cariste.employee.models import Employee
from cariste.integrity.restore import restore
from cariste.share.asking import Hand
from cariste.share.attachments import Attachments
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
        """One change: a new person; recorded on this PC, not sent."""
        with self._workspace.change(f"hire {name}"):
            employee(first_name=name)

    def dismiss(self, name: str) -> None:
        """One change: a person goes."""
        with self._workspace.change(f"dismiss {name}"):
            Employee.get(Employee.first_name == name).delete_instance()

    def give(self, name: str, field: str, value: str) -> None:
        """One change: one field of a person."""
        with self._workspace.change(f"{name}: {field} becomes {value}"):
            person = Employee.get(Employee.first_name == name)
            setattr(person, field, value)
            person.save()

    def send(self) -> bool:
        """Publish what waits, as the sender does in the background; tell whether anything did."""
        return self._workspace.send()

    def waiting(self) -> list[dict[str, Any]]:
        """Return what this PC recorded and not everybody has."""
        return [
            {"label": edit.label, "name": edit.fields.get("first_name", ("", ""))[1], "status": edit.status}
            for edit in self._workspace.waiting()
        ]

    def retry(self) -> None:
        """Let what the share refused too often be sent again."""
        self._workspace.retry()

    def settle(self, label: str, mine: list[str]) -> None:
        """Decide about an edit that clashes: these columns become mine."""
        (clashing,) = [edit for edit in self._workspace.waiting() if edit.label == label]
        self._workspace.settle(clashing.id, {*mine})

    def back_up(self) -> None:
        """Make a backup."""
        opened = self._workspace
        made = back_up(data_folder(opened.folder), opened.local, opened.head, MANUAL)
        self._backup = made.name

    def restore(self) -> None:
        """Put back the backup made last."""
        restore(self._workspace, self._backup)

    def send_documents(self, folder: str, local: str) -> int:
        """Bring the documents that wait in a PC's folder to the share."""
        return Attachments(Path(folder), Path(local)).send()

    def names(self) -> list[str]:
        """Return who is in the data shown."""
        with self._workspace.reading():
            return sorted(person.first_name for person in Employee.select())

    def values(self, field: str) -> dict[str, str | None]:
        """Return one field of everybody, by name."""
        with self._workspace.reading():
            return {person.first_name: getattr(person, field) for person in Employee.select()}

    def labels(self) -> list[str]:
        """Return what was done, as the journal shown says, in its order."""
        with self._workspace.reading():
            return [change.label for change in AuditChange.select().order_by(AuditChange.id)]

    def refresh(self) -> bool:
        """Look for a newer publication."""
        return self._workspace.refresh()

    def beat(self) -> None:
        """Give a sign of life."""
        self._workspace.beat()

    def editor(self) -> dict[str, Any] | None:
        """Return who edits, as a window shows it."""
        editor = self._workspace.editor
        return editor and {"stale": editor.stale, "last_seen": str(editor.last_heartbeat)}

    def writing(self) -> bool:
        """Tell whether this process may edit."""
        return self._workspace.writing

    def ask_for_the_hand(self, folder: str) -> None:
        """Leave a note for whoever edits."""
        Hand(data_folder(Path(folder)), username="asker", hostname="there").ask("somebody")

    def sees_who_asks(self) -> bool:
        """Tell whether somebody asks for the hand."""
        self._workspace.hand.look()
        return self._workspace.hand.request is not None

    def hand_over(self) -> bool:
        """Give the hand to who asks for it; tell whether somebody does."""
        asked = self.sees_who_asks()
        if asked:
            self._workspace.hand_over()
        return asked

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


def set_clock(ahead: float) -> None:
    """Let this PC's clock be some seconds ahead."""
    right, change = clock.now, dt.timedelta(seconds=ahead)
    for module in [*sys.modules.values()]:
        if getattr(module, "now", None) is right:
            module.now = lambda: right() + change  # type: ignore[attr-defined]


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
            set_clock(wishes["clock_ahead"])
            obey(channel)
            os._exit(0)
        channel.close()
        parent.send(json.dumps({"pid": pid}).encode())


if __name__ == "__main__":
    set_language("en")
    logging.disable()
    nursery(socket.socket(fileno=int(sys.argv[1])))
