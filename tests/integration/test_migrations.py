"""From a file of an earlier version to today's schema: nothing of what is in it is lost."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from peewee import IntegrityError, SqliteDatabase
from playhouse.migrations import Runner

from cariste.database.connection import check_file, connected, open_for_writing, use
from cariste.database.migrate import HISTORY_TABLE, known_migrations, migrate
from cariste.employee.models import Caces, Document, Employee, MedicalVisit, OnlineTraining
from cariste.regulation.driving import OPTIONS

STORED = Path(__file__).parents[1] / "stored"
ROW = {
    "id": "e" * 32,
    "created_at": "2026-11-21 08:00:00",
    "updated_at": "2026-11-21 08:00:00",
    "row_version": 1,
    "employee_id": "a" * 32,
    "path": "documents/medical/0.pdf",
    "sha256": "f" * 64,
    "size": 1200,
    "mime": "application/pdf",
    "kind": "caces",
    "original_name": "a.pdf",
}


@pytest.fixture
def old(tmp_path: Path) -> Iterator[SqliteDatabase]:
    """The file of the first version, brought to today's schema."""
    path = tmp_path / "work.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript((STORED / "schema-0001.sql").read_text("utf-8"))
    database = open_for_writing(path)
    with connected(database):
        assert migrate(database) == [name for name in known_migrations() if name != "0001_initial"]
        use(database)
        yield database


def test_people_and_records_of_the_first_version_are_all_there(old: SqliteDatabase) -> None:
    person = Employee.get()
    assert (person.full_name, person.external_id) == ("Chloé Fictif", "00123")
    assert Caces.get().document_path == "documents/caces-3.pdf"
    assert (MedicalVisit.get().result, OnlineTraining.get().title) == ("fit", "SST")
    assert Document.select().count() == 0


def test_the_file_is_sound_after_it(old: SqliteDatabase) -> None:
    old.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    check_file(Path(old.database))
    assert migrate(old) == []


def test_0002_documents_takes_a_document_and_lets_it_go_with_its_person(old: SqliteDatabase) -> None:
    put(old)
    assert Document.get().original_name == "a.pdf"
    old.execute_sql("DELETE FROM employees")
    assert Document.select().count() == 0


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"path": "data/cariste-000001-000001.db"}, "path_is_a_document"),
        ({"path": "documents/"}, "path_is_a_document"),
        ({"path": "documents/" + "x" * 240}, "path_is_a_document"),
        ({"sha256": "F" * 64}, "sha256_is_a_hash"),
        ({"sha256": "f" * 63}, "sha256_is_a_hash"),
        ({"size": 0}, "size_in_bounds"),
        ({"mime": "application/x-msdownload"}, "mime_is_known"),
        ({"kind": "holiday"}, "kind_is_known"),
        ({"kind": "medical"}, "medical_has_no_name"),
        ({"original_name": ""}, "original_name_fits"),
        ({"original_name": "x" * 201}, "original_name_fits"),
        ({"employee_id": "b" * 32}, "FOREIGN KEY"),
        ({"id": "no"}, "id_is_a_uuid"),
        ({"row_version": 0}, "row_version_in_bounds"),
        ({"created_at": "yesterday"}, "created_at_is_a_time"),
    ],
)
def test_0002_documents_refuses_what_is_no_document(
    old: SqliteDatabase, changed: dict[str, object], rule: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=rule):
        put(old, **changed)


def test_0002_documents_gives_each_path_to_one_document(old: SqliteDatabase) -> None:
    put(old)
    with pytest.raises(sqlite3.IntegrityError, match=r"documents\.path"):
        put(old, id="d" * 32)


BARE = {name: ROW[name] for name in ("id", "created_at", "updated_at", "row_version")}
OF_PERSON = {**BARE, "employee_id": "a" * 32}
GRANT = {
    **OF_PERSON,
    "kind": "R489-3",
    "issued_on": "2025-11-04",
    "ends_on": "2029-03-01",
    "ends_source": "computed",
    "signatory": "Mme Fictif",
}
INDUCTION = {**OF_PERSON, "held_on": "2020-01-07"}
ASSIGNMENT = {**OF_PERSON, "agency": "Intérim Fictif", "starts_on": "2026-11-16", "ends_on": "2026-12-31"}
MACHINE = {**BARE, "number": "12", "name": "Chariot", "kind": "R489-5"}
REQUIREMENT = {**BARE, "role": "Cariste", "kind": "R489-3"}
SUSPENSION = {
    **OF_PERSON,
    "id": "d" * 32,
    "authorisation_id": "e" * 32,
    "starts_on": "2026-11-01",
    "reason": "enquête",
}
APPOINTMENT = {**OF_PERSON, "visit_type": "periodic", "planned_on": "2026-12-08", "status": "planned"}
ABSENCE = {**OF_PERSON, "starts_on": "2026-09-01", "ended_on": "2026-11-01", "return_visit": 1}


