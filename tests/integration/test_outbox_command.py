"""`cariste outbox`: what this PC recorded and not everybody has, even while the share is away."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from factories import employee, visit
from scenes import clash, cut_off, on_pc

from cariste import bootstrap
from cariste.cli.main import run
from cariste.core.preferences import Preferences, save_preferences
from cariste.employee.models import MedicalVisit
from cariste.employee.queries import count_employees
from cariste.share.reign import Timing


@pytest.fixture(autouse=True)
def _english_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    save_preferences(Preferences(language="en"))
    monkeypatch.setattr(bootstrap, "TIMING", Timing(stale_name=0.2, pause=0.02))


@pytest.fixture
def shared(folder: Path) -> Path:
    """A folder with one person and a visit, which nobody edits."""
    with bootstrap.create_folder(folder, "Essai") as workspace, workspace.change("hire"):
        visit(employee(external_id="1", role="Cariste"))
    return folder


def unsent(folder: Path, label: str = "Noël hired") -> None:
    """Record something here that nobody gets, as before a crash."""
    workspace = bootstrap.open_workspace(folder, write=True)
    with workspace.change(label):
        employee(first_name="Noël")
    cut_off(workspace)


def said(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> Any:
    capsys.readouterr()
    assert run(["--folder", str(folder), "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def people(folder: Path) -> int:
    with bootstrap.open_workspace(folder, write=False) as workspace, workspace.reading():
        return count_employees()


def conflict_about_a_visit(folder: Path, other_pc: Path) -> None:
    def conclude(result: str) -> None:
        held = MedicalVisit.get()
        held.result = result
        held.save()

    clash(
        folder,
        other_pc,
        mine={"Visit concluded": lambda: conclude("fit")},
        theirs={"Visit concluded elsewhere": lambda: conclude("unfit")},
    )
    bootstrap.open_workspace(folder, write=True).close()


def test_nothing_waits_in_a_folder_where_all_was_sent(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, shared, "outbox") == []
    assert run(["--folder", str(shared), "outbox"]) == 0
    assert capsys.readouterr().out == "Nothing is waiting.\n"


def test_a_folder_never_opened_here_has_nothing_of_this_pc(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unsent(shared)
    with on_pc(tmp_path / "another-pc"):
        assert said(capsys, shared, "outbox") == []
        assert not list((tmp_path / "another-pc").rglob("outbox.db"))


def test_what_waits_is_listed_with_label_moment_and_state(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unsent(shared)
    [line] = said(capsys, shared, "outbox", "list")
    assert set(line) == {
        *("id", "change", "label", "at", "entity", "entity_id", "action", "status", "tries", "problem")
    }
    assert (line["label"], line["entity"], line["action"]) == ("Noël hired", "employees", "insert")
    assert (line["status"], line["tries"]) == ("pending", 0)
    assert run(["--folder", str(shared), "outbox"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[0].split() == ["Change", "Record", "Recorded", "State", "Problem"]
    assert table[1].startswith("Noël hired  Employee")
    assert table[1].endswith("waiting")


def test_it_answers_while_the_share_is_away(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unsent(shared)
    shared.rename(tmp_path / "away")
    assert [line["label"] for line in said(capsys, shared, "outbox")] == ["Noël hired"]


def test_retrying_while_the_share_is_away_keeps_what_waits_and_says_why(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unsent(shared)
    shared.rename(tmp_path / "away")
    assert run(["--folder", str(shared), "outbox", "retry"]) == 4
    assert str(shared) in capsys.readouterr().err
    assert len(said(capsys, shared, "outbox")) == 1


def test_retrying_sends_what_waits(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unsent(shared)
    assert people(shared) == 1
    assert said(capsys, shared, "outbox", "retry") == []
    assert people(shared) == 2


def test_of_two_folders_at_one_place_the_one_opened_last_counts(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unsent(shared)
    shutil.rmtree(shared)
    bootstrap.create_folder(shared, "Another").close()
    assert said(capsys, shared, "outbox") == []


def test_a_conflict_is_listed_without_what_the_doctor_concluded(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    conflict_about_a_visit(shared, tmp_path / "other-pc")
    [line] = said(capsys, shared, "outbox")
    assert (line["label"], line["status"]) == ("Visit concluded", "conflict")
    assert line["entity"] == "medical_visits"
    assert "fit" not in json.dumps(line)
    assert run(["--folder", str(shared), "outbox"]) == 0
    assert "to decide" in capsys.readouterr().out


def test_a_conflict_alone_is_not_sent_by_trying_again(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    conflict_about_a_visit(shared, tmp_path / "other-pc")
    shared.rename(tmp_path / "away")  # so that it would be noticed if the folder were opened
    [line] = said(capsys, shared, "outbox", "retry")
    assert line["status"] == "conflict"


def test_the_status_counts_the_actions_that_wait(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, shared, "status")["pending"] == 0
    unsent(shared)
    assert said(capsys, shared, "status")["pending"] == 1
    assert run(["--folder", str(shared), "status"]) == 0
    facts = capsys.readouterr().out.splitlines()
    assert ["Waiting", "changes", "1"] in [line.split() for line in facts]


def test_what_was_sent_is_in_the_data_of_everybody(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unsent(shared)
    said(capsys, shared, "outbox", "retry")
    with on_pc(tmp_path / "another-pc"):
        assert people(shared) == 2
