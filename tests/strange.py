"""Sheets as small firms keep them, written and read for tests: what was taken of them, and what was said.

Nobody in here exists.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import sheets
from factories import TODAY
from sheets import Grid

from cariste.exchange.plan import Plan
from cariste.exchange.planner import make_plan
from cariste.exchange.reader import read_book

D = dt.date
DAY = D(2024, 3, 12)
SST = "Sauveteur secouriste du travail (SST)"
Rows = list[list[Any]]
Taken = set[tuple[str, str, str, str]]

FORMATS = pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".csv"])


def written(path: Path, rows: Rows, suffix: str = ".xlsx") -> Path:
    width = max(map(len, rows))
    grid = Grid("Suivi 2026", [[*row, *[""] * (width - len(row))] for row in rows])
    path = path / f"suivi{suffix}"
    if suffix == ".csv":
        return sheets.write_csv(path, grid, encoding="utf-8-sig")
    return (sheets.write_xlsx if suffix == ".xlsx" else sheets.write_ods)(path, [grid])


def plan_of(path: Path, rows: Rows, suffix: str = ".xlsx") -> Plan:
    return make_plan(read_book(written(path, rows, suffix)), today=TODAY)


def people(plan: Plan) -> list[str]:
    return [f"{person.last_name} {person.first_name}" for person in plan.people]


def taken(plan: Plan) -> Taken:
    """Everything that would be recorded: whose, what, from when, until when."""
    return {
        (person.last_name, record.kind, str(record.obtained), str(record.expires))
        for person in plan.people
        for record in person.records
    }


def said(plan: Plan) -> set[str]:
    """The cells that something is said about, as Excel names them."""
    return {f"{note.column}{note.row}" for note in (*plan.to_check, *plan.rejected)}


def reasons(plan: Plan) -> str:
    return "\n".join(note.reason for note in (*plan.to_check, *plan.rejected))


def lines(cells: list[Any], before: int = 2) -> Rows:
    """One person per cell, which stands after so many cells of names."""
    return [[f"ESSAI{number}", "Léa", *[""] * (before - 2), cell] for number, cell in enumerate(cells)]
