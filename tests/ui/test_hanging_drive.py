"""A drive that neither answers nor fails: the window stays alive, says so, and goes on when it is back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import netshare
import pytest
from factories import employee
from programs import Start, headline
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from cariste import bootstrap
from cariste.ui import sending
from cariste.ui.pages.welcome import WelcomePage
from cariste.workspace import sending as sender

pytestmark = pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share")

HANG_S = 1.5
"""Seconds after which a call to the drive fails; far more than the window may ever stand still."""
LATEST_MS = 500
"""A busy build server may hold a thread up for some hundred milliseconds; bench/ measures in earnest."""
SOON = 15_000


class Probe:
    """Measures for how long the window's thread stood still at the most."""

    def __init__(self) -> None:
        self.worst_ms = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(5)

    def _tick(self) -> None:
        present = time.perf_counter()
        self.worst_ms = max(self.worst_ms, (present - self._last) * 1000)
        self._last = present


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
    qtbot.waitUntil(lambda: headline(program) == "You are editing", timeout=SOON)
    workspace = program.session.workspace
    assert workspace is not None
    qtbot.waitUntil(lambda: "up to date" in program.window.banner.status.saved, timeout=SOON)
    host.hang()
    probe = Probe()
    with workspace.change("hire Zoé"):
        employee(first_name="Zoé")
    program.session._bus.changed.emit(None)
    qtbot.waitUntil(lambda: headline(program) == "Offline", timeout=SOON)
    qtbot.waitUntil(lambda: "1 change waiting" in program.window.banner.status.detail, timeout=SOON)
    assert probe.worst_ms < LATEST_MS
    host.restore()
    qtbot.waitUntil(lambda: headline(program) == "You are editing", timeout=SOON)
    qtbot.waitUntil(lambda: "up to date" in program.window.banner.status.saved, timeout=SOON)
    assert workspace.pending == 0


def test_a_drive_that_hangs_from_the_start_leads_to_the_welcome_with_the_reason(
    start: Start, host: netshare.Host, qtbot: QtBot
) -> None:
    host.hang()
    probe = Probe()
    program = start(host.path / "folder")
    qtbot.waitUntil(lambda: headline(program) == "No folder open", timeout=SOON)
    assert probe.worst_ms < LATEST_MS
    assert "network drive is away" in program.window.findChild(WelcomePage).notice.text
