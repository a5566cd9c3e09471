"""The dock, the page, the command line and a count by plain SQL give the same numbers."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY
from programs import Start
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.regulation.calculations import add_months
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
# The demo issues one authorisation of a kind to a person.
ENDING = (
    "SELECT ends_on FROM authorisations JOIN employees ON employees.id = employee_id"
    " WHERE current_status = 'active' AND withdrawn_on IS NULL AND ends_on IS NOT NULL"
)
LEAVING = (
    "SELECT assignment_end FROM employees WHERE current_status = 'active' AND contract_type = 'Interim'"
    " AND assignment_end IS NOT NULL UNION ALL SELECT contract_end FROM employees"
    " WHERE current_status = 'active' AND contract_type IN ('CDD', 'Alternance') AND contract_end IS NOT NULL"
)


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
    for (last_day,) in connection.execute(ENDING):
        days = (dt.date.fromisoformat(last_day) - TODAY).days
        if days < 90:
            counts["critical" if days < 30 else "warning" if days < 60 else "info"] += 1
    for (last_day,) in connection.execute(LEAVING):
        days = (dt.date.fromisoformat(last_day) - TODAY).days
        if days < 30:
            counts["critical" if days < 7 else "warning"] += 1
    for last_day in visits_due_one_by_one(connection):
        days = (last_day - TODAY).days
        if days < 90:
            counts["critical" if days < 30 else "warning" if days < 60 else "info"] += 1
    counts["missing"] = len(missing_by_sets(connection))
    connection.close()
    return counts


def visits_due_one_by_one(connection: sqlite3.Connection) -> Iterator[dt.date]:
    """Go through the people and apply the rules to each; the demo records no absence."""
    visits = connection.execute(
        "SELECT employee_id, visit_type, visit_date, expiration_date FROM medical_visits"
        " WHERE track = 'follow_up' ORDER BY visit_date"
    ).fetchall()
    of_person: dict[str, list[tuple[str, dt.date, str | None]]] = {}
    for person, kind, visited, expires in visits:
        of_person.setdefault(person, []).append((kind, dt.date.fromisoformat(visited), expires))
    people = connection.execute(
        "SELECT id, entry_date, birth_date, contract_type, medical_regime, night_worker FROM employees"
        " WHERE current_status = 'active' AND contract_type IS NOT 'Interim'"
    )
    for person, entry, birth, contract, regime, night in people.fetchall():
        seen = of_person.get(person, [])
        started = dt.date.fromisoformat(entry) if entry else None
        born = dt.date.fromisoformat(birth) if birth else None
        if started and not any(expires for _kind, _visited, expires in seen):
            minor = born is not None and add_months(born, 18 * 12) > started
            within = 2 if contract == "Alternance" else 3
            before = night or regime == "SIR" or minor
            yield started - dt.timedelta(days=1) if before else add_months(started, within)
        exams = [one for one in seen if one[0] in {"initial", "periodic", "intermediate"}]
        if regime == "SIR" and exams and exams[-1][0] != "intermediate":
            half_way = add_months(exams[-1][1], 24)
            if exams[-1][2] and half_way < dt.date.fromisoformat(exams[-1][2]):
                yield half_way
        year = born.year + 45 if born else 0
        held = any(kind == "mid_career" and visited.year >= year - 2 for kind, visited, _expires in seen)
        if year >= 2022 and (started is None or started.year <= year) and not held:
            yield dt.date(year, 12, 31)


def missing_by_sets(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Take what everybody has away from what everybody's role asks for."""
    asked = set(
        connection.execute(
            "SELECT e.id, r.kind FROM employees e JOIN requirements r ON r.role = e.role"
            " WHERE e.current_status = 'active' AND coalesce(r.site, e.workspace) IS e.workspace"
        )
    )
    held = {
        *connection.execute("SELECT employee_id, kind FROM caces"),
        *connection.execute("SELECT employee_id, 'R489-1A' FROM caces WHERE kind = 'R489-1B'"),
        *connection.execute("SELECT employee_id, track FROM medical_visits"),
        *connection.execute(
            "SELECT employee_id, 'driving_certificate' FROM medical_visits WHERE track = 'follow_up'"
            " AND result LIKE 'fit%' AND visit_date BETWEEN date(?, '-60 months') AND '2025-09-30'",
            (str(TODAY),),
        ),
        *connection.execute("SELECT employee_id, kind FROM online_trainings"),
    }
    return asked - held


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
