"""Backups: made by themselves, checked, thinned out by age."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from pathlib import Path

import pytest
from backups import MORNING, Clock, back_up_now, kinds, reopened, spoil
from factories import employee

from cariste import bootstrap
from cariste.cli.main import run
from cariste.core.errors import EnvironmentProblem, UserError
from cariste.core.paths import HOME_VARIABLE
from cariste.core.preferences import Preferences, save_preferences
from cariste.employee.models import Employee
from cariste.integrity.check import problems_of
from cariste.integrity.restore import restore
from cariste.share import backup
from cariste.share.backup import (
    BEFORE_MIGRATION,
    BEFORE_RESTORE,
    BEFORE_TAKEOVER,
    DAILY,
    KEPT_SECONDS,
    MANUAL,
    MONTHLY,
    backups_folder,
    list_backups,
    names_in,
)
from cariste.share.listing import data_folder, look, publication_file
from cariste.share.reign import Timing
from cariste.workspace import Workspace

FAST = Timing(stale_name=0.2, unfinished_reign=-1.0, pause=0.02)


@pytest.fixture(autouse=True)
def _quick(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "TIMING", FAST)


class TestByThemselves:
    def test_a_new_folder_has_nothing_to_back_up(self, workspace: Workspace) -> None:
        assert kinds(data_folder(workspace.folder)) == kinds(workspace.local) == []

    def test_the_first_opening_of_a_day_backs_up_on_the_share_and_on_this_pc(
        self, folder: Path, clock: Clock
    ) -> None:
        with bootstrap.create_folder(folder, "Essai") as first:
            local = first.local
        data = reopened(folder)
        assert kinds(data) == [DAILY, MONTHLY]
        assert kinds(local) == [DAILY]
        reopened(folder)
        assert kinds(data) == [DAILY, MONTHLY]
        clock.now += dt.timedelta(days=1)
        reopened(folder)
        assert kinds(data) == [DAILY, MONTHLY, DAILY]
        assert kinds(local) == [DAILY, DAILY]

    def test_a_window_left_open_overnight_backs_up_with_the_next_change(
        self, workspace: Workspace, clock: Clock
    ) -> None:
        clock.now += dt.timedelta(days=1)
        with workspace.change("hire"):
            employee()
        workspace.send()
        assert kinds(data_folder(workspace.folder)) == [DAILY, MONTHLY]

    def test_a_backup_has_the_bytes_of_the_head_and_is_checked_with_everything_else(
        self, workspace: Workspace, saved: str
    ) -> None:
        data = data_folder(workspace.folder)
        head = look(data).head
        assert head is not None
        made = backups_folder(data) / saved
        assert made.read_bytes() == publication_file(data, head).read_bytes()
        assert saved == "manual-20261121-080000-000001-000002.db"
        spoil(made)
        with workspace.reading():
            assert [problem.place for problem in problems_of(workspace.folder)] == [saved]

    def test_nothing_is_overwritten(self, workspace: Workspace, saved: str) -> None:
        made = backups_folder(data_folder(workspace.folder)) / saved
        before = made.stat()
        assert back_up_now(workspace) == made
        assert made.stat().st_mtime_ns == before.st_mtime_ns
        assert made.stat().st_ino == before.st_ino

    def test_when_the_backups_cannot_be_written_work_goes_on_and_the_user_is_told(self, folder: Path) -> None:
        with bootstrap.create_folder(folder, "Essai") as first:
            local = first.local
        backups_folder(data_folder(folder)).write_text("a file in its place")
        with bootstrap.open_workspace(folder, write=True) as opened:
            opened.beat()
            assert any("Today's backup could not be made" in warning for warning in opened.warnings)
            with opened.change("hire"):
                employee()
            assert opened.writing
        assert kinds(local) == [DAILY]  # this PC has its own all the same
        assert not list(local.glob("*.part*"))

    def test_a_backup_that_does_not_arrive_whole_does_not_stay(
        self, workspace: Workspace, saved: str, monkeypatch: pytest.MonkeyPatch, clock: Clock
    ) -> None:
        def damaging(source: Path, target: Path, _hostname: str) -> None:
            shutil.copy(source, target)
            spoil(target)

        clock.now += dt.timedelta(minutes=1)
        monkeypatch.setattr(backup, "upload", damaging)
        data = data_folder(workspace.folder)
        with pytest.raises(UserError, match="incomplete"):
            back_up_now(workspace)
        assert [one.path.name for one in names_in(backups_folder(data))] == [saved]

    def test_replacing_a_silent_editor_backs_up_before(
        self, workspace: Workspace, saved: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder, data = workspace.folder, data_folder(workspace.folder)
        monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "other-pc"))
        with pytest.raises(EnvironmentProblem):
            bootstrap.open_workspace(folder, write=True, asked=True)
        assert BEFORE_TAKEOVER not in kinds(data)
        monkeypatch.setattr(bootstrap, "TIMING", Timing(0.2, -1.0, -1.0, pause=0.02))
        with bootstrap.open_workspace(folder, write=True, asked=True) as successor:
            assert successor.head == (2, 1)
        (made,) = [one.path for one in names_in(backups_folder(data)) if one.kind == BEFORE_TAKEOVER]
        assert made.name.endswith("-000001-000002.db")

    def test_taking_a_free_folder_over_makes_no_takeover_backup(self, folder: Path) -> None:
        bootstrap.create_folder(folder, "Essai").close()
        bootstrap.open_workspace(folder, write=True, asked=True).close()
        assert BEFORE_TAKEOVER not in kinds(data_folder(folder))


class TestThinningOut:
    def test_thirty_days_and_twelve_months_stay_on_the_share_and_seven_days_here(
        self, workspace: Workspace, clock: Clock
    ) -> None:
        data, head = data_folder(workspace.folder), (1, 1)
        for days in [7] * 50 + [1] * 40:
            clock.now += dt.timedelta(days=days)
            names = [one for one in (DAILY, MONTHLY) if not backup._made_lately(backups_folder(data), one)]
            for kind in names:
                backup.store(publication_file(data, head), backups_folder(data), kind)
            backup.store(
                publication_file(data, head), backups_folder(workspace.local), DAILY, backup.KEPT_HERE
            )
        found = names_in(backups_folder(data))
        daily = [one.at.date() for one in found if one.kind == DAILY]
        monthly = [f"{one.at:%Y-%m}" for one in found if one.kind == MONTHLY]
        last = clock.now.date()
        assert daily == [last - dt.timedelta(days=ago) for ago in range(29, -1, -1)]
        assert (len(monthly), len(set(monthly)), monthly[-1]) == (12, 12, f"{last:%Y-%m}")
        here = names_in(backups_folder(workspace.local))
        assert [one.at.date() for one in here] == daily[-7:]

    @pytest.mark.parametrize("kind", [MANUAL, BEFORE_TAKEOVER, BEFORE_MIGRATION, BEFORE_RESTORE])
    def test_the_others_stay_for_a_year_by_the_clock_of_the_server(
        self, workspace: Workspace, clock: Clock, kind: str
    ) -> None:
        data = data_folder(workspace.folder)
        made = []
        for minute, age in enumerate((KEPT_SECONDS + 60, KEPT_SECONDS - 60)):
            clock.now = MORNING + dt.timedelta(minutes=minute)
            path = back_up_now(workspace, kind)
            made.append(path)
            moment = path.stat().st_mtime - age
            os.utime(path, (moment, moment))
        clock.now = MORNING.replace(year=2031)  # a PC with a wrong clock
        newest = back_up_now(workspace)
        assert [one.path for one in names_in(backups_folder(data))] == [made[1], newest]

    def test_a_pc_whose_clock_is_behind_keeps_what_it_made(self, workspace: Workspace, clock: Clock) -> None:
        data = data_folder(workspace.folder)
        for _day in range(30):
            clock.now += dt.timedelta(days=1)
            back_up_now(workspace, DAILY)
        clock.now = MORNING.replace(year=2020)
        made = back_up_now(workspace, DAILY)
        assert made.exists()
        assert kinds(data) == [DAILY] * 30

    def test_uploads_that_were_lost_a_day_ago_go_and_other_files_stay(self, workspace: Workspace) -> None:
        data = data_folder(workspace.folder)
        folder = backups_folder(data)
        folder.mkdir()
        lost, note, odd = folder / ".tmp-pc-lost", folder / "note.txt", folder / "daily-99999999-000000-1.db"
        for path in (lost, note, odd):
            path.write_text("?")
            os.utime(path, (1.0, 1.0))
        back_up_now(workspace)
        assert sorted(path.name for path in folder.iterdir() if path.name[0] in ".nd") == [
            odd.name,
            note.name,
        ]


class TestTheList:
    def test_it_says_what_is_in_each_and_which_can_be_used(
        self, workspace: Workspace, saved: str, clock: Clock
    ) -> None:
        data = data_folder(workspace.folder)
        clock.now += dt.timedelta(hours=1)
        later = back_up_now(workspace, BEFORE_RESTORE)
        spoil(later)
        damaged, sound = list_backups(data, workspace.local)
        assert (damaged.kind, damaged.verified, damaged.people) == (BEFORE_RESTORE, False, None)
        assert sound == (
            saved,
            MANUAL,
            MORNING,
            (backups_folder(data) / saved).stat().st_size,
            2,
            True,
            False,
        )
        assert not list(workspace.local.glob("*.part*"))

    def test_those_of_this_pc_are_there_when_the_share_lost_its_own(self, folder: Path, clock: Clock) -> None:
        with bootstrap.create_folder(folder, "Essai") as first, first.change("hire"):
            employee()
        data = reopened(folder)
        shutil.rmtree(backups_folder(data))
        with bootstrap.open_workspace(folder, write=True) as opened:
            with opened.change("leave"):
                Employee.get().delete_instance()
            (own,) = [one for one in list_backups(data, opened.local) if one.here]
            assert (own.kind, own.verified) == (DAILY, True)
            assert restore(opened, own.name).summary.people == (1, 0, 0)

    def test_a_folder_of_backups_that_cannot_be_read_is_named(self, workspace: Workspace) -> None:
        data = data_folder(workspace.folder)
        backups_folder(data).write_text("?")
        with pytest.raises(EnvironmentProblem, match="backups"):
            list_backups(data, workspace.local)


class TestCommands:
    @pytest.fixture(autouse=True)
    def _english(self) -> None:
        save_preferences(Preferences(language="en"))

    def test_a_backup_on_request_needs_no_lock(
        self, workspace: Workspace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        where = ["--folder", str(workspace.folder), "--json"]
        assert run([*where, "backup"]) == 0
        made = json.loads(capsys.readouterr().out)
        assert (backups_folder(data_folder(workspace.folder)) / made["name"]).stat().st_size == made["size"]
        assert run([*where, "backup", "list"]) == 0
        (listed,) = json.loads(capsys.readouterr().out)
        assert listed == {
            "name": made["name"],
            "kind": "manual",
            "at": "2026-11-21T08:00:00",
            "size": made["size"],
            "people": 0,
            "verified": True,
            "here": False,
        }

    def test_the_list_for_people_names_what_is_damaged(
        self, workspace: Workspace, saved: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        spoil(backups_folder(data_folder(workspace.folder)) / saved)
        assert run(["--folder", str(workspace.folder), "backup", "list"]) == 0
        assert "damaged" in capsys.readouterr().out
        assert run(["--folder", str(workspace.folder), "restore", saved, "--dry-run"]) == 3

    def test_a_backup_that_cannot_be_written_is_the_environment_s_fault(
        self, workspace: Workspace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        backups_folder(data_folder(workspace.folder)).write_text("?")
        assert run(["--folder", str(workspace.folder), "backup"]) == 4
        assert "backups" in capsys.readouterr().err
