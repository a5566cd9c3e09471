"""Waiting: how long a window cannot react while its shared folder hangs; 50 ms is what nobody notices.

With --full also 10,000 people.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any

import common
from network import available, office

SIZES, MORE_SIZES = (180, 2_000), (10_000,)
ROUNDS = 9
OFTEN = 300
"""Milliseconds between two looks and two signs of life: each hangs; the program does so less often."""
UNNOTICED = 50.0
"""Milliseconds."""


def main() -> None:
    """Work in a window that edits and in one that reads, before the share hangs and while it does."""
    if not available():
        return
    for people in (*SIZES, *(MORE_SIZES if common.full else ())):
        with tempfile.TemporaryDirectory() as place, office.open_office(Path(place), people) as at_work:
            editing = office.open_people(at_work.marie, office.EDITING)
            reading = office.open_people(at_work.paul, office.READING)
            for what, pc, window in (
                ("edits", at_work.marie, editing),
                ("reads", at_work.paul, reading),
            ):
                window.ask("often", milliseconds=OFTEN)
                office.be_busy(window)
                healthy = gaps(window)
                pc.line.hang()
                tell(f"window that {what}, {people:,} people", healthy, gaps(window))
                pc.line.restore()


def gaps(window: Any) -> list[dict[str, float]]:
    """Search, look at people, open and save forms; return what each round's longest gap was made of."""
    found = []
    for _round in range(ROUNDS):
        window.ask("count_turns")
        office.be_busy(window)
        found.append(window.ask("turns"))
    return found


def tell(name: str, healthy: list[dict[str, float]], hanging: list[dict[str, float]]) -> None:
    """Report the longest gap of a typical round; what other programs took of the processors is not in it."""

    def typical(rounds: list[dict[str, float]], kind: str) -> float:
        return statistics.median(each[kind] for each in rounds)

    detail = (
        f"hanging {typical(hanging, 'own'):.0f} ms (blocked {typical(hanging, 'blocked'):.0f}, worst of "
        f"{ROUNDS} {max(each['own'] for each in hanging):.0f}), answering {typical(healthy, 'own'):.0f} ms "
        f"(blocked {typical(healthy, 'blocked'):.0f}, worst {max(each['own'] for each in healthy):.0f})"
    )
    common.report(f"{name}, longest gap ÷ 50 ms", typical(hanging, "own") / UNNOTICED, 1.0, detail)
