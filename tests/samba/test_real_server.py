"""The protocol on a real Samba server, reached by real SMB clients: what netshare pretends, in earnest."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from faults.people import Answer, Nursery, Patience, Process
from programs import pipes

import samba

_missing = samba.missing()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(_missing is not None, reason=_missing or ""),
    pytest.mark.timeout(300),
]

Two = tuple[Path, Path]

EDITS = 500
# The mount believes names and attributes for a second: W is longer, and a takeover may last several W.
TIMING = {"stale_name": 1.5, "unfinished_reign": 6.0, "stale_editor": -1.0, "pause": 0.02}

# Four threads ask for each name at its own instant, and write down what they won.
RACER = """
import os, sys, threading, time
folder, count, way = sys.argv[1], int(sys.argv[2]), sys.argv[3]

def claim(path):
    if way == "mkdir":
        os.mkdir(path)
    else:
        open(path, "x").close()

def race():
    for number in range(count):
        time.sleep(max(0, start + number * 0.006 - time.time()))
        try:
            claim(f"{folder}/name-{number}")
        except OSError:
            continue
        won.append(number)

won = []
print("ready", flush=True)
start = float(sys.stdin.readline())
threads = [threading.Thread(target=race) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*won)
"""


def race(pcs: Two, count: int, way: str) -> list[Counter[int]]:
    """Let both PCs ask for the same names at the same instants; return what each won."""
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(pc), str(count), way],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for pc in pcs
    ]
    for racer in racers:
        assert pipes(racer)[0].readline() == "ready\n"
    start = f"{time.time() + 0.5}\n"
    for racer in racers:
        pipes(racer)[1].write(start)
        pipes(racer)[1].flush()
    return [Counter(map(int, racer.communicate(timeout=100)[0].split())) for racer in racers]


def test_of_all_who_make_the_same_folder_exactly_one_succeeds(pcs: Two) -> None:
    here, there = race(pcs, 1000, "mkdir")
    assert here + there == Counter(range(1000))
    assert here, "this was no race"
    assert there, "this was no race"


def test_the_race_is_one_as_another_way_to_claim_loses_it(pcs: Two) -> None:
    """This client looks before it makes a file: what the server would keep apart, it gives to both."""
    here, there = race(pcs, 300, "exclusive")
    assert max((here + there).values()) > 1


def share_test(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "cariste", "--json", "share-test", "--names", "200", "--files", "6"]
    return subprocess.Popen([*command, str(folder)], stdout=subprocess.PIPE, text=True)


def test_share_test_passes_here(pcs: Two) -> None:
    tests = [share_test(pc) for pc in pcs]
    said: list[Any] = [json.loads(test.communicate(timeout=100)[0]) for test in tests]
    assert [test.returncode for test in tests] == [0, 0]
    assert said[0] == said[1]
    assert {proof["name"]: proof["passed"] for proof in said[0]["proofs"]} == {
        "one_winner": True,
        "fresh_name": True,
        "whole_file": True,
        "one_clock": True,
        "one_server": None,  # it needs a hand that unplugs a PC
    }
    assert list(pcs[0].iterdir()) == []


def test_the_same_folder_under_a_name_in_other_letters_is_the_same_folder(
    pcs: Two, nursery: Nursery, fast_place: Path
) -> None:
    """This server takes « Dossier » for « DOSSIER », as Windows does."""
    editor, other = (nursery.process(fast_place / name, TIMING) for name in "ab")
    folder, shouted = str(pcs[0] / "Dossier été"), str(pcs[1] / "DOSSIER ÉTÉ")
    assert editor.ask("create", folder=folder).ok
    assert editor.ask("hire", name="Chloé").ok
    assert editor.ask("send").ok
    assert other.ask("open", folder=shouted, write=True).error == "HeldByAnother"
    assert other.ask("open", folder=shouted, write=False).ok
    assert other.ask("names").value == ["Chloé"]
    for process in (editor, other):
        assert process.ask("close").ok
        process.end()


class Clerk:
    """Somebody at a PC who wants to edit all day, while the other one does, too, and the program is killed.

    Attributes:
        acknowledged: Whom the program said it recorded.
        perhaps: Whom it was told to record when it died, or refused.
        kills, takeovers: How often that happened.
    """

    def __init__(self, nursery: Nursery, home: Path, folder: Path, luck: random.Random) -> None:
        self._nursery, self._home, self._folder, self._luck = nursery, home, str(folder), luck
        self.acknowledged: list[str] = []
        self.perhaps: set[str] = set()
        self.bugs: list[Answer] = []
        self.kills = self.takeovers = 0

    def process(self) -> Process:
        """Start the program."""
        return self._nursery.process(self._home, TIMING)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Edits recorded, kills and takeovers."""
        return len(self.acknowledged), self.kills, self.takeovers

    def work(self, enough: threading.Event, clerks: list[Clerk]) -> None:
        """Edit until both together have edited enough, and each was killed and took over."""
        while not enough.is_set() and not self.bugs:
            process = self.process()
            asked = self._luck.random() < 0.2
            answer = process.ask("open", folder=self._folder, write=True, asked=asked)
            if answer.ok:
                self.takeovers += asked
                self._edit(process)
            elif answer.kind != "refused":
                self.bugs.append(answer)
            process.end()
            counts = [clerk.counts for clerk in clerks]
            if sum(edits for edits, _kills, _takeovers in counts) >= EDITS and all(map(all, counts)):
                enough.set()
            enough.wait(self._luck.uniform(0, 0.1 if answer.ok else 1))

    def _edit(self, process: Process) -> None:
        for _number in range(self._luck.randint(1, 30)):
            name = f"{self._home.name}-{len(self.acknowledged) + len(self.perhaps):04}"
            answer = self._perhaps_killed(process, "hire", name=name)
            if answer.ok:
                self.acknowledged.append(name)
                if self._luck.random() < 0.4:  # the sender collects for a moment
                    answer = self._perhaps_killed(process, "send")
            else:
                self.perhaps.add(name)
            if not answer.ok:
                break
        else:
            answer = process.ask("close")
        if answer.kind == "bug":
            self.bugs.append(answer)

    def _perhaps_killed(self, process: Process, do: str, **more: str) -> Answer:
        process.send(do, **more)
        if self._luck.random() < 0.02:
            threading.Event().wait(self._luck.uniform(0, 0.05))
            process.kill()
            self.kills += 1
        return process.receive()

    def bring_what_waits(self) -> None:
        """Open a last time for editing, as whoever finds edits waiting on his PC does, and close."""
        process = self.process()
        patience = Patience(4 * TIMING["stale_name"])
        while not (answer := process.ask("open", folder=self._folder, write=True, asked=True)).ok:
            assert patience.left(), answer
            assert answer.kind == "refused", answer
        assert process.ask("waiting").value == []
        assert process.ask("close").ok
        process.end()


