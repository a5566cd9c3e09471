"""The one place that knows what day it is."""

from __future__ import annotations

import datetime as dt

import pytest

from cariste.core import clock
from cariste.core.errors import UserError


def test_a_rehearsal_day_replaces_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.REHEARSAL_VARIABLE, "2024-02-29")
    assert clock.today() == dt.date(2024, 2, 29)
    assert clock.is_rehearsal()


def test_without_rehearsal_today_is_the_local_date() -> None:
    before = dt.date.today()
    assert before <= clock.today() <= dt.date.today()
    assert not clock.is_rehearsal()


def test_a_rehearsal_day_that_is_no_date_is_refused_with_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.REHEARSAL_VARIABLE, "2026-02-30")
    with pytest.raises(UserError, match="2026-02-30"):
        clock.today()
