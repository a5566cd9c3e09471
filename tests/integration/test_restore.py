"""Putting a backup back: one more change, which can be undone like any other."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from backups import Clock, content, kinds, spoil
from factories import caces, employee

from cariste import bootstrap
from cariste.audit.models import AuditChange, AuditEntry
from cariste.cli.main import run
from cariste.core.errors import EnvironmentProblem, UserError
from cariste.core.paths import HOME_VARIABLE
from cariste.core.preferences import Preferences, save_preferences
from cariste.database import migrate as migrations
from cariste.database.connection import check_file
from cariste.database.migrate import NewerSchema
from cariste.database.model import entities
from cariste.employee.models import Caces, Employee, MedicalVisit
from cariste.integrity.restore import MODELS, preview, restore
from cariste.share import backup
from cariste.share.backup import (
    BEFORE_MIGRATION,
    BEFORE_RESTORE,
    MANUAL,
    backups_folder,
    names_in,
)
from cariste.share.listing import data_folder, look, publication_file
from cariste.share.reign import Timing
from cariste.workspace import Workspace

FAST = Timing(stale_name=0.2, unfinished_reign=-1.0, pause=0.02)


@pytest.fixture(autouse=True)
def _quick(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "TIMING", FAST)


def test_everything_the_firm_records_comes_back_but_what_was_decided_about_identities() -> None:
    tables = {name for name, model in entities().items() if model.__name__ != "Expiring"}
    assert tables - {model._meta.table_name for model in MODELS} == {"person_links", "erasures"}


class TestRestore:
    def test_a_preview_says_what_would_change_and_changes_nothing(
        self, workspace: Workspace, changed: str
    ) -> None:
        before, head = content(workspace), workspace.head
        summary = preview(workspace, changed)
        assert summary.people == (1, 1, 1)
        assert summary.records == (0, 1, 0)
        assert summary.settings == (0, 0, 1)
        assert (content(workspace), workspace.head) == (before, head)
        assert kinds(data_folder(workspace.folder)) == [MANUAL]

    def test_the_data_become_those_of_the_backup_and_every_reader_sees_them(
        self, workspace: Workspace, changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = workspace.head[1]
        assert workspace.name == "Après"
        done = restore(workspace, changed)
        workspace.send()
        assert done.summary.people == (1, 1, 1)
        assert workspace.head == (1, number + 1)
        assert workspace.name == "Avant"
        assert workspace.editor is not None
        now = content(workspace)
        monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "other-pc"))
        with bootstrap.open_workspace(workspace.folder, write=False) as reader:
            assert content(reader) == now
            assert reader.editor == workspace.editor
            assert reader.name == "Avant"

    def test_restoring_back_gives_the_exact_former_data(self, workspace: Workspace, changed: str) -> None:
        later = content(workspace)
        done = restore(workspace, changed)
        assert done.before is not None
        assert done.before.name.startswith(BEFORE_RESTORE)
        earlier = content(workspace)
        assert earlier != later
        again = restore(workspace, done.before.name)
        assert content(workspace) == later
        assert again.before is not None
        restore(workspace, again.before.name)
        assert content(workspace) == earlier

    def test_the_exact_data_come_back_from_the_share_too(self, workspace: Workspace, saved: str) -> None:
        then = content(workspace)
        with workspace.change("everybody left"):
            for person in Employee.select():
                person.delete_instance()
        restore(workspace, saved)
        workspace.close()
        with bootstrap.open_workspace(workspace.folder, write=True) as opened:
            assert content(opened) == then
            with opened.change("hire"):
                employee(first_name="Zoé")
            opened.send()
            assert opened.head == (2, 2)

    def test_the_journal_stays_and_tells_what_the_restore_changed(
        self, workspace: Workspace, changed: str
    ) -> None:
        with workspace.reading():
            before = list(AuditEntry.select().order_by(AuditEntry.id).dicts())
        restore(workspace, changed)
        with workspace.reading():
            entries = list(AuditEntry.select().order_by(AuditEntry.id).dicts())
            last = AuditChange.select().order_by(AuditChange.id.desc()).get()
            chloe = Employee.get(Employee.external_id == "1")
        assert entries[: len(before)] == before
        assert last.label == f"Restore of the backup {changed}"
        told = entries[len(before) :]
        assert {entry["change"] for entry in told} == {last.id}
        assert sorted((entry["entity"], entry["action"]) for entry in told) == [
            ("caces", "delete"),
            ("employees", "delete"),
            ("employees", "insert"),
            ("employees", "update"),
            ("settings", "update"),
        ]
        (update,) = [e for e in told if e["action"] == "update" and e["entity"] == "employees"]
        assert update["entity_id"] == update["employee_id"] == chloe.id
        fields = json.loads(update["fields"])
        assert set(fields) == {"external_id", "role", "search_text"}
        assert (fields["external_id"], fields["role"]) == (["2", "1"], ["Cariste", None])

    def test_what_must_not_be_read_in_the_journal_is_not_written_there_by_a_restore(
        self, workspace: Workspace, saved: str
    ) -> None:
        with workspace.change("the visit is corrected"):
            record = MedicalVisit.get()
            record.restrictions = "aucune restriction secrète"
            record.save()
        restore(workspace, saved)
        with workspace.reading():
            assert MedicalVisit.get().restrictions == "pas de port de charge"
            told = " ".join(entry.fields or "" for entry in AuditEntry.select())
        assert "secrète" not in told
        assert "port de charge" not in told

    def test_restoring_what_is_there_already_publishes_nothing(
        self, workspace: Workspace, saved: str
    ) -> None:
        head = workspace.head
        done = restore(workspace, saved)
        assert (done.before, set(done.summary)) == (None, {(0, 0, 0)})
        assert workspace.head == head
        assert kinds(data_folder(workspace.folder)) == [MANUAL]

    def test_a_damaged_backup_is_refused_and_nothing_changes(
        self, workspace: Workspace, changed: str
    ) -> None:
        before, head = content(workspace), workspace.head
        spoil(backups_folder(data_folder(workspace.folder)) / changed)
        with pytest.raises(UserError, match=changed):
            restore(workspace, changed)
        with pytest.raises(UserError, match=changed):
            preview(workspace, changed)
        assert (content(workspace), workspace.head) == (before, head)
        assert kinds(data_folder(workspace.folder)) == [MANUAL]

    @pytest.mark.parametrize("name", ["nothing.db", "../cariste-000001-000001.db", ""])
    def test_only_a_backup_can_be_restored(self, workspace: Workspace, saved: str, name: str) -> None:
        with pytest.raises(UserError, match="no backup named"):
            restore(workspace, name)

    @pytest.mark.parametrize(
        ("statement", "refused"),
        [
            (
                "INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2030-01-01')",
                NewerSchema,
            ),
            ("DROP TABLE schema_migration", UserError),
        ],
    )
    def test_a_backup_of_a_newer_version_or_another_program_is_refused(
        self, workspace: Workspace, changed: str, statement: str, refused: type[Exception]
    ) -> None:
        before, head = content(workspace), workspace.head
        path = backups_folder(data_folder(workspace.folder)) / changed
        connection = sqlite3.connect(path)
        connection.execute(statement)
        connection.commit()
        connection.close()
        check_file(path)
        with pytest.raises(refused):
            restore(workspace, changed)
        assert (content(workspace), workspace.head) == (before, head)

    def test_without_a_backup_of_today_nothing_is_restored(
        self, workspace: Workspace, changed: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_source: Path, _target: Path, _hostname: str) -> None:
            raise OSError(28, "No space left on device")

        before, head = content(workspace), workspace.head
        monkeypatch.setattr(backup, "upload", full)
        with pytest.raises(EnvironmentProblem, match="no space left"):
            restore(workspace, changed)
        assert (content(workspace), workspace.head) == (before, head)

    def test_a_reader_cannot_restore(self, workspace: Workspace, changed: str) -> None:
        with (
            bootstrap.open_workspace(workspace.folder, write=False) as reader,
            pytest.raises(EnvironmentProblem),
        ):
            restore(reader, changed)


SECOND = """
def up(_migrator, db):
    db.execute_sql("CREATE TABLE extra (id INTEGER PRIMARY KEY)")
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of migrations as a later version of the program has it; in force when its test says so."""
    place = tmp_path / "package"
    first = migrations.files("cariste.database") / "migrations"
    (place / "migrations").mkdir(parents=True)
    for entry in first.iterdir():
        if entry.name.endswith(".py"):
            (place / "migrations" / entry.name).write_text(entry.read_text("utf-8"), "utf-8")
    (place / "migrations" / "9998_extra.py").write_text(SECOND, "utf-8")
    return place


def test_an_update_backs_up_before_and_what_was_saved_before_it_can_be_restored(
    folder: Path, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bootstrap.create_folder(folder, "Essai") as first, first.change("hire"):
        caces(employee())
    head = look(data_folder(folder)).head
    assert head is not None
    monkeypatch.setattr(migrations, "files", lambda _package: next_version)
    with bootstrap.open_workspace(folder, write=True) as opened:
        (made,) = [
            one.path for one in names_in(backups_folder(data_folder(folder))) if one.kind == BEFORE_MIGRATION
        ]
        assert made.read_bytes() == publication_file(data_folder(folder), head).read_bytes()
        with opened.change("leave"):
            Employee.get().delete_instance()
        restore(opened, made.name)
        with opened.reading():
            assert (Employee.select().count(), Caces.select().count()) == (1, 1)


def test_restoring_says_what_it_did_and_how_to_undo_it(
    workspace: Workspace, changed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    save_preferences(Preferences(language="en"))
    where = ["--folder", str(workspace.folder), "--json"]
    assert run([*where, "restore", changed, "--dry-run"]) == 0
    planned = json.loads(capsys.readouterr().out)
    assert run([*where, "restore", changed]) == 4  # this PC is editing
    workspace.close()
    capsys.readouterr()
    assert run([*where, "restore", changed]) == 0
    done = json.loads(capsys.readouterr().out)
    assert planned == {**done, "before": None}
    assert done["people"] == {"added": 1, "removed": 1, "changed": 1}
    assert run(["--folder", str(workspace.folder), "restore", done["before"]]) == 0
    assert f"cariste restore {BEFORE_RESTORE}" in capsys.readouterr().out
    assert run(["--folder", str(workspace.folder), "restore", done["before"]]) == 0
    assert "nothing was changed" in capsys.readouterr().out
