"""The edit lock as people see it: who, since when, last seen, and when it may be taken over."""

from __future__ import annotations

import datetime as dt

import pytest

from cariste.core.clock import now
from cariste.lock.models import AppLock
from cariste.workspace import Workspace

ME, OTHER = ("PC-QUAI-1", "marie", 11, "1.0"), ("PC-QUAI-2", "paul", 22, "1.0")


@pytest.fixture(autouse=True)
def _free(workspace: Workspace) -> object:
    with workspace.reading():
        AppLock.delete().execute()
        yield


def test_one_holder_at_a_time_and_release_frees_it() -> None:
    assert AppLock.acquire(*ME) is not None
    assert AppLock.acquire(*OTHER) is None
    assert not AppLock.release("PC-QUAI-2", 22)
    assert AppLock.release("PC-QUAI-1", 11)
    assert AppLock.get_active_lock() is None
    assert AppLock.acquire(*OTHER) is not None


def test_the_holder_may_acquire_again() -> None:
    AppLock.acquire(*ME)
    assert AppLock.acquire(*ME) is not None
    assert AppLock.select().count() == 1


def test_only_the_holder_keeps_it_alive() -> None:
    AppLock.acquire(*ME)
    AppLock.update(last_heartbeat=now() - dt.timedelta(minutes=5)).execute()
    assert not AppLock.refresh_heartbeat("PC-QUAI-2", 22)
    assert AppLock.get_active_lock().heartbeat_age_seconds >= 300
    assert AppLock.refresh_heartbeat("PC-QUAI-1", 11)
    assert AppLock.get_active_lock().heartbeat_age_seconds < 300


@pytest.mark.parametrize(
    ("silent", "stale"), [(14 * 60, False), (15 * 60 + 5, True), (2 * 86_400 + 60, True)]
)
def test_a_lock_is_stale_after_fifteen_minutes_even_days_later(silent: int, stale: bool) -> None:
    AppLock.acquire(*ME)
    AppLock.update(
        last_heartbeat=now() - dt.timedelta(seconds=silent), locked_at=now() - dt.timedelta(days=3)
    ).execute()
    held = AppLock.get_active_lock(stale_too=True)
    assert held.is_stale is stale
    assert held.age_seconds >= 3 * 86_400
    assert (AppLock.get_active_lock() is None) is stale
    assert (AppLock.acquire(*OTHER) is not None) is stale
    assert AppLock.select().count() == 1


def test_the_time_out_can_be_another() -> None:
    AppLock.acquire(*ME)
    AppLock.update(last_heartbeat=now() - dt.timedelta(minutes=3)).execute()
    held = AppLock.get_active_lock()
    assert held.is_stale_after(2)
    assert not held.is_stale_after(4)
