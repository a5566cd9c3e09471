"""The backups as the window shows them: listed at once, looked into one by one, made on request."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from backups import Clock, back_up_now, spoil
from factories import employee
from scenes import on_pc

from cariste import bootstrap
from cariste.core.errors import EnvironmentProblem
from cariste.core.i18n import set_language
from cariste.integrity import backups
from cariste.integrity.backups import kind_label, list_for_people, verify
from cariste.share.backup import DAILY, KEPT_HERE, KINDS, MANUAL, backups_folder, brought_here, store
from cariste.share.listing import data_folder, publication_file
from cariste.workspace import Workspace

pytestmark = pytest.mark.usefixtures("clock")


def hire(workspace: Workspace) -> None:
    with workspace.change("hire"):
        employee()
    workspace.send()


def back_up_here(workspace: Workspace) -> Path:
    """Make a backup that lies on this PC only."""
    head = publication_file(data_folder(workspace.folder), workspace.head)
    with brought_here(head, workspace.local) as copy:
        return store(copy, backups_folder(workspace.local), DAILY, KEPT_HERE)


def test_a_new_folder_has_no_backup(workspace: Workspace) -> None:
    assert list_for_people(workspace) == backups.BackupList(())


def test_they_are_listed_newest_first_with_size_and_place(workspace: Workspace, clock: Clock) -> None:
    hire(workspace)
    shared = back_up_now(workspace)
    clock.now = clock.now.replace(hour=9)
    own = back_up_here(workspace)
    found = list_for_people(workspace)
    assert [(row.name, row.kind, row.at.hour, row.here) for row in found.rows] == [
        (own.name, DAILY, 9, True),
        (shared.name, MANUAL, 8, False),
    ]
    assert [row.size for row in found.rows] == [own.stat().st_size, shared.stat().st_size]
    assert found.problem == ""


def test_while_the_share_is_away_those_of_this_pc_are_listed_and_the_reason_said(
    workspace: Workspace, tmp_path: Path
) -> None:
    hire(workspace)
    back_up_now(workspace)
    own = back_up_here(workspace)
    workspace.folder.rename(tmp_path / "away")
    found = list_for_people(workspace)
    assert [row.name for row in found.rows] == [own.name]
    assert str(workspace.folder) in found.problem
    (tmp_path / "away").rename(workspace.folder)


def test_a_look_into_one_counts_its_people(workspace: Workspace) -> None:
    hire(workspace)
    name = back_up_now(workspace).name
    assert verify(workspace, name) == backups.Verified(name, 1)


def test_a_damaged_one_is_told_from_a_sound_one(workspace: Workspace) -> None:
    hire(workspace)
    path = back_up_now(workspace)
    spoil(path)
    seen = verify(workspace, path.name)
    assert seen.people is None
    assert path.name in seen.problem


def test_one_that_was_pruned_meanwhile_is_no_bug(workspace: Workspace) -> None:
    hire(workspace)
    path = back_up_now(workspace)
    path.unlink()
    assert path.name in verify(workspace, path.name).problem


def test_nothing_is_said_about_one_that_cannot_be_read_now(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire(workspace)
    path = back_up_now(workspace)

    def fail(*_paths: Path) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("cariste.share.transfer.copy_in_pieces", fail)
    with pytest.raises(EnvironmentProblem, match="reading or writing failed"):
        verify(workspace, path.name)


def test_one_made_now_contains_what_was_waiting(workspace: Workspace) -> None:
    with workspace.change("hire"):
        employee()
    assert workspace.pending == 1
    name = backups.back_up_now(workspace)
    assert workspace.pending == 0
    assert verify(workspace, name).people == 1


def test_who_only_reads_may_make_one(workspace: Workspace, tmp_path: Path) -> None:
    hire(workspace)
    with on_pc(tmp_path / "other-pc"), bootstrap.open_workspace(workspace.folder, write=False) as reader:
        name = backups.back_up_now(reader)
        assert verify(reader, name).people == 1


def test_a_share_that_takes_none_says_so(workspace: Workspace) -> None:
    hire(workspace)
    folder = backups_folder(data_folder(workspace.folder))
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("a file where the folder should be")
    with pytest.raises(EnvironmentProblem, match="backup"):
        backups.back_up_now(workspace)


def test_every_kind_has_a_word() -> None:
    for language in ("fr", "en"):
        set_language(language)
        assert len({kind_label(kind) for kind in KINDS}) == len(KINDS)
