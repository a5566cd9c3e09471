"""The share is away when one begins: what this PC knew last is shown, and nothing is changed on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from factories import employee

from cariste import bootstrap
from cariste.core.errors import EnvironmentProblem, ReadOnlyHere, ShareAway
from cariste.core.paths import HOME_VARIABLE
from cariste.employee.models import Employee
from cariste.share.reign import Timing
from cariste.workspace import Workspace

FAST = Timing(stale_name=0.2, unfinished_reign=-1.0, stale_editor=-1.0, pause=0.02)
Pc = Callable[[str], None]


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "TIMING", FAST)


@pytest.fixture
def pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pc:
    """Sit down at a PC: from now on this process keeps its local files where that one would."""
    return lambda name: monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / name))


@pytest.fixture
def known(folder: Path, pc: Pc) -> Path:
    """A folder with Noël, made on PC a; PC b looked at it once. This process is PC b."""
    pc("a")
    with bootstrap.create_folder(folder, "Entrepôt Exemple") as first, first.change("hire"):
        employee(first_name="Noël")
    pc("b")
    bootstrap.open_workspace(folder, write=False).close()
    return folder


def hire(workspace: Workspace, name: str) -> None:
    with workspace.change(f"hire {name}"):
        employee(first_name=name)


def lose(editor: Workspace) -> None:
    """Stop using a workspace as when its process is lost: nothing is said to anybody."""
    assert editor._editor_lock is not None
    editor._editor_lock.release()
    for anchor in editor._anchors:
        anchor.close()
    editor._database.close()


def away(folder: Path) -> Path:
    """The share goes; return where it is meanwhile."""
    return folder.rename(folder.with_name("away"))


def names(workspace: Workspace) -> list[str]:
    with workspace.reading():
        return sorted(person.first_name for person in Employee.select())


def test_who_saw_the_folder_before_sees_it_as_it_was_and_since_when(known: Path) -> None:
    with bootstrap.open_workspace(known, write=False) as reader:
        published = reader.published_at
    away(known)
    with bootstrap.open_for_window(known) as shown:
        assert shown.last_known
        assert names(shown) == ["Noël"]
        assert shown.published_at == published
        assert (shown.name, shown.warnings) == ("Entrepôt Exemple", [])


def test_nothing_can_be_changed_on_it_as_somebody_else_may_edit(known: Path) -> None:
    away(known)
    with bootstrap.open_for_window(known) as shown:
        assert not shown.writing
        with pytest.raises(ReadOnlyHere), shown.change("hire"):
            employee()
        with pytest.raises(EnvironmentProblem):
            shown.refresh()
    with bootstrap.open_for_window(known) as again:
        assert names(again) == ["Noël"]


def test_a_pc_that_never_saw_it_is_told_that_it_is_away(known: Path, pc: Pc) -> None:
    away(known)
    pc("c")
    with pytest.raises(ShareAway, match="network drive is away"):
        bootstrap.open_for_window(known)


def test_what_a_lost_editor_recorded_is_seen_counted_and_leaves_when_the_share_is_back(known: Path) -> None:
    editor = bootstrap.open_workspace(known, write=True)
    elsewhere = away(known)
    hire(editor, "Zoé")
    lose(editor)
    with bootstrap.open_for_window(known) as shown:
        assert names(shown) == ["Noël", "Zoé"]
        assert shown.pending == 1
        assert [edit.label for edit in shown.waiting()] == ["hire Zoé"]
        elsewhere.rename(known)
        assert not shown.refresh()  # it answers: whoever opens it again goes on
    with bootstrap.open_for_window(known) as again:
        assert (again.last_known, again.writing, again.pending) == (False, True, 0)
        assert names(again) == ["Noël", "Zoé"]


def test_the_newest_of_what_was_edited_here_and_what_was_read_here_is_shown(known: Path, pc: Pc) -> None:
    with bootstrap.open_workspace(known, write=True) as editor:
        hire(editor, "Zoé")
    pc("a")
    with bootstrap.open_workspace(known, write=True) as other:
        hire(other, "Anaïs")
    pc("b")
    bootstrap.open_workspace(known, write=False).close()
    away(known)
    with bootstrap.open_for_window(known) as shown:
        assert names(shown) == ["Anaïs", "Noël", "Zoé"]


def test_a_reader_who_looked_on_sees_what_he_saw_last(known: Path, pc: Pc) -> None:
    reader = bootstrap.open_workspace(known, write=False)
    pc("a")
    with bootstrap.open_workspace(known, write=True) as other:
        hire(other, "Anaïs")
    pc("b")
    assert reader.refresh()
    reader.close()
    away(known)
    with bootstrap.open_for_window(known) as shown:
        assert names(shown) == ["Anaïs", "Noël"]


@pytest.mark.parametrize("spoilt", ["work.db", "view.db"])
def test_of_two_the_sound_one_is_shown(known: Path, spoilt: str) -> None:
    editor = bootstrap.open_workspace(known, write=True)
    lose(editor)
    (editor.local / spoilt).write_bytes(b"half-made")
    away(known)
    with bootstrap.open_for_window(known) as shown:
        assert names(shown) == ["Noël"]


def test_without_a_sound_one_nothing_is_shown(known: Path) -> None:
    with bootstrap.open_workspace(known, write=False) as reader:
        (reader.local / "view.db").write_bytes(b"half-made")
    away(known)
    with pytest.raises(ShareAway):
        bootstrap.open_for_window(known)
