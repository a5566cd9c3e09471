"""Try a fault at one operation of an action, then let another PC take over and the first come back."""

from __future__ import annotations

import dataclasses
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

from faults.people import Answer, Process
from faults.world import Fault, Scenario, World

CHANGING = frozenset({"CREATE", "WRITE", "MKDIR", "FSYNC", "FLUSH", "RENAME"})
FAULTS = (
    Fault("kill -9", "kill"),
    Fault("line cut, handles stale", "cut", drop=True),
    Fault("line cut, handles reopened", "cut", drop=True, handles="reopen"),
    Fault("reply lost", "lost"),
    Fault("sleep", "frozen", drop=True),
    Fault("sleep, old listing", "frozen", drop=True, old_listing=True),
    Fault("error, once", "error"),
    Fault("disk full", "error", errno="ENOSPC", only=CHANGING),
    Fault("short write", "short", only=frozenset({"WRITE"})),
)


def nothing(_world: World, _process: Process) -> None:
    """Prepare nothing: a new process on a free folder."""


def no_backup_yet(world: World, _process: Process) -> None:
    """Make it the first opening of the day: the editor will make the day's backups."""
    shutil.rmtree(world.server / "data" / "backups")


def no_folder_yet(world: World, _process: Process) -> None:
    """Begin with nothing at all."""
    shutil.rmtree(world.server)
    world.acknowledged.clear()


def editing(world: World, process: Process) -> None:
    """Open for editing, with one edit made."""
    world.must("a opens", process.ask("open", folder=world.folder("a"), write=True))
    world.hire(process, "Before", "a")


def reading(world: World, process: Process) -> None:
    """Open for reading; then the other PC makes an edit."""
    world.must("a reads", process.ask("open", folder=world.folder("a"), write=False))
    other = world.open_for_editing("b")
    world.hire(other, "Before", "b")
    world.must("b closes", other.ask("close"))


def somebody_to_bring_back(world: World, process: Process) -> None:
    """Open for editing; somebody is in a backup, and gone since."""
    editing(world, process)
    for request in ({"do": "hire", "name": "Gone"}, {"do": "back_up"}, {"do": "dismiss", "name": "Gone"}):
        world.must(f"a, {request['do']}", process.ask(**request))


TAKE = Scenario("take", nothing, {"do": "open", "write": True})
TAKE_AND_BACK_UP = Scenario("take, with the day's backups", no_backup_yet, TAKE.act)
CHANGE = Scenario("change", editing, {"do": "hire", "name": "Faulty"}, edits="Faulty")
BEAT = Scenario("sign of life", editing, {"do": "beat"})
RELEASE = Scenario("release", editing, {"do": "close"})
BACK_UP = Scenario("backup", editing, {"do": "back_up"})
RESTORE = Scenario("restore", somebody_to_bring_back, {"do": "restore"}, edits="Gone")
READ = Scenario("reader opens", nothing, {"do": "open", "write": False})
REFRESH = Scenario("reader refreshes", reading, {"do": "refresh"})
CREATE = Scenario("create", no_folder_yet, {"do": "create"})
SCENARIOS = (TAKE, TAKE_AND_BACK_UP, CHANGE, BEAT, RELEASE, BACK_UP, RESTORE, READ, REFRESH, CREATE)


@dataclasses.dataclass(frozen=True)
class Point:
    """One try: which fault, at which operation of which action."""

    scenario: Scenario
    fault: Fault
    nth: int
    op: str

    def __str__(self) -> str:
        return f"{self.scenario.name}, {self.fault.name} at operation {self.nth} ({self.op})"


def request_of(world: World, scenario: Scenario) -> dict[str, Any]:
    """Return the request during which the fault happens."""
    where = {"folder": world.folder("a")} if scenario.act["do"] in {"open", "create"} else {}
    return {**scenario.act, **where}


def operations(world: World, scenario: Scenario) -> list[str]:
    """Run an action without a fault; return its operations in order."""
    world.begin()
    process = world.process("a")
    scenario.prepare(world, process)
    world.a.stats(reset=True)
    world.must(scenario.name, process.ask(**request_of(world, scenario)))
    trace: list[str] = world.a.stats()["trace"]
    assert not world.problems, world.problems
    return trace


def points(scenario: Scenario, trace: list[str], fault: Fault, every: int) -> list[Point]:
    """Return the points of one action and fault: each, or every so many of them."""
    possible = [(nth, op) for nth, op in enumerate(trace, 1) if not fault.only or op in fault.only]
    # Another beginning for each fault, so that together they meet more operations.
    return [Point(scenario, fault, nth, op) for nth, op in possible[FAULTS.index(fault) % every :: every]]


