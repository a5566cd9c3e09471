"""The shared folder: one editor, numbered publications, nothing lost when things go wrong."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from factories import employee

from cariste import bootstrap
from cariste.core.config import CONFIG_NAME, folder_id
from cariste.core.errors import EnvironmentProblem, ReadOnlyHere
from cariste.core.paths import HOME_VARIABLE, local_folder
from cariste.employee.queries import count_employees
from cariste.share.beat import last_seen, read_beat, write_beat
from cariste.share.claims import Claim, claim
from cariste.share.listing import data_folder, look, mark_folder, publication_file, reign_folder
from cariste.share.reign import ReignOver, Timing
from cariste.share.take import HeldByAnother
from cariste.workspace import Workspace

FAST = Timing(stale_name=0.2, unfinished_reign=-1.0, pause=0.02)


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "TIMING", FAST)


def another_pc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """From now on this process keeps its local files where another PC would."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "other-pc"))


def hire(workspace: Workspace, name: str = "Chloé") -> None:
    with workspace.change(f"hire {name}"):
        employee(first_name=name)
    workspace.send()


def people(folder: Path) -> int:
    with bootstrap.open_workspace(folder, write=False) as reader, reader.reading():
        return count_employees()


def test_a_new_folder_takes_the_first_reign_and_publishes(workspace: Workspace, folder: Path) -> None:
    assert workspace.writing
    assert workspace.head == (1, 1)
    assert look(data_folder(folder)).publications == {(1, 1)}
    assert mark_folder(data_folder(folder), (1, 1)).is_dir()
    assert json.loads((folder / CONFIG_NAME).read_text("utf-8"))["company"] == "Entrepôt d'essai"
    assert workspace.editor is not None


def test_every_change_publishes_the_next_number_and_others_see_it(workspace: Workspace, folder: Path) -> None:
    hire(workspace)
    hire(workspace, "Noël")
    assert workspace.head == (1, 3)
    assert people(folder) == 2


def test_a_change_that_wrote_nothing_publishes_nothing(workspace: Workspace) -> None:
    with workspace.change("nothing"):
        pass
    assert workspace.head == (1, 1)


def test_a_publication_is_a_whole_database_in_wal_form_and_is_never_touched_again(
    workspace: Workspace, folder: Path
) -> None:
    first = publication_file(data_folder(folder), (1, 1))
    before = first.read_bytes()
    hire(workspace)
    assert first.read_bytes() == before
    assert before[18:20] == b"\x02\x02"  # the header's mark of a WAL database
    assert people(folder) == 1
    assert {path.suffix for path in data_folder(folder).iterdir()} <= {".db", ".ok", ""}  # no -wal, no -shm


def test_the_working_copy_lies_on_this_pc_in_wal(workspace: Workspace, folder: Path) -> None:
    work = workspace.local / "work.db"
    assert folder not in work.parents
    with workspace.reading():
        assert work.with_name("work.db-wal").exists()


