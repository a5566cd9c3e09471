"""Without a command the window opens; where none can appear, the program says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cariste.__main__ import has_display, wants_window
from cariste.core.paths import HOME_VARIABLE

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
BOX_TOLD = """
import sys
from PySide6.QtWidgets import QMessageBox
QMessageBox.critical = lambda parent, title, words: print(words)
from cariste.ui.app import run
sys.exit(run([]))
"""
"""The program with a window, whose last words in a box are printed."""


@pytest.mark.parametrize("arguments", [[], ["--folder", "P:\\Cariste"], ["--folder=P:\\Cariste"]])
def test_the_window_opens_without_a_command(arguments: list[str]) -> None:
    assert wants_window(arguments)


@pytest.mark.parametrize(
    "arguments",
    [["alerts"], ["--folder", "P:\\Cariste", "alerts"], ["--json"], ["--help"], ["--version"], ["--folder"]],
)
def test_anything_else_is_for_the_command_line(arguments: list[str]) -> None:
    assert not wants_window(arguments)


@pytest.mark.parametrize("variable", DISPLAYS)
def test_any_kind_of_display_will_do(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    for name in DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not has_display()
    monkeypatch.setenv(variable, "something")
    assert has_display()


def test_elsewhere_than_on_linux_there_is_always_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert has_display()


@pytest.mark.parametrize(("language", "word"), [("fr_FR.UTF-8", "écran"), ("en_GB.UTF-8", "display")])
def test_without_a_display_the_program_says_what_is_missing_and_what_works(language: str, word: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    done = subprocess.run(
        [sys.executable, "-m", "cariste"],
        env={**environment, "LC_ALL": language, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 4
    assert word in done.stderr
    assert "DISPLAY" in done.stderr
    assert "cariste --help" in done.stderr


def test_where_nothing_can_be_kept_for_the_user_a_box_says_so_and_no_window_opens(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    home = str(tmp_path / "file" / "home")
    done = subprocess.run(
        [sys.executable, "-c", BOX_TOLD],
        env={**os.environ, HOME_VARIABLE: home, "QT_QPA_PLATFORM": "offscreen", "LANG": "en_GB.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, home in done.stdout) == (4, True), done.stderr
