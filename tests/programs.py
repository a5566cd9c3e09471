"""The program and its neighbours on other PCs, for tests that drive whole windows."""

from __future__ import annotations

import contextlib
import gc
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cariste.core.i18n import set_language
from cariste.core.paths import HOME_VARIABLE
from cariste.core.preferences import Preferences
from cariste.share.listing import data_folder, look, publication_file
from cariste.ui.app import Program
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.widgets.flat_button import FlatButton

Start = Callable[..., Program]

HOLDER = """
import sys
from pathlib import Path
from cariste.bootstrap import open_workspace
from cariste.employee.models import Employee
with open_workspace(Path(sys.argv[1]), write=True) as workspace:
    print("ready", flush=True)
    for line in sys.stdin:
        with workspace.change("test"):
            Employee(first_name=line.strip(), last_name="Fictif").save()
        workspace.send()
        print("saved", flush=True)
"""


def pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdout is not None
    assert process.stdin is not None
    return process.stdout, process.stdin


@pytest.fixture(autouse=True)
def nobody_else_has_the_keyboard() -> None:
    """Hide what a former test left open: it might keep the keyboard from the windows of this one."""
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            window.hide()


@pytest.fixture(autouse=True)
def garbage_is_collected_here() -> Iterator[None]:
    """Keep worker threads from destroying what a former test left, as the program does (ui/garbage.py)."""
    gc.collect()
    # What is left (pytest, Qt's types) lives to the end; not looking at it again makes these tests four times
    # as fast.
    gc.freeze()
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    # Each program installs its hooks; the next test gets the former ones back.
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    programs: list[Program] = []

    def make(folder: Path | None = None, **preferences: str) -> Program:
        chosen = Preferences(**{"language": "en", "scheme": "light", **preferences})  # type: ignore[arg-type]
        set_language(chosen.language)
        program = Program(qapp, chosen, folder)
        programs.append(program)
        qtbot.addWidget(program.window)
        program.window.show()
        return program

    yield make
    for program in programs:
        program.window.close()
        program.leave()


def headline(program: Program) -> str:
    return program.window.banner.status.headline


def press(program: Program, words: str) -> None:
    """Press the button of the banner that says so."""
    buttons = program.window.banner.findChildren(FlatButton)
    (button,) = (each for each in buttons if each.isVisible() and each.text() == words)
    button.click()


def offers(program: Program) -> list[str]:
    """Return what the buttons of the banner say."""
    status = program.window.banner.status
    return [action.text for action in (*status.actions, status.aside) if action is not None]


def asked(window: QWidget, qtbot: QtBot) -> Confirmation:
    """Return the question that is open."""

    def questions() -> list[Confirmation]:
        return [each for each in window.findChildren(Confirmation) if each.isVisible()]

    qtbot.waitUntil(lambda: bool(questions()))
    [question] = questions()
    return question


def names_for_everybody(folder: Path) -> list[str]:
    """Return the first names in the newest publication; read apart, the window's threads use the models."""
    head = look(data_folder(folder)).head
    assert head is not None
    file = publication_file(data_folder(folder), head)
    with contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        rows = connection.execute("SELECT first_name FROM employees ORDER BY first_name").fetchall()
    return [name for (name,) in rows]


def editor_elsewhere(folder: Path, home: Path) -> subprocess.Popen[str]:
    """Start a process that edits a folder from another PC, and wait until it does."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, HOME_VARIABLE: str(home)},
    )
    heard, _spoken = pipes(process)
    assert heard.readline() == "ready\n"
    return process
