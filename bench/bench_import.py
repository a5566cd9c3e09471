"""Import of 10,000 rows of the wide sheet, from the file to the stored records, against a bare read."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import statistics
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from common import measure, report, timed
from python_calamine import load_workbook

from cariste import bootstrap
from cariste.core.clock import today
from cariste.exchange.planner import make_plan
from cariste.exchange.reader import read_book
from cariste.exchange.stored import load_people
from cariste.exchange.storing import store
from cariste.regulation.calculations import add_months

ROWS = 10_000
GOAL = 3.5
ROUNDS = 5
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


def main() -> None:
    """Measure both and print the ratio, with where the time goes."""
    with tempfile.TemporaryDirectory() as place:
        sheet = Path(place) / "suivi.xlsx"
        write_sheet(sheet)
        bare = measure(lambda: read_bare(sheet), ROUNDS)
        runs = [_import(sheet, Path(place) / f"share-{turn}") for turn in range(ROUNDS)]
    took = Steps(*map(statistics.median, zip(*runs, strict=True)))
    parts = ", ".join(f"{name} {seconds / bare:.1f}" for name, seconds in took._asdict().items())
    report(f"import of {ROWS:,} rows ÷ bare read", sum(took) / bare, GOAL, f"{parts}; bare read {bare:.2f} s")


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
