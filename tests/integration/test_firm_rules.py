"""The firm’s own validities: what they do to computed expiries, and that typed ones never change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from factories import caces, employee, training, visit
from settings import everything, store, stored

from cariste.core.errors import InvalidEntity, UserError
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.firm import changes, rules
from cariste.regulation import in_force
from cariste.settings import editing
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _default_rules() -> Iterator[None]:
    yield
    in_force.use({})


def records(workspace: Workspace) -> None:
    with workspace.change("records"):
        driver = employee(first_name="Awa", last_name="Fictif", medical_regime="SIR")
        day = dt.date(2024, 1, 31)
        caces(driver, "R489-5", completion_date=day)
        caces(driver, "R489-3", completion_date=day)
        caces(driver, "R489-5", completion_date=dt.date(2023, 1, 31), expiration_date=dt.date(2027, 5, 1),
              expiration_source="typed")  # fmt: skip
        caces(driver, "Balayeuse", completion_date=day)
        visit(driver, "driving_certificate", visit_date=day)
        visit(driver, "periodic", visit_date=day)
        training(driver, "SST", completion_date=day)
        training(driver, "Accueil", completion_date=day, validity_months=None)


def ends(workspace: Workspace) -> dict[str, str]:
    with workspace.reading():
        return {
            **{f"{each.kind} {each.expiration_source}": str(each.expiration_date) for each in Caces.select()},
            **{each.visit_type: str(each.expiration_date) for each in MedicalVisit.select()},
            **{each.title: str(each.expiration_date) for each in OnlineTraining.select()},
        }


BEFORE = {
    "R489-5 computed": "2029-01-31",
    "R489-3 computed": "2029-01-31",
    "R489-5 typed": "2027-05-01",
    "Balayeuse computed": "2034-01-31",
    "driving_certificate": "2029-01-31",
    "periodic": "2026-01-31",
    "SST": "2026-01-31",
    "Accueil": "None",
}


def foreseen(workspace: Workspace, **values: Any) -> tuple[int, int, int]:
    after = editing.checked(workspace.settings, values)
    with workspace.reading():
        return tuple(changes.effect(workspace.settings, after))


@pytest.mark.parametrize(
    ("values", "counts", "differ"),
    [
        ({"validity_months": {"R489-5": 24}}, (1, 0, 0), {"R489-5 computed": "2026-01-31"}),
        ({"validity_months": {"CACES R489 cat. 5": 24}}, (1, 0, 0), {"R489-5 computed": "2026-01-31"}),
        ({"validity_months": {"balayeuse": 13}}, (1, 0, 0), {"Balayeuse computed": "2025-02-28"}),
        ({"validity_months": {"MED-DRIVE": 12}}, (0, 1, 0), {"driving_certificate": "2025-01-31"}),
        ({"validity_months": {"MED-DRIVE": None}}, (0, 1, 0), {"driving_certificate": "None"}),
        # The months of a training are typed with it, and a CACES is never permanent.
        ({"validity_months": {"SST": 36, "R489-5": None}}, (0, 0, 0), {}),
        (
            {"expiry_convention": "day_before"},
            (3, 2, 1),
            {
                "R489-5 computed": "2029-01-30",
                "R489-3 computed": "2029-01-30",
                "Balayeuse computed": "2034-01-30",
                "driving_certificate": "2029-01-30",
                "periodic": "2026-01-30",
                "SST": "2026-01-30",
            },
        ),
        ({"company": "Autre"}, (0, 0, 0), {}),
    ],
)
def test_computed_expiries_follow_the_rules_and_typed_ones_never_change(
    workspace: Workspace, values: dict[str, Any], counts: tuple[int, int, int], differ: dict[str, str]
) -> None:
    records(workspace)
    assert ends(workspace) == BEFORE
    whole = everything(workspace)
    assert foreseen(workspace, **values) == counts
    assert store(workspace, **values) == sum(counts)
    assert ends(workspace) == {**BEFORE, **differ}
    workspace.undo()
    assert everything(workspace) == whole
    workspace.redo()
    assert ends(workspace) == {**BEFORE, **differ}
    with workspace.change("back"):
        assert changes.reset(workspace.settings, workspace.starting, values) == sum(counts)
    assert ends(workspace) == BEFORE


def test_a_training_that_continues_another_keeps_its_end_when_days_are_counted_otherwise(
    workspace: Workspace,
) -> None:
    with workspace.change("renewed early"):
        training(
            employee(),
            "ADR",
            completion_date=dt.date(2024, 1, 31),
            validity_months=60,
            expiration_date=dt.date(2029, 6, 30),
            expiration_source="computed",
        )
    assert store(workspace, expiry_convention="day_before") == 0


def test_a_visit_made_under_another_follow_up_keeps_the_date_it_was_given(workspace: Workspace) -> None:
    records(workspace)
    with workspace.change("another follow-up"):
        person = Employee.get()
        person.medical_regime = "SIA"
        person.save()
    store(workspace, expiry_convention="day_before")
    assert ends(workspace)["periodic"] == "2026-01-31"


def test_a_record_that_cannot_be_stored_stops_the_rule_and_is_named(workspace: Workspace) -> None:
    records(workspace)
    with workspace.change("from another time"):
        record = Caces.get(Caces.kind == "R489-5", Caces.expiration_source == "computed")
        record.organisation = "x" * 150
        record.save()
        Caces._meta.database.execute_sql("PRAGMA ignore_check_constraints = ON")
        Caces._meta.database.execute_sql("UPDATE caces SET organisation = ?", ("x" * 300,))
    with pytest.raises(UserError) as caught:
        store(workspace, validity_months={"R489-5": 24})
    assert "Awa Fictif, R489-5" in str(caught.value)
    assert stored(workspace) == {}
    # And the rules are those of before.
    assert in_force.validity_of("R489-5").months == 60


def test_the_rules_listed_are_the_firms_then_the_catalogues(workspace: Workspace) -> None:
    store(workspace, validity_months={"R489-5": 120, "Balayeuse": 36, "GESTES": 24})
    lines = rules.rule_lines(workspace.settings)
    own = [(line.name, line.months, line.longer, line.kind is not None) for line in lines[:3]]
    assert own == [("R489-5", 120, True, True), ("Balayeuse", 36, False, False), ("GESTES", 24, False, True)]
    rest = [line.name for line in lines[3:]]
    assert rest[0] == "R489-1A"
    assert "R489-5" not in rest
    assert "R389-1" not in rest
    assert "R372m-1" in rest


@pytest.mark.parametrize(
    ("text", "months", "stored_as"),
    [
        ("CACES R489 cat. 5", 72, {"R489-5": 72}),
        ("Sauveteur secouriste du travail", 36, {"R489-5": 24, "SST": 36}),
        ("  Conduite   de balayeuse ", None, {"R489-5": 24, "Conduite de balayeuse": None}),
        ("Gestes et postures", None, {"R489-5": 24, "GESTES": None}),
    ],
)
def test_a_rule_is_kept_under_the_code_of_a_known_kind_once(
    workspace: Workspace, text: str, months: int | None, stored_as: dict[str, int | None]
) -> None:
    store(workspace, validity_months={"R 489 5": 24})
    [*others] = rules.with_rule(workspace.settings, text, months).items()
    expected = {("R 489 5" if key == "R489-5" and "R489-5" not in dict(others) else key): value
                for key, value in stored_as.items()}  # fmt: skip
    assert dict(others) == expected


@pytest.mark.parametrize(
    ("text", "months", "field"),
    [
        ("", 12, "kind"),
        ("x" * 10_000, 12, "kind"),
        ("R489 divers", 12, "kind"),
        ("R489-5", None, "months"),
        ("MED-DRIVE", None, "months"),
    ],
)
def test_a_rule_that_means_nothing_is_refused_beside_its_field(
    workspace: Workspace, text: str, months: int | None, field: str
) -> None:
    with pytest.raises(InvalidEntity) as caught:
        rules.with_rule(workspace.settings, text, months)
    assert list(caught.value.problems) == [field]


@pytest.mark.parametrize(
    ("name", "months", "longer"),
    [("R489-5", 61, True), ("R489-5", 60, False), ("SST", None, True), ("Balayeuse", 1200, False),
     ("GESTES", 24, False)],
)  # fmt: skip
def test_what_is_looser_than_the_catalogue_is_known(name: str, months: int | None, longer: bool) -> None:
    assert rules.is_longer(name, months) is longer
