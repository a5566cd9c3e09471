"""What the clerk types reaches everybody by itself, now or when it can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import employee
from programs import Start, headline, names_for_everybody, press
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.share import reign
from cariste.share.listing import data_folder, look, publication_file
from cariste.share.reign import Timing
from cariste.ui import sending
from cariste.ui.app import Program
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.workspace import Workspace
from cariste.workspace import sending as sender


@pytest.fixture(autouse=True)
def _in_quick_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_COLLECT", 50)
    monkeypatch.setattr(sender, "_PATIENCE", (0.05, 0.05, 0.1))
    monkeypatch.setattr(bootstrap, "TIMING", Timing(stale_name=0.2, unfinished_reign=-1.0, pause=0.02))


@pytest.fixture
def program(start: Start, shared: Path, qtbot: QtBot) -> Iterator[Program]:
    """A window that edits a folder without people."""
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    return program


def workspace_of(program: Program) -> Workspace:
    assert program.session.workspace is not None
    return program.session.workspace


def hire(program: Program, name: str) -> None:
    with workspace_of(program).change(f"hire {name}"):
        employee(first_name=name)
    program.session._bus.changed.emit(None)


def people_for_others(folder: Path) -> int:
    return len(names_for_everybody(folder))


def test_a_change_is_sent_a_moment_later_without_being_asked(
    program: Program, shared: Path, qtbot: QtBot
) -> None:
    hire(program, "Zoé")
    qtbot.waitUntil(lambda: people_for_others(shared) == 1)
    qtbot.waitUntil(lambda: "up to date" in program.window.banner.status.saved)


def test_changes_made_at_once_travel_together(program: Program, shared: Path, qtbot: QtBot) -> None:
    before = workspace_of(program).head
    for name in ("Anaïs", "Bruno", "Zoé"):
        hire(program, name)
    qtbot.waitUntil(lambda: people_for_others(shared) == 3)
    # The share has them a moment before this window knows.
    qtbot.waitUntil(lambda: workspace_of(program).pending == 0)
    assert workspace_of(program).head == (before[0], before[1] + 1)


def test_while_the_share_is_away_the_window_says_what_waits_and_sends_it_afterwards(
    program: Program, shared: Path, qtbot: QtBot
) -> None:
    away = shared.with_name("away")
    shared.rename(away)
    hire(program, "Anaïs")
    hire(program, "Zoé")
    qtbot.waitUntil(lambda: headline(program) == "Offline")
    qtbot.waitUntil(lambda: "2 changes waiting" in program.window.banner.status.detail)
    away.rename(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    assert people_for_others(shared) == 2


def test_when_an_answer_is_lost_the_window_goes_on_by_itself_and_nothing_is_doubled(
    program: Program, shared: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    really, first = reign.claim, workspace_of(program)

    def lost_reply(path: Path) -> reign.Claim:
        really(path)
        monkeypatch.setattr(reign, "claim", really)
        return reign.Claim.FAILED

    monkeypatch.setattr(reign, "claim", lost_reply)
    hire(program, "Zoé")
    qtbot.waitUntil(lambda: program.session.workspace not in {None, first})
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    assert workspace_of(program).pending == 0
    assert people_for_others(shared) == 1


def test_older_data_are_shown_as_such_and_used_only_when_a_person_says_so(
    start: Start, shared: Path, qtbot: QtBot
) -> None:
    head = look(data_folder(shared)).head
    assert head is not None
    publication_file(data_folder(shared), head).write_bytes(b"cut short")
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "Older data")
    assert publication_file(data_folder(shared), head).name in program.window.banner.problem
    press(program, "Go on from these data")
    question = program.window.findChild(Confirmation)
    assert "ask first" in question.text
    question.action_button.click()
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
