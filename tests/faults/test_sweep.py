"""A fault at every operation: nothing is corrupt, nothing acknowledged is lost, nobody is kept out.

docs/storage-faults.md says what is tried, and CARISTE_EVERY_FAULT=1 tries all of it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import netshare
import pytest
from faults.people import Nursery
from faults.sweep import (
    BEAT,
    FAULTS,
    HAND_OVER,
    READ,
    REFRESH,
    RELEASE,
    SCENARIOS,
    SEND,
    SEND_AGAIN,
    SEND_LATE,
    TAKE,
    TAKE_OVER,
    Point,
    operations,
    points,
    sweep,
    table,
)
from faults.world import FAST, Fault, Scenario, World

EVERY_POINT = bool(os.environ.get("CARISTE_EVERY_FAULT"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share"),
    pytest.mark.timeout(36_000 if EVERY_POINT else 3600),
]

WORLDS = 6 if EVERY_POINT else 2
PLAIN: dict[str, Any] = {}
WINDOWS: dict[str, Any] = {
    "windows": True,
    "noreplace": "racy",
    "exclusive": "racy",
    "attr_s": 0.1,
    "missing_s": 0.1,
    "listing_s": 0.05,
}
MAIN = frozenset({"kill -9", "reply lost", "sleep, old listing"})
STEPS = {
    TAKE: 8,
    TAKE_OVER: 32,
    SEND: 1,
    SEND_AGAIN: 4,
    SEND_LATE: 12,
    BEAT: 4,
    RELEASE: 10,
    HAND_OVER: 16,
    READ: 10,
    REFRESH: 10,
}
RARE = 40
"""Every so many operations of an action are tried for the main faults, a quarter of these for the others, and
more for disk full and short write, which few operations can meet. RARE: actions of once a day, or once."""


def step(scenario: Scenario, fault: Fault) -> int:
    """Return every which operation is tried."""
    if EVERY_POINT:
        return 1
    every = STEPS.get(scenario, RARE)
    return max(every // 4, 1) if fault.only else every * (1 if fault.name in MAIN else 4)


@pytest.fixture(scope="module")
def template(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shared folder with one person and today's backups, that nobody edits."""
    place = tmp_path_factory.mktemp("template")
    folder = str(place / "folder")
    process = nursery.process(place / "home", FAST)
    for request in (
        {"do": "create", "folder": folder},
        {"do": "hire", "name": "First"},
        {"do": "close"},
        {"do": "open", "folder": folder, "write": True},
        {"do": "close"},
    ):
        assert process.ask(**request).ok
    process.end()
    return place / "folder"


@contextlib.contextmanager
def some_worlds(
    nursery: Nursery, place: Path, template: Path, rules: dict[str, Any]
) -> Iterator[list[World]]:
    """Make worlds that are tried on at the same time."""
    with contextlib.ExitStack() as stack:
        worlds = []
        for number in range(WORLDS):
            worlds.append(World(nursery, place / str(number), template, **rules))
            stack.callback(worlds[-1].close)
        yield worlds


@pytest.mark.parametrize("rules", [PLAIN, WINDOWS], ids=["plain", "windows-racy-caches"])
def test_whatever_fails_wherever_every_acknowledged_edit_is_kept_and_somebody_can_go_on(
    nursery: Nursery,
    fast_place: Path,
    template: Path,
    rules: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with some_worlds(nursery, fast_place, template, rules) as worlds:
        chosen: list[Point] = []
        for scenario in SCENARIOS:
            trace = operations(worlds[0], scenario)
            for fault in FAULTS:
                chosen += points(scenario, trace, fault, step(scenario, fault))
        problems = sweep(worlds, chosen)
    with capsys.disabled():
        sys.stdout.write(f"\n{rules or 'plain'}: {len(chosen)} points\n{table(chosen)}\n")
    assert not problems, "\n".join([f"{len(problems)} problems", *problems])