def test_0004_authorisations_takes_what_the_employer_decides_and_lets_it_go_with_its_person(
    old: SqliteDatabase,
) -> None:
    rows = {
        "authorisations": GRANT, "inductions": INDUCTION, "assignments": ASSIGNMENT,
        "suspensions": SUSPENSION, "machines": MACHINE, "requirements": REQUIREMENT,
    }  # fmt: skip
    for table, row in rows.items():
        insert(old, table, row)
    old.execute_sql("DELETE FROM employees")
    left = {table: old.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0] for table in rows}
    assert {table for table, count in left.items() if count} == {"machines", "requirements"}


@pytest.mark.parametrize(
    ("table", "row", "changed", "rule"),
    [
        ("authorisations", GRANT, {"ends_on": "2025-11-03"}, "ends_after_issued"),
        ("authorisations", GRANT, {"withdrawn_on": "2026-01-01"}, "withdrawn_for_a_reason"),
        ("authorisations", GRANT, {"signatory": None}, "NOT NULL"),
        ("authorisations", GRANT, {"issued_on": "2026-02-30"}, "issued_on_is_a_date"),
        ("authorisations", GRANT, {"employee_id": "b" * 32}, "FOREIGN KEY"),
        ("inductions", INDUCTION, {"held_on": None}, "NOT NULL"),
        ("assignments", ASSIGNMENT, {"ends_on": "2026-11-15"}, "ends_after_start"),
        ("machines", MACHINE, {"number": ""}, "number_fits"),
        ("requirements", REQUIREMENT, {"role": "x" * 101}, "role_fits"),
    ],
)
def test_0004_authorisations_refuses_what_cannot_be(
    old: SqliteDatabase, table: str, row: dict[str, object], changed: dict[str, object], rule: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=rule):
        insert(old, table, {**row, **changed})


@pytest.mark.parametrize(("table", "row"), [("machines", MACHINE), ("requirements", REQUIREMENT)])
def test_0004_authorisations_keeps_one_of_each(
    old: SqliteDatabase, table: str, row: dict[str, object]
) -> None:
    insert(old, table, row)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        insert(old, table, {**row, "id": "d" * 32})


def test_0005_followup_takes_appointments_and_absences_and_lets_them_go(old: SqliteDatabase) -> None:
    for table, row in {"appointments": APPOINTMENT, "absences": ABSENCE}.items():
        insert(old, table, row)
        assert old.execute_sql(f"SELECT count(*) FROM {table}").fetchone() == (1,)
    old.execute_sql("DELETE FROM employees")
    for table in ("appointments", "absences"):
        assert old.execute_sql(f"SELECT count(*) FROM {table}").fetchone() == (0,)


@pytest.mark.parametrize(
    ("table", "row", "changed", "rule"),
    [
        ("appointments", APPOINTMENT, {"status": "perhaps"}, "status_is_known"),
        ("appointments", APPOINTMENT, {"visit_type": "dentist"}, "visit_type_is_known"),
        ("absences", ABSENCE, {"ended_on": "2026-08-31"}, "ends_after_start"),
        ("absences", ABSENCE, {"return_visit": 2}, "return_visit_in_bounds"),
    ],
)
def test_0005_followup_refuses_what_cannot_be(
    old: SqliteDatabase, table: str, row: dict[str, object], changed: dict[str, object], rule: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=rule):
        insert(old, table, {**row, **changed})


def test_0006_review_takes_what_was_issued_for_the_role_of_today(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript((STORED / "schema-0001.sql").read_text("utf-8"))
    database = open_for_writing(path)
    with connected(database):
        known = known_migrations()
        with as_file(files("cariste.database") / "migrations") as folder:
            Runner(database, str(folder), table_name=HISTORY_TABLE).up("0005_followup")
        database.execute_sql("UPDATE employees SET role = 'Cariste'")
        insert(database, "authorisations", GRANT)
        assert migrate(database) == [name for name in known if name > "0005_followup"]
        assert database.execute_sql("SELECT issued_as FROM authorisations").fetchall() == [("Cariste",)]
        with pytest.raises(sqlite3.IntegrityError, match="issued_as_fits"):
            insert(database, "authorisations", {**GRANT, "id": "d" * 32, "issued_as": ""})


def test_0007_options_knows_of_no_option_before_it_and_takes_only_known_ones(old: SqliteDatabase) -> None:
    assert Caces.get().option is None
    for option in OPTIONS:
        old.execute_sql("UPDATE caces SET option = ?", (option,))
    with pytest.raises(IntegrityError, match="option_is_known"):
        old.execute_sql("UPDATE caces SET option = 'radio'")


def put(database: SqliteDatabase, **changed: object) -> None:
    insert(database, "documents", {**ROW, **changed})


def insert(database: SqliteDatabase, table: str, row: dict[str, object]) -> None:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    database.connection().execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
