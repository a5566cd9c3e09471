"""An hour without the drive, compressed: 50 edits wait, arrive in order, or are decided by a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import netshare
import pytest
from faults.people import Nursery, Process
from faults.world import FAST

from cariste.cli.main import run
from cariste.core.paths import HOME_VARIABLE

pytestmark = pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share")

PEOPLE = [f"Person-{number}" for number in range(10)]
HIRED = [f"Hired-{number:02}" for number in range(40)]
HIRES = [f"hire {name}" for name in HIRED]
PROMOTIONS = [f"{name}: role becomes Chef" for name in PEOPLE]


@pytest.fixture
def share(fast_place: Path) -> Iterator[netshare.NetShare]:
    with netshare.NetShare(fast_place / "server", ttl=100) as opened:
        yield opened


class Pc:
    """A PC, its line, and the program on it."""

    def __init__(self, nursery: Nursery, share: netshare.NetShare, home: Path) -> None:
        self._nursery, self.home = nursery, home
        self.line = share.host(home.name)
        self.folder = str(self.line.path / "folder")
        self.program = self.start()

    def start(self) -> Process:
        """Start the program; what ran before is no concern of this."""
        self.program = self._nursery.process(self.home, FAST)
        return self.program

    def does(self, do: str, **more: Any) -> Any:
        """Have the program do something, which it must."""
        answer = self.program.ask(do, **more)
        assert answer.ok, answer
        return answer.value

    def opens(self, *, asked: bool = False) -> None:
        """Open the folder for editing."""
        assert self.does("open", folder=self.folder, write=True, asked=asked)

    def is_killed(self) -> None:
        """Lose the program at once; start it again."""
        self.program.kill()
        assert self.program.receive().kind == "dead"
        self.program.end()
        self.start()

    def waits(self) -> list[tuple[str, str]]:
        """Return label and status of what this PC recorded and not everybody has."""
        return [(edit["label"], edit["status"]) for edit in self.does("waiting")]


@pytest.fixture
def clerk(nursery: Nursery, share: netshare.NetShare, fast_place: Path) -> Iterator[Pc]:
    """Edits a folder with ten people, loses the drive, and goes on: 50 edits are recorded on this PC only."""
    pc = Pc(nursery, share, fast_place / "clerk")
    pc.does("create", folder=pc.folder)
    for name in PEOPLE:
        pc.does("hire", name=name)
    pc.does("send")
    pc.line.cut(drop=True)
    for number, name in enumerate(HIRED):
        pc.does("hire", name=name)
        if number % 4 == 0:
            pc.does("give", name=PEOPLE[number // 4], field="role", value="Chef")
            refused = pc.program.ask("send")
            assert (refused.kind, refused.error) == ("refused", "EnvironmentProblem")
    yield pc
    pc.program.end()


@pytest.fixture
def other(nursery: Nursery, share: netshare.NetShare, fast_place: Path) -> Iterator[Pc]:
    pc = Pc(nursery, share, fast_place / "other")
    yield pc
    pc.program.end()


def in_order_of_making() -> list[str]:
    labels = []
    for number, hire in enumerate(HIRES):
        labels.append(hire)
        if number % 4 == 0:
            labels.append(PROMOTIONS[number // 4])
    return labels


def test_fifty_edits_wait_and_arrive_in_order_when_the_drive_comes_back(clerk: Pc, other: Pc) -> None:
    assert [label for label, _status in clerk.waits()] == in_order_of_making()
    clerk.line.restore()
    clerk.does("send")
    assert clerk.waits() == []
    other.does("open", folder=other.folder, write=False)
    assert other.does("labels")[-50:] == in_order_of_making()


def test_they_outlive_a_kill_and_a_restart_without_the_drive(
    clerk: Pc, other: Pc, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk.is_killed()
    refused = clerk.program.ask("open", folder=clerk.folder, write=True)
    assert (refused.kind, refused.error) == ("refused", "ShareAway")
    monkeypatch.setenv(HOME_VARIABLE, str(clerk.home))
    assert run(["--folder", clerk.folder, "--json", "outbox"]) == 0
    assert [edit["label"] for edit in json.loads(capsys.readouterr().out)] == in_order_of_making()

    clerk.line.restore()
    clerk.opens()
    assert clerk.waits() == []
    other.does("open", folder=other.folder, write=False)
    assert other.does("labels")[-50:] == in_order_of_making()
    assert other.does("names") == sorted([*PEOPLE, *HIRED])


@pytest.mark.parametrize("killed", [False, True], ids=["alive", "killed"])
def test_after_a_takeover_what_clashes_is_for_a_person_to_decide_and_the_rest_arrives(
    clerk: Pc, other: Pc, killed: bool
) -> None:
    other.opens(asked=True)
    for name in PEOPLE[:4]:
        other.does("give", name=name, field="role", value="Cariste")
    other.does("give", name=PEOPLE[4], field="role", value="Chef")  # the same: no clash
    other.does("give", name=PEOPLE[5], field="workspace", value="Quai 3")  # another field: no clash
    other.does("dismiss", name=PEOPLE[6])
    other.does("hire", name="Hired by the other")
    other.does("close")

    if killed:
        clerk.is_killed()
        clerk.line.restore()
    else:
        clerk.line.restore()
        assert clerk.program.ask("send").error == "ReignOver"
        assert {status for _label, status in clerk.waits()} == {"pending"}
        clerk.does("close")
    clerk.opens()
    clashing = [*PROMOTIONS[:4], PROMOTIONS[6]]
    assert clerk.waits() == [(label, "conflict") for label in clashing]
    assert clerk.does("names") == sorted({*PEOPLE, *HIRED, "Hired by the other"} - {PEOPLE[6]})
    mine = [label for label in in_order_of_making() if label not in {*clashing, PROMOTIONS[4]}]
    assert [label for label in clerk.does("labels") if label in mine] == mine
    chiefs = {name for name, role in clerk.does("values", field="role").items() if role == "Chef"}
    assert chiefs == {*PEOPLE[4:]} - {PEOPLE[6]}

    # They wait for as long as it takes: a kill and a restart later they are still there.
    clerk.is_killed()
    clerk.opens()
    assert clerk.waits() == [(label, "conflict") for label in clashing]
    clerk.does("settle", label=clashing[0], mine=["role"])
    for label in clashing[1:]:
        clerk.does("settle", label=label, mine=[])
    assert clerk.waits() == [("Decided: " + clashing[0], "pending")]
    clerk.does("send")
    assert clerk.waits() == []
    other.does("open", folder=other.folder, write=False)
    roles = other.does("values", field="role")
    assert [roles[name] for name in PEOPLE[:4]] == ["Chef", "Cariste", "Cariste", "Cariste"]
