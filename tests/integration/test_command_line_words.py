"""What the command line makes of words it does not know, and of places it may not use."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY, caces, employee

from cariste import bootstrap
from cariste.cli.main import run
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.paths import HOME_VARIABLE
from cariste.core.preferences import Preferences, save_preferences


@pytest.fixture(autouse=True)
def _english_on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    save_preferences(Preferences(language="en"))


@pytest.fixture
def filled(folder: Path) -> Path:
    """One forklift driver of the loading dock, whose certificate has expired."""
    with bootstrap.create_folder(folder, "Essai") as workspace, workspace.change("people"):
        chloe = employee(external_id="00123", workspace="Quai", role="Cariste")
        caces(chloe, "R489-5", completion_date=dt.date(2021, 11, 9))
    return folder


def ask(folder: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert run(["--folder", str(folder), "--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("command", [["verdict"], ["report", "authorisations", "register.pdf"]])
def test_a_category_is_understood_as_people_write_it_and_an_unknown_one_is_refused(
    filled: Path,
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["--folder", str(filled), *command, "--kind", "r489 cat. 3"]) == 0
    capsys.readouterr()
    assert run(["--folder", str(filled), *command, "--kind", "R489-33"]) == 3
    assert "“R489-33”" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="rights do not bind this user")
def test_a_folder_one_may_not_read_is_not_called_missing(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled.chmod(0)
    try:
        assert run(["--folder", str(filled), "status"]) == 4
    finally:
        filled.chmod(0o700)
    assert "rights are missing" in capsys.readouterr().err


def test_import_shows_the_dates_of_a_sheet_as_people_write_them_also_one_no_calendar_has(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ("Nom;Prénom;R489 5 Obtenu le", "Fictif;Zoé;2031-03-15", "Fictif;Ana;2024-02-31")
    (tmp_path / "people.csv").write_text("\n".join(rows), "utf-8")
    assert run(["--folder", str(filled), "import", str(tmp_path / "people.csv"), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "15 Mar 2031" in said
    assert "2024-02-31" in said


def test_show_says_that_somebody_has_left_and_when(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with bootstrap.open_workspace(filled, write=True) as workspace, workspace.change("leaving"):
        employee(first_name="Zoé", current_status="inactive", left_on=TODAY)
    assert run(["--folder", str(filled), "show", "Zoé Fictif-Test"]) == 0
    assert re.search(r"Left\n.*21 Nov 2026", capsys.readouterr().out)
    assert run(["--folder", str(filled), "show", "00123"]) == 0
    assert "Active" in capsys.readouterr().out


def test_a_file_name_the_system_refuses_is_no_bug_of_ours(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--folder", str(filled), "export", str(tmp_path / f"{'m' * 249}.xlsx")]) == 4
    assert "the path is too long" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["status", "outbox"])
def test_a_user_s_own_folder_that_cannot_be_used_is_named(
    filled: Path,
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "file" / "home"))
    assert run(["--folder", str(filled), command]) == 4
    said = capsys.readouterr().err
    assert str(tmp_path / "file") in said
    assert HOME_VARIABLE in said


@pytest.mark.parametrize(
    "command",
    [
        ["employees"],
        ["alerts"],
        ["verdict"],
        ["report", "due-list", "due.pdf"],
        ["export", "due.ics"],
    ],
)
def test_a_work_area_nobody_knows_is_refused_and_not_answered_with_an_empty_list(
    filled: Path,
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["--folder", str(filled), *command, "--workspace", "Quay"]) == 3
    assert "“Quay”" in (said := capsys.readouterr().err)
    assert "Quai, Zone A" in said
    assert run(["--folder", str(filled), *command, "--workspace", "quai "]) == 0


def test_capitals_and_accents_of_a_work_area_or_a_role_do_not_matter(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ask(filled, "alerts", "--workspace", "Quai", capsys=capsys)
    assert said["alerts"]
    assert ask(filled, "alerts", "--workspace", "QUAI", capsys=capsys) == said
    assert len(ask(filled, "employees", "--role", "cariste", capsys=capsys)) == 1
    assert run(["--folder", str(filled), "employees", "--role", "Chef"]) == 3
    assert "“Chef”" in capsys.readouterr().err
