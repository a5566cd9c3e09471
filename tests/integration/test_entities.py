"""What the entities promise: they refuse what is wrong, and compute what follows."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from factories import TODAY, caces, employee, training, visit

from cariste.audit.models import AuditChange, AuditEntry
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import InvalidEntity, UserError
from cariste.database.model import NothingWritten, WriteOutsideChange
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def test_nothing_is_saved_outside_a_change(workspace: Workspace) -> None:
    with workspace.reading():
        with pytest.raises(WriteOutsideChange):
            employee()
        with pytest.raises(WriteOutsideChange):
            Caces.insert_rows([])
        with pytest.raises(WriteOutsideChange):
            Employee(first_name="A", last_name="B").delete_instance()
        assert Employee.select().count() == 0


def test_a_change_that_fails_leaves_nothing(workspace: Workspace) -> None:
    before = workspace.head
    with pytest.raises(InvalidEntity) as caught, workspace.change("hire"):
        employee()
        employee(first_name="", contract_type="cdi", entry_date=TODAY + dt.timedelta(days=1))
    assert set(caught.value.problems) == {"first_name", "contract_type", "entry_date"}
    with workspace.reading():
        assert Employee.select().count() == 0
        assert AuditEntry.select().count() == 0
    assert workspace.head == before


def test_saving_what_somebody_else_changed_meanwhile_is_refused(workspace: Workspace) -> None:
    with workspace.change("hire"):
        person = employee()
    with workspace.reading():
        other = Employee.get_by_id(person.id)
    with workspace.change("first"):
        other.role = "Cariste"
        other.save()
    with pytest.raises(NothingWritten), workspace.change("second"):
        person.role = "Préparateur"
        person.save()
    with workspace.reading():
        assert Employee.get_by_id(person.id).role == "Cariste"


def test_deleting_a_person_deletes_everything_below(workspace: Workspace) -> None:
    with workspace.change("hire"):
        person = employee()
        caces(person)
        visit(person)
        training(person)
    with workspace.change("delete"):
        person.delete_instance()
    with workspace.reading():
        assert [model.select().count() for model in (Employee, Caces, MedicalVisit, OnlineTraining)] == [
            0
        ] * 4
    with pytest.raises(NothingWritten), workspace.change("delete again"):
        person.delete_instance()


def test_two_people_cannot_have_one_number(workspace: Workspace) -> None:
    with workspace.change("hire"):
        employee(external_id="00123")
    with pytest.raises(InvalidEntity, match="already has this number"), workspace.change("again"):
        employee(first_name="Noël", external_id="00123")


def test_the_reach_truck_lasts_five_years_and_a_typed_expiry_is_kept(workspace: Workspace) -> None:
    with workspace.change("hire"):
        person = employee()
        computed = person.add_caces("R489-5", dt.date(2024, 2, 29))
        typed = caces(
            person,
            "R489-5",
            completion_date=dt.date(2024, 2, 29),
            expiration_date=dt.date(2034, 2, 28),
            expiration_source="typed",
        )
    assert (computed.expiration_date, computed.expiration_source) == (dt.date(2029, 2, 28), "computed")
    assert (typed.expiration_date, typed.expiration_source) == (dt.date(2034, 2, 28), "typed")


def test_the_next_visit_follows_the_printed_date_then_the_regime_then_24_months(workspace: Workspace) -> None:
    held = dt.date(2025, 11, 5)
    with workspace.change("visits"):
        printed = visit(
            employee(), visit_date=held, expiration_date=dt.date(2030, 11, 5), expiration_source="typed"
        )
        adapted = employee(medical_regime="SIA").add_medical_visit("periodic", held, "follow_up_certificate")
        unknown = employee().add_medical_visit("periodic", held, "fit")
        at_night = [
            employee(night_worker=True, medical_regime=regime).add_medical_visit("periodic", held, "fit")
            for regime in ("SIS", "SIA", "SIR", None)
        ]
        drives = employee().add_medical_visit("driving_certificate", held, "fit")
    assert printed.expiration_date == dt.date(2030, 11, 5)
    assert adapted.expiration_date == dt.date(2028, 11, 5)
    assert unknown.expiration_date == dt.date(2027, 11, 5)
    # Whoever works at night is owed a visit every three years, whatever simpler follow-up is recorded.
    assert [each.expiration_date.year for each in at_night] == [2028, 2028, 2027, 2027]
    assert (drives.track, drives.expiration_date) == ("driving_certificate", dt.date(2030, 11, 5))
    assert unknown.is_fit
    assert not unknown.has_restrictions


def test_a_training_without_months_is_permanent(workspace: Workspace) -> None:
    with workspace.change("trainings"):
        person = employee()
        induction = person.add_training("Accueil sécurité au poste", dt.date(2024, 1, 1), None)
        first_aid = person.add_training("SST", dt.date(2025, 1, 31), 24)
    assert (induction.expires, induction.status, induction.days_until_expiration) == (
        False,
        "permanent",
        None,
    )
    assert first_aid.expires
    assert first_aid.expiration_date == dt.date(2027, 1, 31)
    with workspace.reading():
        assert [row.id for row in OnlineTraining.permanent()] == [induction.id]


def test_a_refresher_replaces_the_first_aid_certificate(workspace: Workspace) -> None:
    with workspace.change("trainings"):
        person = employee()
        training(person, "SST", completion_date=dt.date(2023, 5, 1))
        refresher = training(person, "Maintien et actualisation des compétences SST (MAC)")
    with workspace.reading():
        assert [row.id for row in OnlineTraining.current()] == [refresher.id]


def test_who_works_here_and_whose_certificates_expire_soon(workspace: Workspace) -> None:
    with workspace.change("people"):
        soon = employee(workspace="Quai", role="Cariste", contract_type="CDI", entry_date=dt.date(2016, 1, 4))
        caces(soon, expiration_date=TODAY + dt.timedelta(days=30))
        later = employee(last_name="Later")
        caces(later, expiration_date=TODAY + dt.timedelta(days=31))
        gone = employee(last_name="Gone", current_status="inactive")
        caces(gone, expiration_date=TODAY)
    with workspace.reading():
        assert [person.id for person in Employee.with_expiring_certifications()] == [soon.id]
        assert {person.id for person in Employee.active()} == {soon.id, later.id}
        assert [person.id for person in Employee.inactive()] == [gone.id]
        for found in (
            Employee.by_workspace("Quai"),
            Employee.by_role("Cariste"),
            Employee.by_contract_type("CDI"),
        ):
            assert [person.id for person in found] == [soon.id]
        assert len(Caces.expiring_soon(31)) == 3
    assert (soon.full_name, soon.seniority, soon.is_active, later.seniority) == (
        "Chloé Fictif-Test",
        10,
        True,
        None,
    )


def test_the_last_day_is_valid_and_the_next_is_not(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace.change("people"):
        record = caces(employee(), "R489-3", completion_date=dt.date(2021, 11, 21))
    assert (record.is_expired, record.status, record.days_until_expiration) == (False, "critical", 0)
    monkeypatch.setenv(REHEARSAL_VARIABLE, "2026-11-22")
    assert (record.is_expired, record.status, record.days_until_expiration) == (True, "expired", -1)
    with workspace.reading():
        assert [row.id for row in Caces.expired()] == [record.id]
        assert [row.id for row in Caces.by_kind("R489-3")] == [record.id]


def test_unfit_is_whoever_was_last_declared_so(workspace: Workspace) -> None:
    with workspace.change("visits"):
        unfit, again_fit = employee(), employee(last_name="Again")
        visit(unfit, visit_date=dt.date(2024, 1, 1), result="fit")
        visit(unfit, visit_date=dt.date(2025, 1, 1), result="unfit")
        visit(unfit, visit_date=dt.date(2025, 6, 1), result="pending")
        visit(again_fit, visit_date=dt.date(2024, 1, 1), result="unfit")
        visit(again_fit, visit_date=dt.date(2025, 1, 1), result="fit")
    with workspace.reading():
        assert [person.id for person in MedicalVisit.unfit_employees()] == [unfit.id]


def test_every_write_is_journalled_once_without_medical_values(workspace: Workspace) -> None:
    with workspace.change("Embauche"):
        person = employee()
        seen = visit(person, result="fit_with_restrictions", restrictions="pas de charge de plus de 10 kg")
        MedicalVisit.insert_rows(
            [
                {
                    "employee_id": person.id,
                    "visit_type": "periodic",
                    "track": "follow_up",
                    "visit_date": dt.date(2020, 1, 1),
                    "expiration_date": dt.date(2022, 1, 1),
                    "result": "unfit",
                    "restrictions": "secret",
                }
            ]
        )
    with workspace.change("Conclusion"):
        seen.result = "unfit"
        seen.save()
    with workspace.change("Correction"):
        person.role = "Cariste"
        person.save()
    with workspace.reading():
        entries = list(AuditEntry.select(AuditEntry, AuditChange).join(AuditChange).order_by(AuditEntry.id))
        told = " ".join(entry.fields or "" for entry in entries)
        update = entries[-1]
    assert sorted((entry.entity, entry.action) for entry in entries) == [
        ("employees", "insert"),
        ("employees", "update"),
        ("medical_visits", "insert"),
        ("medical_visits", "insert"),
        ("medical_visits", "update"),
    ]
    assert len({entry.change_id for entry in entries}) == 3
    assert {entry.employee_id for entry in entries} == {person.id}
    assert "10 kg" not in told
    assert "unfit" not in told
    assert "changed" in told
    assert "secret" not in told
    assert json.loads(update.fields) == {"role": [None, "Cariste"]}
    action = update.change
    assert (action.label, action.username != "", action.hostname != "") == ("Correction", True, True)


def test_bulk_rows_that_break_a_rule_of_the_schema_are_refused_whole(workspace: Workspace) -> None:
    with workspace.change("people"):
        person = employee()
    good = {"employee_id": person.id, "kind": "R489-3", "expiration_date": dt.date(2029, 1, 1)}
    with pytest.raises(UserError, match="expiration_date_is_a_date"), workspace.change("bulk"):
        Caces.insert_rows([good, {**good, "expiration_date": "2026-02-30"}])
    with workspace.reading():
        assert Caces.select().count() == 0
