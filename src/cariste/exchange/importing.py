"""A file in: read and planned; `storing` writes the plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cariste.core.clock import today
from cariste.exchange.mapping import Answers
from cariste.exchange.plan import Plan
from cariste.exchange.planner import make_plan
from cariste.exchange.progress import Progress, never, silent
from cariste.exchange.reader import read_book
from cariste.exchange.stored import load_people


def plan_import(
    path: Path,
    *,
    sheet: str | None = None,
    mapping: Answers | None = None,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> Plan:
    """Read a file and return what importing it would do; the caller is connected, nothing is written.

    Args:
        path: An .xlsx, .xlsm, .xls, .ods or .csv file.
        sheet: Only this sheet, even hidden; None reads all visible ones.
        mapping: What was answered to the questions of an earlier reading.
        progress: Told how far it is, first for the file, then for its rows.
        cancelled: Asked often whether to stop.

    Raises:
        UserError: The file or the mapping cannot be understood; the message names the place.
        EnvironmentProblem: The file is open in Excel, or may not be read.
        Cancelled: The user gave up.
    """
    book = read_book(path, sheet, progress=progress, cancelled=cancelled)
    return make_plan(book, load_people(), mapping, today=today(), progress=progress, cancelled=cancelled)
