"""What is missing: each gap once, of active people and of what counts today."""

from __future__ import annotations

import datetime as dt

import pytest
from factories import TODAY, caces, employee, training, visit

from cariste.alerts.missing import Missing, list_missing
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.employee.models import Caces, Employee
from cariste.regulation import in_force
from cariste.workspace import Workspace

WHOLE = {
    "role": "Cariste",
    "workspace": "Quai",
    "entry_date": dt.date(2020, 1, 1),
    "avatar_path": "documents/photo.png",
}
PROOF = {"document_path": "documents/scan.pdf"}


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def whole(**fields: object) -> Employee:
    return employee(**{**WHOLE, **fields})


def found(workspace: Workspace) -> list[Missing]:
    with workspace.reading():
        return list_missing()


def told(workspace: Workspace) -> list[tuple[str, str, str]]:
    return [
        (missing.problem, missing.title or missing.last_name, missing.field) for missing in found(workspace)
    ]


def test_nothing_is_missing_of_a_complete_file(workspace: Workspace) -> None:
    with workspace.change("people"):
        person = whole(contract_type="Interim", agency="Agence Exemple", assignment_end=TODAY)
        caces(person, **PROOF)
        visit(person, **PROOF)
        training(person, certificate_path="documents/scan.pdf")
    assert found(workspace) == []


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("role", "no_role"),
        ("workspace", "no_workspace"),
        ("entry_date", "no_entry_date"),
        ("avatar_path", "no_photo"),
    ],
)
def test_each_gap_of_a_person_leads_to_its_field(workspace: Workspace, field: str, problem: str) -> None:
    with workspace.change("people"):
        person = whole(**{field: None})
    (missing,) = found(workspace)
    assert (missing.problem, missing.field, missing.type, missing.record_id) == (
        problem,
        field,
        "person",
        None,
    )
    assert missing.employee_id == person.id.hex


def test_agency_and_end_of_assignment_are_asked_of_temps_only(workspace: Workspace) -> None:
    with workspace.change("people"):
        whole(last_name="Permanent", contract_type="CDI")
        whole(last_name="Temp", contract_type="Interim")
        whole(last_name="Unknown")
    assert told(workspace) == [
        ("no_agency", "Temp", "agency"),
        ("no_assignment_end", "Temp", "assignment_end"),
    ]


def test_records_without_proof_or_date_are_listed_whatever_their_kind(workspace: Workspace) -> None:
    with workspace.change("records"):
        person = whole()
        caces(person, "R489-3", completion_date=None, expiration_date=dt.date(2028, 1, 1))
        visit(person)
        training(person, "Accueil", completion_date=None, validity_months=None)
    assert set(told(workspace)) == {
        ("no_date", "R489-3", "completion_date"),
        ("no_date", "Accueil", "completion_date"),
        ("no_proof", "R489-3", "document_path"),
        ("no_proof", "periodic", "document_path"),
        ("no_proof", "Accueil", "certificate_path"),
    }
    assert len(told(workspace)) == 5


def test_an_unknown_kind_is_to_be_named_and_its_computed_expiry_to_be_checked(workspace: Workspace) -> None:
    with workspace.change("records"):
        person = whole()
        computed = caces(person, "Autolaveuse", **PROOF)
        typed = caces(person, "Nacelle maison", completion_date=TODAY, expiration_date=TODAY, **PROOF)
        typed.expiration_source = "typed"
        typed.save()
    assert {(missing.problem, missing.record_id, missing.field) for missing in found(workspace)} == {
        ("unknown_kind", computed.id.hex, "kind"),
        ("expiry_to_check", computed.id.hex, "expiration_date"),
        ("unknown_kind", typed.id.hex, "kind"),
    }


def test_a_kind_the_firm_added_is_known(workspace: Workspace) -> None:
    with workspace.change("records"):
        caces(whole(), "Autolaveuse", **PROOF)
    in_force.use({"Autolaveuse": 36})
    try:
        assert found(workspace) == []
    finally:
        in_force.use({})


@pytest.mark.parametrize("written", ["R489 cat. 3", "r489-3", "CACES R489 3"])
def test_a_known_kind_written_otherwise_is_known(workspace: Workspace, written: str) -> None:
    with workspace.change("records"):
        caces(whole(), written, **PROOF)
    assert found(workspace) == []


def test_who_left_and_what_was_renewed_or_is_history_needs_no_completing(workspace: Workspace) -> None:
    history = in_force.history_kinds()[0]
    with workspace.change("records"):
        caces(employee(current_status="inactive"))
        person = whole()
        caces(person, completion_date=dt.date(2019, 1, 1))
        caces(person, **PROOF)
        caces(person, history, expiration_date=dt.date(2015, 1, 1))
    assert found(workspace) == []


def test_what_is_doubtful_comes_first_then_by_name(workspace: Workspace) -> None:
    with workspace.change("people"):
        whole(last_name="Zonard", role=None)
        whole(last_name="Éxemple", role=None)
        caces(whole(last_name="Milieu"), "Autolaveuse")
    assert [(missing.problem, missing.last_name) for missing in found(workspace)] == [
        ("unknown_kind", "Milieu"),
        ("expiry_to_check", "Milieu"),
        ("no_proof", "Milieu"),
        ("no_role", "Éxemple"),
        ("no_role", "Zonard"),
    ]


def test_the_list_takes_one_statement_whatever_it_holds(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace.change("people"):
        for place in range(20):
            caces(employee(last_name=f"Essai{place}"), "Autolaveuse")
    asked: list[str] = []
    database = Caces._meta.database.obj
    execute_sql = database.execute_sql

    def listen(sql: str, params: object = None) -> object:
        asked.append(sql)
        return execute_sql(sql, params)

    monkeypatch.setattr(database, "execute_sql", listen)
    assert len(found(workspace)) == 20 * 7
    assert len(asked) == 1
