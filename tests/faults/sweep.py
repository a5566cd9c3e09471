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


def one_edit_waiting(world: World, process: Process) -> None:
    """Open for editing; an edit is recorded here and not yet sent."""
    editing(world, process)
    world.record(process, "Faulty", "a")


def an_outage_behind(world: World, process: Process) -> None:
    """Open for editing, and edit on while the share is away."""
    editing(world, process)
    world.a.cut()
    for number in range(3):
        world.record(process, f"Outage-{number}", "a, cut off,")
        if process.ask("send").kind != "refused":
            world.problems.append("sent without a line")
    world.a.restore()


def edits_from_before_a_crash(world: World, process: Process) -> None:
    """Leave edits on the PC whose program was killed while the share was away."""
    earlier = world.process("a")
    an_outage_behind(world, earlier)
    earlier.kill()
    if earlier.receive().kind != "dead":
        world.problems.append("a lives on")


def somebody_silent(world: World, _process: Process) -> None:
    """Let the other PC edit, with an edit not yet sent, and fall silent."""
    world.silent = world.open_for_editing("b")
    world.hire(world.silent, "Before", "b")
    world.record(world.silent, "Silent", "b")


def asked_for_the_hand(world: World, process: Process) -> None:
    """Open for editing, with an edit not yet sent; the other PC asks for the hand."""
    one_edit_waiting(world, process)
    world.must("b asks", world.process("b").ask("ask_for_the_hand", folder=world.folder("b")))
    while process.ask("sees_who_asks").value is False:  # an old listing
        pass


def reading(world: World, process: Process) -> None:
    """Open for reading; then the other PC makes an edit."""
    world.must("a reads", process.ask("open", folder=world.folder("a"), write=False))
    other = world.open_for_editing("b")
    world.hire(other, "Before", "b")
    world.must("b closes", other.ask("close"))


def somebody_to_bring_back(world: World, process: Process) -> None:
    """Open for editing; somebody is in a backup, and gone since."""
    editing(world, process)
    hire, dismiss, send = {"do": "hire", "name": "Gone"}, {"do": "dismiss", "name": "Gone"}, {"do": "send"}
    for request in (hire, send, {"do": "back_up"}, dismiss, send):
        world.must(f"a, {request['do']}", process.ask(**request))


TAKE = Scenario("take", nothing, {"do": "open", "write": True})
TAKE_AND_BACK_UP = Scenario("take, with the day's backups", no_backup_yet, TAKE.act)
TAKE_WITH_EDITS = Scenario("take, edits waiting", edits_from_before_a_crash, TAKE.act)
TAKE_OVER = Scenario("take over", somebody_silent, {"do": "open", "write": True, "asked": True})
SEND = Scenario("publish", one_edit_waiting, {"do": "send"})
SEND_AGAIN = Scenario("publish, the line comes back", one_edit_waiting, {"do": "send"}, taken_over=False)
SEND_LATE = Scenario("publish, after an outage", an_outage_behind, {"do": "send"})
BEAT = Scenario("sign of life", editing, {"do": "beat"})
RELEASE = Scenario("release", one_edit_waiting, {"do": "close"})
HAND_OVER = Scenario("hand over", asked_for_the_hand, {"do": "hand_over"})
BACK_UP = Scenario("backup", editing, {"do": "back_up"})
RESTORE = Scenario("restore", somebody_to_bring_back, {"do": "restore"}, edits="Gone")
READ = Scenario("reader opens", nothing, {"do": "open", "write": False})
REFRESH = Scenario("reader refreshes", reading, {"do": "refresh"})
CREATE = Scenario("create", no_folder_yet, {"do": "create"})
TAKES = frozenset({TAKE, TAKE_AND_BACK_UP, TAKE_WITH_EDITS, TAKE_OVER})
SCENARIOS = (
    *(TAKE, TAKE_AND_BACK_UP, TAKE_WITH_EDITS, TAKE_OVER, SEND, SEND_AGAIN, SEND_LATE, BEAT, RELEASE),
    *(HAND_OVER, BACK_UP, RESTORE, READ, REFRESH, CREATE),
)


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
    if scenario is TAKE_OVER:
        the_silent_one_goes_on(world, answer)
    if scenario is TAKE_OVER and (answer is None or answer.kind != "dead"):
        after_taking_over(world, first, answer)
    elif scenario is CREATE:
        after_creating(world, first, answer)
    elif scenario in {READ, REFRESH}:
        after_reading(world, first, answer)
    elif answer is not None and answer.kind == "dead":
        after_a_crash(world)
    elif not scenario.taken_over:
        after_a_pause(world, first, answer)
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


def the_silent_one_goes_on(world: World, answer: Answer | None) -> None:
    """Whoever was to be replaced sends what waited, if nobody has taken over yet, and closes."""
    sent = world.silent.ask("send")
    replaced = answer is not None and answer.ok
    if sent.kind == "bug" or (sent.ok and replaced):
        world.blame("b sends after a took over" if replaced else "b sends", sent)
    world.must("b closes", world.silent.ask("close"))


def after_taking_over(world: World, first: Process, answer: Answer | None) -> None:
    """The one who was silent takes over in turn; the first, asked to, may do so once more when it wakes."""
    other = world.open_for_editing("b", asked=True)
    world.hire(other, "Other", "b")
    world.come_back()
    if answer is None:
        answer = first.receive()
        note(world, TAKE_OVER, answer)
    editors = {"b": other} | ({"a": first} if answer.ok else {})
    for pc, editor in editors.items():
        world.record(editor, f"By {pc}", pc)
    sent = [editor.ask("send") for editor in editors.values()]
    if [each.ok for each in sent].count(True) > 1 or any(each.kind == "bug" for each in sent):
        world.problems.append(f"two editors: {sent}")
    for pc, editor in editors.items():
        world.must(f"{pc} closes", editor.ask("close"))
    other.end()
    again = world.open_for_editing("b", asked=True)
    world.must("b closes again", again.ask("close"))


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
    if scenario is not RELEASE and (answer.ok or scenario not in TAKES):
        too_late(world, first)
        world.must("a closes", first.ask("close"))
    world.come_back()
    refused = first.ask("open", folder=world.folder("a"), write=True)
    if refused.error != "HeldByAnother":
        world.blame("a opens beside b", refused)
    world.hire(other, "Afterwards", "b")
    world.must("b closes", other.ask("close"))


def too_late(world: World, first: Process) -> None:
    """Edit on the PC that was taken over: it may be recorded there, it must not be published."""
    late = first.ask("hire", name="Late")
    if late.ok:
        world.acknowledged.append("Late")
        late = first.ask("send")
    if late.kind != "refused":
        world.blame("two editors: the first edits after the second took over", late)


def after_a_pause(world: World, first: Process, answer: Answer | None) -> None:
    """The line comes back before anybody took over: the sender goes on, with the same bytes."""
    world.come_back()
    if answer is None:
        answer = first.receive()
    again = first.ask("send")
    if again.error == "ReignOver":  # it cannot know whether its mark counts: another reign tells
        world.must("a closes", first.ask("close"))
        first = world.open_for_editing("a")
    else:
        world.must("a sends again", again)
    world.hire(first, "Afterwards", "a")
    world.must("a closes", first.ask("close"))


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
