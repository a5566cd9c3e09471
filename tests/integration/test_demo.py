"""The demo warehouse: believable, valid by the entities' own rules, and the same every time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cariste.alerts.queries import TYPES, list_alerts
from cariste.authorisation.board import board
from cariste.authorisation.models import Assignment, Authorisation, Induction, Suspension
from cariste.authorisation.queries import who_may_drive
from cariste.authorisation.verdict import REASONS
from cariste.bootstrap import create_folder
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.database.model import Entity, WriteOutsideChange
from cariste.demo import seed
from cariste.demo.invented import SURNAMES
from cariste.demo.seed import DEFAULT_COUNT, fill
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.equipment.models import Machine
from cariste.integrity.check import problems_of
from cariste.regulation.calculations import add_months
from cariste.regulation.in_force import is_longer_than_catalogue, validity_of
from cariste.requirement.models import Requirement
from cariste.workspace import Workspace

TODAY = dt.date(2026, 11, 21)
MODELS: tuple[type[Entity], ...] = (
    *(Employee, Caces, MedicalVisit, OnlineTraining),
    *(Authorisation, Suspension, Induction, Assignment, Machine, Requirement),
)
MANY = 600


@pytest.fixture(autouse=True)
def _the_day_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def filled(workspace: Workspace, **wishes: Any) -> Workspace:
    with workspace.change("demo"):
        fill(**{"today": TODAY, **wishes})
    return workspace


def contents(folder: Path, **wishes: Any) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of a new demo warehouse, without the moment they were written."""
    with filled(create_folder(folder, "Demo"), **wishes) as workspace, workspace.reading():
        return {
            model.__name__: [
                {name: value for name, value in row.items() if name not in {"created_at", "updated_at"}}
                for row in model.select().order_by(model.id).dicts()
            ]
            for model in MODELS
        }


def test_the_same_seed_and_day_give_the_same_people_and_records_down_to_the_identifiers(
    tmp_path: Path,
) -> None:
    first, second = contents(tmp_path / "a", count=60), contents(tmp_path / "b", count=60)
    assert first == second
    assert len(first["Employee"]) == 60


@pytest.mark.parametrize("other", [{"seed": 2}, {"today": TODAY - dt.timedelta(days=1)}])
def test_another_seed_or_day_gives_other_records(tmp_path: Path, other: dict[str, Any]) -> None:
    assert contents(tmp_path / "a", count=20) != contents(tmp_path / "b", count=20, **other)


@pytest.mark.parametrize("day", ["2020-03-01", "2024-02-29", "2026-11-21", "2031-12-31"])
def test_every_record_is_as_its_own_rules_would_have_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, day)
    filled(workspace, today=dt.date.fromisoformat(day))
    with workspace.reading():
        for model in MODELS:
            for record in model.select():
                stored = dict(record.__data__)
                record.clean()
                record.validate()
                assert record.__data__ == stored


def test_a_computed_expiry_is_what_saving_would_compute(workspace: Workspace) -> None:
    filled(workspace)
    with workspace.reading():
        for model in (Caces, MedicalVisit):
            for record in model.select().where(model.expiration_source == "computed"):
                stored, record.expiration_date = record.expiration_date, None
                record.clean()
                assert record.expiration_date == stored


def test_the_usual_warehouse_has_something_of_every_urgency_and_type(workspace: Workspace) -> None:
    filled(workspace)
    with workspace.reading():
        assert Employee.select().count() == DEFAULT_COUNT == 180
        alerts = list_alerts(TODAY)
    assert {alert.severity for alert in alerts} == {"critical", "warning", "info", "missing"}
    assert {alert.type for alert in alerts} == {*TYPES}
    assert any(alert.check_validity for alert in alerts)
    assert 0.3 < len({alert.employee_id for alert in alerts}) / DEFAULT_COUNT < 0.6


