"""`cariste lock`: who edits, giving back after a crash, taking from a silent one; other PCs are processes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from factories import employee

from cariste import bootstrap
from cariste.cli.main import run
from cariste.core.paths import HOME_VARIABLE
from cariste.core.preferences import Preferences, save_preferences
from cariste.employee.queries import count_employees
from cariste.share.backup import BEFORE_TAKEOVER, backups_folder, names_in
from cariste.share.listing import data_folder, look
from cariste.share.reign import Timing

PATIENT = Timing(stale_name=0.2, pause=0.02)
HASTY = Timing(stale_name=0.2, unfinished_reign=-1.0, stale_editor=-1.0, pause=0.02)
TESTS = Path(__file__).parents[1]

EDITOR = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from factories import employee
from cariste import bootstrap
workspace = bootstrap.open_workspace(Path(sys.argv[1]), write=True)
with workspace.change("hire"):
    employee(first_name="Noël")
workspace.send()
print("editing", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _english_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    save_preferences(Preferences(language="en"))
    monkeypatch.setattr(bootstrap, "TIMING", PATIENT)


@pytest.fixture
def shared(folder: Path) -> Path:
    """A folder with one person, which nobody edits."""
    with bootstrap.create_folder(folder, "Essai") as workspace, workspace.change("hire"):
        employee()
    return folder


def editor(folder: Path, home: str) -> subprocess.Popen[str]:
    """Start an editor and wait until it edits; it stays until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", EDITOR, str(folder), str(TESTS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, HOME_VARIABLE: home},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "editing\n"
    return process


def stop(process: subprocess.Popen[str]) -> None:
    """Stop a process as a power cut does."""
    process.kill()
    process.communicate()


@pytest.fixture
def elsewhere(shared: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """An editor on another PC."""
    process = editor(shared, str(tmp_path / "other-pc"))
    yield process
    stop(process)


@pytest.fixture
def crashed_here(shared: Path) -> None:
    """This PC edited, and lost its process."""
    stop(editor(shared, os.environ[HOME_VARIABLE]))


def lock(folder: Path, *action: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert run(["--folder", str(folder), "--json", "lock", *action]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("action", [("lock",), ("lock", "release"), ("import", "people.csv")])
def test_who_edits_is_told_without_speaking_of_a_window_and_as_the_window_writes_a_moment(
    shared: Path,
    elsewhere: subprocess.Popen[str],
    action: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text("Nom;Prénom\nFictif;Zoé\n", "utf-8")
    run(["--folder", str(shared), *action])
    said = "".join(capsys.readouterr())
    assert re.search(r"since \d+ \w+ \d{4} \d\d:\d\d[.;]", said)
    assert "window" not in said


def people(folder: Path) -> int:
    with bootstrap.open_workspace(folder, write=False) as reader, reader.reading():
        return count_employees()


@pytest.mark.parametrize("action", [(), ("release",), ("take",)])
def test_when_nobody_edits_it_says_so_and_takes_nothing(
    shared: Path, action: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    before = look(data_folder(shared))
    assert lock(shared, *action, capsys=capsys) is None
    assert run(["--folder", str(shared), "lock", *action]) == 0
    assert "Nobody" in capsys.readouterr().out
    assert look(data_folder(shared)) == before


def test_it_says_who_edits_as_status_does(
    shared: Path, elsewhere: subprocess.Popen[str], capsys: pytest.CaptureFixture[str]
) -> None:
    who = lock(shared, capsys=capsys)
    assert run(["--folder", str(shared), "--json", "status"]) == 0
    assert json.loads(capsys.readouterr().out)["editor"] == who
    assert run(["--folder", str(shared), "lock"]) == 0
    assert f"({who['hostname']}) has been editing since" in capsys.readouterr().out


@pytest.mark.parametrize("action", ["release", "take"])
def test_an_editor_who_lives_is_named_and_keeps_the_lock(
    shared: Path, elsewhere: subprocess.Popen[str], action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = look(data_folder(shared))
    who = lock(shared, capsys=capsys)
    assert run(["--folder", str(shared), "lock", action]) == 4
    said = capsys.readouterr()
    assert who["hostname"] in said.err
    assert who["username"] in said.err
    assert said.out == ""
    assert look(data_folder(shared)) == before


def test_after_a_crash_this_pc_gives_its_lock_back(
    shared: Path, crashed_here: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    held = lock(shared, capsys=capsys)
    assert held is not None
    assert lock(shared, "release", capsys=capsys) == held
    assert lock(shared, capsys=capsys) is None
    assert people(shared) == 2
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "other-pc"))
    with bootstrap.open_workspace(shared, write=True) as other:
        assert other.writing


def test_a_window_that_edits_on_this_pc_is_not_disturbed(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with bootstrap.open_workspace(shared, write=True) as window:
        assert run(["--folder", str(shared), "lock", "release"]) == 4
        assert "this workstation" in capsys.readouterr().err
        with window.change("hire"):
            employee(first_name="Zoé")
    assert people(shared) == 2


def test_a_silent_editor_of_another_pc_is_not_released_but_can_be_replaced_after_a_backup(
    shared: Path,
    elsewhere: subprocess.Popen[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    stop(elsewhere)
    monkeypatch.setattr(bootstrap, "TIMING", HASTY)
    held = lock(shared, capsys=capsys)
    assert run(["--folder", str(shared), "lock", "release"]) == 4
    capsys.readouterr()
    assert run(["--folder", str(shared), "lock", "take"]) == 0
    assert f"It was held by {held['username']} ({held['hostname']})" in capsys.readouterr().out
    assert lock(shared, capsys=capsys) is None
    assert people(shared) == 2
    kinds = [one.kind for one in names_in(backups_folder(data_folder(shared)))]
    assert kinds.count(BEFORE_TAKEOVER) == 1
