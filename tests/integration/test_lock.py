"""The edit lock as people see it: who, since when, last seen, and when it may be taken over."""

from __future__ import annotations

import datetime as dt
import os

import pytest

from cariste.core.clock import now
from cariste.lock import editor as editor_module
from cariste.lock.models import AppLock
from cariste.share.listing import data_folder
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


@pytest.mark.parametrize("ahead", [-1, 1])
class TestAClockThatIsWrongByAnHour:
    @pytest.fixture(autouse=True)
    def _somebody_edits(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, ahead: int) -> None:
        AppLock.acquire(*ME, epoch=1)
        wrong = dt.timedelta(hours=ahead)
        monkeypatch.setattr(editor_module, "now", lambda: now() + wrong)

    def test_does_not_make_an_editor_silent(self, workspace: Workspace) -> None:
        assert not workspace.editor.stale

    def test_does_not_hide_that_an_editor_is_silent(self, workspace: Workspace) -> None:
        for path in data_folder(workspace.folder).rglob("*"):
            earlier = path.stat().st_mtime - 16 * 60
            os.utime(path, (earlier, earlier))
        assert workspace.editor.stale

    def test_is_all_there_is_to_go_by_while_the_share_is_away(self, workspace: Workspace, ahead: int) -> None:
        data_folder(workspace.folder).rename(workspace.folder / "away")
        assert workspace.editor.stale is (ahead > 0)
        (workspace.folder / "away").rename(data_folder(workspace.folder))
