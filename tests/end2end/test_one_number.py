"""The dock, the page, the command line and a count by plain SQL give the same numbers."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY
from programs import Start
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.share.listing import data_folder, look, publication_file
from cariste.ui.app import Program
from cariste.ui.models.alert_list import Group
from cariste.ui.widgets.alerts_dock import AlertsDock

HISTORY = ("R389", "R386", "R390", "R377", "R383")
# Each table, what makes records alike, and which of them counts.
ALIKE = {
    "caces": ("kind", "expiration_date"),
    "medical_visits": ("track", "visit_date || expiration_date"),
    "online_trainings": ("kind", "coalesce(expiration_date, '9999-12-31')"),
}


def cariste(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "cariste", *arguments], capture_output=True, check=True, env=os.environ
    )
    return done.stdout.decode("utf-8")


def counted_by_sql(folder: Path) -> dict[str, int]:
    """Group and take the greatest: another way than the program's query, which looks for a later one."""
    head = look(data_folder(folder)).head
    assert head is not None
    connection = sqlite3.connect(
        f"{publication_file(data_folder(folder), head).as_uri()}?immutable=1", uri=True
    )
    counts = {"critical": 0, "warning": 0, "info": 0, "missing": 0}
    for table, (alike, rank) in ALIKE.items():
        query = (
            f"SELECT {alike}, substr(max({rank}), -10)"
            f" FROM {table} JOIN employees ON employees.id = employee_id"
            f" WHERE current_status = 'active' AND {rank} IS NOT NULL GROUP BY employee_id, {alike}"
        )
        for kind, last_day in connection.execute(query):
            days = connection.execute(
                "SELECT julianday(?) - julianday(?)", (last_day, str(TODAY))
            ).fetchone()[0]
            if days < 90 and not kind.startswith(HISTORY):
                counts["critical" if days < 30 else "warning" if days < 60 else "info"] += 1
    connection.close()
    return counts


@pytest.mark.parametrize(
    "people", [180, pytest.param(50_000, marks=[pytest.mark.slow, pytest.mark.timeout(600)])]
)
def test_everybody_is_told_the_same_number(
    people: int, tmp_path: Path, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    folder = tmp_path / "share"
    cariste("init", str(folder), "--demo", "--employees", str(people))
    said: dict[str, Any] = json.loads(cariste("--folder", str(folder), "--json", "alerts"))
    expected = counted_by_sql(folder)
    assert said["counts"] == expected
    total = sum(expected.values())
    assert len(said["alerts"]) == total
    assert total > people / 10

    program = start(folder)
    qtbot.waitUntil(lambda: program.window.findChild(AlertsDock) is not None, timeout=120_000)
    dock = program.window.findChild(AlertsDock)
    qtbot.waitUntil(lambda: dock.model.rowCount() > 0, timeout=120_000)
    entries = [dock.model.entry(row) for row in range(dock.model.rowCount())]
    shown = {entry.severity: entry.number for entry in entries if isinstance(entry, Group)}
    assert shown == {severity: number for severity, number in expected.items() if number}

    program.window.visit("alerts")
    qtbot.waitUntil(lambda: rows_shown(program) == total, timeout=120_000)


def rows_shown(program: Program) -> int:
    """Return how many rows the table of the page in front has."""
    tables = [table for table in program.window.findChildren(QTableView) if table.isVisible()]
    return int(tables[0].model().rowCount()) if tables else -1
