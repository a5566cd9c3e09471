"""A fault at every operation of sending a document: it arrives whole, once, and is never lost on the way."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import Any

import netshare
import pytest
from faults.people import Nursery, Process
from faults.sweep import FAULTS
from faults.world import FAST, Fault

from cariste.share.attachments import Attachments

EVERY_POINT = bool(os.environ.get("CARISTE_EVERY_FAULT"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share"),
    pytest.mark.timeout(6000 if EVERY_POINT else 600),
]

NAMES = ("documents/0123456789abcdef0123456789abcdef/aabbccddeeff-caces.pdf", "documents/medical/99.pdf")
SCAN = os.urandom(1_500_000)
EVERY = 1 if EVERY_POINT else 4
"""Every which operation is tried for each fault; the faults take turns."""


class Sending:
    """A shared folder, and a PC with documents that wait for it; anew for each try."""

    def __init__(self, nursery: Nursery, place: Path, **client: Any) -> None:
        self._nursery, self._place = nursery, place
        self.share = netshare.NetShare(place / "server", ttl=600, **client)
        self.pc = self.share.host("pc")
        self._number = itertools.count()

    def begin(self) -> None:
        self.pc.restore()
        self.pc.set(handles="stale")
        self.name = str(next(self._number))
        self.server, self.local = self.share.backing / self.name, self._place / "local" / self.name
        (self.server / "data").mkdir(parents=True)
        self.local.mkdir(parents=True)
        for name in NAMES:
            Attachments(self.server, self.local).keep(SCAN, name)

    def start(self) -> Process:
        process = self._nursery.process(self._place / "home", FAST)
        process.send("send_documents", folder=str(self.pc.path / self.name), local=str(self.local))
        return process

    def problems(self) -> list[str]:
        """Send again as the program would, and say what does not hold."""
        self.pc.restore()
        again = self.start()
        answer = again.receive()
        again.end()
        found = [] if answer.ok else [f"sent again: {answer}"]
        found += [f"{name} is not whole" for name in NAMES if (self.server / name).read_bytes() != SCAN]
        waiting = Attachments(self.server, self.local).waiting()
        return found + [f"still waits: {name}" for name in waiting]

    def kept(self) -> list[str]:
        """Say which documents are whole neither here nor there."""
        places = [self.local / "attachments", self.server]
        return [
            f"{name} is lost"
            for name in NAMES
            if not any((place / name).is_file() and (place / name).read_bytes() == SCAN for place in places)
        ]


def attempt(sending: Sending, fault: Fault, nth: int) -> list[str]:
    sending.begin()
    sending.pc.set(handles=fault.handles)
    sending.pc.fault(fault.action, nth=nth, drop=fault.drop, errno=fault.errno)
    process = sending.start()
    if fault.action == "frozen":
        while sending.pc.stats()["state"] != "frozen" and not process.answered(0.005):
            pass
        found = sending.kept()
        sending.pc.restore()
    else:
        found = []
    answer = process.receive()
    process.end()
    if answer.kind == "bug":
        found.append(f"bug: {answer.value}")
    found += sending.kept()
    return found + sending.problems()


@pytest.mark.parametrize(
    "rules",
    [{}, {"windows": True, "noreplace": "racy", "exclusive": "racy", "attr_s": 0.1, "missing_s": 0.1}],
    ids=["plain", "windows-racy-caches"],
)
def test_whatever_fails_wherever_a_document_arrives_whole_and_is_never_lost(
    nursery: Nursery, fast_place: Path, rules: dict[str, Any]
) -> None:
    sending = Sending(nursery, fast_place, **rules)
    try:
        sending.begin()
        sending.pc.stats(reset=True)
        process = sending.start()
        assert process.receive().value == len(NAMES)
        process.end()
        trace = sending.pc.stats()["trace"]
        points = [
            (fault, nth, op)
            for place, fault in enumerate(FAULTS)
            if not fault.old_listing
            for nth, op in list(enumerate(trace, 1))[place % EVERY :: EVERY]
            if not fault.only or op in fault.only
        ]
        found = [
            f"{fault.name} at operation {nth} ({op}): {problem}"
            for fault, nth, op in points
            for problem in attempt(sending, fault, nth)
        ]
    finally:
        sending.share.close()
    assert len(points) > 200 / EVERY
    assert not found, "\n".join([f"{len(found)} problems", *found])
