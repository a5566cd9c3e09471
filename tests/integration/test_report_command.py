"""`cariste report`: the same reports without a window; nothing is overwritten that is no PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY, employee
from papers import driver, pages_of

from cariste.cli.main import run
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.preferences import Preferences, save_preferences
from cariste.equipment.models import Machine
from cariste.reports.registry import REPORTS
from cariste.workspace import Workspace


@pytest.fixture
def report(workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the command on a folder with two people and a machine; return its exit code."""
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    save_preferences(Preferences(language="en"))
    with workspace.change("people"):
        driver(external_id="00123")
        employee(first_name="Bruno", last_name="Fictif-Autre")
        Machine(number="12", name="Fenwick", kind="R489-3", site="Quai").save()
    workspace.send()
    return lambda *arguments: run(["--folder", str(folder), "report", *map(str, arguments)])


def test_the_command_writes_a_pdf_and_says_how_many_pages(
    report: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "tableau.pdf"
    assert report("shift-board", target, "--machine", "12", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(target), "pages": 1}
    assert "Chloé" in pages_of(target.read_bytes())[0]
    assert report("due-list", target, "--days", "30") == 0
    assert "1 page written" in capsys.readouterr().out
    assert "Due-date list" in pages_of(target.read_bytes())[0]
    assert [path.name for path in tmp_path.iterdir() if path.suffix in {".pdf", ".part"}] == ["tableau.pdf"]


def test_people_are_named_once_or_several_times(report: Any, tmp_path: Path) -> None:
    target = tmp_path / "x.pdf"
    assert report("person-file", target, "--person", "00123", "--person", "bruno fictif-autre") == 0
    assert len(pages_of(target.read_bytes())) == 2
    assert report("person-file", target, "--person", "nobody") == 3
    assert report("person-file", target) == 3


def test_what_is_asked_for_in_vain_is_told_beside_the_file(
    report: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report("cards", tmp_path / "x.pdf", "--person", "00123", "--person", "Bruno Fictif-Autre") == 0
    assert "No authorisation holds on that day for: Bruno Fictif-Autre." in capsys.readouterr().err


def test_a_file_that_is_no_pdf_is_left_as_it_is(
    report: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "lettre.pdf"
    letter.write_text("Madame, Monsieur")
    assert report("matrix", letter) == 3
    assert letter.read_text() == "Madame, Monsieur"
    assert str(letter) in capsys.readouterr().err
    assert report("matrix", tmp_path / "matrix.xlsx") == 3
    assert report("matrix", tmp_path / "nowhere" / "matrix.pdf") == 4
    (tmp_path / "folder.pdf").mkdir()
    assert report("matrix", tmp_path / "folder.pdf") == 3


def test_an_option_that_means_nothing_to_a_report_is_refused_with_those_that_do(
    report: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report("leavers", tmp_path / "x.pdf", "--days", "30", "--kind", "R489-3") == 3
    told = capsys.readouterr().err
    assert "--kind, --days" in told or "--days, --kind" in told
    assert "It takes: --on." in told
    assert report("inventory", tmp_path / "x.pdf") == 3
    assert "shift-board" in capsys.readouterr().err
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_help_lists_every_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "--help"]) == 0
    told = capsys.readouterr().out
    assert [one.name for one in REPORTS if f"  {one.name} " not in told] == []
