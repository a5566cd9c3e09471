"""The journal outside the window: the command, and the files it is exported to."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY, caces, employee, visit
from python_calamine import CalamineWorkbook

from cariste import bootstrap
from cariste.cli.main import run
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import UserError
from cariste.core.preferences import Preferences, save_preferences
from cariste.exchange import journal_list
from cariste.exchange.journal_list import export_journal
from cariste.journal.queries import Filter
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _english_on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    save_preferences(Preferences(language="en"))


def some_actions(workspace: Workspace) -> None:
    with workspace.change("Hiring Chloé"):
        chloe = employee(external_id="00123")
        caces(chloe)
        held = visit(chloe, result="fit")
    with workspace.change("Visit of Chloé"):
        held.result = "unfit"
        held.save()
    with workspace.change("=HYPERLINK(0)"):
        noel = employee(first_name="Noël")
    with workspace.change("Noël is gone"):
        noel.delete_instance()


@pytest.fixture
def filled(folder: Path) -> Path:
    with bootstrap.create_folder(folder, "Essai") as workspace:
        some_actions(workspace)
    return folder


def ask(folder: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert run(["--folder", str(folder), "--json", "journal", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_command_gives_every_record_written_newest_action_first(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ask(filled, capsys=capsys)
    assert [(line["label"], line["entity"], line["action"], line["employee"]) for line in said] == [
        ("Noël is gone", "employees", "delete", None),
        ("=HYPERLINK(0)", "employees", "insert", None),
        ("Visit of Chloé", "medical_visits", "update", "Chloé Fictif-Test"),
        ("Hiring Chloé", "employees", "insert", "Chloé Fictif-Test"),
        ("Hiring Chloé", "caces", "insert", "Chloé Fictif-Test"),
        ("Hiring Chloé", "medical_visits", "insert", "Chloé Fictif-Test"),
    ]
    assert said[2]["fields"] == {"result": "changed"}
    assert said[0]["fields"]["first_name"] == ["Noël", None]
    assert said[4]["subject"] == "R489-3"
    assert "unfit" not in json.dumps(said)


@pytest.mark.parametrize("person", ["00123", "chloe fictif test", "FICTIF-TEST Chloé"])
def test_the_command_tells_of_one_person(
    filled: Path, person: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ask(filled, "--employee", person, capsys=capsys)
    assert {line["employee"] for line in said} == {"Chloé Fictif-Test"}
    assert len(said) == 4


def test_the_command_knows_who_is_deleted_by_the_id(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = ask(filled, capsys=capsys)[0]["employee_id"]
    assert len(ask(filled, "--employee", gone, capsys=capsys)) == 2
    assert ask(filled, "--employee", uuid.uuid4().hex, capsys=capsys) == []
    assert run(["--folder", str(filled), "journal", "--employee", "nobody"]) == 3
    assert "Nobody is called “nobody”" in capsys.readouterr().err


def test_the_command_is_limited_by_day_words_and_number(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(ask(filled, "--limit", "2", capsys=capsys)) == 2
    assert ask(filled, "--since", "2999-01-01", capsys=capsys) == []
    assert len(ask(filled, "--since", "2000-01-01", capsys=capsys)) == 6
    assert [line["label"] for line in ask(filled, "--search", "noel gone", capsys=capsys)] == ["Noël is gone"]


def test_people_read_one_line_per_action(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--folder", str(filled), "journal"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["When", "Who", "PC"]
    assert len(lines) == 4
    assert "Noël is gone" in lines[0]
    assert lines[0].endswith("(deleted)          deleted")
    assert lines[2].endswith("Chloé Fictif-Test  Outcome: changed")
    assert lines[3].endswith("Chloé Fictif-Test  3 records")


def exported(workspace: Workspace, path: Path, wanted: Filter | None = None) -> int:
    with workspace.reading():
        return export_journal(path, wanted or Filter())


def test_a_workbook_holds_a_row_per_record_with_dates_and_no_formula(
    workspace: Workspace, tmp_path: Path
) -> None:
    some_actions(workspace)
    path = tmp_path / "journal.xlsx"
    assert exported(workspace, path) == 6
    head, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Journal").to_python()
    assert head[4:] == ["What was done", "Employee", "Record", "Action", "Details"]
    assert rows[1][4] == "=HYPERLINK(0)"
    assert rows[2][5:] == ["Chloé Fictif-Test", "Periodic visit", "changed", "Outcome: changed"]
    assert rows[4][6] == "CACES R489-3 Counterbalance ≤ 6 t"
    assert "unfit" not in str(rows)


def test_a_text_file_cannot_act_as_a_formula(workspace: Workspace, tmp_path: Path) -> None:
    some_actions(workspace)
    path = tmp_path / "journal.csv"
    assert exported(workspace, path, Filter(action="delete")) == 1
    assert exported(workspace, path) == 6
    assert ";'=HYPERLINK(0);" in path.read_text("utf-8-sig")


def test_only_what_is_asked_for_is_written(workspace: Workspace, tmp_path: Path) -> None:
    some_actions(workspace)
    assert exported(workspace, tmp_path / "none.csv", Filter(username="nobody")) == 0
    assert exported(workspace, tmp_path / "some.json", Filter(search="visit of chloe")) == 1
    document = json.loads((tmp_path / "some.json").read_text("utf-8"))
    assert [row["label"] for row in document["journal"]] == ["Visit of Chloé"]


def test_a_journal_too_long_for_a_file_says_so_and_writes_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_actions(workspace)
    monkeypatch.setattr(journal_list, "MOST", 5)
    with pytest.raises(UserError, match="more than 5 rows here"):
        exported(workspace, tmp_path / "journal.xlsx")
    assert list(tmp_path.glob("*.xlsx")) == []
    with pytest.raises(UserError, match="choose a name that ends with"):
        exported(workspace, tmp_path / "journal.txt")
