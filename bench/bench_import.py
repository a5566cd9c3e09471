"""Import of 10,000 rows of the wide sheet, from the file to the stored records, against the least it takes.

That is a bare read of the file, and the writing of what comes of it: 10,000 people, twice as many
certificates, a line in the journal for each. SQLite alone, given the finished rows, takes eight to nine times
as long as the read, more than half of it for the indexes and the rules of the schema; so no import comes near
the read alone. Where LibreOffice is installed, it opens the same file.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from common import measure, report, timed
from python_calamine import load_workbook

from cariste import bootstrap
from cariste.core.clock import today
from cariste.database.connection import connected, copy_database, open_for_writing, proxy, write_transaction
from cariste.exchange.planner import make_plan
from cariste.exchange.reader import read_book
from cariste.exchange.stored import load_people
from cariste.exchange.storing import store
from cariste.regulation.calculations import add_months
from cariste.workspace import Workspace

ROWS = 10_000
GOAL, GOAL_OFFICE = 2.5, 0.5
ROUNDS = 5
_WRITTEN = ("changes", "employees", "caces", "journal")
_EPOCH = dt.date(1899, 12, 30)
_KINDS = ("R489 1A", "R489 1B", "R489 3", "R489 5")
_SYLLABLES = ("ba", "ché", "du", "fla", "gué", "lo", "mi", "no", "pra", "ré", "sau", "ti", "val", "yo", "zé")
_FIRST_NAMES = (
    "Aïcha",
    "Chloé",
    "Élodie",
    "Éric",
    "Jean",
    "Karim",
    "Léa",
    "Marie",
    "Noël",
    "Paul",
    "Sophie",
    "Théo",
)
_CONTRACTS = ("CDI", "cdi", "CDD", "INTERIM", "Int.")


def write_sheet(path: Path) -> None:
    """Write the sheet « SUIVI CACES » with many invented people: two-level header, formulas, free text."""
    pick = random.Random(1)  # noqa: S311 - invented people, the same every time
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("SUIVI CACES")
    sheet.write_string(0, 0, "SUIVI CACES – ENTREPÔT EXEMPLE")
    sheet.write_row(2, 0, ["NOM Prénom", "Mle", "Contrat", "Date entrée"])
    for place, kind in enumerate(_KINDS):
        sheet.merge_range(2, 4 + 2 * place, 2, 5 + 2 * place, kind)
        sheet.write_row(3, 4 + 2 * place, ["Obtenu le", "Valable jusqu'au"])
    sheet.write_row(2, 12, ["CACES (ancien)", "Autor. conduite", "Obs."])
    for row in range(4, 4 + ROWS):
        sheet.write_string(row, 0, f"{_surname(pick)} {pick.choice(_FIRST_NAMES)}")
        sheet.write_string(row, 1, f"{row:05d}")
        sheet.write_string(row, 2, pick.choice(_CONTRACTS))
        sheet.write_number(row, 3, 40_000 + pick.randrange(6_000), day)
        for place in pick.sample(range(4), pick.choice((1, 1, 2, 2, 3))):
            obtained = dt.date(2019, 6, 1) + dt.timedelta(days=pick.randrange(2_500))
            sheet.write_number(row, 4 + 2 * place, (obtained - _EPOCH).days, day)
            formula, expires = f"=EDATE(E{row + 1},60)", add_months(obtained, 60)
            sheet.write_formula(row, 5 + 2 * place, formula, day, (expires - _EPOCH).days)
        if pick.random() < 0.05:
            sheet.write_string(row, 12, "R389 1-3-5 du 12/03/2018")
        sheet.write_string(row, 13, pick.choice(("OK", "oui", "X")))
    book.close()


def _surname(pick: random.Random) -> str:
    return "".join(pick.choices(_SYLLABLES, k=4)).upper()


def read_bare(path: Path) -> None:
    """What any import must do at least."""
    for _row in load_workbook(path).get_sheet_by_index(0).iter_rows():
        pass


class Steps(NamedTuple):
    """Seconds of each part of one import. Storing is mostly SQLite's own work: rows, checks, journal."""

    read: float
    plan: float
    store: float
    publish: float


