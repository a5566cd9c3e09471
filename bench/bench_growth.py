"""Growth: one person's file, and the window's memory, with 50,000 people against 1,000."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from functools import partial

from common import report, timed
from warehouse import warehouse

from cariste.core.clock import today
from cariste.employee.file import employee_file
from cariste.employee.queries import list_employees
from cariste.workspace import Workspace

FEW, MANY = 1_000, 50_000
ROUNDS = 31

# The window as a user has it, its people listed; prints its memory and that of the listed rows, in bytes.
WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QTableView
from cariste.core.i18n import set_language
from cariste.core.preferences import load_preferences
from cariste.ui.app import Program
app = QApplication(["cariste"])
preferences = load_preferences()
set_language(preferences.language)
program = Program(app, preferences, Path(sys.argv[1]))
window, wanted = program.window, int(sys.argv[2])
def memory():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096
def size_of(row):
    return sys.getsizeof(row) + sum(sys.getsizeof(value) for value in row)
def look():
    for table in window.findChildren(QTableView):
        if table.model() and table.model().rowCount() > wanted // 2:
            rows = [table.model().row(place) for place in range(table.model().rowCount())]
            print(memory(), sum(map(size_of, rows)), flush=True)
            watch.stop()
            window.close()
            return
watch = QTimer(interval=100)
watch.timeout.connect(look)
window.painted.connect(watch.start)
window.show()
app.exec()
"""


def file_seconds(workspace: Workspace) -> float:
    """Return the median time to read one person's file."""
    with workspace.reading():
        people = list_employees()
        chosen = [people[len(people) * place // ROUNDS].id for place in range(ROUNDS)]
        employee_file(chosen[0], today(), workspace.settings.thresholds.days)
        days = workspace.settings.thresholds.days
        return statistics.median(timed(partial(employee_file, one, today(), days)) for one in chosen)


def window_bytes(folder: str, people: int) -> tuple[int, int]:
    """Return what a window needs with so many people, and what their rows alone need."""
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, folder, str(people)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=300,
    )
    memory, rows = done.stdout.split()
    return int(memory), int(rows)


def main() -> None:
    """Make both warehouses, one after the other."""
    seconds, needs = {}, {}
    for people in (FEW, MANY):
        with warehouse(people) as workspace:
            seconds[people] = file_seconds(workspace)
            workspace.close()
            needs[people] = window_bytes(str(workspace.folder), people)
    report(f"a person's file among {MANY:,} ÷ among {FEW:,}", seconds[MANY] / seconds[FEW], 1.2)
    (few, few_rows), (many, many_rows) = needs[FEW], needs[MANY]
    megabytes = f"{few / 1e6:.0f} and {many / 1e6:.0f} MB"
    report("memory beside the rows, many ÷ few", (many - many_rows) / (few - few_rows), 2.0, megabytes)
