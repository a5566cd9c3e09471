"""What is not ours, or not whole: refused by name, with nothing changed."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from factories import employee

from cariste import bootstrap
from cariste.core.errors import EnvironmentProblem, UserError
from cariste.database.migrate import NewerSchema
from cariste.employee.queries import count_employees
from cariste.share.listing import data_folder, look, publication_file
from cariste.share.reign import Timing
from cariste.share.take import FolderWentBack
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "TIMING", Timing(stale_name=0.2, unfinished_reign=-1.0, pause=0.02))


def hire(workspace: Workspace, name: str = "Chloé") -> None:
    with workspace.change(f"hire {name}"):
        employee(first_name=name)


@pytest.mark.parametrize("write", [False, True])
class TestWhatIsNotOurs:
    def test_a_folder_that_does_not_exist(self, tmp_path: Path, write: bool) -> None:
        with pytest.raises(EnvironmentProblem, match="does not exist"):
            bootstrap.open_workspace(tmp_path / "nowhere", write=write)

    def test_a_folder_of_something_else(self, tmp_path: Path, write: bool) -> None:
        with pytest.raises(UserError, match="not a Cariste folder"):
            bootstrap.open_workspace(tmp_path, write=write)

    def test_a_file(self, tmp_path: Path, write: bool) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(UserError, match="not a Cariste folder"):
            bootstrap.open_workspace(tmp_path / "file", write=write)

    @pytest.mark.parametrize("damage", ["truncated", "not sqlite", "page of noise", "other program", "newer"])
    def test_a_head_that_cannot_be_used_is_named_and_nothing_changes(
        self, folder: Path, write: bool, damage: str
    ) -> None:
        with bootstrap.create_folder(folder, "Essai") as first:
            hire(first)
        head = publication_file(data_folder(folder), look(data_folder(folder)).head)
        for path in data_folder(folder).glob("*.db"):
            spoil(path, damage)
        before = sorted((path.name, path.stat().st_size) for path in data_folder(folder).rglob("*"))
        with pytest.raises((UserError, EnvironmentProblem)) as caught:
            bootstrap.open_workspace(folder, write=write)
        if damage == "newer":
            assert isinstance(caught.value, NewerSchema)
        elif damage != "other program":
            assert head.name in str(caught.value)
        assert sorted((path.name, path.stat().st_size) for path in data_folder(folder).rglob("*")) == before


def damaged_head(folder: Path, damage: str = "truncated") -> Path:
    """Make a folder whose newest publication is damaged; return that file."""
    with bootstrap.create_folder(folder, "Essai") as first:
        hire(first)
        first.send()
        hire(first, "Noël")
    head = publication_file(data_folder(folder), look(data_folder(folder)).head)
    spoil(head, damage)
    return head


class TestADamagedHead:
    @pytest.mark.parametrize("damage", ["truncated", "not sqlite", "page of noise"])
    def test_a_reader_sees_the_publication_below_and_is_told(self, folder: Path, damage: str) -> None:
        head = damaged_head(folder, damage)
        with bootstrap.open_for_window(folder) as reader:
            assert not reader.writing
            assert head.name in reader.damage
            assert reader.warnings == []
            with reader.reading():
                assert count_employees() == 2

    def test_nobody_goes_on_from_older_data_without_saying_so(self, folder: Path) -> None:
        head = damaged_head(folder)
        for asked in (False, True):
            with pytest.raises(UserError, match=head.name):
                bootstrap.open_workspace(folder, write=True, asked=asked)

    def test_a_person_goes_on_from_the_publication_below(self, folder: Path) -> None:
        damaged_head(folder)
        with bootstrap.open_workspace(folder, write=True, older=True) as editor:
            hire(editor, "Zoé")
        with bootstrap.open_workspace(folder, write=False) as reader, reader.reading():
            assert not reader.damage
            assert count_employees() == 3

    def test_a_reader_who_looks_on_keeps_what_is_shown_and_is_told_at_the_third_look(
        self, folder: Path
    ) -> None:
        bootstrap.create_folder(folder, "Essai").close()
        with bootstrap.open_workspace(folder, write=False) as reader:
            with bootstrap.open_workspace(folder, write=True) as editor:
                hire(editor)
            head = publication_file(data_folder(folder), look(data_folder(folder)).head)
            whole = head.read_bytes()
            spoil(head, "truncated")
            for _look in range(2):
                with pytest.raises(UserError, match=head.name):
                    reader.refresh()
            assert reader.refresh()
            assert head.name in reader.damage
            with reader.reading():
                assert count_employees() == 1
            assert not reader.refresh()
            head.write_bytes(whole)
            assert reader.refresh()
            assert not reader.damage


def spoil(path: Path, damage: str) -> None:
    content = path.read_bytes()
    if damage == "truncated":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "not sqlite":
        path.write_bytes(b"hello" * 1000)
    elif damage == "page of noise":
        path.write_bytes(content[:4096] + b"\xff" * 8192 + content[12288:])
    else:
        path.unlink()
        connection = sqlite3.connect(path)
        if damage == "other program":
            connection.execute("CREATE TABLE songs (title TEXT)")
        else:
            connection.execute("CREATE TABLE schema_migration (id INTEGER, name TEXT, applied TEXT)")
            connection.execute("INSERT INTO schema_migration VALUES (1, '9999_future', '2030-01-01')")
        connection.commit()
        connection.close()


def test_a_new_folder_is_not_made_over_other_files(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(UserError, match="not empty"):
        bootstrap.create_folder(tmp_path, "Essai")
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_new_folder_is_not_made_over_a_shared_folder(workspace: Workspace, folder: Path) -> None:
    with pytest.raises(UserError, match="already"):
        bootstrap.create_folder(folder, "Essai")


@pytest.mark.parametrize("how", ["restored", "emptied"])
def test_a_folder_that_shows_less_than_before_is_not_taken_without_being_asked(
    folder: Path, how: str
) -> None:
    bootstrap.create_folder(folder, "Essai").close()
    data = data_folder(folder)
    if how == "restored":
        shutil.copytree(data, folder.with_name("copy"))
    with bootstrap.open_workspace(folder, write=True) as opened:
        hire(opened)
    shutil.rmtree(data)
    if how == "restored":
        folder.with_name("copy").rename(data)
    else:
        data.mkdir()
    before = sorted(path.name for path in data.iterdir())
    with pytest.raises(FolderWentBack):
        bootstrap.open_workspace(folder, write=True)
    assert sorted(path.name for path in data.iterdir()) == before
    if how == "restored":
        with bootstrap.open_for_window(folder) as reader:
            assert not reader.writing
            assert "older" in reader.damage
    with bootstrap.open_workspace(folder, write=True, older=True) as again:
        assert again.head == (3, 1)  # above everything listed and remembered
