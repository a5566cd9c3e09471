"""Who may be recorded twice: a hundred names among 10,000 people, against comparing the bare names."""

from __future__ import annotations

import random

from common import ratio, report
from rapidfuzz import fuzz, process

from cariste.duplicates.looking import Known, People

PEOPLE, ASKED, ALIKE = 10_000, 100, 80
GOAL = 1.5
_SYLLABLES = ("ba", "lo", "mi", "ter", "dan", "cho", "fi", "res", "ton", "vel", "qui", "ar", "on", "sel")


def main() -> None:
    """Look for the same names in both ways, and print the ratio."""
    pick = random.Random(7)  # noqa: S311 - invented people, the same every time
    everybody = _invented(pick)
    people = People(everybody)
    asked = [person.traits for person in pick.sample(everybody, ASKED)]
    names = [person.full_name for person in everybody]
    wanted = [f"{traits.last_name} {traits.first_name}" for traits in asked]

    def ours() -> None:
        for traits in asked:
            people.like(traits)

    def bare() -> None:
        for name in wanted:
            process.extract(name, names, scorer=fuzz.ratio, processor=None, score_cutoff=ALIKE, limit=None)

    name = f"{ASKED} names among {PEOPLE:,} people ÷ bare comparison of the names"
    report(name, ratio(ours, bare), GOAL)


def _invented(pick: random.Random) -> list[Known]:
    surnames = [_name(pick, 2) for _ in range(PEOPLE * 2 // 5)]
    first_names = [_name(pick, 2) for _ in range(150)]
    return [
        Known(f"{n:032x}", pick.choice(surnames), pick.choice(first_names), str(n), None, None, *["x"] * 4)
        for n in range(PEOPLE)
    ]


def _name(pick: random.Random, least: int) -> str:
    return "".join(pick.choices(_SYLLABLES, k=pick.randint(least, 4)))
