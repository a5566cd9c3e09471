"""A file server and its PCs; what is asked of them; what must hold in the end."""

from __future__ import annotations

import dataclasses
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import netshare
from faults.people import Answer, Nursery, Patience, Process

from cariste.core.errors import CaristeError
from cariste.database.connection import check_file
from cariste.share.backup import backups_folder, names_in
from cariste.share.listing import data_folder, look, publication_file

FAST = {"stale_name": 0.15, "unfinished_reign": -1.0, "stale_editor": -1.0, "pause": 0.01}

_TRIES_PER_MOUNT = 300
"""A mount keeps every file open that it was ever asked for."""


@dataclasses.dataclass(frozen=True)
class Fault:
    """What goes wrong.

    Attributes:
        action, drop, errno: As `netshare.Host.fault`.
        handles: What open files are worth after a dropped connection.
        only: The operations it can happen at; none means all.
        old_listing: From then on the PC repeats the last listing it had, whatever happened since.
    """

    name: str
    action: str
    drop: bool = False
    errno: str = "EIO"
    handles: str = "stale"
    only: frozenset[str] = frozenset()
    old_listing: bool = False


@dataclasses.dataclass(frozen=True, eq=False)
class Scenario:
    """An action, and what leads to it.

    Attributes:
        prepare: Done before, without a fault, by the process on PC a.
        act: The request during which the fault happens.
        edits: The name that `act` adds.
        taken_over: Whether the other PC takes over while a is away.
    """

    name: str
    prepare: Callable[[World, Process], None]
    act: dict[str, Any]
    edits: str = ""
    taken_over: bool = True


