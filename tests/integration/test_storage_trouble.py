"""The shared folder in bad hands: half-written notes, strange names, interrupted beginnings."""

from __future__ import annotations

import errno
import itertools
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from factories import employee

from cariste import bootstrap
from cariste.core.config import CONFIG_NAME, folder_id
from cariste.core.errors import EnvironmentProblem, UserError
from cariste.core.paths import HOME_VARIABLE, local_folder
from cariste.database import connection
from cariste.employee.queries import count_employees
from cariste.share import reign as reign_module
from cariste.share import take as take_module
from cariste.share.claims import Claim, claim
from cariste.share.listing import data_folder, look, mark_folder, publication_file, reign_folder
from cariste.share.reign import TIMING, WHO_NAME, ReignOver, Timing
from cariste.share.remembered import Memory
from cariste.share.take import HeldByAnother, take
from cariste.workspace import Workspace

FAST = Timing(stale_name=0.2, unfinished_reign=-1.0, stale_editor=-1.0, pause=0.02)


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "TIMING", FAST)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for editors as long as in earnest."""
    monkeypatch.setattr(bootstrap, "TIMING", Timing(stale_name=0.2, pause=0.02))


@pytest.fixture
def left(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data of a folder with one person, released; from now on this process is another PC."""
    with bootstrap.create_folder(folder, "Essai") as first:
        hire(first)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "other-pc"))
    return data_folder(folder)


def hire(workspace: Workspace, name: str = "Chloé") -> None:
    with workspace.change(f"hire {name}"):
        employee(first_name=name)
    workspace.send()


def people(folder: Path) -> int:
    with bootstrap.open_workspace(folder, write=False) as reader, reader.reading():
        return count_employees()


def edit_once_more(folder: Path) -> tuple[int, int]:
    """Open, add somebody, close; return where that was published."""
    with bootstrap.open_workspace(folder, write=True) as opened:
        hire(opened, "Noël")
        return opened.head


