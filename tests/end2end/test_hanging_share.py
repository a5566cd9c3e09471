"""The share hangs: no answer, no error. Nobody who works in a window notices, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import netshare
import pytest
from office import EDITING, OFFLINE, READING, Office, Window, be_busy, hire, open_office, open_people

pytestmark = [
    pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share"),
    pytest.mark.slow,
    pytest.mark.timeout(300),
]

PEOPLE = 180
OFTEN = 300
"""Milliseconds between two looks at the share: each of them hangs."""
HANG_S = 600.0
"""Longer than any test is waited for: what asks the share gets no answer."""
AIM = 50.0
"""Milliseconds; bench/bench_waiting.py measures on a machine that does nothing else."""


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, PEOPLE) as opened:
        yield opened
        assert opened.mistakes() == ""


def longest_block(window: Window) -> float:
    """Work in a window; return for how many milliseconds its thread waited for something, at most."""
    window.ask("count_turns")
    for _round in range(3):
        be_busy(window)
    turns = window.ask("turns")
    print(turns)
    return float(turns["blocked"])


@pytest.mark.parametrize("headline", [EDITING, READING])
def test_one_searches_reads_and_writes_as_if_nothing_were(at_work: Office, headline: str) -> None:
    marie = open_people(at_work.marie, EDITING)
    pc, window = at_work.marie, marie
    if headline == READING:
        pc, window = at_work.paul, open_people(at_work.paul, READING)
    window.ask("often", milliseconds=OFTEN)
    be_busy(window)
    healthy = longest_block(window)
    pc.line.set(hang_s=HANG_S)
    pc.line.hang()
    assert longest_block(window) <= AIM + 2 * healthy
    pc.line.restore()
    window.until("banner", headline=headline)
    window.until("outbox", waiting=0)


def test_what_is_recorded_meanwhile_is_counted_and_leaves_when_the_share_answers_again(
    at_work: Office,
) -> None:
    marie = open_people(at_work.marie, EDITING)
    paul = open_people(at_work.paul, READING)
    at_work.marie.line.set(hang_s=HANG_S)
    at_work.marie.line.hang()
    hire(marie, "Un")
    marie.until("banner", headline=EDITING, saved="envoi de 1 modification…")
    hire(marie, "Deux")
    marie.until("banner", headline=EDITING, saved="envoi de 2 modifications…")
    at_work.marie.line.restore()
    marie.until("banner", headline=EDITING, saved="à jour pour tous")
    paul.ask("often", milliseconds=OFTEN)
    paul.until("people", names="Deux Zoé")


def test_when_waiting_is_in_vain_the_banner_says_so_and_counts_what_waits(at_work: Office) -> None:
    marie = open_people(at_work.marie, EDITING)
    at_work.marie.line.set(hang_s=1.0)  # instead of the minute a network drive takes to give up
    at_work.marie.line.hang()
    hire(marie, "Un")
    marie.until("banner", headline=OFFLINE, detail="1 modification en attente")
    be_busy(marie)
    marie.until("banner", headline=OFFLINE, detail="2 modifications en attente")
