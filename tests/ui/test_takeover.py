"""Another workstation edits, falls silent, or takes over: what the window says and lets one do."""

from __future__ import annotations

import dataclasses
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from programs import Start, editor_elsewhere, headline, offers, press
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.core.paths import HOME_VARIABLE
from cariste.share.reign import TIMING
from cariste.ui.dialogs.confirmation import Confirmation


def test_an_editor_who_fell_silent_is_replaced_only_after_a_confirmation(
    start: Start, shared: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with editor_elsewhere(shared, tmp_path / "other-pc") as process:
        process.kill()
    monkeypatch.setattr(bootstrap, "TIMING", dataclasses.replace(TIMING, stale_editor=-1.0))
    program = start(shared)
    qtbot.waitUntil(lambda: offers(program) == ["Take over"])
    assert headline(program) == "Read-only"

    press(program, "Take over")
    question = program.window.findChild(Confirmation)
    assert "no sign of life" in question.text
    assert f"stays on {socket.gethostname()}" in question.text
    question.close_button.click()
    assert headline(program) == "Read-only"

    press(program, "Take over")
    program.window.findChildren(Confirmation)[-1].action_button.click()
    qtbot.waitUntil(lambda: headline(program) == "You are editing")


def test_who_was_replaced_is_told_by_whom(
    start: Start, shared: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    script = (
        "import dataclasses, sys; from pathlib import Path; from cariste import bootstrap;"
        "bootstrap.TIMING = dataclasses.replace(bootstrap.TIMING, stale_editor=-1.0);"
        "bootstrap.open_workspace(Path(sys.argv[1]), write=True, asked=True).close()"
    )
    elsewhere = {**os.environ, HOME_VARIABLE: str(tmp_path / "other-pc")}
    subprocess.run([sys.executable, "-c", script, str(shared)], check=True, env=elsewhere)
    program.session._beat()
    program.session.look()
    qtbot.waitUntil(lambda: headline(program).startswith("Taken over by"))
    assert offers(program) == ["Reopen"]
    press(program, "Reopen")
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
