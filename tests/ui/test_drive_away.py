"""The window opened while the share is away: the last data are there, dated; back, it goes on by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import employee
from programs import Start, headline, names_for_everybody
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.share.reign import Timing
from cariste.ui import session
from cariste.ui.app import Program
from cariste.ui.pages.employees import EmployeesPage


@pytest.fixture
def away(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that this PC edited until it was lost, with somebody not sent yet; returns where it lies."""
    monkeypatch.setattr(session, "_LOOK_EVERY", 100)
    monkeypatch.setattr(bootstrap, "TIMING", Timing(stale_name=0.2, unfinished_reign=-1.0, pause=0.02))
    editor = bootstrap.open_workspace(shared, write=True)
    elsewhere = shared.rename(shared.with_name("away"))
    with editor.change("hire Zoé"):
        employee(first_name="Zoé")
    assert editor._editor_lock is not None
    editor._editor_lock.release()
    for anchor in editor._anchors:
        anchor.close()
    editor._database.close()
    return elsewhere


@pytest.fixture
def program(start: Start, shared: Path, away: Path, qtbot: QtBot) -> Program:
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "Offline")
    return program


def test_the_last_data_are_shown_with_their_date_and_what_waits(program: Program, qtbot: QtBot) -> None:
    status = program.window.banner.status
    assert "may be out of date" in status.detail
    assert status.saved.startswith("1 change waiting · data of ")
    assert program.window.shown == "employees"
    page = program.window.findChild(EmployeesPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)


def test_when_it_is_back_one_edits_again_and_what_waited_leaves(
    program: Program, shared: Path, away: Path, qtbot: QtBot
) -> None:
    away.rename(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    assert names_for_everybody(shared) == ["Zoé"]
