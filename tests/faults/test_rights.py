"""A share that takes nothing, and an antivirus that holds what was just written."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import netshare
import pytest
from faults.people import Nursery, Process

pytestmark = pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share")

TIMING = {"stale_name": 0.5, "pause": 0.02}
READING = {"LOOKUP", "GETATTR", "OPENDIR", "READDIR", "OPEN", "READ", "FLUSH", "STATFS"}
Start = Callable[[str], Process]


@pytest.fixture
def share(fast_place: Path) -> Iterator[netshare.NetShare]:
    with netshare.NetShare(fast_place / "server", ttl=100) as opened:
        yield opened


@pytest.fixture
def start(nursery: Nursery, fast_place: Path) -> Iterator[Start]:
    """Starts the program on a PC of a name."""
    with contextlib.ExitStack() as stack:

        def started(pc: str) -> Process:
            process = nursery.process(fast_place / f"home-{pc}", TIMING)
            stack.callback(process.end)
            return process

        yield started


@pytest.fixture
def editor(share: netshare.NetShare, start: Start) -> Process:
    """Edits a folder with one person, on the server itself."""
    process = start("server")
    assert process.ask("create", folder=str(share.backing / "folder")).ok
    assert process.ask("hire", name="First").ok
    assert process.ask("send").ok
    return process


def test_a_reader_asks_for_nothing_but_to_read(
    share: netshare.NetShare, start: Start, editor: Process
) -> None:
    host = share.host("reader", read_only=True)
    reader = start("reader")
    host.stats(reset=True)
    assert reader.ask("open", folder=str(host.path / "folder"), write=False).ok
    assert editor.ask("hire", name="Second").ok
    assert editor.ask("send").ok
    assert reader.ask("refresh").value is True
    assert reader.ask("names").value == ["First", "Second"]
    assert reader.ask("close").ok
    assert set(host.stats()["ops"]) <= READING


def test_who_may_not_write_reads_and_is_told_the_reason(
    share: netshare.NetShare, start: Start, editor: Process
) -> None:
    assert editor.ask("close").ok
    host = share.host("reader", read_only=True)
    reader, folder = start("reader"), str(host.path / "folder")
    refused = reader.ask("open", folder=folder, write=True)
    assert (refused.kind, refused.error) == ("refused", "EnvironmentProblem")
    assert "Nothing can be written" in refused.value
    warnings = reader.ask("open_window", folder=folder).value
    assert warnings == [refused.value]
    assert reader.ask("names").value == ["First"]
    assert not reader.ask("writing").value
    assert reader.ask("close").ok


class Antivirus:
    """Opens each new upload as soon as it appears, and lets go after a while."""

    def __init__(self, data: Path, seconds: float) -> None:
        self._data, self._seconds = data, seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def _watch(self) -> None:
        seen: set[Path] = set()
        while not self._over.wait(0.002):
            for path in set(self._data.glob(".tmp-*")) - seen:
                with contextlib.suppress(FileNotFoundError), path.open("rb"):
                    seen.add(path)
                    self._over.wait(self._seconds)

    def __enter__(self) -> Antivirus:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()


@pytest.mark.parametrize(("seconds", "sent"), [(0.5, True), (20.0, False)])
def test_a_file_held_by_an_antivirus_is_waited_for_a_moment_and_sent_later(
    share: netshare.NetShare, start: Start, editor: Process, seconds: float, sent: bool
) -> None:
    assert editor.ask("close").ok
    mine, other = share.host("mine", windows=True), share.host("antivirus", windows=True)
    process, folder = start("mine"), str(mine.path / "folder")
    assert process.ask("open", folder=folder, write=True).ok
    assert process.ask("hire", name="Second").ok
    mine.set(latency_ms=5)  # so that an upload takes long enough to be met
    with Antivirus(other.path / "folder" / "data", seconds):
        answer = process.ask("send")
        assert mine.stats()["ops"]["RENAME"] > 2
    mine.set(latency_ms=0)
    assert answer.ok == sent
    if not sent:
        assert (answer.kind, answer.error) == ("refused", "EnvironmentProblem")
        assert [edit["name"] for edit in process.ask("waiting").value] == ["Second"]
        assert process.ask("send").value is True
    assert process.ask("waiting").value == []
    assert process.ask("close").ok
    assert process.ask("open", folder=folder, write=True).ok
    assert process.ask("names").value == ["First", "Second"]
    assert process.ask("close").ok
