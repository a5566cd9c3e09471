"""Where the changes of this window are: with everybody, on their way, held up, refused, clashing."""

from __future__ import annotations

import errno
import threading
from pathlib import Path

import pytest
from factories import employee
from programs import Start, headline, offers, press
from pytestqt.qtbot import QtBot

from cariste.core.errors import EnvironmentProblem
from cariste.share.reign import Reign
from cariste.ui.app import Program
from cariste.workspace import Workspace
from cariste.workspace.sending import Sender


@pytest.fixture
def program(start: Start, shared: Path, qtbot: QtBot) -> Program:
    """A window that edits."""
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    return program


def opened(program: Program) -> Workspace:
    assert program.session.workspace is not None
    return program.session.workspace


def hire(program: Program, name: str, number: str) -> None:
    """Record somebody as a form does, and tell so."""
    with opened(program).change(f"hire {name}"):
        employee(first_name=name, external_id=number)
    program._bus.changed.emit(None)


def saved(program: Program) -> str:
    return program.window.banner.status.saved


def test_a_change_is_on_its_way_and_then_up_to_date_for_everyone(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, send = threading.Event(), Sender.send
    monkeypatch.setattr(Sender, "send", lambda sender: goes_on.wait(60) and send(sender))
    hire(program, "Zoé", "1")
    qtbot.waitUntil(lambda: saved(program) == "sending 1 change…")
    goes_on.set()
    qtbot.waitUntil(lambda: "up to date for everyone" in saved(program))
    assert opened(program).pending == 0


def test_while_the_share_is_away_changes_wait_are_counted_and_leave_when_it_is_back(
    program: Program, shared: Path, qtbot: QtBot
) -> None:
    data, away = shared / "data", shared / "away"
    data.rename(away)
    hire(program, "Noël", "1")
    hire(program, "Zoé", "2")
    qtbot.waitUntil(lambda: headline(program) == "Offline")
    assert program.window.banner.status.detail == "2 changes waiting"
    assert offers(program) == ["Hand over"]
    assert opened(program).writing

    away.rename(data)
    program.session._beat()
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    assert opened(program).pending == 0


def test_two_signs_of_life_in_vain_say_that_the_share_is_away(
    program: Program, shared: Path, qtbot: QtBot
) -> None:
    data, away = shared / "data", shared / "away"
    data.rename(away)
    with qtbot.waitSignal(program.session.situation):
        program.session._beat()
    assert headline(program) == "You are editing"
    program.session._beat()
    qtbot.waitUntil(lambda: headline(program) == "Offline")
    assert program.window.banner.status.detail == "the shared folder does not answer"
    away.rename(data)
    program.session._beat()
    qtbot.waitUntil(lambda: headline(program) == "You are editing")


def test_a_share_that_refuses_is_quoted_and_tried_again_on_request(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_reign: Reign) -> None:
        cause = OSError(errno.ENOSPC, "No space left on device")
        raise EnvironmentProblem("The shared folder is full.") from cause

    with monkeypatch.context() as patch:
        patch.setattr(Reign, "send", full)
        hire(program, "Zoé", "1")
        qtbot.waitUntil(lambda: headline(program) == "1 change not sent")
        assert program.window.banner.status.detail == "The shared folder is full."
        assert offers(program) == ["Try again", "Hand over"]
    press(program, "Try again")
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    assert opened(program).pending == 0


def test_what_clashes_leads_to_the_page_where_it_is_decided(program: Program, qtbot: QtBot) -> None:
    workspace = opened(program)
    with workspace.change("hire Zoé"):
        employee(first_name="Zoé")
    for item in workspace._outbox.unsent():
        workspace._outbox.clashed(item.id, "somebody else was faster")
    program.session.look()
    qtbot.waitUntil(lambda: headline(program).endswith("to decide"))
    press(program, "Decide")
    assert program.window.shown == "outbox"


def test_a_share_silent_for_too_long_pauses_editing(program: Program, qtbot: QtBot) -> None:
    workspace = opened(program)
    # The first sign of life has been given: it would end the silence.
    qtbot.waitUntil(lambda: not program._tasks._under_way)
    workspace._last_sign -= workspace._timing.fence + 1
    program.session.look()
    qtbot.waitUntil(lambda: headline(program) == "Editing paused")
    assert offers(program) == []
    program.session._beat()
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
