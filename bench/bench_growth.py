"""Growth: opening one person's file, and the window's memory, with 50,000 people against 1,000."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from common import report
from warehouse import warehouse

from cariste.core.paths import HOME_VARIABLE

FEW, MANY = 1_000, 50_000
ROUNDS = 7

# What choosing a person in the window reads, for 101 people all over the list; prints the median seconds of
# the processor, which what else runs here does not lengthen. In a process of its own: one that has just made
# 50,000 people is slow at everything. The list is held as the window holds it.
FILE = """
import statistics, sys, time
from pathlib import Path
from cariste.authorisation.standing import read_standing
from cariste.bootstrap import open_workspace
from cariste.core.clock import today
from cariste.employee.file import employee_file
from cariste.employee.queries import list_employees
day = today()
with open_workspace(Path(sys.argv[1]), write=False) as workspace, workspace.reading():
    days, people = workspace.settings.thresholds.days, list_employees()
    def choose(one):
        start = time.process_time()
        employee_file(one, day, days)
        read_standing(one, day)
        return time.process_time() - start
    chosen = [people[len(people) * place // 101].id for place in range(101)]
    choose(chosen[0])
    print(statistics.median(map(choose, chosen)))
"""

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


def file_seconds(folder: Path) -> float:
    """Return the median time to read what opening one person's file shows."""
    return float(_printed(FILE, folder))


def window_bytes(folder: Path, people: int) -> tuple[int, int]:
    """Return what a window needs with so many people, and what their rows alone need."""
    memory, rows = _printed(WINDOW, folder, str(people)).split()
    return int(memory), int(rows)


def _printed(program: str, folder: Path, *arguments: str) -> str:
    """Run a program in a process of its own, for the user of that folder; return what it prints."""
    here = {
        HOME_VARIABLE: str(folder.parent / "home"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **here},
        timeout=300,
    )
    return done.stdout


def main() -> None:
    """Make both warehouses, then measure them in turns, so that a busy machine slows both."""
    with warehouse(FEW) as few, warehouse(MANY) as many:
        for workspace in (few, many):
            workspace.close()
        ratios = [file_seconds(many.folder) / file_seconds(few.folder) for _ in range(ROUNDS)]
        spread = f"{min(ratios):.2f} to {max(ratios):.2f} in {ROUNDS} turns"
        report(f"a person's file among {MANY:,} ÷ among {FEW:,}", statistics.median(ratios), 1.2, spread)
        (few_all, few_rows), (many_all, many_rows) = (
            window_bytes(each.folder, people) for each, people in ((few, FEW), (many, MANY))
        )
    megabytes = f"{few_all / 1e6:.0f} and {many_all / 1e6:.0f} MB"
    report(
        "memory beside the rows, many ÷ few", (many_all - many_rows) / (few_all - few_rows), 2.0, megabytes
    )
