"""Start: from the command to the first paint with 10,000 people, against an empty PySide6 window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

from common import report
from warehouse import warehouse

PEOPLE = 10_000
ROUNDS = 9

EMPTY = """
import sys, time
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def event(self, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, painted)
        return super().event(event)
def painted():
    print(time.time(), flush=True)
    app.quit()
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""
# The same steps as cariste.ui.app.run, with somebody listening for the first paint and for the people.
OURS = """
import sys, time
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
def painted():
    print(time.time(), flush=True)
    watch.start()
def look():
    if any(table.model() and table.model().rowCount() > 1000 for table in window.findChildren(QTableView)):
        print(time.time(), flush=True)
        window.close()
window = program.window
watch = QTimer(interval=10)
watch.timeout.connect(look)
window.painted.connect(painted)
window.show()
app.exec()
"""


def moments(code: str, *arguments: str) -> list[float]:
    """Start a process and return the seconds from its command to each moment it prints."""
    start = time.time()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
    )
    return [float(line) - start for line in done.stdout.split()]


def main() -> None:
    """Start both in turns, so that a busy machine slows both; a first round warms the disk's cache."""
    with warehouse(PEOPLE) as workspace:
        workspace.close()
        folder = str(workspace.folder)
        rounds = [(moments(EMPTY), moments(OURS, folder)) for _ in range(ROUNDS + 1)][1:]
    paint = statistics.median(ours[0] / empty[0] for empty, ours in rounds)
    people = statistics.median(ours[1] / empty[0] for empty, ours in rounds)
    detail = f"{PEOPLE:,} people listed after {people:.2f}"
    report("first paint ÷ an empty window's", paint, 2.2, detail)
