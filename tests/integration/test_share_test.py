"""`cariste share-test`: two processes as two PCs, on a good server and on bad ones."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import netshare
import pytest
from programs import pipes

from cariste.cli.main import run
from cariste.core.preferences import Preferences, save_preferences
from cariste.share.claims import claim
from cariste.sharetest import meeting as meetings
from cariste.sharetest.clocks import ServerClock
from cariste.sharetest.meeting import GUEST, HOST, Meeting, PeerGone, meet
from cariste.sharetest.race import prove_one_winner
from cariste.sharetest.sightings import prove_fresh_names
from cariste.sharetest.verdicts import LABELS, Proof

needs_netshare = pytest.mark.skipif(
    not netshare.available(), reason="no /dev/fuse: cannot play a network share"
)

Two = tuple[Path, Path]

COMMAND = [sys.executable, "-m", "cariste", "--json", "share-test", "--names", "60", "--files", "6"]

# What the command does, with another way to claim, or with a person in front of the PC.
BY_HAND = """
import json, sys
from pathlib import Path
from cariste.share.claims import Claim, claim
from cariste.sharetest.trial import Trial

def exclusive(path):
    try:
        open(path, "x").close()
    except FileExistsError:
        return Claim.EXISTS
    return Claim.MINE

def ask(text):
    print(text, flush=True)
    return sys.stdin.readline() == "done\\n"

trial = Trial("test", names=60, files=2, wait=30, claiming=exclusive if sys.argv[2] == "exclusive" else claim,
              ask=ask if sys.argv[2] == "ask" else None)
report = trial.run(Path(sys.argv[1]))
print(json.dumps({proof.name: proof.passed for proof in report.proofs}))
"""


running: list[subprocess.Popen[str]] = []


@pytest.fixture(autouse=True)
def _in_english_and_nothing_left_running() -> Iterator[None]:
    save_preferences(Preferences(language="en"))
    yield
    while running:
        with running.pop() as process:
            process.kill()


def start(*command: str, terminal: int = subprocess.PIPE) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        command, stdin=terminal, stdout=subprocess.PIPE, stderr=terminal, encoding="utf-8"
    )
    running.append(process)
    return process


def by_hand(folder: Path, how: str) -> subprocess.Popen[str]:
    return start(sys.executable, "-c", BY_HAND, str(folder), how)


def both_say(one: subprocess.Popen[str], other: subprocess.Popen[str], code: int = 0) -> Any:
    """Return what both PCs say of the server: the same."""
    (said, errors), (said_too, _errors) = (process.communicate(timeout=100) for process in (one, other))
    assert (one.returncode, other.returncode) == (code, code), errors
    assert said == said_too
    return json.loads(said)


@pytest.mark.slow
def test_two_pcs_prove_all_that_needs_no_hands_and_leave_nothing_behind(tmp_path: Path) -> None:
    said = both_say(start(*COMMAND, str(tmp_path)), start(*COMMAND, str(tmp_path)))
    assert said["peer"]
    assert {proof["name"]: proof["passed"] for proof in said["proofs"]} == {
        "one_winner": True,
        "fresh_name": True,
        "whole_file": True,
        "one_clock": True,
        "one_server": None,
    }
    assert all(proof["detail"] for proof in said["proofs"])
    assert list(tmp_path.iterdir()) == []


def test_a_pc_alone_says_that_nothing_is_proved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--json", "share-test", str(tmp_path), "--wait", "0"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["peer"] is None
    assert [proof["name"] for proof in said["proofs"]] == list(LABELS)
    assert {proof["passed"] for proof in said["proofs"]} == {None}
    assert list(tmp_path.iterdir()) == []
    assert run(["share-test", str(tmp_path), "--wait", "0"]) == 0
    said = capsys.readouterr()
    assert said.out.count("not proved") >= len(LABELS)
    assert "start the test on two PCs" in said.err


def test_a_folder_that_is_not_there_is_a_problem_of_the_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["share-test", str(tmp_path / "nowhere"), "--wait", "0"]) == 4
    assert "nowhere" in capsys.readouterr().err


def test_what_a_killed_test_left_is_removed_a_day_later(tmp_path: Path) -> None:
    old, recent = tmp_path / f"{meetings.PREFIX}old", tmp_path / f"{meetings.PREFIX}recent"
    for folder in (old, recent):
        folder.mkdir()
        (folder / "names").mkdir()
    two_days_ago = time.time() - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    with meet(tmp_path, hostname="pc", wait=0, patience=1) as met:
        assert met is None
    assert list(tmp_path.iterdir()) == [recent]


@pytest.fixture
def _listening_to_ctrl_c() -> Iterator[None]:
    """A build server may have started us in the background, deaf to it; processes inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has Ctrl+C in its console only")
@pytest.mark.usefixtures("_listening_to_ctrl_c")
def test_ctrl_c_on_one_pc_stops_both_and_cleans_up(tmp_path: Path) -> None:
    processes = [start(*COMMAND, str(tmp_path), "--names", "100000") for _pc in range(2)]
    while not any(tmp_path.glob("*/names/name-000050")):
        assert processes[0].poll() is None
        threading.Event().wait(0.01)
    processes[0].send_signal(signal.SIGINT)
    said = [process.communicate(timeout=100) for process in processes]
    assert [process.returncode for process in processes] == [130, 4]
    assert "stopped" in said[1][1]
    assert list(tmp_path.iterdir()) == []


