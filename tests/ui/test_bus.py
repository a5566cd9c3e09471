"""Midnight passes with the window open."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.ui.bus import Bus


def test_a_new_day_is_announced_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, "2026-11-21")
    bus = Bus()
    days: list[dt.date] = []
    bus.day_changed.connect(days.append)
    bus.look_at_the_calendar()
    assert days == []
    monkeypatch.setenv(REHEARSAL_VARIABLE, "2026-11-22")
    bus.look_at_the_calendar()
    bus.look_at_the_calendar()
    assert days == [dt.date(2026, 11, 22)]
    assert bus.today == dt.date(2026, 11, 22)


def test_the_calendar_is_looked_at_by_itself(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, "2026-11-21")
    monkeypatch.setattr("cariste.ui.bus._LOOK_EVERY", 10)
    bus = Bus()
    monkeypatch.setenv(REHEARSAL_VARIABLE, "2026-11-23")
    with qtbot.waitSignal(bus.day_changed) as signal:
        pass
    assert signal.args == [dt.date(2026, 11, 23)]