def test_the_staff_is_mixed_as_in_a_warehouse(workspace: Workspace) -> None:
    filled(workspace, count=MANY)
    with workspace.reading():
        people = list(Employee.select())
    roles, contracts = Counter(each.role for each in people), Counter(each.contract_type for each in people)
    assert [role for role, _n in roles.most_common(3)][2] == "Réceptionnaire"
    assert set(roles) >= {"Cariste", "Préparateur", "Responsable", "Bureau", "Maintenance", "Chef d'équipe"}
    assert {each.workspace for each in people} == {"Quai", "Zone A", "Zone B", "Bureau"}
    assert contracts["CDI"] > MANY / 2
    assert set(contracts) == {"CDI", "CDD", "Interim", "Alternance"}
    assert 0.05 < sum(not each.is_active for each in people) / MANY < 0.12
    assert {each.medical_regime for each in people} == {"SIS", "SIA", "SIR", None}
    assert all((each.agency is not None) == (each.contract_type == "Interim") for each in people)
    assert all((each.left_on is not None) != each.is_active for each in people)
    assert all(each.entry_date <= (each.left_on or TODAY) <= TODAY for each in people)
    assert min(each.seniority for each in people) == 0
    assert max(each.seniority for each in people) > 15


def test_certificates_are_spread_renewed_and_sometimes_late(workspace: Workspace) -> None:
    filled(workspace, count=MANY)
    with workspace.reading():
        records = list(Caces.select())
        current = list(Caces.alerting())
        permanent = OnlineTraining.permanent().count()
        refreshers = OnlineTraining.select().where(OnlineTraining.kind == "SST").count()
    late = sum(each.expiration_date < TODAY for each in current) / len(current)
    soon = sum(0 <= (each.expiration_date - TODAY).days < 90 for each in current) / len(current)
    assert 0.03 < late < 0.15  # those who left are among them
    assert 0.04 < soon < 0.16
    kinds = Counter(each.kind for each in records)
    assert {"R489-1A", "R489-1B", "R489-3", "R489-5", "R486-B", "R372m-9", "R389-1", "R389-5"} <= set(kinds)
    assert any(validity_of(kind).check for kind in kinds)
    assert len(records) - len(current) > 50
    assert {each.expiration_source for each in records} == {"computed", "typed"}
    assert any(each.completion_date is None for each in records)
    assert any(
        is_longer_than_catalogue(each.kind, each.completion_date, each.expiration_date) for each in current
    )
    assert permanent >= MANY
    assert refreshers > 20


def test_medical_visits_follow_the_first_day_and_keep_no_reasons(workspace: Workspace) -> None:
    filled(workspace, count=MANY)
    with workspace.reading():
        visits = list(MedicalVisit.select(MedicalVisit, Employee).join(Employee))
    assert {each.visit_type for each in visits} >= {
        *("initial", "periodic", "recovery", "on_request", "driving_certificate", "electrical_certificate"),
    }
    assert {each.result for each in visits} >= {
        "fit",
        "follow_up_certificate",
        "fit_with_restrictions",
        "pending",
    }
    assert all((each.restrictions is not None) == each.has_restrictions for each in visits)
    follow_up = [each for each in visits if each.track == "follow_up"]
    assert all(each.visit_date >= each.employee.entry_date for each in follow_up)


def test_nobody_is_certified_as_a_child_or_after_leaving(workspace: Workspace) -> None:
    filled(workspace, count=MANY)
    dated = ((Caces, "completion_date"), (MedicalVisit, "visit_date"), (OnlineTraining, "completion_date"))
    with workspace.reading():
        for model, name in dated:
            for record in model.select(model, Employee).join(Employee):
                day, person = getattr(record, name), record.employee
                if day is not None:
                    assert day <= (person.left_on or TODAY)
                    assert person.birth_date is None or day >= add_months(person.birth_date, 18 * 12)


def test_nobody_exists_and_some_share_a_name(workspace: Workspace) -> None:
    filled(workspace)
    with workspace.reading():
        people = list(Employee.select())
    names = Counter(each.full_name for each in people)
    assert max(names.values()) > 1
    assert len({each.id for each in people}) == len(people)
    assert any(not each.full_name.isascii() for each in people)
    invented = "|".join(SURNAMES)
    assert all(each.last_name in SURNAMES or each.last_name.split("-")[0] in invented for each in people)
    assert all(each.phone is None or each.phone.startswith("06 39 98 ") for each in people)
    mails = [each.email for each in people if each.email]
    assert mails
    assert all(mail.endswith("@entrepot.example") and mail.isascii() for mail in mails)
    numbers = [each.external_id for each in people if each.external_id]
    assert any(number.startswith("00") for number in numbers)
    assert len(numbers) < len(people)


