"""Fills a new shared folder with a believable French warehouse: same seed and day, same people."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from pathlib import Path
from random import Random

from cariste.demo.document import lay_document
from cariste.demo.people import Row, invent
from cariste.demo.records import Records
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining

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
    records = Records(rng, lay_document(folder) if folder is not None else None)
    people = invent(rng, count, today)
    written = 0
    while batch := list(islice(people, _AT_ONCE)):
        rows: tuple[list[Row], list[Row], list[Row]] = ([], [], [])
        for person, _row in batch:
            rows[0].extend(records.caces_of(person))
            rows[1].extend(records.visits_of(person))
            rows[2].extend(records.trainings_of(person))
        written += Employee.insert_rows(row for _person, row in batch)
        for model, of_model in zip((Caces, MedicalVisit, OnlineTraining), rows, strict=True):
            model.insert_rows(of_model)
    return written
