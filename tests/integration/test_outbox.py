"""Edits that the share does not have yet: kept here, brought back after a crash, never applied twice."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import caces, employee, visit

from cariste import bootstrap
from cariste.audit.models import AuditChange
from cariste.core.errors import EnvironmentProblem, ReadOnlyHere, UserError
from cariste.core.paths import HOME_VARIABLE
from cariste.employee.models import Caces, Employee
from cariste.outbox.models import CONFLICT, FAILED, PENDING, SYNCED
from cariste.share import reign
from cariste.share.reign import ReignOver, Timing
from cariste.workspace import Workspace

FAST = Timing(stale_name=0.2, unfinished_reign=-1.0, stale_editor=-1.0, pause=0.02)
KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from factories import employee
from cariste import bootstrap
from cariste.outbox.outbox import Outbox
workspace = bootstrap.open_workspace(Path(sys.argv[1]), write=True)
if sys.argv[3] == "before the working copy":
    really = Outbox.keep
    def keep(*given):
        really(*given)
        os.kill(os.getpid(), 9)
    Outbox.keep = keep
for name in ("Anaïs", "Bruno", "Chloé"):
    with workspace.change(f"hire {name}"):
        employee(first_name=name)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "TIMING", FAST)


@pytest.fixture
def pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sit down at a PC: from now on this process keeps its local files where that one would."""
    return lambda name: monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / name))


@pytest.fixture
def noel(folder: Path, pc: Callable[[str], None]) -> Path:
    """A folder with Noël, which nobody edits; this process is PC a."""
    pc("a")
    with bootstrap.create_folder(folder, "Essai") as first, first.change("hire"):
        employee(first_name="Noël", role="Cariste", workspace="Quai")
    return folder


@pytest.fixture
def cut_off(noel: Path, pc: Callable[[str], None]) -> Workspace:
    """PC a edited while the share was away, and its process was lost."""
    editor = bootstrap.open_workspace(noel, write=True)
    away = noel.rename(noel.with_name("away"))
    with editor.change("promote Noël"):
        person = Employee.get()
        person.role, person.phone = "Chef", "01"
        person.save()
    with editor.change("hire Zoé"):
        caces(employee(first_name="Zoé", external_id="7"))
    with pytest.raises(EnvironmentProblem):
        editor.send()
    away.rename(noel)
    lose(editor)
    return editor


def lose(editor: Workspace) -> None:
    """Stop using a workspace as when its process is lost: nothing is said to anybody."""
    assert editor._editor_lock is not None
    editor._editor_lock.release()
    for held in (*editor._anchors, editor._database):
        held.close()


def names(workspace: Workspace) -> list[str]:
    with workspace.reading():
        return sorted(person.first_name for person in Employee.select())


def labels(workspace: Workspace) -> list[str]:
    with workspace.reading():
        return [change.label for change in AuditChange.select().order_by(AuditChange.id)]


def statuses(workspace: Workspace) -> list[str]:
    return [edit.status for edit in workspace.waiting()]


def test_a_change_is_kept_on_this_pc_until_everybody_has_it(workspace: Workspace) -> None:
    with workspace.change("hire"):
        caces(employee())
    assert workspace.pending == 1
    [person, record] = workspace.waiting()
    assert (person.label, person.person, person.status) == ("hire", "Chloé Fictif-Test", PENDING)
    assert (record.entity, record.person) == ("caces", "Chloé Fictif-Test")
    assert workspace.send()
    assert (workspace.pending, workspace.waiting()) == (0, [])
    assert not workspace.send()


def test_several_changes_travel_in_one_publication(workspace: Workspace) -> None:
    for name in ("Anaïs", "Bruno", "Chloé"):
        with workspace.change(f"hire {name}"):
            employee(first_name=name)
    workspace.send()
    assert workspace.head == (1, 2)


def test_a_change_that_was_refused_leaves_nothing_behind(workspace: Workspace) -> None:
    with pytest.raises(UserError), workspace.change("hire"):
        employee()
        raise UserError("no")
    assert workspace.waiting() == []
    assert names(workspace) == []


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is how POSIX loses a process")
@pytest.mark.parametrize(
    ("when", "expected"),
    [("after", ["Anaïs", "Bruno", "Chloé", "Noël"]), ("before the working copy", ["Anaïs", "Noël"])],
)
def test_what_a_lost_process_recorded_is_brought_back_in_order_and_once(
    noel: Path, when: str, expected: list[str]
) -> None:
    tests = str(Path(__file__).parents[1])
    killed = subprocess.run([sys.executable, "-c", KILLED, str(noel), tests, when], check=False)
    assert killed.returncode == -9
    with bootstrap.open_workspace(noel, write=False) as reader:
        assert names(reader) == ["Noël"]
        assert reader.pending == len(expected) - 1
    for _again in range(2):
        with bootstrap.open_workspace(noel, write=True) as editor:
            assert names(editor) == expected
            assert editor.waiting() == []
            assert labels(editor) == ["hire", *(f"hire {name}" for name in expected if name != "Noël")]


