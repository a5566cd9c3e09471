"""A workbook of 10,000 rows, with looks, signs and filter, against the bare writing of the cells in it.

A list that comes back in has one column more than it shows, the marks by which its rows are recognised: the
bare writing of such a list writes them, too.
"""

from __future__ import annotations

import datetime as dt
import random
import tempfile
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import xlsxwriter
from common import ratio, report

from cariste.exchange import marks
from cariste.exchange.lists import ExportedCell, ExportedList, Heading
from cariste.exchange.writer import write_xlsx

ROWS = 10_000
GOAL = 1.25
ROUNDS = 7
_EPOCH = dt.date(1899, 12, 30).toordinal()
_STATUSES = (("Expiré", "expired"), ("Dans 12 j", "critical"), ("Dans 45 j", "warning"), ("À jour", "valid"))


def certificates() -> ExportedList:
    """Return a list of invented certificates as an export has it."""
    pick = random.Random(1)  # noqa: S311 - invented people, the same every time
    headings = (
        Heading("external_id", "Matricule", 12), Heading("last_name", "Nom", 22),
        Heading("first_name", "Prénom", 18), Heading("kind", "CACES"),
        Heading("obtained", "Date d'obtention"), Heading("expiration_date", "Échéance"),
        Heading("status", "Statut", 18, signed=True),
    )  # fmt: skip
    rows: list[tuple[ExportedCell, ...]] = []
    severities: list[str | None] = []
    versions = []
    for number in range(ROWS):
        words, severity = pick.choice(_STATUSES)
        day = dt.date(2020, 1, 1) + dt.timedelta(days=pick.randrange(2_000))
        kind = pick.choice(("R489-1A", "R489-3", "R489-5"))
        rows.append((f"{number:05d}", f"FICTIF{number % 977}", "Chloé", kind, day, day, words))
        severities.append(severity)
        versions.append((uuid.UUID(int=pick.getrandbits(128)).hex, 1))
    return ExportedList("caces", "CACES", headings, rows, severities, versions)


def cells_of(table: ExportedList) -> list[tuple[ExportedCell, ...]]:
    """Return the rows as they lie in the file: with their marks, where they have any."""
    if table.versions is None:
        return [tuple(row) for row in table.rows]
    return [
        (*row, marks.mark(record_id, version, map(marks.canonical, row)))
        for row, (record_id, version) in zip(table.rows, table.versions, strict=True)
    ]


def write_bare(path: Path, rows: Sequence[Sequence[ExportedCell]]) -> None:
    """Write the same cells with nothing around them."""
    book = xlsxwriter.Workbook(path)
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, dt.date):
                sheet.write_number(number, column, cell.toordinal() - _EPOCH, day)
            else:
                sheet.write_string(number, column, cell)
    book.close()


def main() -> None:
    """Measure a list as a page shows it, and one that can be edited and imported."""
    listed = certificates()
    for words, table in (("as shown", listed._replace(versions=None)), ("to come back", listed)):
        rows = cells_of(table)
        with tempfile.TemporaryDirectory() as place:
            ours, bare = Path(place) / "ours.xlsx", Path(place) / "bare.xlsx"
            found = ratio(partial(write_xlsx, ours, [table]), partial(write_bare, bare, rows), ROUNDS)
            sizes = f"{ours.stat().st_size // 1024} kB against {bare.stat().st_size // 1024} kB"
        report(f"xlsx export of {ROWS:,} rows {words} ÷ bare XlsxWriter", found, GOAL, sizes)
