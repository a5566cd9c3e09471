"""Who may drive what: every verdict with its reasons against the raw join of what it rests on."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from common import ratio, report
from warehouse import warehouse

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cariste.authorisation.board import Board, board
from cariste.authorisation.queries import who_may_drive
from cariste.core.clock import today
from cariste.core.preferences import Preferences
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.models.drivers import allowed_columns, refused_columns
from cariste.ui.pages.driving import DriversTable
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.chip import GREEN, RED
from cariste.workspace import Workspace

PEOPLE = 10_000
KINDS = (
    *("R489-1A", "R489-1B", "R489-2A", "R489-2B", "R489-3"),
    *("R489-4", "R489-5", "R489-6", "R489-7", "R485-2"),
)
# Does each thing exist on the day? No reasons, no dates, no dispensations, no work areas.
JOIN = """
SELECT e.id, k.column1,
 EXISTS (SELECT 1 FROM caces c
  WHERE c.employee_id = e.id AND c.kind = k.column1 AND c.expiration_date >= :on),
 EXISTS (SELECT 1 FROM authorisations a
  WHERE a.employee_id = e.id AND a.kind = k.column1 AND a.ends_on >= :on),
 EXISTS (SELECT 1 FROM inductions i WHERE i.employee_id = e.id AND i.held_on <= :on),
 EXISTS (SELECT 1 FROM medical_visits m WHERE m.employee_id = e.id AND m.track = 'driving_certificate'
         AND m.expiration_date >= :on)
FROM employees e CROSS JOIN (VALUES {kinds}) k
"""


def raw_join(database: Path) -> Callable[[], list[tuple[object, ...]]]:
    """Return a function that fetches the join over a connection of its own, as it is."""
    statement = JOIN.format(kinds=", ".join(f"('{kind}')" for kind in KINDS))
    connection = sqlite3.connect(database)
    return lambda: connection.execute(statement, {"on": str(today())}).fetchall()


def main() -> None:
    """Measure all verdicts at once, and what the page asks at each choice."""
    with contextlib.ExitStack() as stack:
        workspace = stack.enter_context(warehouse(PEOPLE))
        stack.enter_context(workspace.reading())
        bare = raw_join(workspace.local / "work.db")
        answers = who_may_drive(KINDS, on=today())
        assert len(bare()) == len(answers) * len(KINDS)
        allowed = sum(one.allowed for driver in answers for one in driver.verdicts.values())
        assert allowed, "nobody may drive: nothing was measured"
        detail = f"{len(answers) * len(KINDS):,} verdicts, {allowed:,} allowed"
        everything = ratio(lambda: who_may_drive(KINDS, on=today()), bare)
        report(f"verdicts, {PEOPLE:,} people × {len(KINDS)} categories ÷ raw join", everything, 3, detail)
        page = ratio(lambda: board("R489-3", None, today()), bare)
        report(f"one category for the page, {PEOPLE:,} people ÷ raw join", page, 3)
        measure_page(workspace, board("R489-3", None, today()))


def measure_page(workspace: Workspace, answer: Board) -> None:
    """Another answer comes on the screen: what the window waits for, as `bench_table` measures a table."""
    app = QApplication.instance() or QApplication([])
    theme = Theme()
    theme.apply(app, Preferences(scheme="light"))
    tasks = Tasks()
    context = Context(workspace, tasks, Bus(), theme)
    halves = (
        (DriversTable(context, "may", GREEN, allowed_columns(answer.on)), answer.allowed),
        (DriversTable(context, "may not", RED, refused_columns(answer.on)), answer.refused),
    )
    page = QWidget()
    page.resize(1000, 760)
    column = QVBoxLayout(page)
    for table, _lines in halves:
        column.addWidget(table.card)
    page.show()

    def show() -> None:
        for table, lines in halves:
            table.show("", lines, "")
            table.view.viewport().repaint()
        app.processEvents()

    def least() -> None:
        for table, lines in halves:
            [line.person.search_text for line in lines]
            {line.person.id: place for place, line in enumerate(lines)}
            table.view.viewport().repaint()
        app.processEvents()

    shown = sum(len(lines) for _table, lines in halves)
    report(
        "answer on the screen ÷ ready texts and ids + repaint", ratio(show, least), 1.5, f"{shown:,} people"
    )
    page.close()
    tasks.shutdown()