class TestNotes:
    @pytest.mark.parametrize("written", ["", "{", "[]", '{"left": null}'])
    def test_an_editor_leaves_quietly_whatever_became_of_its_note(
        self, workspace: Workspace, folder: Path, written: str
    ) -> None:
        data = data_folder(folder)
        (reign_folder(data, 1) / WHO_NAME).write_text(written, "utf-8")
        assert claim(reign_folder(data, 2)) is Claim.MINE
        with pytest.raises(ReignOver):
            hire(workspace)
        assert json.loads((reign_folder(data, 1) / WHO_NAME).read_text("utf-8"))["left"]

    def test_left_is_believed_even_when_who_it_was_is_not_known(
        self, folder: Path, left: Path, patient: None
    ) -> None:
        assert claim(reign_folder(left, 2)) is Claim.MINE
        (reign_folder(left, 2) / WHO_NAME).write_text('{"left": "2026-11-21 10:00:00"}', "utf-8")
        assert edit_once_more(folder) == (3, 2)

    def test_who_could_not_become_the_editor_says_that_it_left(
        self, folder: Path, left: Path, tmp_path: Path
    ) -> None:
        head = look(left).head
        assert head is not None
        publication_file(left, head).write_bytes(b"spoilt")
        local = tmp_path / "third-pc"
        local.mkdir()
        with pytest.raises(UserError, match="cannot be used"):
            take(left, local, local / "work.db", username="u", hostname="h", timing=FAST)
        assert json.loads((reign_folder(left, 2) / WHO_NAME).read_text("utf-8"))["left"]

    def test_a_pc_knows_its_own_reign_again_even_when_a_first_listing_did_not_show_it(
        self, folder: Path, left: Path, patient: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bootstrap.open_workspace(folder, write=False).close()
        local, old = local_folder(folder_id(folder)), look(left)
        Memory(local).took(2, "mine")
        reign_folder(left, 2).mkdir()
        (reign_folder(left, 2) / WHO_NAME).write_text('{"token": "mine"}', "utf-8")
        with monkeypatch.context() as patch:
            patch.setattr(take_module, "look", lambda _data: old)
            with pytest.raises(HeldByAnother):
                bootstrap.open_workspace(folder, write=True)
        assert edit_once_more(folder) == (3, 2)

    def test_a_claim_without_a_reply_is_not_taken_for_ours_while_its_maker_may_not_be_seen_yet(
        self, folder: Path, left: Path, patient: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Memory(local_folder(folder_id(folder))).took(2, "perhaps mine")
        reign_folder(left, 2).mkdir()
        with pytest.raises(HeldByAnother):
            bootstrap.open_workspace(folder, write=True)
        an_hour_ago = reign_folder(left, 2).stat().st_mtime - 3600
        os.utime(reign_folder(left, 2), (an_hour_ago, an_hour_ago))
        assert edit_once_more(folder) == (3, 2)

    def test_a_crashed_editor_s_pc_goes_on_at_once_even_without_its_note(
        self, folder: Path, left: Path, patient: None
    ) -> None:
        crashed = bootstrap.open_workspace(folder, write=True)
        assert crashed._editor_lock is not None
        crashed._editor_lock.release()  # as when its process is lost
        for anchor in crashed._anchors:
            anchor.close()
        (reign_folder(left, 2) / WHO_NAME).unlink()
        assert edit_once_more(folder) == (3, 2)
        crashed.close()


class TestStrangeNames:
    def test_a_folder_named_as_a_publication_is_not_one(self, folder: Path, left: Path) -> None:
        publication_file(left, (1, 9)).mkdir()
        assert people(folder) == 1
        assert edit_once_more(folder) == (2, 2)
        assert people(folder) == 2

    def test_a_folder_that_bears_the_next_publication_s_name_ends_the_reign_only(self, folder: Path) -> None:
        first = bootstrap.create_folder(folder, "Essai")
        publication_file(data_folder(folder), (1, 2)).mkdir()
        with pytest.raises(ReignOver):
            hire(first)
        first.close()
        assert edit_once_more(folder) == (2, 2)
        assert people(folder) == 2

    def test_a_file_named_as_a_reign_takes_its_number_away(self, folder: Path, left: Path) -> None:
        reign_folder(left, 9).write_text("?")
        assert edit_once_more(folder) == (10, 2)
        assert people(folder) == 2

    def test_a_mark_whose_reign_is_not_there_does_not_keep_anybody_out(
        self, folder: Path, left: Path
    ) -> None:
        mark_folder(left, (2, 1)).mkdir()
        assert edit_once_more(folder) == (3, 2)
        assert people(folder) == 2

    def test_a_file_named_as_a_mark_is_passed_over(self, folder: Path, left: Path) -> None:
        mark_folder(left, (1, 4)).write_text("?")
        assert edit_once_more(folder) == (2, 2)
        assert people(folder) == 2

    def test_after_the_last_number_comes_the_next_reign(self, workspace: Workspace, folder: Path) -> None:
        assert workspace._reign is not None
        workspace._reign.number = 999_998
        hire(workspace)
        assert workspace.head == (1, 999_999)
        with pytest.raises(ReignOver, match="kept on this workstation"):
            hire(workspace, "Late")
        workspace.close()
        assert edit_once_more(folder) == (2, 2)
        assert people(folder) == 3

    @pytest.mark.parametrize("strange", ["reign-500000", "reign-999999", "cariste-999999-000001.ok"])
    def test_a_reign_that_nobody_can_have_reached_is_named(
        self, folder: Path, left: Path, strange: str
    ) -> None:
        (left / strange).mkdir()
        with pytest.raises(EnvironmentProblem, match=r"number (500000|999999)"):
            bootstrap.open_workspace(folder, write=True)
        assert people(folder) == 1
        (left / strange).rmdir()
        assert edit_once_more(folder) == (2, 2)


class TestBeginnings:
    @pytest.mark.parametrize("made", [("documents",), ("documents", "data")])
    def test_making_a_folder_can_be_begun_again(self, folder: Path, made: tuple[str, ...]) -> None:
        folder.mkdir()
        for name in made:
            (folder / name).mkdir()
        with bootstrap.create_folder(folder, "Essai") as opened:
            assert opened.writing
            assert opened.name == "Essai"

    def test_a_folder_with_a_configuration_and_no_data_is_taken_up_again(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bootstrap.create_folder(folder, "Essai").close()
        known = (folder / CONFIG_NAME).read_text("utf-8")
        for path in sorted(data_folder(folder).rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        data_folder(folder).rmdir()
        monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "a-pc-that-never-saw-it"))
        with bootstrap.create_folder(folder, "Autre") as opened:
            assert opened.writing
        assert (folder / CONFIG_NAME).read_text("utf-8") == known

    def test_the_configuration_is_whole_or_absent(self, workspace: Workspace, folder: Path) -> None:
        assert sorted(path.name for path in folder.iterdir()) == [CONFIG_NAME, "data", "documents"]

    def test_nothing_is_opened_under_another_identity_while_the_configuration_cannot_be_read(
        self, folder: Path, left: Path
    ) -> None:
        (folder / CONFIG_NAME).unlink()
        (folder / CONFIG_NAME).mkdir()  # reading it fails, as it does on a bad line
        with pytest.raises(EnvironmentProblem, match=CONFIG_NAME):
            bootstrap.open_workspace(folder, write=True)
        assert not list(local_folder("x").parent.glob("*/*"))


class TestUploads:
    def test_day_old_uploads_are_removed_and_young_ones_stay(self, folder: Path, left: Path) -> None:
        old, young = left / ".tmp-pc-old", left / ".tmp-pc-young"
        for path in (old, young):
            path.write_bytes(b"half")
        day_before = young.stat().st_mtime - 25 * 3600
        os.utime(old, (day_before, day_before))
        edit_once_more(folder)
        assert not old.exists()
        assert young.exists()

    def test_half_copied_files_of_a_lost_process_do_not_stay_on_this_pc(
        self, folder: Path, left: Path
    ) -> None:
        local = bootstrap.open_workspace(folder, write=False).local
        old, young = local / "work.db.1.part", local / "work.db.2.part"
        for path in (old, young):
            path.write_bytes(b"half")
        os.utime(old, (1.0, 1.0))
        people(folder)
        assert not old.exists()
        assert young.exists()


class TestThisPc:
    def test_a_change_that_this_pc_cannot_prepare_for_sending_waits_until_it_can(
        self, workspace: Workspace, folder: Path
    ) -> None:
        (workspace.local / "out.db").unlink()
        (workspace.local / "out.db").mkdir()
        with pytest.raises(EnvironmentProblem, match="prepare"):
            hire(workspace)
        assert (workspace.pending, people(folder)) == (1, 0)
        (workspace.local / "out.db").rmdir()
        workspace.send()
        assert (workspace.pending, people(folder)) == (0, 1)

    @pytest.mark.parametrize(("refusals", "opens"), [(2, True), (100, False)])
    def test_a_working_copy_that_a_query_still_reads_is_waited_for(
        self, left: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, refusals: int, opens: bool
    ) -> None:
        """As on Windows, which deletes nothing that is open."""
        really, refused = Path.unlink, itertools.count(1)

        def unlink(path: Path, missing_ok: bool = False) -> None:
            if path.name == bootstrap.WORK and next(refused) <= refusals:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            really(path, missing_ok)

        monkeypatch.setattr(connection, "_PAUSES", (0.001,) * 10)
        monkeypatch.setattr(Path, "unlink", unlink)
        if opens:
            assert edit_once_more(folder) == (2, 2)
        else:
            with pytest.raises(EnvironmentProblem, match=bootstrap.WORK):
                bootstrap.open_workspace(folder, write=True)
        assert look(left).newest_reign == 1 + opens

    def test_closing_waits_for_the_change_under_way(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened = bootstrap.create_folder(folder, "Essai")
        uploading, really = threading.Event(), reign_module.upload

        def slowly(*given: Any) -> None:
            uploading.set()
            threading.Event().wait(0.2)
            really(*given)

        told: list[Exception | None] = []

        def change() -> None:
            try:
                hire(opened)
            except EnvironmentProblem as error:
                told.append(error)
            else:
                told.append(None)

        monkeypatch.setattr(reign_module, "upload", slowly)
        changing = threading.Thread(target=change)
        changing.start()
        assert uploading.wait(10)
        opened.close()
        changing.join(10)
        assert told == [None]
        assert look(data_folder(folder)).head == (1, 3)  # the change, then the release
        assert people(folder) == 1

    def test_what_one_thread_opened_another_closes(self, folder: Path) -> None:
        opened: list[Workspace] = []
        opening = threading.Thread(target=lambda: opened.append(bootstrap.create_folder(folder, "Essai")))
        opening.start()
        opening.join(10)
        opened[0].close()
        assert edit_once_more(folder) == (2, 2)

    def test_an_interrupted_publication_is_finished_before_the_release(
        self, folder: Path, left: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(_path: Path) -> Claim:
            monkeypatch.undo()
            raise KeyboardInterrupt

        monkeypatch.setenv(HOME_VARIABLE, os.environ[HOME_VARIABLE])
        opened = bootstrap.open_workspace(folder, write=True)
        monkeypatch.setattr(reign_module, "claim", interrupted)
        with pytest.raises(KeyboardInterrupt):
            hire(opened)
        opened.close()
        (reign_folder(left, 2) / WHO_NAME).unlink()
        with bootstrap.open_workspace(folder, write=False) as reader:
            assert reader.editor is None  # the last publication carries no lock

    def test_two_windows_that_read_do_not_take_each_other_s_copy_away(
        self, workspace: Workspace, folder: Path
    ) -> None:
        with bootstrap.open_workspace(folder, write=False) as first:
            with bootstrap.open_workspace(folder, write=False):
                pass
            hire(workspace)
            with bootstrap.open_workspace(folder, write=False) as second, second.reading():
                assert count_employees() == 1
            with first.reading():
                assert count_employees() == 0
            assert first.refresh()

    def test_the_copies_of_a_lost_process_are_removed(self, folder: Path, left: Path) -> None:
        lost = bootstrap.open_workspace(folder, write=False).local / "views" / "lost"
        lost.mkdir()
        lost.with_suffix(".lock").touch()
        people(folder)
        assert not lost.exists()
        assert not list(lost.parent.glob("*.lock"))


def test_who_takes_a_folder_after_many_abandoned_beginnings_is_not_thought_gone_meanwhile(
    folder: Path, left: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else two who insist would take the next reign from each other for ever: each one has more to seal."""
    for epoch in range(2, 8):
        reign_folder(left, epoch).mkdir()
        mark_folder(left, (epoch, 1)).mkdir()  # sealed by whoever came next, and crashed, too
    here, other = tmp_path / "here", tmp_path / "other"
    here.mkdir()
    other.mkdir()
    hours_pass(left, 1)

    def waits_in_vain(_condition: Callable[[], bool], timing: Timing) -> bool:
        hours_pass(left, timing.stale_name / 3600)
        assert not take_module.may_go_on(left, other, look(left), TIMING, asked=True)
        return False

    monkeypatch.setattr(take_module, "wait_until", waits_in_vain)
    monkeypatch.setattr(take_module, "_refuse_what_went_back", lambda *_given: None)
    reign = take(left, here, here / "work.db", username="u", hostname="h", timing=TIMING, asked=True)
    assert (reign.epoch, reign.over) == (8, False)


def hours_pass(data: Path, hours: float) -> None:
    """Date everything back: on the server's clock, so much time has passed."""
    for path in [data, *data.rglob("*")]:
        earlier = path.stat().st_mtime - 3600 * hours
        os.utime(path, (earlier, earlier))
