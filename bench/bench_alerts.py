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

# Visits that no earlier one set a date for: first, half-way, after an absence, in mid-career.
OWN = "current_status = 'active' AND contract_type IS NOT 'Interim'"
FOLLOW_UP = "FROM medical_visits AS held WHERE held.employee_id = employees.id AND held.track = 'follow_up'"
MONTHS_LATER = "min(date({day}, '+{n} months'), date({day}, 'start of month', '+{after} months', '-1 day'))"
BEFORE = "night_worker OR medical_regime = 'SIR' OR date(birth_date, '+18 years') > entry_date"
TWO, THREE = (MONTHS_LATER.format(day="entry_date", n=n, after=n + 1) for n in (2, 3))
YEAR = "date(birth_date, 'start of year', '+45 years')"
DUE_VISITS = (
    (
        "initial",
        (
            f"CASE WHEN {BEFORE} THEN date(entry_date, '-1 day')"
            f" WHEN contract_type = 'Alternance' THEN {TWO} ELSE {THREE} END"
        ),
        (
            f"FROM employees WHERE {OWN} AND entry_date IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 {FOLLOW_UP} AND held.expiration_date IS NOT NULL)"
        ),
    ),
    (
        "intermediate",
        half_way := MONTHS_LATER.format(day="exam.visit_date", n=24, after=25),
        (
            "FROM medical_visits AS exam CROSS JOIN employees ON employees.id = exam.employee_id"
            f" WHERE {OWN} AND medical_regime = 'SIR' AND exam.visit_type IN ('initial', 'periodic')"
            f" AND exam.expiration_date > {half_way} AND NOT EXISTS (SELECT 1 {FOLLOW_UP}"
            " AND held.visit_type IN ('initial', 'periodic', 'intermediate')"
            " AND held.visit_date > exam.visit_date)"
        ),
    ),
    (
        "recovery",
        "date(ended_on, '+8 days')",
        (
            f"FROM absences CROSS JOIN employees ON employees.id = employee_id WHERE {OWN} AND return_visit"
            f" AND NOT EXISTS (SELECT 1 {FOLLOW_UP} AND held.visit_type = 'recovery'"
            " AND held.visit_date >= ended_on)"
        ),
    ),
    (
        "mid_career",
        f"date({YEAR}, '+1 year', '-1 day')",
        (
            f"FROM employees WHERE {OWN} AND birth_date >= '1977-01-01'"
            f" AND (entry_date IS NULL OR entry_date <= date({YEAR}, '+1 year', '-1 day'))"
            f" AND NOT EXISTS (SELECT 1 {FOLLOW_UP} AND held.visit_type = 'mid_career'"
            f" AND held.visit_date >= date({YEAR}, '-2 years'))"
        ),
    ),
)
DUE_VISIT = """
SELECT employees.id, external_id, first_name, last_name, workspace, role, 'medical', '{kind}',
       {last_day} AS expiry, '{kind}.' || {because} AS record, '{kind}', search_text AS name
{rest} AND {last_day} < date(:today, '+90 days')
"""

WHO = "employees.id, external_id, first_name, last_name, workspace, employees.role"
DRIVING = (
    f"""
SELECT {WHO}, 'authorisation', due.kind, due.ends_on AS expiry, due.id AS record, due.kind,
       search_text AS name
FROM authorisations AS due JOIN employees ON employees.id = due.employee_id
WHERE current_status = 'active' AND due.withdrawn_on IS NULL AND due.ends_on < date(:today, '+90 days')
  AND NOT EXISTS (SELECT 1 FROM authorisations AS later WHERE later.employee_id = due.employee_id
                  AND later.kind = due.kind AND later.withdrawn_on IS NULL AND later.site IS due.site
                  AND (later.ends_on IS NULL OR (later.ends_on, later.id) > (due.ends_on, due.id)))
""",
    f"""
SELECT {WHO}, 'missing', asked.kind, '9999-12-31' AS expiry, asked.kind || '.' || employees.id AS record,
       asked.kind, search_text AS name
FROM requirements AS asked JOIN employees ON employees.role = asked.role
WHERE current_status = 'active' AND (site IS NULL OR site = workspace)
  AND NOT EXISTS (SELECT 1 FROM caces WHERE employee_id = employees.id
                  AND (kind = asked.kind OR (kind = 'R489-1B' AND asked.kind = 'R489-1A')))
  AND NOT EXISTS (SELECT 1 FROM medical_visits WHERE employee_id = employees.id
                  AND (track = asked.kind OR (asked.kind = 'driving_certificate' AND track = 'follow_up'
                       AND result IN ('fit', 'fit_with_restrictions')
                       AND visit_date BETWEEN date(:today, '-60 months') AND '2025-09-30')))
  AND NOT EXISTS (SELECT 1 FROM online_trainings WHERE employee_id = employees.id AND kind = asked.kind)
""",
)
CONTRACT_END = "CASE contract_type WHEN 'Interim' THEN assignment_end ELSE contract_end END"
CONTRACTS = f"""
SELECT {WHO}, 'contract', contract_type, {CONTRACT_END} AS expiry, 'contract.' || employees.id AS record,
       contract_type, search_text AS name
FROM employees WHERE current_status = 'active' AND contract_type IN ('CDD', 'Interim', 'Alternance')
  AND {CONTRACT_END} < date(:today, '+30 days')
"""


def bare_query(database: Path) -> Callable[[], list[tuple[object, ...]]]:
    """Return a function that fetches the ordered rows over a connection of its own, as they are."""
    history = ", ".join(f"'{kind}'" for kind in in_force.history_kinds()) or "''"
    arms = [
        ARM.format(table=table, alike=alike, title=title, later=later, history=history)
        for table, alike, title, later in ARMS
    ]
    arms += [
        DUE_VISIT.format(
            kind=kind,
            last_day=day,
            rest=rest,
            because="absences.id" if kind == "recovery" else "employees.id",
        )
        for kind, day, rest in DUE_VISITS
    ]
    arms += (*DRIVING, CONTRACTS)
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
