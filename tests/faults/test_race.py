"""Many want to edit a free folder at one instant: one may."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from pathlib import Path

import netshare
import pytest
from faults.people import Nursery

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share"),
    pytest.mark.timeout(600),
]

ROUNDS = int(os.environ.get("CARISTE_RACE_ROUNDS", "200"))
HOSTS, CANDIDATES = 4, 8
TIMING = {"stale_name": 1.0, "pause": 0.02}


def test_of_eight_candidates_on_four_pcs_exactly_one_edits_each_time(
    nursery: Nursery, fast_place: Path
) -> None:
    with contextlib.ExitStack() as stack:
        share = stack.enter_context(
            netshare.NetShare(
                fast_place / "server",
                ttl=550,
                windows=True,
                noreplace="racy",
                exclusive="racy",
                attr_s=0.2,
                missing_s=0.2,
            )
        )
        paths = [share.host(f"pc-{number}").path / "folder" for number in range(HOSTS)]
        # Two users on each PC, each with a folder of his own.
        homes = [fast_place / f"home-{number}" for number in range(CANDIDATES)]
        folders = [str(paths[number % HOSTS]) for number in range(CANDIDATES)]
        maker = nursery.process(homes[0], TIMING)
        stack.callback(maker.end)
        assert maker.ask("create", folder=folders[0]).ok
        assert maker.ask("close").ok
        candidates = [nursery.process(home, TIMING) for home in homes]
        for candidate in candidates:
            stack.callback(candidate.end)
        winners: Counter[int] = Counter()
        for number in range(ROUNDS):
            for candidate, folder in zip(candidates, folders, strict=True):
                candidate.send("open", folder=folder, write=True)
            answers = [candidate.receive() for candidate in candidates]
            won = [place for place, answer in enumerate(answers) if answer.ok]
            assert len(won) == 1, answers
            assert {answer.error for answer in answers if not answer.ok} == {"HeldByAnother"}, answers
            winner = candidates[won[0]]
            winners[won[0] % HOSTS] += 1
            assert winner.ask("hire", name=f"Round-{number:03}").ok
            assert winner.ask("close").ok
        assert maker.ask("open", folder=folders[0], write=False).ok
        assert maker.ask("names").value == [f"Round-{number:03}" for number in range(ROUNDS)]
        assert len(winners) > 1, "always the same PC: this was no race"