class _NotedClock(ServerClock):
    """The clock of a PC that never waits: it notes what it hears, and for which instants it would."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        super().__init__(folder)
        self.asked: list[float] = []
        self.awaited: list[float] = []

    def now(self) -> float:
        self.asked.append(super().now())
        return self.asked[-1]

    def sleep_until(self, instant: float) -> None:
        self.awaited.append(instant)


def test_however_late_the_other_pc_is_ready_the_race_begins_soon_after(tmp_path: Path) -> None:
    late = 2.0
    host, guest = (Meeting(tmp_path, role, role, "other", patience=60) for role in (HOST, GUEST))
    clock = _NotedClock(tmp_path / "host")
    alone = threading.Thread(target=prove_one_winner, args=(host, clock, 1, claim))
    alone.start()
    alone.join(late)  # it waits: the other PC is not ready
    prove_one_winner(guest, _NotedClock(tmp_path / "guest"), 1, claim)
    alone.join()
    # Taken for a slow line, the wait for the guest would be added four times over.
    assert 0 < max(clock.awaited) - clock.asked[0] < 4 * late


def test_a_pc_that_is_killed_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    (tmp_path / "meeting").mkdir()
    alone = Meeting(tmp_path / "meeting", HOST, "here", "there", patience=0.2)
    with pytest.raises(PeerGone, match="there"):
        alone.exchange("anything")


def test_a_pc_hears_that_the_other_removed_the_folder(tmp_path: Path) -> None:
    (tmp_path / "meeting").mkdir()
    alone = Meeting(tmp_path / "meeting", GUEST, "here", "there", patience=60)
    alone.post("anything", None)
    (tmp_path / "meeting" / "guest-anything.json").unlink()
    (tmp_path / "meeting").rmdir()
    with pytest.raises(PeerGone, match="stopped"):
        alone.wait_for(lambda: False, 60)


@pytest.mark.slow
@needs_netshare
def test_a_pc_that_is_unplugged_does_not_win() -> None:
    with netshare.NetShare(ttl=100) as share:
        a, b = share.host("a"), share.host("b")
        manned, other = by_hand(a.path, "ask"), by_hand(b.path, "nobody")
        heard, spoken = pipes(manned)
        assert "Unplug" in heard.readline()
        a.cut()
        spoken.write("done\n")
        spoken.flush()
        assert "Connect" in heard.readline()
        a.restore()
        spoken.write("done\n")
        spoken.flush()
        assert both_say(manned, other)["one_server"] is True
        assert list(share.backing.iterdir()) == []


@pytest.mark.slow
def test_a_pc_that_wins_a_name_although_unplugged_fails_the_server(tmp_path: Path) -> None:
    """As it would on a folder that also lives offline; here, nobody really unplugs it."""
    pty = pytest.importorskip("pty")
    try:
        person, terminal = pty.openpty()
    except OSError as error:
        pytest.skip(f"no terminal can be made here: {error} (a chroot without /dev/pts?)")
    manned = start(*COMMAND, str(tmp_path), terminal=terminal)
    os.close(terminal)
    other = start(*COMMAND, str(tmp_path))
    for question in (b"Unplug", b"Connect"):
        shown = b""
        while question not in shown:
            shown += os.read(person, 1000)
        os.write(person, b"\n")
    said = both_say(manned, other, code=4)
    os.close(person)
    assert [proof["passed"] for proof in said["proofs"]] == [True, True, True, True, False]


@pytest.mark.slow
def test_who_sits_there_may_skip_the_cable(tmp_path: Path) -> None:
    manned, other = by_hand(tmp_path, "ask"), by_hand(tmp_path, "nobody")
    heard, spoken = pipes(manned)
    assert "Unplug" in heard.readline()
    spoken.write("s\n")
    spoken.flush()
    assert both_say(manned, other)["one_server"] is None


@pytest.fixture
def bad_server() -> Iterator[Two]:
    """Two PCs on a server like the worst we know: only mkdir has one winner there."""
    with netshare.NetShare(noreplace="racy", exclusive="racy", windows=True, ttl=110) as share:
        yield share.host("a").path, share.host("b").path


@pytest.mark.slow
@needs_netshare
def test_a_server_on_which_only_mkdir_has_one_winner_passes(bad_server: Two) -> None:
    here, there = bad_server
    said = both_say(start(*COMMAND, str(here)), start(*COMMAND, str(there)))
    assert [proof["passed"] for proof in said["proofs"]] == [True, True, True, True, None]
    assert list(here.iterdir()) == []


@pytest.mark.slow
@needs_netshare
def test_there_the_test_would_find_out_a_claim_that_is_no_mkdir(bad_server: Two) -> None:
    here, there = bad_server
    said = both_say(by_hand(here, "exclusive"), by_hand(there, "exclusive"))
    assert said["one_winner"] is False
    assert said["fresh_name"] is said["whole_file"] is said["one_clock"] is True


@pytest.mark.slow
@needs_netshare
@pytest.mark.parametrize(("bound", "passed"), [(60.0, True), (0.4, False)])
def test_a_client_that_believes_an_old_not_found_for_too_long_is_found_out(
    bound: float, passed: bool
) -> None:
    with netshare.NetShare(missing_s=1, attr_s=1, ttl=100) as share:

        def proof(host: netshare.Host, role: str) -> Proof:
            own = host.path / role
            own.mkdir()
            return prove_fresh_names(
                Meeting(host.path, role, "a", "b", patience=60), ServerClock(own), 12, bound
            )

        pcs = [(share.host("a"), HOST), (share.host("b"), GUEST)]
        one, other = at_once([lambda pc=pc: proof(*pc) for pc in pcs])
    assert one == other
    assert one.passed is passed


def at_once(actions: list[Callable[[], Proof]]) -> list[Proof]:
    results: dict[int, Proof] = {}
    threads = [
        threading.Thread(target=lambda n=n, action=action: results.setdefault(n, action()))
        for n, action in enumerate(actions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[n] for n in range(len(actions))]
