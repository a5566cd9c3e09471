"""The hand goes from one workspace to another: what was recorded travels first, nobody edits twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import employee

from cariste import bootstrap
from cariste.core.errors import EnvironmentProblem, ReadOnlyHere
from cariste.core.paths import HOME_VARIABLE
from cariste.employee.models import Employee
from cariste.share.asking import Standing
from cariste.workspace import Workspace


@pytest.fixture
def other_pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is opened from now on is opened on another PC."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "other-pc"))


@pytest.fixture
def reader(workspace: Workspace, folder: Path, other_pc: None) -> Iterator[Workspace]:
    """Somebody who looks on, on another PC."""
    with bootstrap.open_workspace(folder, write=False) as opened:
        yield opened


def people(workspace: Workspace) -> list[str]:
    with workspace.reading():
        return [person.first_name for person in Employee.select().order_by(Employee.first_name)]


def test_who_asks_gets_the_hand_with_all_that_was_recorded(
    workspace: Workspace, reader: Workspace, folder: Path
) -> None:
    editor = reader.editor
    assert editor is not None
    reader.hand.ask(editor.who)
    workspace.hand.look()
    assert workspace.hand.request is not None
    with workspace.change("hired while being asked"):
        employee(first_name="Zoé")

    workspace.hand_over()
    assert not workspace.writing
    assert not workspace.taken_over
    assert not workspace.lost_by_accident
    assert workspace.pending == 0

    reader.refresh()
    assert reader.editor is None
    assert reader.hand.standing is Standing.OPEN
    with bootstrap.open_workspace(folder, write=True) as successor:
        assert successor.writing
        assert people(successor) == ["Zoé"]


def test_who_handed_over_changes_nothing_more_and_closes_in_peace(
    workspace: Workspace, folder: Path, other_pc: None
) -> None:
    workspace.hand_over()
    with pytest.raises(ReadOnlyHere), workspace.change("too late"):
        employee()
    workspace.hand_over()
    with bootstrap.open_workspace(folder, write=True) as successor:
        workspace.close()
        assert successor.writing
        successor.beat()


def test_without_the_share_the_hand_stays_where_it_is(workspace: Workspace, folder: Path) -> None:
    with workspace.change("hired"):
        employee(first_name="Zoé")
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(EnvironmentProblem):
        workspace.hand_over()
    away.rename(folder)
    assert workspace.writing
    assert workspace.pending == 1
    with workspace.change("hired, too"):
        employee(first_name="Noël", external_id="2")
    workspace.hand_over()
    assert workspace.pending == 0


def test_whoever_stops_reading_asks_no_more(workspace: Workspace, folder: Path, other_pc: None) -> None:
    with bootstrap.open_workspace(folder, write=False) as reader:
        reader.hand.ask("?")
    workspace.hand.look()
    assert workspace.hand.request is None


def test_a_reader_has_no_hand_to_give(reader: Workspace, workspace: Workspace) -> None:
    reader.hand_over()
    assert workspace.writing
