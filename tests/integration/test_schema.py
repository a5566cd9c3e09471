"""SQLite refuses what a stricter server would, by the name of the rule."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from peewee import Model, SqliteDatabase

from cariste.audit.models import AuditChange, AuditEntry
from cariste.authorisation.models import Assignment, Authorisation, Induction, Suspension
from cariste.core.errors import UserError
from cariste.database.connection import connected, open_for_reading, open_for_writing
from cariste.database.migrate import NewerSchema, known_migrations, migrate, pending_migrations
from cariste.employee.models import (
    Absence,
    Appointment,
    Caces,
    Document,
    Employee,
    MedicalVisit,
    OnlineTraining,
)
from cariste.equipment.models import Machine
from cariste.lock.models import AppLock
from cariste.requirement.models import Requirement
from cariste.settings.models import Setting
from cariste.share.models import Publication

ID, OTHER = "a" * 32, "b" * 32
ENTITY = {"created_at": "2026-11-21 08:00:00", "updated_at": "2026-11-21 08:00:00", "row_version": 1}
PERSON = {
    **ENTITY,
    "id": ID,
    "first_name": "Chloé",
    "last_name": "Fictif",
    "current_status": "active",
    "night_worker": 0,
    "search_text": "fictif chloe",
}
BELOW = {**ENTITY, "id": OTHER, "employee_id": ID, "expiration_source": "computed"}
CACES = {**BELOW, "kind": "R489-3", "completion_date": "2024-01-01", "expiration_date": "2029-01-01"}
VISIT = {**BELOW, "visit_type": "periodic", "track": "follow_up", "visit_date": "2024-01-01", "result": "fit"}
OF_PERSON = {**ENTITY, "id": OTHER, "employee_id": ID}
APPOINTMENT = {**OF_PERSON, "visit_type": "periodic", "planned_on": "2026-12-08", "status": "planned"}
ABSENCE = {**OF_PERSON, "starts_on": "2026-10-01", "ended_on": "2026-11-12", "return_visit": 1}
OWNED = {**ENTITY, "id": OTHER, "employee_id": ID}
GRANT = {
    **OWNED,
    "kind": "R489-3",
    "issued_on": "2025-11-04",
    "ends_source": "computed",
    "signatory": "Mme Fictif",
}
INDUCTION = {**OWNED, "held_on": "2026-01-05"}
ASSIGNMENT = {**OWNED, "agency": "Agence Exemple", "starts_on": "2026-09-01"}
MACHINE = {**ENTITY, "id": OTHER, "number": "12", "name": "Frontal", "kind": "R489-3"}
REQUIREMENT = {**ENTITY, "id": OTHER, "role": "Cariste", "kind": "R489-3"}
TRAINING = {**BELOW, "title": "SST", "kind": "SST", "mode": "classroom"}


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[SqliteDatabase]:
    database = open_for_writing(tmp_path / "work.db")
    with connected(database):
        migrate(database)
        yield database


def insert(database: SqliteDatabase, table: str, row: dict[str, object]) -> None:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    database.connection().execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def test_plain_rows_are_accepted(migrated: SqliteDatabase) -> None:
    for table, row in (
        ("employees", PERSON),
        ("caces", CACES),
        ("medical_visits", VISIT),
        ("online_trainings", TRAINING),
        ("authorisations", GRANT),
        ("inductions", INDUCTION),
        ("assignments", ASSIGNMENT),
        ("machines", MACHINE),
        ("requirements", REQUIREMENT),
        ("appointments", APPOINTMENT),
        ("absences", ABSENCE),
    ):
        insert(migrated, table, row)


@pytest.mark.parametrize(
    ("table", "row", "changed", "rule"),
    [
        ("employees", PERSON, {"first_name": ""}, "first_name_fits"),
        ("employees", PERSON, {"first_name": "x" * 101}, "first_name_fits"),
        ("employees", PERSON, {"last_name": 12}, None),
        ("employees", PERSON, {"last_name": b"x"}, "last_name_fits"),
        ("employees", PERSON, {"last_name": None}, "last_name"),
        ("employees", PERSON, {"current_status": "gone"}, "current_status_is_known"),
        ("employees", PERSON, {"contract_type": "cdi"}, "contract_type_is_known"),
        ("employees", PERSON, {"medical_regime": "XXX"}, "medical_regime_is_known"),
        ("employees", PERSON, {"night_worker": 2}, "night_worker_in_bounds"),
        ("employees", PERSON, {"night_worker": "yes"}, "night_worker_in_bounds"),
        ("employees", PERSON, {"entry_date": "2026-02-30"}, "entry_date_is_a_date"),
        ("employees", PERSON, {"entry_date": "21/11/2026"}, "entry_date_is_a_date"),
        ("employees", PERSON, {"entry_date": 20261121}, "entry_date_is_a_date"),
        ("employees", PERSON, {"entry_date": "0000-00-00"}, "entry_date_is_a_date"),
        ("employees", PERSON, {"id": "not-a-uuid"}, "id_is_a_uuid"),
        ("employees", PERSON, {"id": "A" * 32}, "id_is_a_uuid"),
        ("employees", PERSON, {"row_version": 0}, "row_version_in_bounds"),
        ("employees", PERSON, {"row_version": 1.5}, "row_version_in_bounds"),
        ("employees", PERSON, {"created_at": "yesterday"}, "created_at_is_a_time"),
        ("caces", CACES, {"expiration_date": None}, "expiration_date"),
        ("caces", CACES, {"expiration_date": "2023-01-01"}, "expires_after_obtained"),
        ("caces", CACES, {"expiration_source": "guessed"}, "expiration_source_is_known"),
        ("caces", CACES, {"employee_id": "c" * 32}, "FOREIGN KEY"),
        ("medical_visits", VISIT, {"result": "sick"}, "result_is_known"),
        ("medical_visits", VISIT, {"visit_type": "sick"}, "visit_type_is_known"),
        ("medical_visits", VISIT, {"track": "sick"}, "track_is_known"),
        ("medical_visits", VISIT, {"restrictions": "x" * 1001}, "restrictions_fits"),
        ("medical_visits", VISIT, {"expiration_date": "2023-12-31"}, "expires_after_visit"),
        ("online_trainings", TRAINING, {"validity_months": 0}, "validity_months_in_bounds"),
        ("online_trainings", TRAINING, {"mode": "dream"}, "mode_is_known"),
        ("authorisations", GRANT, {"ends_on": "2025-11-03"}, "ends_after_issued"),
        ("authorisations", GRANT, {"signatory": None}, "signatory"),
        ("authorisations", GRANT, {"ends_source": "guessed"}, "ends_source_is_known"),
        ("authorisations", GRANT, {"withdrawn_on": "2026-01-01"}, "withdrawn_for_a_reason"),
        ("inductions", INDUCTION, {"held_on": "2026-02-30"}, "held_on_is_a_date"),
        ("assignments", ASSIGNMENT, {"ends_on": "2026-08-31"}, "ends_after_start"),
        ("assignments", ASSIGNMENT, {"employee_id": "c" * 32}, "FOREIGN KEY"),
        ("appointments", APPOINTMENT, {"visit_type": "sick"}, "visit_type_is_known"),
        ("appointments", APPOINTMENT, {"status": "forgotten"}, "status_is_known"),
        ("appointments", APPOINTMENT, {"planned_on": "2026-11-31"}, "planned_on_is_a_date"),
        ("absences", ABSENCE, {"ended_on": "2026-09-30"}, "ends_after_start"),
        ("absences", ABSENCE, {"return_visit": "yes"}, "return_visit_in_bounds"),
        ("absences", ABSENCE, {"starts_on": None}, "starts_on"),
    ],
)
def test_what_a_strict_server_would_refuse_is_refused(
    migrated: SqliteDatabase, table: str, row: dict[str, object], changed: dict[str, object], rule: str | None
) -> None:
    if table != "employees":
        insert(migrated, "employees", PERSON)
    if rule is None:  # SQLite makes text of a number in a text column: nothing is lost
        insert(migrated, table, {**row, **changed})
        return
    with pytest.raises(sqlite3.IntegrityError, match=rule):
        insert(migrated, table, {**row, **changed})


def test_an_employee_number_is_unique_when_set(migrated: SqliteDatabase) -> None:
    insert(migrated, "employees", PERSON)
    insert(migrated, "employees", {**PERSON, "id": OTHER})
    insert(migrated, "employees", {**PERSON, "id": "c" * 32, "external_id": "1"})
    with pytest.raises(sqlite3.IntegrityError, match="external_id"):
        insert(migrated, "employees", {**PERSON, "id": "d" * 32, "external_id": "1"})


@pytest.mark.parametrize(
    ("table", "row", "same"),
    [
        ("machines", MACHINE, ("number",)),
        ("requirements", REQUIREMENT, ("role", "kind")),
        ("requirements", {**REQUIREMENT, "site": "Quai"}, ("role", "kind")),
    ],
)
def test_nothing_of_the_site_is_there_twice(
    migrated: SqliteDatabase, table: str, row: dict[str, object], same: tuple[str, ...]
) -> None:
    insert(migrated, table, row)
    with pytest.raises(sqlite3.IntegrityError, match=r"UNIQUE|one_requirement"):
        insert(migrated, table, {**row, "id": "c" * 32})
    insert(migrated, table, {**row, "id": "c" * 32, same[0]: "another"})


@pytest.mark.parametrize(
    "model",
    [
        *(Employee, Caces, MedicalVisit, OnlineTraining, Document, Appointment, Absence),
        *(Authorisation, Suspension, Induction, Assignment, Machine, Requirement),
        *(Setting, AppLock, Publication, AuditChange, AuditEntry),
    ],
)
def test_models_and_tables_have_the_same_columns(migrated: SqliteDatabase, model: type[Model]) -> None:
    stored = {column.name: column.null for column in migrated.get_columns(model._meta.table_name)}
    declared = {field.column_name: field.null for field in model._meta.sorted_fields}
    assert declared == stored


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("secure_delete", 1), ("synchronous", 2)],
)
def test_every_writing_connection_has_the_pragmas(
    migrated: SqliteDatabase, pragma: str, value: object
) -> None:
    assert migrated.execute_sql(f"PRAGMA {pragma}").fetchone() == (value,)


def test_a_read_only_database_refuses_writes(migrated: SqliteDatabase) -> None:
    reader = open_for_reading(Path(migrated.database))
    with connected(reader), pytest.raises(sqlite3.OperationalError, match="readonly"):
        insert(reader, "employees", PERSON)


def test_erased_text_does_not_stay_in_the_file(migrated: SqliteDatabase) -> None:
    insert(migrated, "employees", {**PERSON, "agency": "Agence-Secrete-XYZ"})
    migrated.execute_sql("DELETE FROM employees")
    migrated.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Agence-Secrete-XYZ" not in Path(migrated.database).read_bytes()


def test_0001_initial_makes_everything_from_an_empty_file(tmp_path: Path) -> None:
    database = open_for_writing(tmp_path / "new.db")
    assert pending_migrations(database) == known_migrations()
    assert migrate(database) == known_migrations()
    assert migrate(database) == []


def test_a_newer_schema_is_recognised(migrated: SqliteDatabase) -> None:
    migrated.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2030-01-01')")
    with pytest.raises(NewerSchema):
        migrate(migrated)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    database = open_for_writing(tmp_path / "other.db")
    with connected(database):
        database.execute_sql("CREATE TABLE songs (title TEXT)")
    with pytest.raises(UserError, match="another program"):
        migrate(database)
    with connected(database):
        assert database.get_tables() == ["songs"]