def test_what_was_sent_and_never_confirmed_is_not_applied_twice(
    noel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = bootstrap.open_workspace(noel, write=True)
    with editor.change("hire"):
        employee(first_name="Zoé")
    with monkeypatch.context() as patch:
        really = reign.claim

        def lost_reply(path: Path) -> reign.Claim:
            really(path)
            return reign.Claim.FAILED

        patch.setattr(reign, "claim", lost_reply)
        with pytest.raises(ReignOver):
            editor.send()
    assert editor.lost_by_accident
    assert statuses(editor) == [PENDING]
    editor.close()
    with bootstrap.open_workspace(noel, write=True) as again:
        assert names(again) == ["Noël", "Zoé"]
        assert labels(again) == ["hire", "hire"]
        assert again.waiting() == []


def test_a_reader_learns_that_what_waited_had_arrived_once_it_has_a_successor(
    noel: Path, pc: Callable[[str], None]
) -> None:
    editor = bootstrap.open_workspace(noel, write=True)
    with editor.change("hire"):
        employee(first_name="Zoé")
    editor.send()
    with bootstrap.open_workspace(noel, write=False) as reader:
        with editor.change("hire Anaïs"):
            employee(first_name="Anaïs")
        editor.send()
        editor._outbox._set_status((SYNCED,), PENDING)  # as if no reply had come
        assert reader.pending == 3
        reader.refresh()
        assert [edit.label for edit in reader.waiting()] == ["hire Anaïs"]  # which may be the last
    editor.close()


class TestAfterSomebodyElseEdited:
    def test_what_does_not_clash_is_applied(
        self, cut_off: Workspace, noel: Path, pc: Callable[..., None]
    ) -> None:
        pc("b")
        with bootstrap.open_workspace(noel, write=True, asked=True) as other, other.change("elsewhere"):
            person = Employee.get()
            person.workspace = "Zone B"
            person.save()
        pc("a")
        with bootstrap.open_workspace(noel, write=True) as editor:
            assert editor.waiting() == []
            with editor.reading():
                noel_now = Employee.get(Employee.first_name == "Noël")
                assert (noel_now.role, noel_now.phone, noel_now.workspace) == ("Chef", "01", "Zone B")
                assert noel_now.search_text.startswith("fictif test noel")
            assert names(editor) == ["Noël", "Zoé"]

    @pytest.fixture
    def clashing(self, cut_off: Workspace, noel: Path, pc: Callable[..., None]) -> Workspace:
        """PC b made Noël something else and gave number 7 to Anaïs; PC a edits again."""
        pc("b")
        with bootstrap.open_workspace(noel, write=True, asked=True) as other, other.change("elsewhere"):
            person = Employee.get()
            person.role = "Magasinier"
            person.save()
            employee(first_name="Anaïs", external_id="7")
        pc("a")
        return bootstrap.open_workspace(noel, write=True)

    def test_what_clashes_is_shown_and_nothing_is_overwritten(self, clashing: Workspace, noel: Path) -> None:
        assert statuses(clashing) == [CONFLICT] * 3
        assert clashing.delivery.conflicts == 3
        assert names(clashing) == ["Anaïs", "Noël"]
        role = clashing.waiting()[0]
        assert role.fields["role"] == ("Cariste", "Chef")
        assert role.clashing == ["role"]
        assert role.theirs is not None
        assert role.theirs["role"] == "Magasinier"
        clashing.close()
        with bootstrap.open_workspace(noel, write=True) as later:
            assert statuses(later) == [CONFLICT] * 3  # it waits for a person, however long
        with bootstrap.open_workspace(noel, write=False) as reader, pytest.raises(ReadOnlyHere):
            reader.settle(role.id, {"role"})

    @pytest.mark.parametrize(
        ("mine", "expected"),
        [
            ({"role", "phone"}, ("Chef", "01")),
            ({"phone"}, ("Magasinier", "01")),
            (set(), ("Magasinier", None)),
        ],
    )
    def test_a_person_decides_field_by_field(
        self, clashing: Workspace, mine: set[str], expected: tuple[str, str | None]
    ) -> None:
        clashing.settle(clashing.waiting()[0].id, mine)
        with clashing.reading():
            now = Employee.get(Employee.first_name == "Noël")
        assert (now.role, now.phone) == expected
        assert len(clashing.waiting()) == (3 if mine else 2)  # the decision itself waits to be sent
        clashing.send()
        assert len(clashing.waiting()) == 2
        clashing.close()

    def test_a_person_whose_number_is_taken_comes_without_it_and_then_the_record(
        self, clashing: Workspace
    ) -> None:
        [_role, zoe, record] = clashing.waiting()
        with pytest.raises(UserError):
            clashing.settle(zoe.id, set(zoe.fields))
        assert statuses(clashing)[1] == CONFLICT
        clashing.settle(zoe.id, set(zoe.fields) - {"external_id"})
        clashing.settle(record.id, set(record.fields))
        clashing.send()
        with clashing.reading():
            assert Caces.get().employee.first_name == "Zoé"
            assert Caces.get().employee.external_id is None
        assert len(clashing.waiting()) == 1
        assert clashing.undoable is not None
        clashing.close()


def test_a_record_deleted_meanwhile_can_only_be_given_up(noel: Path, pc: Callable[..., None]) -> None:
    editor = bootstrap.open_workspace(noel, write=True)
    with editor.change("promote"):
        person = Employee.get()
        person.role = "Chef"
        person.save()
    lose(editor)
    pc("b")
    with bootstrap.open_workspace(noel, write=True, asked=True) as other, other.change("gone"):
        Employee.get().delete_instance()
    pc("a")
    with bootstrap.open_workspace(noel, write=True) as again:
        [edit] = again.waiting()
        assert (edit.status, edit.theirs) == (CONFLICT, None)
        with pytest.raises(UserError, match="deleted meanwhile"):
            again.settle(edit.id, {"role"})
        again.settle(edit.id, set())
        assert again.waiting() == []


def test_who_is_deleted_here_and_given_a_certificate_there_is_not_deleted_silently(
    noel: Path, pc: Callable[..., None]
) -> None:
    editor = bootstrap.open_workspace(noel, write=True)
    with editor.change("gone"):
        Employee.get().delete_instance()
    lose(editor)
    pc("b")
    with bootstrap.open_workspace(noel, write=True, asked=True) as other, other.change("certificate"):
        caces(Employee.get())
    pc("a")
    with bootstrap.open_workspace(noel, write=True) as again:
        assert statuses(again) == [CONFLICT]
        assert names(again) == ["Noël"]
        again.settle(again.waiting()[0].id, {"first_name"})
        assert names(again) == []


def call_failed(editor: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[float | None]:
    """Let the share refuse once too often; return the seconds between the tries."""

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    waits = []
    with monkeypatch.context() as patch:
        patch.setattr("cariste.share.reign.upload", full)
        for _try in range(4):
            with pytest.raises(EnvironmentProblem, match="no space"):
                editor.send()
            waits.append(editor.retry_after)
    assert statuses(editor) == [FAILED]
    return waits


def test_a_share_that_refuses_too_often_is_told_and_nothing_is_thrown_away(
    noel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = bootstrap.open_workspace(noel, write=True)
    with editor.change("hire"):
        employee(first_name="Zoé")
    assert call_failed(editor, monkeypatch) == [2, 8, 30, None]
    assert editor.delivery.failed == 1
    assert editor.delivery.problem is not None
    editor.retry()
    editor.send()
    assert editor.waiting() == []
    editor.close()


def test_what_was_called_failed_and_arrives_after_all_is_failed_no_more(
    noel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = bootstrap.open_workspace(noel, write=True)
    with editor.change("hire"):
        employee(first_name="Zoé")
    call_failed(editor, monkeypatch)
    assert editor.send()  # nobody asked for it again: the same bytes, and there is room now
    assert editor.waiting() == []
    editor.close()


def test_an_absent_share_is_not_counted_as_refusing(noel: Path) -> None:
    editor = bootstrap.open_workspace(noel, write=True)
    with editor.change("hire"):
        employee(first_name="Zoé")
    away = noel.with_name("away")
    noel.rename(away)
    for _try in range(12):
        with pytest.raises(EnvironmentProblem):
            editor.send()
        assert editor.retry_after == 30
    assert editor.delivery[:3] == (1, 0, 0)
    away.rename(noel)
    editor.send()
    editor.close()
    assert editor.pending == 0


def test_what_everybody_has_leaves_no_values_behind(workspace: Workspace) -> None:
    with workspace.change("visit"):
        visit(employee(first_name="Zoé"), restrictions="pas de port de charge")
    workspace.send()
    workspace.close()
    with contextlib.closing(sqlite3.connect(workspace.local / "outbox.db")) as outbox:
        outbox.execute("PRAGMA wal_checkpoint(truncate)")
    assert b"pas de port" not in (workspace.local / "outbox.db").read_bytes()


def test_a_big_import_waits_and_comes_back_too(noel: Path) -> None:
    editor = bootstrap.open_workspace(noel, write=True)
    with editor.change("import"):
        Employee.insert_rows(
            {"first_name": f"P{n}", "last_name": "Fictif", "search_text": f"fictif p{n}"} for n in range(500)
        )
    lose(editor)
    with bootstrap.open_workspace(noel, write=True) as again:
        assert len(names(again)) == 501
        assert again.waiting() == []
