"""A drive that neither answers nor fails: the window stays alive, says so, and goes on when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import netshare
import pytest
from factories import employee
from office.turns import Turns
from programs import Start, headline
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.core.paths import HOME_VARIABLE
from cariste.ui import sending, session
from cariste.ui.app import Program
from cariste.ui.pages.welcome import WelcomePage
from cariste.ui.widgets import waiting
from cariste.ui.widgets.flat_button import FlatButton
from cariste.workspace import sending as sender

pytestmark = pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share")

HANG_S = 2.5
"""Seconds after which a call to the drive fails; far more than the window may ever stand still."""
LATEST_MS = 500
"""The program's own threads may hold each other up on a busy build server; bench/ measures in earnest."""


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[netshare.Host]:
    monkeypatch.setattr(sending, "_COLLECT", 50)
    monkeypatch.setattr(sender, "_PATIENCE", (0.1, 0.1, 0.2))
    with netshare.NetShare(tmp_path / "server", ttl=100) as share:
        host = share.host("a")
        bootstrap.create_folder(host.path / "folder", "Essai").close()
        host.set(hang_s=HANG_S)
        yield host
        host.restore()


def test_while_the_drive_hangs_one_goes_on_editing_and_the_window_never_stands_still(
    start: Start, host: netshare.Host, qtbot: QtBot
) -> None:
    program = start(host.path / "folder")
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    workspace = program.session.workspace
    assert workspace is not None
    qtbot.waitUntil(lambda: "up to date" in program.window.banner.status.saved)
    host.hang()
    turns = Turns()
    with workspace.change("hire Zoé"):
        employee(first_name="Zoé")
    program.session._bus.changed.emit(None)
    qtbot.waitUntil(lambda: headline(program) == "Offline")
    qtbot.waitUntil(lambda: "1 change waiting" in program.window.banner.status.detail)
    assert turns.end()["blocked"] < LATEST_MS
    host.restore()
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    qtbot.waitUntil(lambda: "up to date" in program.window.banner.status.saved)
    assert workspace.pending == 0


def test_a_drive_that_hangs_from_the_start_shows_what_this_pc_knew_last(
    start: Start, host: netshare.Host, qtbot: QtBot
) -> None:
    host.hang()
    turns = Turns()
    program = start(host.path / "folder")
    qtbot.waitUntil(lambda: headline(program) == "Offline")
    assert turns.end()["blocked"] < LATEST_MS
    assert "may be out of date" in program.window.banner.status.detail


def test_who_cannot_wait_for_a_drive_that_hangs_sees_what_this_pc_knew_last_at_once(
    start: Start, host: netshare.Host, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_MEANWHILE_AFTER", 100)
    monkeypatch.setattr(session, "_LOOK_EVERY", 100)
    host.set(hang_s=60)
    host.hang()
    program = start(host.path / "folder")
    qtbot.waitUntil(lambda: offered(program) is not None)
    assert headline(program) == "Opening…"
    button = offered(program)
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: headline(program) == "Offline")
    host.restore()
    qtbot.waitUntil(lambda: headline(program) == "You are editing")


def offered(program: Program) -> FlatButton | None:
    """Return the button that shows what this PC knows, once it is there."""
    buttons = program.window.findChildren(FlatButton)
    return next(
        (one for one in buttons if one.text() == "Show the last known data" and one.isVisible()), None
    )


def test_a_pc_that_never_saw_the_folder_is_led_to_the_welcome_with_the_reason(
    start: Start, host: netshare.Host, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "another-pc"))
    host.hang()
    program = start(host.path / "folder")
    qtbot.waitUntil(lambda: headline(program) == "No folder open")
    assert "does not answer" in program.window.findChild(WelcomePage).notice.text