def test_of_500_edits_none_is_lost_while_two_pcs_take_the_folder_from_each_other_and_programs_die(
    pcs: Two, nursery: Nursery, fast_place: Path
) -> None:
    seed = random.randrange(10**6)
    clerks = [
        Clerk(nursery, fast_place / name, pc / "folder", random.Random(f"{seed}{name}"))
        for name, pc in zip("ab", pcs, strict=True)
    ]
    maker = clerks[0].process()
    assert maker.ask("create", folder=str(pcs[0] / "folder")).ok
    assert maker.ask("close").ok
    maker.end()
    enough = threading.Event()
    with ThreadPoolExecutor(len(clerks)) as pool:
        for working in [pool.submit(clerk.work, enough, clerks) for clerk in clerks]:
            working.result()
    assert [bug for clerk in clerks for bug in clerk.bugs] == []
    for clerk in clerks:
        clerk.bring_what_waits()
    reader = clerks[0].process()
    acknowledged = sorted(name for clerk in clerks for name in clerk.acknowledged)
    assert reader.ask("open", folder=str(pcs[0] / "folder"), write=False).ok
    patience = Patience(TIMING["stale_name"])
    while not {*acknowledged} <= {*(names := reader.ask("names").value)} and patience.left():
        reader.ask("refresh")
    reader.end()
    perhaps = {name for clerk in clerks for name in clerk.perhaps}
    assert [name for name in names if name not in perhaps] == acknowledged, f"seed {seed}"
    assert len(names) == len({*names}), f"seed {seed}"
    print(f"edits, kills, takeovers: {[clerk.counts for clerk in clerks]}")