class World:
    """A file server with PCs a and b, and c, whose line is perfect: it works on the server's disk.

    Attributes:
        client: How the PCs a and b see the share (`netshare.NetShare`); without any rule, b is as c.
        silent: Whom PC a is to replace, where that is the action.
    """

    silent: Process

    def __init__(self, nursery: Nursery, place: Path, template: Path, **client: Any) -> None:
        self._nursery, self._place, self._template = nursery, place, template
        self.share = netshare.NetShare(place / "server", ttl=3600, **client)
        self._mount(cached=bool(client))
        self._listing_s = client.get("listing_s", 0.0)
        caches = max(client.get(name, 0.0) for name in ("attr_s", "missing_s", "listing_s"))
        # W is longer than what any client may believe.
        self.timing = {**FAST, "stale_name": FAST["stale_name"] + 2 * caches, "pause": 0.01 + caches / 5}
        self._number = 0
        self.acknowledged: list[str] = []
        self.problems: list[str] = []
        self._processes: list[Process] = []

    # -- PCs -----------------------------------------------------------------------------------

    def _mount(self, *, cached: bool) -> None:
        for host in self.share.hosts.values():
            host.close()
        self.a = self.share.host("a")
        self._seen_from = {"a": self.a.path, "b": self.share.host("b").path if cached else self.share.backing}

    def begin(self) -> None:
        """Put the folder back to its beginning; nobody has ever used these PCs."""
        for process in self._processes:
            process.end()
        self._processes.clear()
        self.come_back()
        shutil.rmtree(self.server, ignore_errors=True)
        shutil.rmtree(self._place / "homes", ignore_errors=True)
        self._number += 1  # a name nobody's cache knows
        if self._number % _TRIES_PER_MOUNT == 0:
            self._mount(cached=self._seen_from["b"] != self.share.backing)
        shutil.copytree(self._template, self.server)
        self.acknowledged, self.problems = ["First"], []

    def close(self) -> None:
        """Take everything down."""
        for process in self._processes:
            process.end()
        self.share.close()

    def process(self, pc: str) -> Process:
        """Start the program on a PC."""
        process = self._nursery.process(self._place / "homes" / pc, self.timing)
        self._processes.append(process)
        return process

    def folder(self, pc: str) -> str:
        """Return the shared folder as a PC sees it."""
        return str(self._seen_from.get(pc, self.share.backing) / str(self._number))

    @property
    def server(self) -> Path:
        """The shared folder on the server's disk."""
        return self.share.backing / str(self._number)

    def arm(self, fault: Fault, nth: int) -> None:
        """Let a fault wait for the nth operation of PC a from now."""
        self.a.set(handles=fault.handles)
        if fault.old_listing:
            self.a.set(listing_s=3600)
        self.a.fault(fault.action, nth=nth, drop=fault.drop, errno=fault.errno)

    def come_back(self) -> None:
        """Let PC a have its line again, and listings as its client has them."""
        self.a.restore()
        self.a.set(listing_s=self._listing_s)

    # -- what is asked of them -----------------------------------------------------------------

    def blame(self, who: str, answer: Answer) -> None:
        """Note an answer that should have been another."""
        self.problems.append(f"{who}: {answer.kind} {answer.error} {answer.value}")

    def must(self, who: str, answer: Answer) -> bool:
        """Note a problem unless it was done."""
        if not answer.ok:
            self.blame(who, answer)
        return answer.ok

    def hire(self, process: Process, name: str, who: str) -> None:
        """Add a person; it must be acknowledged, and reach the share."""
        self.record(process, name, who)
        self.must(f"{who} sends {name}", process.ask("send"))

    def record(self, process: Process, name: str, who: str) -> None:
        """Add a person; it must be acknowledged: recorded on that PC, whatever the share does."""
        if self.must(f"{who} hires {name}", process.ask("hire", name=name)):
            self.acknowledged.append(name)

    def open_for_editing(self, pc: str, *, asked: bool = False) -> Process:
        """Open the folder in a new process, trying again as a person would; it must succeed."""
        process = self.process(pc)
        answer = self.patiently(
            lambda: process.ask("open", folder=self.folder(pc), write=True, asked=asked),
        )
        self.must(f"{pc} opens", answer)
        return process

    def patiently(self, ask: Callable[[], Answer]) -> Answer:
        """Ask again while it is refused, as a person would, for as long as an old name may be believed."""
        patience = Patience(3 * self.timing["stale_name"])
        while (answer := ask()).kind == "refused" and patience.left():
            threading.Event().wait(0.05)
        return answer

    # -- what must hold ------------------------------------------------------------------------

    def check_the_end(self, perhaps: set[str]) -> None:
        """Let PC a edit once more; look for every edit where the disk is. `perhaps`: not acknowledged."""
        self.come_back()
        self._check_nothing_is_hidden()
        last = self.open_for_editing("a", asked=True)
        waiting = last.ask("waiting")
        if waiting.value != []:
            self.blame("still waiting on a", waiting)
        self.hire(last, "Last", "a")
        self.must("a closes", last.ask("close"))
        reader = self.process("c")
        if not self.must("c opens", reader.ask("open", folder=self.folder("c"), write=False)):
            return
        names: list[str] = reader.ask("names").value
        lost = sorted(set(self.acknowledged) - set(names))
        twice = sorted({name for name in names if names.count(name) > 1})
        strange = sorted(set(names) - set(self.acknowledged) - perhaps)
        for what, found in (("lost", lost), ("twice", twice), ("from nowhere", strange)):
            if found:
                self.problems.append(f"{what}: {found}")
        self._check_the_files()

    def _check_nothing_is_hidden(self) -> None:
        """Look on PC a: each acknowledged edit is in what everybody sees, or waits there and says so."""
        reader = self.process("a")
        if not self.must("a looks", reader.ask("open", folder=self.folder("a"), write=False)):
            return
        patience = Patience(self.timing["stale_name"])
        while hidden := {*self.acknowledged} - {*reader.ask("names").value} - _names_waiting(reader):
            if not patience.left():
                self.problems.append(f"neither in the head nor waiting on a: {sorted(hidden)}")
                break
            reader.ask("refresh")  # its client may have repeated an old listing
        reader.ask("close")

    def _check_the_files(self) -> None:
        data = data_folder(self.server)
        files = [publication_file(data, number) for number in sorted(look(data).publications)]
        files += [backup.path for backup in names_in(backups_folder(data))]
        for file in files:
            if (self._template / file.relative_to(self.server)).exists():
                continue
            try:
                check_file(file)
            except CaristeError as error:
                self.problems.append(f"corrupt: {error}")


def _names_waiting(process: Process) -> set[str]:
    return {edit["name"] for edit in process.ask("waiting").value}
