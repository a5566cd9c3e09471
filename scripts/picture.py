"""Draw the real window on a folder, without a display, and save it: ``picture.py --folder DIR FILE.png``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The off-screen platform warns of window hints it has no use for.
os.environ["QT_LOGGING_RULES"] = "default.warning=false"

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from cariste.core.i18n import set_language
from cariste.core.preferences import load_preferences
from cariste.ui.app import Program
from cariste.ui.tasks import Tasks

SIZE = (1280, 800)
"""Of the picture, in pixels."""
QUIET = 300
"""Milliseconds without background work after which the window is complete."""


def draw(folder: Path, target: Path) -> int:
    """Open the window on a folder, wait until its lists are filled, save it; return an exit code."""
    app = QApplication(["cariste"])
    preferences = load_preferences()
    set_language(preferences.language)
    program = Program(app, preferences, folder)
    tasks = program.findChild(Tasks)
    if tasks is None:
        raise LookupError("Program holds no Tasks")
    quiet = QTimer(program, singleShot=True, interval=QUIET)
    tasks.busy.connect(lambda busy: quiet.stop() if busy else quiet.start())
    problems: list[str] = []

    def finish() -> None:
        if program.session.workspace is not None and not program.window.grab().save(str(target)):
            problems.append(f"{target} cannot be written.")
        program.window.close()

    def give_up(problem: str) -> None:
        problems.append(problem)
        program.window.close()

    quiet.timeout.connect(finish)
    program.session.refused.connect(give_up)
    # The off-screen platform has a screen of its own, smaller than the one people have.
    program.window.resize(*SIZE)
    program.window.show()
    app.exec()
    sys.stderr.write(problems[0] + "\n" if problems else f"{target.absolute()}\n")
    return 4 if problems else 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    return draw(arguments.folder.absolute(), arguments.target)


if __name__ == "__main__":
    sys.exit(main())