def test_the_search_finds_people_without_their_accents(workspace: Workspace) -> None:
    filled(workspace)
    with workspace.reading():
        for person in Employee.select():
            assert person.search_text == person.search_text.lower()
            assert person.search_text.isascii()


def test_records_name_the_example_document_and_some_have_none(workspace: Workspace) -> None:
    filled(workspace, folder=workspace.folder)
    with workspace.reading():
        named = Counter(each.document_path for each in Caces.select())
        assert problems_of(workspace.folder) == []
    assert set(named) == {None, "documents/demonstration.pdf"}
    assert named[None] < named["documents/demonstration.pdf"]
    document = (workspace.folder / "documents/demonstration.pdf").read_bytes()
    table = int(document.split(b"startxref\n")[1].split()[0])
    assert document.startswith(b"%PDF-")
    assert document[table:].startswith(b"xref\n0 6\n")
    for number, place in enumerate(document[table:].splitlines()[3:8], start=1):
        assert document[int(place.split()[0]) :].startswith(b"%d 0 obj" % number)


def test_without_a_folder_no_record_names_a_document(workspace: Workspace) -> None:
    filled(workspace)
    with workspace.reading():
        assert not any(each.document_path for each in (*Caces.select(), *MedicalVisit.select()))
        assert not any(each.certificate_path for each in OnlineTraining.select())


@pytest.mark.parametrize("count", [0, 1, 31])
def test_any_number_of_people_can_be_had(workspace: Workspace, count: int) -> None:
    with workspace.change("demo"):
        assert fill(count=count, today=TODAY) == count
    with workspace.reading():
        assert Employee.select().count() == count


def test_many_people_are_written_a_part_at_a_time(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seed, "_AT_ONCE", 40)
    filled(workspace, count=100)
    with workspace.reading():
        assert Employee.select().count() == 100
        assert OnlineTraining.select().where(OnlineTraining.kind == "ACCUEIL").count() == 100


def test_nothing_is_invented_outside_a_change(workspace: Workspace) -> None:
    with workspace.reading(), pytest.raises(WriteOutsideChange):
        fill(today=TODAY)


def test_most_drivers_may_drive_and_every_usual_reason_why_not_is_there(workspace: Workspace) -> None:
    filled(workspace, count=MANY)
    with workspace.reading():
        found = board("R489-3", None, TODAY)
        answers = who_may_drive(on=TODAY)
    assert 0.4 < len(found.allowed) / (len(found.allowed) + len(found.refused)) < 0.8
    told = {reason.code for one in answers for verdict in one.verdicts.values() for reason in verdict.reasons}
    assert {*REASONS} - told <= {"medical_refused"}


def test_decisions_rest_on_what_the_person_had_on_that_day(workspace: Workspace) -> None:
    filled(workspace, count=MANY)
    with workspace.reading():
        issued = list(Authorisation.select(Authorisation, Employee).join(Employee))
        judged = {
            day: {one.employee_id: one.verdicts for one in who_may_drive(on=day)}
            for day in sorted({row.issued_on for row in issued})[-20:]
        }
    assert len(issued) > MANY / 2
    assert all(row.ends_on is None or row.ends_on >= row.issued_on for row in issued)
    for row in issued:
        if row.issued_on in judged:
            answer = judged[row.issued_on][row.employee.id.hex][row.kind]
            assert answer.allowed or {reason.code for reason in answer.reasons} == {"not_here"}


def test_temps_come_through_agencies_and_the_last_assignment_is_on_their_record(workspace: Workspace) -> None:
    filled(workspace, count=MANY)
    with workspace.reading():
        assignments = list(Assignment.select(Assignment, Employee).join(Employee))
        machines, asked = list(Machine.select()), {need.role for need in Requirement.select()}
    latest = {one.employee.id: one for one in sorted(assignments, key=lambda one: one.starts_on)}
    assert all(one.employee.contract_type == "Interim" for one in assignments)
    assert all(one.ends_on == one.employee.assignment_end for one in latest.values())
    assert all(one.agency == one.employee.agency for one in latest.values())
    assert len(assignments) > len(latest)
    assert any(one.documents_on is None for one in assignments)
    assert {machine.site for machine in machines} == {None, "Quai", "Zone A", "Zone B"}
    assert any(machine.out_of_service_on for machine in machines)
    assert asked == {"Cariste", "Préparateur", "Réceptionnaire"}
