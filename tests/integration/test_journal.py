"""The journal read back: who did what to whom, old and new, however long it is."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import TODAY, caces, employee, training, visit
from peewee import SqliteDatabase

from cariste.audit.models import AuditChange
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.database import connection, model
from cariste.database.migrate import migrate
from cariste.employee.models import Employee
from cariste.journal import queries, words
from cariste.journal.queries import Entry, Filter, list_actions, list_entries, who_wrote
from cariste.settings.models import Setting
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


@pytest.fixture
def workspace(workspace: Workspace) -> Iterator[Workspace]:
    with workspace.reading():
        yield workspace


def labels(**wanted: object) -> list[str]:
    return [action.label for action in list_actions(Filter(**wanted)).actions]  # type: ignore[arg-type]


def told(entry: Entry) -> list[tuple[str, str, str]]:
    return [(line.name, line.before, line.after) for line in words.field_lines(entry)]


def test_an_action_says_who_when_where_what_and_to_whom(workspace: Workspace) -> None:
    with workspace.change("Role of Chloé"):
        chloe = employee()
    with workspace.change("Role of Chloé"):
        chloe.role, chloe.entry_date = "Cariste", dt.date(2020, 3, 4)
        chloe.save()
    last, first = list_actions().actions
    assert (last.label, last.records) == ("Role of Chloé", 1)
    assert last.username == workspace._person.username
    assert last.hostname == workspace._person.hostname
    assert abs(last.at - dt.datetime.now()) < dt.timedelta(minutes=1)
    assert last.only is not None
    assert (words.person_label(last.only), words.record_label(last.only)) == (
        "Chloé Fictif-Test",
        "Employee",
    )
    assert words.summary(last) == "Role: empty → Cariste · Start date: empty → 4 Mar 2020"
    assert words.summary(first) == "added"


def test_somebody_renamed_is_called_by_the_name_of_now(workspace: Workspace) -> None:
    with workspace.change("A person"):
        chloe = employee()
        caces(chloe)
    with workspace.change("Married"):
        chloe.last_name = "Exemple"
        chloe.save()
    assert {words.person_label(entry) for entry in list_entries()} == {"Chloé Exemple"}


def test_who_is_deleted_is_told_as_deleted_and_what_was_there_stays_told(workspace: Workspace) -> None:
    with workspace.change("A person"):
        chloe = employee(role="Cariste")
        caces(chloe, "R489-5", certificate_number="A1")
    with workspace.change("Gone"):
        chloe.delete_instance()
    gone, _made = list_actions().actions
    certificate, person = gone.entries
    assert words.person_label(person) == "(deleted)"
    assert gone.one_person is certificate
    assert words.record_label(certificate) == "CACES R489-5 Reach truck"
    assert ("Role", "Cariste", "") in told(person)
    assert ("Certificate number", "A1", "") in told(certificate)
    assert "Certificate number: A1" in words.told(certificate)
    assert words.details(certificate) == "deleted"


def test_what_a_doctor_concluded_is_told_as_changed_and_nothing_more(workspace: Workspace) -> None:
    with workspace.change("A visit"):
        held = visit(employee(), result="fit", restrictions="pas de port de charge")
    with workspace.change("Corrected"):
        held.result, held.restrictions = "unfit", "aucune conduite"
        held.save()
    with workspace.change("Deleted"):
        held.delete_instance()
    said = json.dumps([list_entries(), list(map(told, list_entries()))], default=str, ensure_ascii=False)
    for secret in ("unfit", "port de charge", "aucune conduite", '"fit"'):
        assert secret not in said
    corrected = list_actions().actions[1]
    assert words.summary(corrected) == "Outcome: changed · Adjustments: changed"
    assert corrected.only is not None
    assert told(corrected.only) == [
        ("Outcome", "(not shown)", "(not shown)"),
        ("Adjustments", "(not shown)", "(not shown)"),
    ]
    assert words.record_label(corrected.only) == "Medical visit"  # which, only its deletion tells now


def test_records_are_called_by_what_they_are_about(workspace: Workspace) -> None:
    with workspace.change("All kinds"):
        person = employee()
        caces(person, "R489-5")
        visit(person)
        training(person, "SST")
        Setting(key="company", value='"Essai"').save()
    assert [words.record_label(entry) for entry in list_entries()] == [
        "Employee",
        "CACES R489-5 Reach truck",
        "Periodic visit",
        "Training SST",
        "Setting Company name",
    ]
    assert [words.person_label(entry) for entry in list_entries()][-1] == ""
    assert list_actions().actions[0].one_person is None


def test_settings_are_told_as_one_would_write_them(workspace: Workspace) -> None:
    with workspace.change("Settings"):
        company = Setting(key="company", value='"Avant"')
        company.save()
        roles = Setting(key="roles", value='["Cariste"]')
        roles.save()
    with workspace.change("Changed"):
        company.value, roles.value = '"Après"', '["Cariste", "Préparateur"]'
        company.save()
        roles.save()
    assert [told(entry) for entry in list_actions().actions[0].entries] == [
        [("Value", "Avant", "Après")],
        [("Value", "Cariste", "Cariste, Préparateur")],
    ]


def test_a_record_that_changed_hands_names_nobody_by_a_number(workspace: Workspace) -> None:
    with workspace.change("Two people"):
        one, other = employee(), employee(first_name="Zoé")
        certificate = caces(one)
    with workspace.change("Moved"):
        certificate.employee = other
        certificate.save()
    moved = list_actions().actions[0].entries[0]
    assert told(moved) == [("Employee", "another person", "Zoé Fictif-Test")]


def test_an_import_is_one_line_that_opens_to_its_records(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "FEW", 3)
    rows = [
        {"first_name": "Noël", "last_name": f"Essai{place}", "search_text": f"essai{place}"}
        for place in range(10)
    ]
    with workspace.change("Import"):
        Employee.insert_rows(rows)
    (action,) = list_actions().actions
    assert (action.records, len(action.entries)) == (10, 3)
    assert (action.only, action.one_person) == (None, None)
    assert words.summary(action) == "10 records"
    opened = list_entries(change_id=action.id, limit=4)
    opened += list_entries(change_id=action.id, after=opened[-1].id, limit=100)
    assert [entry.person for entry in opened] == [f"Noël Essai{place}" for place in range(10)]


def test_one_persons_history_tells_of_nobody_else(workspace: Workspace) -> None:
    with workspace.change("Two people"):
        chloe, noel = employee(), employee(first_name="Noël")
        caces(chloe)
        caces(noel)
    with workspace.change("Of Noël"):
        caces(noel, "R489-5")
    (action,) = list_actions(Filter(employee_id=chloe.id.hex)).actions
    assert (action.label, action.records) == ("Two people", 2)
    assert {entry.person for entry in action.entries} == {"Chloé Fictif-Test"}
    assert [entry.entity for entry in list_entries(Filter(employee_id=chloe.id.hex))] == [
        "employees",
        "caces",
    ]
    assert len(list_entries(Filter(employee_id=chloe.id.hex), change_id=action.id)) == 2


def test_the_journal_is_filtered_by_user_day_and_what_was_done(workspace: Workspace) -> None:
    with workspace.change("Added"):
        chloe = employee()
    with workspace.change("Changed"):
        chloe.role = "Cariste"
        chloe.save()
    with workspace.change("Deleted"):
        chloe.delete_instance()
    # Written by somebody else, long ago.
    AuditChange.update(username="marie", at=dt.datetime(2020, 1, 1, 8)).where(
        AuditChange.label == "Added"
    ).execute()
    me = workspace._person.username
    assert who_wrote() == sorted({"marie", me})
    assert labels(username="marie") == ["Added"]
    assert labels(username=me) == ["Deleted", "Changed"]
    assert labels(since=dt.date(2020, 1, 2)) == ["Deleted", "Changed"]
    assert labels(since=dt.date(2020, 1, 1)) == ["Deleted", "Changed", "Added"]
    assert [labels(action=code) for code in queries.ACTIONS] == [["Added"], ["Changed"], ["Deleted"]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("eloise", ["CACES", "Éloïse"]),
        ("ÉLOÏSE", ["CACES", "Éloïse"]),
        ("caces", ["CACES"]),
        ("123", ["CACES", "Éloïse"]),
        ("modele eloise", ["CACES", "Éloïse"]),
        ("essai de prefecture", ["Essai de la préfecture"]),
        ("eloise prefecture", []),
        ("%", []),
        ("", ["CACES", "Essai de la préfecture", "Éloïse"]),
    ],
)
def test_the_journal_is_searched_by_what_was_done_and_to_whom(
    workspace: Workspace, typed: str, found: list[str]
) -> None:
    with workspace.change("Éloïse"):
        eloise = employee(first_name="Éloïse", last_name="Modèle", external_id="00123")
    with workspace.change("Essai de la préfecture"):
        employee(first_name="Noël")
    with workspace.change("CACES"):
        caces(eloise)
    assert labels(search=typed) == found


def test_a_name_that_many_people_bear_finds_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace.change("Somebody else"):
        employee(first_name="Noël", last_name="Autre")
    for place in range(5):
        with workspace.change(f"Line {place}"):
            employee(last_name="Fictif")
    few = labels(search="fictif")
    monkeypatch.setattr(queries, "_MANY", 2)
    assert labels(search="fictif") == few == [f"Line {place}" for place in reversed(range(5))]


def test_pages_follow_each_other_without_gap_or_repetition(workspace: Workspace) -> None:
    for place in range(7):
        with workspace.change(f"Line {place}"):
            employee()
    first = list_actions(limit=3)
    second = list_actions(before=first.actions[-1].id, limit=3)
    third = list_actions(before=second.actions[-1].id, limit=3)
    read = [action.label for page in (first, second, third) for action in page.actions]
    assert read == [f"Line {place}" for place in reversed(range(7))]
    assert [page.more for page in (first, second, third)] == [True, True, False]
    assert not list_actions(limit=7).more


def test_a_page_takes_one_statement_whatever_it_holds(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(20):
        with workspace.change(f"Line {place}"):
            caces(employee(external_id=str(place)))
    asked: list[str] = []
    database = model.Record._meta.database.obj
    execute_sql = database.execute_sql

    def listen(sql: str, params: object = None) -> object:
        asked.append(sql)
        return execute_sql(sql, params)

    monkeypatch.setattr(database, "execute_sql", listen)
    list_actions()
    list_entries()
    list_actions(Filter(search="line fictif", username="x", action="insert", since=TODAY))
    assert len(asked) == 3


@pytest.fixture
def long_journal(tmp_path: Path) -> Iterator[SqliteDatabase]:
    """200,000 lines of 100,000 actions, every thousandth about one person; no people at all."""
    database = connection.open_for_writing(tmp_path / "long.db")
    connection.use(database)
    migrate(database)
    actions, lines = 100_000, 200_000
    with connection.connected(database), database.atomic():
        cursor = database.connection()
        cursor.executemany(
            "INSERT INTO changes VALUES (?, ?, '2026-01-01 08:00:00', 'marie', 'PC-QUAI-2', 'Line')",
            ((place, f"{place:032x}") for place in range(actions)),
        )
        cursor.executemany(
            "INSERT INTO journal VALUES (?, ?, 'caces', ?, ?, 'insert', NULL)",
            (
                (
                    place,
                    place * actions // lines,
                    f"{place:032x}",
                    SOMEBODY if place % 1000 == 0 else "b" * 32,
                )
                for place in range(lines)
            ),
        )
    with connection.connected(database):
        yield database
    database.close()


SOMEBODY = "a" * 32


@pytest.mark.slow
def test_a_page_of_200_000_lines_is_read_without_reading_them_all(long_journal: SqliteDatabase) -> None:
    thousands = 0

    def count() -> int:
        nonlocal thousands
        thousands += 1
        return 0

    for wanted in (Filter(), Filter(employee_id=SOMEBODY), Filter(search="line"), Filter(action="insert")):
        for before in (None, 50_000):
            thousands = 0
            long_journal.connection().set_progress_handler(count, 1_000)
            page = list_actions(wanted, before=before)
            long_journal.connection().set_progress_handler(None, 0)
            assert page.actions
            # Steps of SQLite's machine; a look at every line would take more than a million.
            assert thousands < 100, wanted