def test_while_one_edits_another_pc_reads_and_learns_who(
    workspace: Workspace, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire(workspace)
    another_pc(monkeypatch, tmp_path)
    with pytest.raises(HeldByAnother, match="has been editing since"):
        bootstrap.open_workspace(folder, write=True)
    with bootstrap.open_for_window(folder) as reader:
        assert not reader.writing
        assert reader.warnings == []
        assert reader.editor is not None
        with pytest.raises(ReadOnlyHere, match="has been editing since"), reader.change("x"):
            pytest.fail("a reader may not write")


def test_a_reader_takes_a_newer_publication_when_there_is_one(
    workspace: Workspace, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = os.environ[HOME_VARIABLE]
    another_pc(monkeypatch, tmp_path)
    with bootstrap.open_workspace(folder, write=False) as reader:
        assert not reader.refresh()
        monkeypatch.setenv(HOME_VARIABLE, home)
        hire(workspace)
        another_pc(monkeypatch, tmp_path)
        assert reader.refresh()
        with reader.reading():
            assert count_employees() == 1
        assert len(list(reader.local.rglob("view-*.db"))) == 1


def test_after_the_editor_left_another_pc_edits_at_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bootstrap.create_folder(folder, "Essai") as first:
        hire(first)
    another_pc(monkeypatch, tmp_path)
    with bootstrap.open_workspace(folder, write=True) as second:
        assert second.head == (2, 1)
        hire(second, "Noël")
    assert people(folder) == 2
    with bootstrap.open_workspace(folder, write=False) as reader:
        assert reader.editor is None


def test_even_without_the_note_in_who_json_a_released_folder_is_free(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.create_folder(folder, "Essai").close()
    (reign_folder(data_folder(folder), 1) / "who.json").unlink()
    another_pc(monkeypatch, tmp_path)
    with bootstrap.open_workspace(folder, write=True) as second:
        assert second.writing


def test_a_second_window_on_the_same_pc_reads(workspace: Workspace, folder: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="this workstation"):
        bootstrap.open_workspace(folder, write=True)
    with bootstrap.open_for_window(folder) as reader:
        assert not reader.writing
        assert "this workstation" in reader.warnings[0]


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from factories import employee
from cariste import bootstrap
workspace = bootstrap.open_workspace(Path(sys.argv[1]), write=True)
with workspace.change("hire"):
    employee()
workspace.send()
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is how POSIX loses a process")
def test_a_killed_editor_loses_nothing_published_and_its_pc_goes_on_at_once(folder: Path) -> None:
    bootstrap.create_folder(folder, "Essai").close()
    tests = str(Path(__file__).parents[1])
    killed = subprocess.run([sys.executable, "-c", KILLED, str(folder), tests], check=False)
    assert killed.returncode == -9
    with bootstrap.open_workspace(folder, write=True) as again:
        assert again.head == (3, 1)  # always the next reign
        hire(again, "Noël")
    assert people(folder) == 2


def test_who_was_replaced_can_publish_nothing_more(workspace: Workspace, folder: Path) -> None:
    data = data_folder(folder)
    hire(workspace)
    assert claim(reign_folder(data, 2)) is Claim.MINE  # a successor came
    assert claim(mark_folder(data, (1, 3))) is Claim.MINE  # and sealed the reign
    with pytest.raises(ReignOver):
        hire(workspace, "Noël")
    assert not workspace.writing
    with pytest.raises(ReadOnlyHere), workspace.change("again"):
        pytest.fail("must not write")


def test_an_editor_who_fell_silent_is_replaced_when_a_person_asks_and_learns_it(
    workspace: Workspace, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire(workspace)
    workspace.beat()
    home = os.environ[HOME_VARIABLE]
    another_pc(monkeypatch, tmp_path)
    with pytest.raises(HeldByAnother):
        bootstrap.open_workspace(folder, write=True, asked=True)  # seen a moment ago
    monkeypatch.setattr(bootstrap, "TIMING", dataclasses.replace(FAST, stale_editor=-1.0))
    with pytest.raises(HeldByAnother):
        bootstrap.open_workspace(folder, write=True)  # nobody asked
    with bootstrap.open_workspace(folder, write=True, asked=True) as successor:
        assert successor.head == (2, 1)
        monkeypatch.setenv(HOME_VARIABLE, home)
        assert not workspace.taken_over
        with pytest.raises(ReignOver):
            workspace.beat()
        assert workspace.taken_over
        assert not workspace.writing
    assert people(folder) == 1


def test_the_beat_tells_others_when_the_editor_was_last_seen(workspace: Workspace, folder: Path) -> None:
    data = data_folder(folder)
    assert read_beat(data, 1) is None
    workspace.beat()
    beat = reign_folder(data, 1) / "beat"
    assert beat.stat().st_size == 512
    assert workspace.editor is not None
    assert workspace.editor.last_heartbeat == last_seen(data, 1)
    assert not workspace.editor.stale
    write_beat(data, 1, {**read_beat(data, 1), "username": "É🚜" * 200, "hostname": "🚜" * 255})
    assert beat.stat().st_size == 512
    assert last_seen(data, 1) == workspace.editor.last_heartbeat
    beat.write_bytes(beat.read_bytes().replace(b"last_heartbeat", b"lost_heartbeat"))
    assert read_beat(data, 1) is None  # its check does not fit: half written, or spoilt
    assert last_seen(data, 1) is None


def test_an_editor_who_could_not_be_seen_for_long_stops_until_the_share_answers(
    workspace: Workspace, folder: Path
) -> None:
    workspace._timing = dataclasses.replace(FAST, fence=0.0)
    assert not workspace.writing
    with pytest.raises(ReadOnlyHere, match="silent"):
        hire(workspace)
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(EnvironmentProblem):
        workspace.beat()
    away.rename(folder)
    workspace._timing = FAST
    workspace.beat()
    hire(workspace)
    assert people(folder) == 1


def test_a_publication_that_was_interrupted_does_not_swallow_the_next_change(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("cariste.share.reign.upload", interrupted)
        with pytest.raises(KeyboardInterrupt):
            hire(workspace)
    hire(workspace, "Noël")
    assert people(folder) == 2
    assert workspace.head == (1, 3)


def test_a_publication_without_its_mark_is_found_by_the_next_editor(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bootstrap.create_folder(folder, "Essai") as first:
        hire(first)
        head = first.head
        first._reign.leave()  # as if the PC had stopped between the rename and the mark
    data = data_folder(folder)
    mark_folder(data, head).rmdir()
    another_pc(monkeypatch, tmp_path)
    with bootstrap.open_workspace(folder, write=True) as second:
        assert second.head == (2, 1)
    assert mark_folder(data, (1, head[1] + 1)).is_dir()
    assert people(folder) == 1


def test_a_reign_that_never_published_is_passed_over_by_sealing_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bootstrap.create_folder(folder, "Essai") as first:
        hire(first)
    data = data_folder(folder)
    assert claim(reign_folder(data, 2)) is Claim.MINE
    another_pc(monkeypatch, tmp_path)
    with bootstrap.open_workspace(folder, write=True) as third:
        assert third.head == (3, 1)
    assert mark_folder(data, (2, 1)).is_dir()
    assert people(folder) == 1


def test_while_the_share_is_away_a_change_waits_on_this_pc_and_is_sent_afterwards(
    workspace: Workspace, folder: Path
) -> None:
    hire(workspace)
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(EnvironmentProblem):
        hire(workspace, "Noël")
    assert workspace.writing
    assert workspace.pending == 1
    away.rename(folder)
    workspace.send()
    assert workspace.pending == 0
    assert people(folder) == 2


def test_closing_while_the_share_is_away_does_not_raise(folder: Path) -> None:
    opened = bootstrap.create_folder(folder, "Essai")
    shutil.rmtree(folder)
    opened.close()


def test_local_files_belong_to_the_folder_not_to_its_path(workspace: Workspace, folder: Path) -> None:
    assert workspace.local == local_folder(folder_id(folder))
    assert folder_id(folder) == json.loads((folder / CONFIG_NAME).read_text("utf-8"))["folder_id"]


def test_a_claim_has_one_winner(tmp_path: Path) -> None:
    assert claim(tmp_path / "name") is Claim.MINE
    assert claim(tmp_path / "name") is Claim.EXISTS
    assert claim(tmp_path / "no" / "name") is Claim.FAILED


def test_the_banner_can_say_when_the_data_was_published(workspace: Workspace) -> None:
    hire(workspace)
    assert workspace.published_at is not None
    assert abs(workspace.published_at - dt.datetime.now()) < dt.timedelta(minutes=1)
