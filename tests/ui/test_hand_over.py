"""Asking for the hand and giving it: a real window here, a real process on another PC there."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import employee
from programs import Start, headline, names_for_everybody, offers, pipes, press
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cariste.core.paths import HOME_VARIABLE
from cariste.share import asking
from cariste.ui.app import Program
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.errors import Message
from cariste.workspace import Workspace

OTHER = """
import sys
from pathlib import Path
from cariste.bootstrap import open_workspace
folder, way = Path(sys.argv[1]), sys.argv[2]
with open_workspace(folder, write=way == "edit") as workspace:
    print("ready", flush=True)
    for line in sys.stdin:
        hand = workspace.hand
        match line.strip():
            case "who asks":
                hand.look()
                answer = hand.request.who if hand.request else "nobody"
            case "decline":
                answer = hand.decline(hand.request)
            case "hand over":
                answer = workspace.hand_over()
            case "ask":
                workspace.refresh()
                answer = hand.ask(workspace.editor.who)
            case "standing":
                workspace.refresh()
                answer = hand.standing.value
            case "may take":
                workspace.refresh()
                answer = workspace.may_take
        print(answer, flush=True)
"""
HERE = socket.gethostname()

Other = Callable[[str], str]


@pytest.fixture
def other(shared: Path, tmp_path: Path) -> Iterator[Callable[[str], Other]]:
    """Marie on another PC: call it with "edit" or "read", then tell her what to do."""
    processes: list[subprocess.Popen[str]] = []

    def begin(way: str) -> Other:
        process = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(shared), way],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, HOME_VARIABLE: str(tmp_path / "other-pc"), "LOGNAME": "Marie"},
        )
        processes.append(process)
        heard, spoken = pipes(process)
        assert heard.readline() == "ready\n"

        def tell(words: str) -> str:
            spoken.write(f"{words}\n")
            spoken.flush()
            return heard.readline().strip()

        return tell

    yield begin
    for process in processes:
        process.communicate()


def reading(start: Start, shared: Path, qtbot: QtBot) -> Program:
    program = start(shared)
    qtbot.waitUntil(lambda: offers(program) == ["Ask to edit"])
    return program


def editing(start: Start, shared: Path, qtbot: QtBot) -> Program:
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    return program


def be_asked(program: Program, marie: Other, qtbot: QtBot) -> None:
    """Marie asks, and this window reads it at its next look."""
    marie("ask")
    program.session.listen()
    qtbot.waitUntil(lambda: headline(program) == f"Marie ({HERE}) asks to edit")


# -- this window reads -----------------------------------------------------------------------------


def test_who_asks_edits_as_soon_as_the_hand_is_given(
    start: Start, shared: Path, other: Callable[[str], Other], qtbot: QtBot
) -> None:
    marie = other("edit")
    program = reading(start, shared, qtbot)
    press(program, "Ask to edit")
    qtbot.waitUntil(lambda: headline(program) == "Asked to edit")
    assert f"Marie ({HERE})" in program.window.banner.status.detail
    assert HERE in marie("who asks")
    marie("hand over")
    program.session.look()
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    assert list((shared / "data").glob("ask-*")) == []


def test_a_request_can_be_taken_back(
    start: Start, shared: Path, other: Callable[[str], Other], qtbot: QtBot
) -> None:
    marie = other("edit")
    program = reading(start, shared, qtbot)
    press(program, "Ask to edit")
    qtbot.waitUntil(lambda: offers(program) == ["Withdraw the request"])
    press(program, "Withdraw the request")
    qtbot.waitUntil(lambda: headline(program) == "Read-only")
    assert marie("who asks") == "nobody"
    marie("hand over")
    program.session.look()
    qtbot.waitUntil(lambda: offers(program) == ["Edit"])


def test_who_is_declined_reads_so_does_not_edit_when_the_hand_is_free_and_may_ask_again(
    start: Start, shared: Path, other: Callable[[str], Other], qtbot: QtBot
) -> None:
    marie = other("edit")
    program = reading(start, shared, qtbot)
    press(program, "Ask to edit")
    qtbot.waitUntil(lambda: headline(program) == "Asked to edit")
    marie("who asks")
    marie("decline")
    program.session.look()
    qtbot.waitUntil(lambda: headline(program) == "Request declined")
    press(program, "Ask again")
    qtbot.waitUntil(lambda: headline(program) == "Asked to edit")
    marie("who asks")
    marie("decline")
    marie("hand over")
    program.session.look()
    qtbot.waitUntil(lambda: offers(program) == ["Edit"])


def test_after_ten_minutes_without_an_answer_one_may_ask_again(
    start: Start,
    shared: Path,
    other: Callable[[str], Other],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other("edit")
    program = reading(start, shared, qtbot)
    press(program, "Ask to edit")
    qtbot.waitUntil(lambda: headline(program) == "Asked to edit")
    monkeypatch.setattr(asking, "OPEN_SECONDS", -1.0)
    program.session.look()
    qtbot.waitUntil(lambda: headline(program) == "No answer")
    assert offers(program) == ["Ask again"]


def test_asking_when_nobody_edits_any_more_opens_for_editing(
    start: Start, shared: Path, other: Callable[[str], Other], qtbot: QtBot
) -> None:
    marie = other("edit")
    program = reading(start, shared, qtbot)
    marie("hand over")
    workspace = program.session.workspace
    assert workspace is not None
    # The window has not looked yet; the publication is brought, the banner is not.
    workspace.refresh()
    press(program, "Ask to edit")
    qtbot.waitUntil(lambda: headline(program) == "You are editing")


def test_the_hand_is_not_taken_under_an_open_dialog(
    start: Start, shared: Path, other: Callable[[str], Other], qtbot: QtBot
) -> None:
    marie = other("edit")
    program = reading(start, shared, qtbot)
    press(program, "Ask to edit")
    qtbot.waitUntil(lambda: headline(program) == "Asked to edit")
    message = program._errors.tell("Somebody reads this.")
    marie("hand over")
    with qtbot.waitSignal(program.session.situation, check_params_cb=lambda situation: situation.resume):
        program.session.look()
    assert headline(program) == "Read-only"
    message.close()
    program.session.look()
    qtbot.waitUntil(lambda: headline(program) == "You are editing")


def test_a_request_the_share_does_not_take_is_said(
    start: Start, shared: Path, other: Callable[[str], Other], qtbot: QtBot
) -> None:
    other("edit")
    program = reading(start, shared, qtbot)
    data, away = shared / "data", shared / "away"
    data.rename(away)
    press(program, "Ask to edit")
    qtbot.waitUntil(lambda: program.window.findChild(Message) is not None)
    away.rename(data)
    assert "does not take the request" in program.window.findChild(Message).text
    program.session.look()
    qtbot.waitUntil(lambda: offers(program) == ["Ask to edit"])


# -- this window edits -----------------------------------------------------------------------------


def test_the_hand_is_given_at_once_when_nothing_waits_and_this_window_goes_on_reading(
    start: Start,
    shared: Path,
    other: Callable[[str], Other],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = editing(start, shared, qtbot)
    marie = other("read")
    blinks: list[object] = []
    monkeypatch.setattr(QApplication, "alert", lambda window, *_time: blinks.append(window))
    be_asked(program, marie, qtbot)
    with qtbot.waitSignal(program.session.situation):
        program.session.look()
    assert blinks == [program.window], "once, when somebody begins to ask"
    assert offers(program) == ["Hand over", "Decline"]
    press(program, "Hand over")
    qtbot.waitUntil(lambda: headline(program) == "Read-only")
    assert program.window.banner.status.detail == "nobody is editing"
    assert marie("standing") == "open"
    assert marie("may take") == "True"


def test_a_request_can_be_declined(
    start: Start, shared: Path, other: Callable[[str], Other], qtbot: QtBot
) -> None:
    program = editing(start, shared, qtbot)
    marie = other("read")
    be_asked(program, marie, qtbot)
    press(program, "Decline")
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    assert marie("standing") == "declined"
    program.session.listen()
    assert headline(program) == "You are editing"


def test_what_waits_is_asked_about_and_travels_before_the_hand_is_given(
    start: Start, shared: Path, qtbot: QtBot
) -> None:
    program = editing(start, shared, qtbot)
    workspace = program.session.workspace
    assert workspace is not None
    with workspace.change("hire"):
        employee(first_name="Zoé")
    program.session.look()
    qtbot.waitUntil(lambda: program.window.banner.status.saved == "sending 1 change…")
    press(program, "Hand over")
    question = program.window.findChild(Confirmation)
    assert "1 change has not been sent yet" in question.text
    question.action_button.click()
    qtbot.waitUntil(lambda: headline(program) == "Read-only")
    assert names_for_everybody(shared) == ["Zoé"]


def test_while_the_hand_is_being_given_the_banner_says_nothing_else(
    start: Start, shared: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, goes_on, hand_over = threading.Event(), threading.Event(), Workspace.hand_over

    def slowly(workspace: Workspace) -> None:
        begun.set()
        goes_on.wait(60)
        hand_over(workspace)

    program = editing(start, shared, qtbot)
    monkeypatch.setattr(Workspace, "hand_over", slowly)
    press(program, "Hand over")
    qtbot.waitUntil(begun.is_set)
    # As every few seconds: this window still edits, but is about to stop.
    program.session.look()
    qtbot.waitUntil(lambda: not program.session._looking)
    assert headline(program) == "Handing over…"
    goes_on.set()
    qtbot.waitUntil(lambda: headline(program) == "Read-only")


def test_without_the_share_one_keeps_the_hand_and_reads_why(start: Start, shared: Path, qtbot: QtBot) -> None:
    program = editing(start, shared, qtbot)
    workspace = program.session.workspace
    assert workspace is not None
    with workspace.change("hire"):
        employee(first_name="Zoé")
    data, away = shared / "data", shared / "away"
    data.rename(away)
    press(program, "Hand over")
    qtbot.waitUntil(lambda: program.window.findChild(Message) is not None)
    away.rename(data)
    assert workspace.writing
    # As the program tries by itself, half a minute later.
    program.session.sending.send()
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