class Floor:
    """Writes the rows that an import leaves, by SQLite alone."""

    def __init__(self, empty: Path, full: Path) -> None:
        self._empty = empty
        with closing(sqlite3.connect(full)) as after, closing(sqlite3.connect(empty)) as before:
            self._rows = {table: _new_rows(table, before, after) for table in _WRITTEN}

    def write(self) -> None:
        """Write them into a copy of the empty database, with the program's own settings of SQLite."""
        copy = self._empty.with_name("floor.db")
        shutil.copy(self._empty, copy)
        database = open_for_writing(copy)
        with connected(database), write_transaction(database):
            connection: Any = database.connection()  # type: ignore[no-untyped-call]
            for table, rows in self._rows.items():
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _new_rows(table: str, before: sqlite3.Connection, after: sqlite3.Connection) -> list[tuple[Any, ...]]:
    (last,) = before.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()
    return after.execute(f"SELECT * FROM {table} WHERE rowid > ?", (last,)).fetchall()


def main() -> None:
    """Measure the import and the least it takes in turns, and print the ratios, with where the time goes."""
    with tempfile.TemporaryDirectory() as place:
        sheet = Path(place) / "suivi.xlsx"
        write_sheet(sheet)
        floor = Floor(*_before_and_after(sheet, Path(place)))
        read_bare(sheet)
        rounds = [
            (
                timed(partial(read_bare, sheet)),
                timed(floor.write),
                _import(sheet, Path(place) / f"share-{turn}"),
            )
            for turn in range(ROUNDS)
        ]
        office = _opened_by_libreoffice(sheet)
    bare = statistics.median(read for read, _write, _steps in rounds)
    least = statistics.median((read + write) / read for read, write, _steps in rounds)
    found = statistics.median(sum(steps) / (read + write) for read, write, steps in rounds)
    took = Steps(*map(statistics.median, zip(*(steps for _read, _write, steps in rounds), strict=True)))
    parts = ", ".join(f"{name} {seconds / bare:.1f}" for name, seconds in took._asdict().items())
    detail = f"{sum(took) / bare:.1f} bare reads of {bare:.2f} s instead of {least:.1f}: {parts}"
    report(f"import of {ROWS:,} rows ÷ bare read and bare writing", found, GOAL, detail)
    if office is not None:
        reviewed, stored = (took.read + took.plan) / office, sum(took) / office
        detail = f"{stored:.2f} until they are stored; LibreOffice {office:.1f} s"
        report(
            f"{ROWS:,} rows until they are reviewed ÷ LibreOffice opens them", reviewed, GOAL_OFFICE, detail
        )


def _before_and_after(sheet: Path, place: Path) -> tuple[Path, Path]:
    """Return the database of an empty folder, and of the same one after the import."""
    empty, full = place / "empty.db", place / "full.db"
    with bootstrap.create_folder(place / "share", "Mesure") as workspace:
        _copy(workspace, empty)
        with workspace.change("import"):
            store(make_plan(read_book(sheet), load_people(), today=today()))
        _copy(workspace, full)
    return empty, full


def _copy(workspace: Workspace, target: Path) -> None:
    with workspace.reading():
        assert proxy.obj is not None
        copy_database(proxy.obj, target)


def _opened_by_libreoffice(sheet: Path) -> float | None:
    """Return the seconds in which LibreOffice starts, opens the sheet and writes it as text, if any."""
    program = shutil.which("soffice")
    if program is None:
        return None
    profile = f"-env:UserInstallation={(sheet.parent / 'profile').as_uri()}"
    arguments = ["--headless", profile, "--convert-to", "csv", "--outdir", str(sheet.parent), str(sheet)]
    return measure(partial(subprocess.run, [program, *arguments], check=True, capture_output=True), 3)


def _import(sheet: Path, folder: Path) -> Steps:
    """Import into an empty folder, from the file to the published records."""
    done: list[float] = []
    with bootstrap.create_folder(folder, "Mesure") as workspace:

        def run() -> None:
            done.append(time.perf_counter())
            with workspace.change("import"):
                book = read_book(sheet)
                done.append(time.perf_counter())
                plan = make_plan(book, load_people(), today=today())
                done.append(time.perf_counter())
                store(plan)
                done.append(time.perf_counter())
            done.append(time.perf_counter())

        timed(run)
    shutil.rmtree(folder)
    return Steps(*(after - before for before, after in pairwise(done)))
