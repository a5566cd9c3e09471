"""Closing the window: what waits is sent first; what cannot be sent is kept, and the window says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import employee
from programs import Start, headline, names_for_everybody
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.ui.app import Program
from cariste.ui.dialogs.closing_dialog import ClosingDialog
from cariste.workspace import Workspace
from cariste.workspace.sending import Sender


@pytest.fixture
def program(start: Start, shared: Path, qtbot: QtBot) -> Program:
    """A window that edits."""
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    return program


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A share that takes nothing before the event is set."""
    answers = threading.Event()
    send = Sender.send

    def slowly(sender: Sender) -> bool:
        answers.wait(30)
        return send(sender)

    monkeypatch.setattr(Sender, "send", slowly)
    yield answers
    answers.set()


def hire(program: Program, *names: str) -> None:
    """Record people as a form does, so quickly that nothing is sent yet."""
    workspace = opened(program)
    for number, name in enumerate(names):
        with workspace.change(f"hire {name}"):
            employee(first_name=name, external_id=str(number))


def opened(program: Program) -> Workspace:
    assert program.session.workspace is not None
    return program.session.workspace


def dialog(program: Program) -> ClosingDialog:
    return program.window.findChild(ClosingDialog)


def test_a_window_with_nothing_to_send_closes_without_a_word(program: Program, qtbot: QtBot) -> None:
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert dialog(program) is None


def test_what_was_recorded_a_moment_ago_is_sent_before_the_window_goes(
    program: Program, shared: Path, qtbot: QtBot
) -> None:
    hire(program, "Zoé")
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert names_for_everybody(shared) == ["Zoé"]


def test_a_slow_share_is_waited_for_with_a_count_and_then_the_window_closes_by_itself(
    program: Program, shared: Path, slow: threading.Event, qtbot: QtBot
) -> None:
    hire(program, "Noël", "Zoé")
    program.window.close()
    qtbot.waitUntil(lambda: dialog(program) is not None)
    qtbot.waitUntil(lambda: dialog(program).headline.text() == "Sending 2 changes…")
    assert program.window.isVisible()
    program.window.close()
    assert len(program.window.findChildren(ClosingDialog)) == 1
    slow.set()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert names_for_everybody(shared) == ["Noël", "Zoé"]


def test_whoever_cannot_wait_closes_anyway(program: Program, slow: threading.Event, qtbot: QtBot) -> None:
    hire(program, "Zoé")
    program.window.close()
    qtbot.waitUntil(lambda: dialog(program) is not None)
    dialog(program).close_button.click()
    assert not program.window.isVisible()
    assert opened(program).pending == 1


def test_whoever_stays_goes_on_working(program: Program, slow: threading.Event, qtbot: QtBot) -> None:
    hire(program, "Zoé")
    program.window.close()
    qtbot.waitUntil(lambda: dialog(program) is not None)
    dialog(program).reject()
    slow.set()
    qtbot.waitUntil(lambda: opened(program).pending == 0)
    qtbot.waitUntil(lambda: dialog(program) is None)
    assert program.window.isVisible()
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())


def test_without_the_share_changes_stay_on_this_pc_and_are_sent_next_time(
    program: Program, start: Start, shared: Path, qtbot: QtBot
) -> None:
    hire(program, "Zoé")
    away = shared.with_name("away")
    shared.rename(away)
    program.window.close()
    qtbot.waitUntil(lambda: dialog(program) is not None)
    qtbot.waitUntil(lambda: dialog(program).headline.text() == "1 change could not be sent")
    assert "will be sent the next time Cariste is opened here" in dialog(program).words.text()
    assert dialog(program).reason.text()
    assert program.window.isVisible()
    dialog(program).close_button.click()
    assert not program.window.isVisible()
    program.leave()

    away.rename(shared)
    assert names_for_everybody(shared) == []
    again = start(shared)
    qtbot.waitUntil(lambda: headline(again) == "You are editing", timeout=20_000)
    assert opened(again).pending == 0
    assert names_for_everybody(shared) == ["Zoé"]


def test_a_window_that_reads_closes_at_once(start: Start, shared: Path, qtbot: QtBot) -> None:
    with bootstrap.open_workspace(shared, write=True):
        program = start(shared)
        qtbot.waitUntil(lambda: headline(program) == "Read-only")
        program.window.close()
        assert not program.window.isVisible()