def try_point(world: World, point: Point) -> list[str]:
    """Return what did not hold."""
    scenario, fault = point.scenario, point.fault
    world.begin()
    first = world.process("a")
    scenario.prepare(world, first)
    world.arm(fault, point.nth)
    first.send(**request_of(world, scenario))
    answer = None if fault.action == "frozen" and asleep(world, first) else first.receive()
    if answer is not None:
        note(world, scenario, answer)
    if scenario is CREATE:
        after_creating(world, first, answer)
    elif scenario in {READ, REFRESH}:
        after_reading(world, first, answer)
    elif answer is not None and answer.kind == "dead":
        after_a_crash(world)
    else:
        after_a_takeover(world, scenario, first, answer)
    world.check_the_end({scenario.edits})
    return world.problems


def asleep(world: World, process: Process) -> bool:
    """Wait until the PC sleeps; False when the action ended before."""
    for _ in count():
        if world.a.stats()["state"] == "frozen":
            return not process.answered(0.02)
        if process.answered(0.005):
            return False
    return False


def note(world: World, scenario: Scenario, answer: Answer) -> None:
    """Remember an acknowledged edit; a bug is a problem whatever the fault was."""
    if answer.kind == "bug":
        world.blame(scenario.name, answer)
    if answer.ok and scenario.edits:
        world.acknowledged.append(scenario.edits)


def after_a_crash(world: World) -> None:
    """The PC comes back at once, without anybody's leave, and edits; then the other one does."""
    again = world.open_for_editing("a")
    world.hire(again, "Again", "a, again,")
    world.must("a closes", again.ask("close"))
    other = world.open_for_editing("b")
    world.hire(other, "Other", "b")
    world.must("b closes", other.ask("close"))


def after_a_takeover(world: World, scenario: Scenario, first: Process, answer: Answer | None) -> None:
    """The other PC takes over and edits; the first comes back, and may not."""
    other = world.open_for_editing("b", asked=True)
    world.hire(other, "Other", "b")
    world.a.restore()
    if answer is None:
        answer = first.receive()
        note(world, scenario, answer)
    if scenario in {CHANGE, BEAT, BACK_UP, RESTORE} or (scenario is not RELEASE and answer.ok):
        late = first.ask("hire", name="Late")
        if late.kind != "refused":
            world.blame("two editors: the first edits after the second took over", late)
        world.must("a closes", first.ask("close"))
    world.come_back()
    refused = first.ask("open", folder=world.folder("a"), write=True)
    if refused.error != "HeldByAnother":
        world.blame("a opens beside b", refused)
    world.hire(other, "Afterwards", "b")
    world.must("b closes", other.ask("close"))


def after_reading(world: World, first: Process, answer: Answer | None) -> None:
    """The reader comes back and sees what holds."""
    world.come_back()
    if answer is None:
        first.receive()
    again = world.process("a")
    world.must("a reads again", again.ask("open", folder=world.folder("a"), write=False))
    names = again.ask("names")
    if names.value != sorted(world.acknowledged):
        world.blame("a sees", names)
    if answer is None or answer.kind != "dead":
        first.ask("refresh")


def after_creating(world: World, first: Process, answer: Answer | None) -> None:
    """Whoever wanted the folder asks again, and gets it."""
    world.come_back()
    if answer is None:
        answer = first.receive()
        note(world, CREATE, answer)
    if answer.ok:
        world.must("a closes", first.ask("close"))
        return
    again = world.process("a")
    folder = world.folder("a")
    second = again.ask("create", folder=folder)
    if not second.ok:  # it got far enough to be opened
        second = world.patiently(lambda: again.ask("open", folder=folder, write=True))
    if world.must("a creates again", second):
        world.hire(again, "Again", "a")
        world.must("a closes", again.ask("close"))


def sweep(worlds: list[World], chosen: list[Point]) -> list[str]:
    """Try points, one on each world at a time; return what did not hold."""

    def share_of(number: int) -> list[str]:
        return [
            f"{point}: {problem}"
            for point in chosen[number :: len(worlds)]
            for problem in try_point(worlds[number], point)
        ]

    with ThreadPoolExecutor(len(worlds)) as pool:
        return [problem for found in pool.map(share_of, range(len(worlds))) for problem in found]


def table(chosen: list[Point]) -> str:
    """Return how many points were tried, by action and fault."""
    counted = Counter((point.scenario, point.fault) for point in chosen)
    rows = [["", *(fault.name for fault in FAULTS)], ["---"] * (len(FAULTS) + 1)]
    rows += [
        [scenario.name, *(str(counted[scenario, fault] or "") for fault in FAULTS)] for scenario in SCENARIOS
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
