"""What forms store: whole, once, never over somebody else's work."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from factories import TODAY, caces, employee, training, visit

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import InvalidEntity, UserError
from cariste.employee import edits, labels
from cariste.employee.file import EmployeeFile, employee_file
from cariste.employee.form_values import CacesValues, Known, Owner, PersonValues, TrainingValues, VisitValues
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.workspace import Workspace

OBTAINED = dt.date(2026, 3, 12)


@pytest.fixture(autouse=True)
def _on_the_day_of_the_factories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


@pytest.fixture
def chloe(workspace: Workspace) -> str:
    with workspace.change("Chloé"):
        return str(employee(external_id="00123", medical_regime="SIS").id.hex)


def file_of(workspace: Workspace, person: str) -> EmployeeFile:
    with workspace.reading():
        file = employee_file(person, TODAY)
    assert file is not None
    return file


def test_a_person_is_added_read_and_changed(workspace: Workspace) -> None:
    new = PersonValues(
        last_name=" Œuvre ", first_name="Aïcha", external_id="7", role="Cariste", night_worker=True
    )
    with workspace.change("add"):
        person = edits.store_employee(new)
    with workspace.reading():
        held = edits.read_person(person, outcomes=True)
    assert held.values == dataclasses.replace(new, last_name="Œuvre")
    with workspace.change("change"):
        edits.store_employee(
            dataclasses.replace(held.values, role="Cariste 5", agency="Agence X"), held.known
        )
    assert file_of(workspace, person).employee.role == "Cariste 5"


def test_one_session_gives_several_categories_at_once(workspace: Workspace, chloe: str) -> None:
    values = CacesValues(
        kinds=("R489-1A", "R489-3", "R482-F"), completion_date=OBTAINED, organisation="Centre d'essai"
    )
    with workspace.change("session"):
        ids = edits.store_caces(chloe, values)
    rows = {row.kind: row for row in file_of(workspace, chloe).caces}
    assert [rows[kind].id for kind in values.kinds] == ids
    assert rows["R489-3"].expiration_date == dt.date(2031, 3, 12)
    assert rows["R482-F"].expiration_date == dt.date(2036, 3, 12)
    assert {row.organisation for row in rows.values()} == {"Centre d'essai"}
    workspace.undo()
    assert file_of(workspace, chloe).caces == ()


def test_the_same_certificate_is_not_recorded_twice_and_nothing_of_the_session_is(
    workspace: Workspace, chloe: str
) -> None:
    with workspace.change("first"):
        edits.store_caces(chloe, CacesValues(kinds=("R489-5",), completion_date=OBTAINED))
    with pytest.raises(InvalidEntity) as error, workspace.change("again"):
        edits.store_caces(chloe, CacesValues(kinds=("R489-3", "R489-5"), completion_date=OBTAINED))
    assert "R489-5" in error.value.problems["kinds"]
    assert [row.kind for row in file_of(workspace, chloe).caces] == ["R489-5"]


def test_a_certificate_is_corrected_without_touching_its_expiry(workspace: Workspace, chloe: str) -> None:
    with workspace.change("typed"):
        [record] = edits.store_caces(
            chloe,
            CacesValues(
                kinds=("R489-3",),
                completion_date=OBTAINED,
                expiration_date=dt.date(2031, 3, 11),
                expiration_source="typed",
            ),
        )
    with workspace.reading():
        held = edits.read_caces(record)
    assert held.owner == Owner(chloe, "Chloé Fictif-Test", "SIS")
    with workspace.change("number"):
        corrected = dataclasses.replace(held.values, certificate_number="A-1")
        assert edits.store_caces(chloe, corrected, held.known, document="documents/x.pdf") == [record]
    [row] = file_of(workspace, chloe).caces
    assert (row.certificate_number, row.document) == ("A-1", "documents/x.pdf")
    assert (row.expiration_date, row.expiration_source) == (dt.date(2031, 3, 11), "typed")


@pytest.mark.parametrize("kinds", [(), ("R489-1A", "R489-3")])
def test_one_record_has_one_category(workspace: Workspace, chloe: str, kinds: tuple[str, ...]) -> None:
    with workspace.change("one"):
        [record] = edits.store_caces(chloe, CacesValues(kinds=("R489-3",), completion_date=OBTAINED))
    with pytest.raises(InvalidEntity) as error, workspace.change("more"):
        edits.store_caces(chloe, CacesValues(kinds=kinds, completion_date=OBTAINED), Known(record, 1))
    assert set(error.value.problems) == {"kinds"}


def test_what_is_wrong_is_named_by_the_field_that_shows_it(workspace: Workspace, chloe: str) -> None:
    wrong = CacesValues(kinds=("x" * 101,), completion_date=TODAY + dt.timedelta(days=1))
    with pytest.raises(InvalidEntity) as error, workspace.change("wrong"):
        edits.store_caces(chloe, wrong)
    assert set(error.value.problems) == {"kinds", "completion_date"}


def test_a_visit_is_due_again_by_the_persons_regime(workspace: Workspace, chloe: str) -> None:
    with workspace.change("visit"):
        record = edits.store_visit(
            chloe,
            VisitValues(visit_type="periodic", visit_date=OBTAINED, result="fit_with_restrictions",
                        restrictions="Port de charges limité à 10 kg"),
        )  # fmt: skip
    [row] = file_of(workspace, chloe).medical_visits
    assert (row.id, row.expiration_date) == (record, dt.date(2031, 3, 12))
    with workspace.reading():
        seen, hidden = edits.read_visit(record, outcomes=True), edits.read_visit(record, outcomes=False)
    assert (seen.owner.regime, seen.values.result) == ("SIS", "fit_with_restrictions")
    assert (hidden.values.result, hidden.values.restrictions) == (None, None)


def test_a_conclusion_that_was_not_shown_is_not_overwritten(workspace: Workspace, chloe: str) -> None:
    with workspace.change("visit"):
        record = visit(Employee.get(), result="unfit").id.hex
    with workspace.reading():
        held = edits.read_visit(record, outcomes=False)
    with workspace.change("type"):
        edits.store_visit(chloe, dataclasses.replace(held.values, visit_type="recovery"), held.known)
    [row] = file_of(workspace, chloe).medical_visits
    assert (row.visit_type, row.result) == ("recovery", "unfit")


def test_a_training_without_months_is_permanent(workspace: Workspace, chloe: str) -> None:
    with workspace.change("training"):
        record = edits.store_training(chloe, TrainingValues(title="Accueil", completion_date=OBTAINED))
    with workspace.reading():
        held = edits.read_training(record)
    assert held.values.expiration_date is None
    with workspace.change("months"):
        edits.store_training(
            chloe, dataclasses.replace(held.values, validity_months=24, mode="online"), held.known
        )
    [row] = file_of(workspace, chloe).trainings
    assert (row.expiration_date, row.mode) == (dt.date(2028, 3, 12), "online")


@pytest.mark.parametrize(
    ("record_type", "make", "model"),
    [
        (labels.CACES, caces, Caces),
        (labels.MEDICAL, visit, MedicalVisit),
        (labels.TRAINING, training, OnlineTraining),
    ],
)
def test_a_deleted_record_comes_back_as_it_was(
    workspace: Workspace, chloe: str, record_type: str, make: type, model: type
) -> None:
    with workspace.change("make"):
        record = make(Employee.get())
    before = file_of(workspace, chloe)
    with workspace.change("delete"):
        edits.delete_record(record_type, record.id.hex)
    with workspace.reading():
        assert model.select().count() == 0  # type: ignore[attr-defined]
    with pytest.raises(UserError, match="deleted meanwhile"), workspace.change("again"):
        edits.delete_record(record_type, record.id.hex)
    workspace.undo()
    assert file_of(workspace, chloe) == before


def test_what_somebody_else_changed_is_not_overwritten(workspace: Workspace, chloe: str) -> None:
    with workspace.reading():
        held = edits.read_person(chloe, outcomes=True)
    with workspace.change("somebody else"):
        person = Employee.get()
        person.role = "Cariste"
        person.save()
    with pytest.raises(UserError, match="changed meanwhile"), workspace.change("me"):
        edits.store_employee(dataclasses.replace(held.values, last_name="Autre"), held.known)
    assert file_of(workspace, chloe).employee.last_name == "Fictif-Test"
    assert file_of(workspace, chloe).employee.role == "Cariste"


def test_what_is_gone_cannot_be_written(workspace: Workspace, chloe: str) -> None:
    with workspace.change("gone"):
        Employee.get().delete_instance()
    with pytest.raises(UserError, match="deleted meanwhile"), workspace.change("late"):
        edits.store_caces(chloe, CacesValues(kinds=("R489-3",), completion_date=OBTAINED))
    with pytest.raises(UserError, match="deleted meanwhile"), workspace.change("late"):
        edits.store_employee(PersonValues(last_name="A", first_name="B"), Known(chloe, 1))
    reads = [
        lambda: edits.read_owner(chloe),
        lambda: edits.read_person(chloe, outcomes=True),
        lambda: edits.read_caces("0" * 32),
        lambda: edits.read_visit("0" * 32, outcomes=True),
        lambda: edits.read_training("0" * 32),
    ]
    for read in reads:
        with pytest.raises(UserError, match="deleted meanwhile"), workspace.reading():
            read()


def test_the_medical_follow_up_is_for_the_editor_alone(workspace: Workspace, chloe: str) -> None:
    with workspace.reading():
        assert edits.read_person(chloe, outcomes=True).values.medical_regime == "SIS"
        assert edits.read_person(chloe, outcomes=False).values.medical_regime is None


def test_saving_what_did_not_change_changes_nothing(workspace: Workspace, chloe: str) -> None:
    with workspace.reading():
        held = edits.read_person(chloe, outcomes=True)
    with workspace.change("nothing") as change:
        edits.store_employee(held.values, held.known)
    assert change.operations == []


def test_what_is_in_use_can_be_chosen_again(workspace: Workspace, chloe: str) -> None:
    with workspace.change("people"):
        someone = employee(first_name="Awa", role="éclusier", workspace="Quai", agency="Agence X")
        employee(first_name="Bob", role="Cariste", workspace="Quai")
        employee(first_name="Zoé", role="Zélateur")
        caces(someone, organisation="Centre d'essai")
        training(someone, "SST")
    with workspace.reading():
        choices = edits.read_choices()
        assert choices == (
            ("Quai",),
            ("Cariste", "éclusier", "Zélateur"),
            ("Agence X",),
            ("Centre d'essai",),
            ("SST",),
        )
        assert edits.number_taken("00123", None) == "Chloé Fictif-Test"
        assert edits.number_taken("00123", chloe) is None
        assert edits.number_taken("124", None) is None
