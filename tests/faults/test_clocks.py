"""Two PCs whose clocks are an hour apart: who is silent, the server's clock tells."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import netshare
import pytest
from faults.people import Answer, Nursery, Process

pytestmark = pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share")

HOUR = 3600.0
TIMING = {"stale_name": 0.2, "pause": 0.02}


@pytest.fixture
def share(fast_place: Path) -> Iterator[netshare.NetShare]:
    with netshare.NetShare(fast_place / "server", ttl=100) as opened:
        yield opened


@pytest.mark.parametrize("ahead", [HOUR, -HOUR], ids=["an-hour-ahead", "an-hour-behind"])
def test_an_editor_is_called_silent_after_15_minutes_and_not_before_whatever_the_clocks_say(
    share: netshare.NetShare, nursery: Nursery, fast_place: Path, ahead: float
) -> None:
    editor = nursery.process(fast_place / "editor", TIMING, clock_ahead=ahead)
    other = nursery.process(fast_place / "other", TIMING)
    seen_here, seen_there = str(share.host("a").path / "folder"), str(share.host("b").path / "folder")
    assert editor.ask("create", folder=seen_here).ok
    assert editor.ask("beat").ok
    assert other.ask("open", folder=seen_there, write=False).ok

    minutes_pass(share.backing / "folder" / "data", 14)
    assert stale(other) is False
    assert wants_to_take_over(nursery, fast_place, seen_there).error == "HeldByAnother"

    minutes_pass(share.backing / "folder" / "data", 2)
    assert stale(other) is True
    assert wants_to_take_over(nursery, fast_place, seen_there).ok

    assert editor.ask("hire", name="Late").ok
    assert editor.ask("send").error == "ReignOver"
    for process in (editor, other):
        process.end()


def minutes_pass(data: Path, minutes: int) -> None:
    """Date everything back: on the server's clock, so much time has passed."""
    for path in [data, *data.rglob("*")]:
        earlier = path.stat().st_mtime - 60 * minutes
        os.utime(path, (earlier, earlier))


def stale(process: Process) -> bool:
    told: bool = process.ask("editor").value["stale"]
    return told


def wants_to_take_over(nursery: Nursery, place: Path, folder: str) -> Answer:
    process = nursery.process(place / "third", TIMING)
    answer = process.ask("open", folder=folder, write=True, asked=True)
    process.end()
    return answer
