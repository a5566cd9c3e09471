"""Fills a new shared folder with a believable French warehouse: same seed and day, same people."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from pathlib import Path
from random import Random

from cariste.authorisation.models import Assignment, Authorisation, Induction, Suspension
from cariste.demo.document import lay_document
from cariste.demo.driving import Decisions, decide, machines
from cariste.demo.people import Person, Row, invent, new_id
from cariste.demo.records import Records
from cariste.demo.roles import ROLES
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.equipment.models import Machine
from cariste.requirement.models import Requirement
from cariste.requirement.starting import starting_needs

DEFAULT_COUNT = 180
_AT_ONCE = 5_000
"""People written at a time: memory stays small at 50,000."""


def fill(*, count: int = DEFAULT_COUNT, seed: int = 1, today: dt.date, folder: Path | None = None) -> int:
    """Invent people with their records and write them into the change that the caller has opened.

    Identifiers, names, dates and outcomes follow from the seed and the day alone. Everything is as the
    entities' own rules would have it, with the firm's validities.

    Args:
        count: How many people.
        seed: Another number gives other people.
        today: The day around which expiries are spread.
        folder: The shared folder, where one example document is laid that most records then name.
            Without it, no record has a document.

    Returns:
        How many people were written.

    Raises:
        WriteOutsideChange: No change is open.
        OSError: The example document cannot be written; nothing was recorded yet.
    """
    rng = Random(seed)  # noqa: S311 - invented people are no secret
    # Of its own: what is decided about people does not change who they are.
    chance = Random(f"{seed} decisions")  # noqa: S311
    _furnish(chance)
    records = Records(rng, lay_document(folder) if folder is not None else None)
    people = invent(rng, count, today)
    written = 0
    while batch := list(islice(people, _AT_ONCE)):
        written += Employee.insert_rows(row for _person, row in batch)
        _write(batch, records, chance)
    return written


def _furnish(chance: Random) -> None:
    """Put the machines on the site, and ask of the roles what is usual."""
    Machine.insert_rows(machines(chance))
    needs = sorted(starting_needs(tuple(role.name for role in ROLES)), key=str)
    Requirement.insert_rows({"id": new_id(chance), **need._asdict()} for need in needs)


def _write(batch: list[tuple[Person, Row]], records: Records, chance: Random) -> None:
    caces: list[Row] = []
    visits: list[Row] = []
    trainings: list[Row] = []
    decided = Decisions([], [], [], [])
    for person, own in batch:
        certificates, seen = list(records.caces_of(person)), list(records.visits_of(person))
        caces += certificates
        visits += seen
        trainings += records.trainings_of(person)
        for everybody, one in zip(decided, decide(chance, person, own, certificates, seen), strict=True):
            everybody.extend(one)
    for model, rows in (
        (Caces, caces),
        (MedicalVisit, visits),
        (OnlineTraining, trainings),
        (Induction, decided.inductions),
        (Assignment, decided.assignments),
        (Authorisation, decided.authorisations),
        (Suspension, decided.suspensions),
    ):
        model.insert_rows(rows)
