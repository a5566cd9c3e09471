"""Alerts: the program's list and counts against the same question put to bare sqlite3."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from common import ratio, report
from warehouse import warehouse

from cariste.alerts.queries import list_alerts, what_needs_attention
from cariste.core.clock import today
from cariste.regulation import in_force

SIZES = (10_000, 50_000)
PANEL = 200

# Written by hand: when a record supersedes another; then each table, what makes two alike, and a title.
LATER_EXPIRY = "(later.expiration_date, later.id) > (due.expiration_date, due.id)"
LATER_VISIT = """later.expiration_date IS NOT NULL AND
    (later.visit_date, later.expiration_date, later.id) > (due.visit_date, due.expiration_date, due.id)"""
ARMS = (
    ("caces", "kind", "kind", LATER_EXPIRY),
    ("medical_visits", "track", "visit_type", LATER_VISIT),
    ("online_trainings", "kind", "title", f"later.expiration_date IS NULL OR {LATER_EXPIRY}"),
)
ARM = """
SELECT employees.id, external_id, first_name, last_name, workspace, role, '{table}', due.{alike},
       due.expiration_date AS expiry, due.id AS record, due.{title}, search_text AS name
FROM {table} AS due JOIN employees ON employees.id = due.employee_id
WHERE current_status = 'active' AND due.expiration_date < date(:today, '+90 days')
  AND due.{alike} NOT IN ({history})
  AND NOT EXISTS (SELECT 1 FROM {table} AS later WHERE later.employee_id = due.employee_id
                  AND later.{alike} = due.{alike} AND ({later}))
"""


def bare_query(database: Path) -> Callable[[], list[tuple[object, ...]]]:
    """Return a function that fetches the ordered rows over a connection of its own, as they are."""
    history = ", ".join(f"'{kind}'" for kind in in_force.history_kinds()) or "''"
    arms = [
        ARM.format(table=table, alike=alike, title=title, later=later, history=history)
        for table, alike, title, later in ARMS
    ]
    statement = " UNION ALL ".join(arms) + " ORDER BY expiry, name, record"
    connection = sqlite3.connect(database)
    return lambda: connection.execute(statement, {"today": str(today())}).fetchall()


def main() -> None:
    """Measure both sizes; both sides must give the same rows, or the figure means nothing."""
    for people in SIZES:
        with contextlib.ExitStack() as stack:
            workspace = stack.enter_context(warehouse(people))
            stack.enter_context(workspace.reading())
            bare = bare_query(workspace.local / "work.db")
            records = [alert.record_id for alert in list_alerts(today())]
            assert [row[9] for row in bare()] == records
            detail = f"{len(records):,} alerts"
            whole = ratio(lambda: list_alerts(today()), bare)
            report(f"full list, {people:,} people ÷ bare query", whole, 1.5, detail)
            panel = ratio(lambda: what_needs_attention(today(), limit=PANEL), bare)
            report(f"counts and first {PANEL}, {people:,} people ÷ bare query", panel, 0.5, detail)
