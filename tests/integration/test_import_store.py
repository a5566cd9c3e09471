"""An import into a real folder: stored, journalled, published once, and changing nothing the second time."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import sheets
from factories import TODAY, appointment, caces, employee, visit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import IntegrityError
from sheets import Grid

from cariste.audit.models import AuditEntry
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import UserError
from cariste.database.model import WriteOutsideChange
from cariste.employee.models import Appointment, Caces, Employee, MedicalVisit, OnlineTraining
from cariste.exchange import storing
from cariste.exchange.importing import plan_import
from cariste.exchange.mapping import read_mapping
from cariste.exchange.plan import Plan
from cariste.exchange.progress import Cancelled
from cariste.exchange.storing import store
from cariste.workspace import Workspace

D = dt.date
MODELS = (Employee, Caces, MedicalVisit, OnlineTraining)


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


@pytest.fixture
def three(tmp_path: Path) -> Path:
    return sheets.write_xlsx(tmp_path / "entrepot.xlsx", sheets.three_sheets())


def bring_in(workspace: Workspace, path: Path, mapping: Path | None = None) -> Plan:
    with workspace.change("import"):
        plan = plan_import(path, mapping=read_mapping(mapping) if mapping else None)
        store(plan)
    return plan


def everything(workspace: Workspace) -> list[list[tuple[object, ...]]]:
    with workspace.reading():
        return [sorted(model.select().tuples()) for model in MODELS]


def test_what_was_planned_is_stored(workspace: Workspace, three: Path) -> None:
    before = workspace.head
    plan = bring_in(workspace, three)
    workspace.send()
    with workspace.reading():
        counts = [model.select().count() for model in MODELS]
        noel = Employee.get(Employee.external_id == "124")
        longest = Caces.get(Caces.expiration_date == D(2034, 2, 28))
        restricted = MedicalVisit.get(MedicalVisit.result == "fit_with_restrictions")
        online = OnlineTraining.get(OnlineTraining.mode == "online")
    assert counts == [4, *plan.record_counts().values()] == [4, 9, 5, 5]
    assert (noel.full_name, noel.contract_type, noel.entry_date) == ("Noël D'ESSAI", "CDI", D(2019, 5, 2))
    assert "noel d essai" in noel.search_text
    assert (longest.employee_id, longest.kind, longest.expiration_source) == (noel.id, "R489-5", "typed")
    assert restricted.restrictions is None
    assert (online.title, online.kind, online.expiration_date) == (
        "E-learning accueil",
        "e learning accueil",
        None,
    )
    assert workspace.head == (before[0], before[1] + 1)


def test_every_line_is_in_the_journal_and_medical_outcomes_are_not(workspace: Workspace, three: Path) -> None:
    bring_in(workspace, three)
    with workspace.reading():
        entries = list(AuditEntry.select())
    assert len(entries) == 4 + 9 + 5 + 5
    assert {entry.change_id for entry in entries} == {entries[0].change_id}
    assert {entry.fields for entry in entries} == {None}  # a new record's row says the rest


def test_reading_the_same_file_twice_changes_nothing(workspace: Workspace, three: Path) -> None:
    bring_in(workspace, three)
    first, head = everything(workspace), workspace.head
    again = bring_in(workspace, three)
    assert everything(workspace) == first
    assert workspace.head == head
    said = again.as_json()
    assert (said["added"], said["updated"], said["unchanged"]) == (0, 0, 4)
    assert set(said["records"].values()) == {0}
    assert len(said["to_check"]) == 16


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_the_same_sheets_in_another_format_change_nothing_either(
    workspace: Workspace, three: Path, tmp_path: Path, suffix: str
) -> None:
    bring_in(workspace, three)
    write = sheets.write_xls if suffix == ".xls" else sheets.write_ods
    plan = bring_in(workspace, write(tmp_path / f"entrepot{suffix}", sheets.three_sheets()))
    assert plan.count("unchanged") == len(plan.people)


def test_planning_writes_nothing(workspace: Workspace, three: Path) -> None:
    with workspace.reading():
        plan = plan_import(three)
    assert plan.count("added") == 4
    assert everything(workspace) == [[], [], [], []]
    with workspace.reading(), pytest.raises(WriteOutsideChange):
        store(plan)


def test_people_and_records_already_there_are_completed(workspace: Workspace, three: Path) -> None:
    with workspace.change("before"):
        chloe = employee(external_id="00123", contract_type="CDD", role="Chef de quai")
        caces(chloe, "R489-1A", completion_date=None, expiration_date=D(2029, 3, 15))
        visit(chloe, "recovery", visit_date=D(2026, 9, 2), result="pending")
    plan = bring_in(workspace, three)
    assert (plan.count("added"), plan.count("updated")) == (3, 1)
    with workspace.reading():
        now = Employee.get_by_id(chloe.id)
        found = Caces.get(Caces.kind == "R489-1A", Caces.employee == chloe)
        held = MedicalVisit.get(MedicalVisit.employee == chloe)
    assert (now.contract_type, now.role, now.row_version) == ("CDI", "Cariste", 2)
    assert (found.completion_date, found.row_version) == (D(2024, 3, 15), 2)
    assert held.result == "fit_with_restrictions"


def test_someone_deleted_meanwhile_stops_the_whole_import(workspace: Workspace, three: Path) -> None:
    with workspace.change("before"):
        chloe = employee(external_id="00123")
    with workspace.reading():
        plan = plan_import(three)
    with workspace.change("delete"):
        chloe.delete_instance()
    with pytest.raises(UserError, match="deleted meanwhile"), workspace.change("import"):
        store(plan)
    assert everything(workspace) == [[], [], [], []]


def test_a_number_taken_meanwhile_stops_the_whole_import(workspace: Workspace, three: Path) -> None:
    with workspace.reading():
        plan = plan_import(three)
    with workspace.change("meanwhile"):
        employee(first_name="Autre", external_id="124")
    with pytest.raises((UserError, IntegrityError)), workspace.change("import"):
        store(plan)
    assert len(everything(workspace)[0]) == 1


def test_an_import_that_is_given_up_at_any_of_its_looks_leaves_nothing(
    workspace: Workspace, three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "_AT_ONCE", 2)
    before, given_up = workspace.head, 0
    while True:
        looks = 0

        def cancelled() -> bool:
            nonlocal looks
            looks += 1
            return looks > given_up  # noqa: B023

        try:
            with workspace.change("import"):
                store(plan_import(three, cancelled=cancelled), cancelled=cancelled)
            break
        except Cancelled:
            assert everything(workspace) == [[], [], [], []]
            assert (workspace.head, workspace.pending) == (before, 0)
            given_up += 1
    # While the file is read, while it is compared, and after each piece that is written.
    assert given_up > 15
    assert len(everything(workspace)[0]) == 4


def test_answers_in_a_file_are_followed(workspace: Workspace, three: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "answers.json"
    answers = {
        "columns": {"MATRICE 2026": {"F": "expiry SST"}},
        "cells": {"SUIVI CACES": {"E8": "14/03/2025"}, "MATRICE 2026": {"E7": "1A, 3, 5 (01/02/2024)"}},
        "people": {"SUIVI CACES": {"9": "skip"}},
    }
    mapping.write_text(json.dumps(answers), "utf-8")
    plan = bring_in(workspace, three, mapping)
    kinds = {(person.first_name, record.kind) for person in plan.people for record in person.records}
    assert ("Aïcha", "R489-1A") in kinds
    assert ("Noël", "R489-1A") in kinds
    assert ("Chloé", "Sauveteur secouriste du travail (SST)") in kinds
    assert not any(note.row == 9 and note.sheet == "SUIVI CACES" for note in (*plan.to_check, *plan.rejected))


def in_rows(workspace: Workspace, path: Path, *grids: Grid) -> Plan:
    return bring_in(workspace, sheets.write_xlsx(path / "lignes.xlsx", grids))


def test_a_row_that_gives_a_number_alone_may_stand_above_the_row_with_the_name(
    workspace: Workspace, tmp_path: Path
) -> None:
    grid = Grid("S", [["NOM Prénom", "Mle", "R489 3 fin"],
                      ["", 123, D(2027, 3, 15)], ["FICTIF-TEST Chloé", 123, ""]])  # fmt: skip
    plan = in_rows(workspace, tmp_path, grid)
    assert [(person.row, len(person.records)) for person in plan.people] == [(3, 1)]
    assert plan.to_check == ()
    assert plan.read == 2
    assert in_rows(workspace, tmp_path, grid).count("unchanged") == 1


def test_a_row_that_only_a_later_row_makes_clear_is_read_with_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    header = ["NOM Prénom", "Mle", "Date entrée", "R489 3 fin"]
    grid = Grid("S", [header, ["FICTIF Paul", 1, "", ""], ["FICTIF Paul", 2, "", ""],
                      ["FICTIF Paul", "", D(2016, 1, 4), D(2027, 3, 15)],
                      ["FICTIF Paul", 1, D(2016, 1, 4), ""],
                      ["FICTIF Paul", 2, D(2019, 5, 2), ""]])  # fmt: skip
    plan = in_rows(workspace, tmp_path, grid)
    assert [len(person.records) for person in plan.people] == [1, 0]
    assert in_rows(workspace, tmp_path, grid).count("unchanged") == 2


def test_what_two_sheets_know_of_one_certificate_is_put_together_at_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    ends, starts = D(2027, 3, 15), D(2022, 3, 15)
    grids = [Grid("A", [["Nom", "Prénom", "R489 3 fin"], ["FICTIF", "Chloé", ends]]),
             Grid("B", [["Nom", "Prénom", "R489 3 obtenu le"], ["FICTIF", "Chloé", starts]])]  # fmt: skip
    plan = in_rows(workspace, tmp_path, *grids)
    [record] = plan.people[0].records
    assert (record.obtained, record.expires, record.source) == (starts, ends, "computed")
    assert in_rows(workspace, tmp_path, *grids).count("unchanged") == 1


def test_a_conclusion_further_down_completes_a_visit_without_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    grid = Grid("VM", [["Nom", "Prénom", "Type VM", "Date VM", "Avis"],
                       ["FICTIF", "Chloé", "VIP", D(2026, 3, 2), ""],
                       ["FICTIF", "Chloé", "VIP", D(2026, 3, 2), "Apte"]])  # fmt: skip
    plan = in_rows(workspace, tmp_path, grid)
    assert [record.result for record in plan.people[0].records] == ["fit"]
    assert in_rows(workspace, tmp_path, grid).count("unchanged") == 1


def test_when_rows_disagree_about_what_is_recorded_nothing_changes(
    workspace: Workspace, tmp_path: Path
) -> None:
    grid = Grid("VM", [["Nom", "Prénom", "Type VM", "Service"],
                       ["FICTIF", "Chloé", "", "Quai"], ["FICTIF", "Chloé", "", "Bureaux"]])  # fmt: skip
    in_rows(workspace, tmp_path, grid)
    with workspace.change("moved"):
        chloe = Employee.get()
        chloe.workspace = "Bureau"
        chloe.save()
    plan = in_rows(workspace, tmp_path, grid)
    assert plan.count("unchanged") == 1
    assert "“Quai”: what is recorded is kept" in plan.to_check[0].reason


@pytest.mark.parametrize("text", ["{", "[1, 2]", '{"columns": 3}'])
def test_a_mapping_that_is_none_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answers.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UserError, match=r"answers\.json"):
        read_mapping(path)


CELLS = st.one_of(
    st.just(""), st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12),
    st.dates(D(1890, 1, 1), D(2110, 1, 1)), st.integers(-5, 60_000),
    st.sampled_from(["12/03/24", "mars 2025", "X", "31/02/2023", "Apte", "1A/3/5", "R389 1 du 12/03/2018"]),
)  # fmt: skip
NAMES = st.one_of(st.sampled_from(["FICTIF-TEST Chloé", "D'ESSAI Noël", "fictif test CHLOE"]), CELLS)
NUMBERS = st.one_of(st.sampled_from(["", "00123", 123, 7]), CELLS)
HEADER = ["NOM Prénom", "Mle", "Contrat", "Date entrée", "R489 1A obtenu le", "R489 1A fin", "SST obtenu le",
          "CACES", "Type VM", "Date VM", "Avis", "Prochaine VM"]  # fmt: skip


FEW_DATES = st.sampled_from(["", D(2022, 3, 12), D(2024, 3, 12), D(2027, 3, 12), D(2029, 3, 12), "12/03/24"])
# Few enough values that rows meet: namesakes, numbers alone, the same certificate said twice.
ALIKE = st.tuples(
    st.sampled_from(["", "FICTIF-TEST Chloé", "fictif test CHLOE", "D'ESSAI Noël"]),
    st.sampled_from(["", "00123", 123, 7, 8]), st.sampled_from(["", "CDI", "CDD"]), *[FEW_DATES] * 4,
    st.sampled_from(["", "1A/3/5", "R389 1 du 12/03/2018"]), st.sampled_from(["", "VIP"]), FEW_DATES,
    st.sampled_from(["", "Apte", "AS"]), FEW_DATES,
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.one_of(ALIKE, st.tuples(NAMES, NUMBERS, *[CELLS] * 10)), max_size=12))
def test_whatever_a_sheet_holds_it_is_stored_whole_and_twice_changes_nothing(
    workspace: Workspace, tmp_path: Path, rows: list[tuple[object, ...]]
) -> None:
    with workspace.change("nobody"):  # each example starts alike
        for person in Employee.select():
            person.delete_instance()
    path = tmp_path / "any.csv"
    sheets.write_csv(path, Grid("S", [list(HEADER), *map(list, rows)]), encoding="utf-8")
    bring_in(workspace, path)
    first = everything(workspace)
    again = bring_in(workspace, path)
    assert everything(workspace) == first
    assert again.count("added") == again.count("updated") == 0


def test_a_visit_that_was_planned_is_marked_held_when_a_sheet_brings_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.change("planned"):
        chloe = employee(external_id="1")
        noel = employee(first_name="Noël", last_name="D'Essai", external_id="2")
        booked = appointment(chloe, planned_on=D(2026, 11, 12))
        later = appointment(noel, planned_on=D(2026, 12, 8))
    rows = [
        ["Nom", "Prénom", "Matricule", "Type VM", "Date VM", "Avis"],
        ["Fictif-Test", "Chloé", "1", "Visite périodique", "12/11/2026", "Apte"],
        ["D'Essai", "Noël", "2", "Visite périodique", "12/01/2024", "Apte"],
    ]
    bring_in(workspace, sheets.write_xlsx(tmp_path / "vm.xlsx", [Grid("VM", rows)]))
    with workspace.reading():
        assert MedicalVisit.select().count() == 2
        assert Appointment.get_by_id(booked.id).status == "held"
        # A visit of long ago, recorded late, is not what he has an appointment for.
        assert Appointment.get_by_id(later.id).status == "planned"
    workspace.undo()
    with workspace.reading():
        assert Appointment.get_by_id(booked.id).status == "planned"
