"""Out to Excel, edited there, and back: exactly what was edited is proposed."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from factories import TODAY, caces, employee, training, visit
from libreoffice import needs_libreoffice, saved_by_libreoffice
from python_calamine import load_workbook

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.i18n import set_language
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.exchange.exporting import export
from cariste.exchange.importing import plan_import
from cariste.exchange.plan import Plan
from cariste.exchange.review import lines
from cariste.exchange.storing import store
from cariste.workspace import Workspace

D = dt.date
Edits = Mapping[tuple[int, int, str], Any]
"""What is typed, by sheet, row (both from 0) and title of the column."""
PEOPLE, CACES, VISITS, TRAININGS = range(4)


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    with workspace.change("people"):
        chloe = employee(external_id="00123", workspace="Quai", entry_date=D(2016, 1, 4), phone="0639980000")
        caces(chloe, "R489-5", completion_date=D(2024, 11, 9))
        caces(chloe, "R489-3", expiration_date=D(2027, 12, 30), expiration_source="typed")
        visit(chloe, visit_date=D(2025, 12, 1), result="follow_up_certificate")
        training(chloe, "SST", completion_date=D(2026, 1, 15))
        employee(first_name="Noël", last_name="D'Essai", external_id="124", contract_type="Interim")
    return workspace


def written(workspace: Workspace, path: Path) -> Path:
    with workspace.reading():
        export(path / "tout.xlsx", TODAY, outcomes=True)
    return path / "tout.xlsx"


def grids(path: Path) -> dict[str, list[list[Any]]]:
    book = load_workbook(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def edited(path: Path, edits: Edits) -> Path:
    """Type over cells as somebody would, and save the workbook without any of its looks."""
    sheets = grids(path)
    named = list(sheets.values())
    for (sheet, row, title), value in edits.items():
        named[sheet][row][named[sheet][0].index(title)] = value
    return saved(path.with_name("edited.xlsx"), sheets)


def saved(path: Path, sheets: Mapping[str, list[list[Any]]]) -> Path:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), day)
                elif cell != "":
                    sheet.write(number, column, cell)
    book.close()
    return path


def row_of(path: Path, sheet: int, *cells: str) -> int:
    rows = list(grids(path).values())[sheet]
    return next(number for number, row in enumerate(rows) if set(cells) <= set(row))


def plan_of(workspace: Workspace, path: Path) -> Plan:
    with workspace.reading():
        return plan_import(path)


def changes(plan: Plan) -> list[tuple[str, str, str]]:
    return [(line.what, line.old, line.new) for line in lines(plan) if not line.leads]


def taken_in(workspace: Workspace, path: Path) -> Plan:
    plan = plan_of(workspace, path)
    with workspace.change("import"):
        store(plan)
    return plan


def test_each_kind_of_cell_is_taken_over_and_nothing_else(filled: Workspace, tmp_path: Path) -> None:
    path = written(filled, tmp_path)
    chloe = row_of(path, PEOPLE, "Chloé")
    edits = {
        (PEOPLE, chloe, "Surname"): "Fictif",
        (PEOPLE, chloe, "Work area"): "",
        (PEOPLE, chloe, "Start date"): D(2017, 2, 1),
        (PEOPLE, row_of(path, PEOPLE, "Noël"), "Contract"): "Permanent",
        (CACES, row_of(path, CACES, "R489-3"), "Date obtained"): D(2022, 12, 30),
        (CACES, row_of(path, CACES, "R489-5"), "Expiry date"): D(2029, 10, 1),
        (VISITS, 1, "Outcome"): "Fit",
        (TRAININGS, 1, "Training title"): "Gestes et postures",
    }
    plan = taken_in(filled, edited(path, edits))
    assert (plan.to_check, plan.rejected) == ((), ())
    assert changes(plan) == [
        ("Contract", "Agency", "Permanent"),
        ("Surname", "Fictif-Test", "Fictif"),
        ("Work area", "Quai", ""),
        ("Start date", "4 Jan 2016", "1 Feb 2017"),
        ("CACES R489-3 · Date obtained", "", "30 Dec 2022"),
        ("CACES R489-5 · Expiry date", "9 Nov 2029", "1 Oct 2029"),
        ("Periodic visit · Outcome", "Follow-up certificate", "Fit"),
        ("Training Gestes et postures · Training title", "SST", "Gestes et postures"),
    ]
    with filled.reading():
        now = Employee.get(Employee.external_id == "00123")
        assert (now.last_name, now.workspace, now.entry_date) == ("Fictif", None, D(2017, 2, 1))
        assert "fictif chloe" in now.search_text
        records = {each.kind: each for each in Caces.select()}
        assert records["R489-3"].completion_date == D(2022, 12, 30)
        assert records["R489-3"].expiration_date == D(2027, 12, 30)
        assert (records["R489-5"].expiration_date, records["R489-5"].expiration_source) == (
            D(2029, 10, 1),
            "typed",
        )
        assert MedicalVisit.get().result == "fit"
        assert OnlineTraining.get().title == "Gestes et postures"
    assert plan_of(filled, edited(written(filled, tmp_path), {})).count("unchanged") == 2


def test_an_expiry_that_was_reckoned_follows_its_date(filled: Workspace, tmp_path: Path) -> None:
    path = written(filled, tmp_path)
    edits = {(CACES, row_of(path, CACES, "R489-5"), "Date obtained"): D(2023, 11, 9)}
    plan = taken_in(filled, edited(path, edits))
    assert changes(plan) == [
        ("CACES R489-5 · Date obtained", "9 Nov 2024", "9 Nov 2023 (expiry reckoned again: 9 Nov 2028)")
    ]
    with filled.reading():
        assert Caces.get(Caces.kind == "R489-5").expiration_date == D(2028, 11, 9)


def test_a_typed_expiry_that_is_emptied_follows_the_rule_again(filled: Workspace, tmp_path: Path) -> None:
    path = written(filled, tmp_path)
    row = row_of(path, CACES, "R489-3")
    edits = {(CACES, row, "Date obtained"): D(2022, 3, 15), (CACES, row, "Expiry date"): ""}
    taken_in(filled, edited(path, edits))
    with filled.reading():
        found = Caces.get(Caces.kind == "R489-3")
    assert (found.expiration_date, found.expiration_source) == (D(2027, 3, 15), "computed")


def test_what_cannot_be_is_refused_cell_by_cell(filled: Workspace, tmp_path: Path) -> None:
    path = written(filled, tmp_path)
    chloe, fork = row_of(path, PEOPLE, "Chloé"), row_of(path, CACES, "R489-5")
    edits = {
        (PEOPLE, chloe, "Employee number"): "124",
        (PEOPLE, chloe, "First name"): "",
        (PEOPLE, chloe, "Contract"): "bénévole",
        (PEOPLE, chloe, "Role"): "Cariste",
        (CACES, fork, "Expiry date"): D(2020, 1, 1),
        (VISITS, 1, "Outcome"): "Unfit",
    }
    plan = plan_of(filled, edited(path, edits))
    assert changes(plan) == [("Role", "", "Cariste")]
    assert [(note.sheet, note.value) for note in plan.rejected] == [
        ("Employees", "124"),
        ("Employees", ""),
        ("CACES", "2020-01-01"),
    ]
    assert [note.value for note in plan.to_check] == ["bénévole", "Unfit"]


def test_unfit_is_taken_over_once_a_person_confirmed_it(filled: Workspace, tmp_path: Path) -> None:
    from cariste.exchange.mapping import answers_from

    path = edited(written(filled, tmp_path), {(VISITS, 1, "Outcome"): "Unfit"})
    [note] = plan_of(filled, path).to_check
    with filled.reading():
        plan = plan_import(
            path, mapping=answers_from({"cells": {note.sheet: {f"{note.column}{note.row}": "unfit"}}})
        )
    assert [line.new for line in lines(plan) if not line.leads] == ["Unfit"]


def test_zeros_that_excel_dropped_are_no_change(filled: Workspace, tmp_path: Path) -> None:
    path = written(filled, tmp_path)
    row = row_of(path, PEOPLE, "Chloé")
    plan = plan_of(filled, edited(path, {(PEOPLE, row, "Employee number"): 123}))
    assert plan.count("unchanged") == 2


def test_moved_columns_sorted_rows_and_another_language_do_not_matter(
    filled: Workspace, tmp_path: Path
) -> None:
    set_language("fr")
    path = written(filled, tmp_path)
    set_language("en")
    sheets = grids(path)
    for name, rows in sheets.items():
        header, *data = rows
        data.sort(key=lambda row: str(row[2]), reverse=True)
        sheets[name] = [[row[-1], *reversed(row[:-1])] for row in (header, *data)]
    people = sheets["Salariés"]
    noel = next(row for row in people if "Noël" in row)
    noel[people[0].index("Fonction")] = "Cariste"
    plan = plan_of(filled, saved(tmp_path / "moved.xlsx", sheets))
    assert changes(plan) == [("Role", "", "Cariste")]
    assert (plan.to_check, plan.rejected) == ((), ())


def test_a_row_copied_for_a_new_record_is_new_and_its_original_stays(
    filled: Workspace, tmp_path: Path
) -> None:
    sheets = grids(written(filled, tmp_path))
    rows = sheets["CACES"]
    copied = list(next(row for row in rows if "R489-5" in row))
    copied[3:6] = ["R489-1B", D(2026, 2, 3), ""]
    rows.insert(1, copied)
    plan = plan_of(filled, saved(tmp_path / "copied.xlsx", sheets))
    assert [(what, new) for what, _old, new in changes(plan)] == [
        ("CACES R489-1B", "obtained 3 Feb 2026 · expires 3 Feb 2031 (computed)")
    ]


def test_rows_mixed_up_by_sorting_some_columns_are_refused(filled: Workspace, tmp_path: Path) -> None:
    sheets = grids(written(filled, tmp_path))
    _header, one, other = sheets["Employees"]
    one[:-1], other[:-1] = other[:-1], one[:-1]
    plan = plan_of(filled, saved(tmp_path / "mixed.xlsx", sheets))
    assert changes(plan) == []
    assert len(plan.rejected) == 2


def test_what_was_changed_here_since_is_asked_and_never_overwritten(
    filled: Workspace, tmp_path: Path
) -> None:
    path = written(filled, tmp_path)
    with filled.change("meanwhile"):
        chloe = Employee.get(Employee.external_id == "00123")
        chloe.role = "Réceptionnaire"
        chloe.save()
        Employee.get(Employee.external_id == "124").delete_instance()
    edits = {(PEOPLE, row_of(path, PEOPLE, "Chloé"), "Role"): "Cariste"}
    plan = plan_of(filled, edited(path, edits))
    assert changes(plan) == []
    assert sorted(note.value for note in plan.to_check) == ["Cariste", "D'Essai"]
    assert any("“Réceptionnaire”" in note.reason for note in plan.to_check)


def test_a_name_typed_beside_a_record_is_said_and_not_taken(filled: Workspace, tmp_path: Path) -> None:
    path = written(filled, tmp_path)
    row = row_of(path, CACES, "R489-5")
    plan = plan_of(filled, edited(path, {(CACES, row, "First name"): "Cléo"}))
    assert changes(plan) == []
    assert ["list of people" in note.reason for note in plan.to_check] == [True]


def test_a_title_of_the_marks_that_was_spoilt_leaves_an_ordinary_sheet(
    filled: Workspace, tmp_path: Path
) -> None:
    sheets = grids(written(filled, tmp_path))
    for rows in sheets.values():
        rows[0][-1] = '{"cariste": "?"}'
    plan = plan_of(filled, saved(tmp_path / "spoilt.xlsx", sheets))
    assert plan.count("unchanged") == 2
    assert plan.rejected == ()


def two_thousand(workspace: Workspace) -> None:
    pick = random.Random(4)
    people = [uuid.UUID(int=pick.getrandbits(128)).hex for _n in range(2_000)]
    with workspace.change("people"):
        Employee.insert_rows(
            {
                "id": one, "last_name": f"Fictif{n}", "first_name": "Chloé", "external_id": f"{n:05d}",
                "workspace": pick.choice(["Quai", "Zone A", None]), "role": pick.choice(["Cariste", None]),
                "contract_type": pick.choice(["CDI", "Interim", None]), "search_text": f"fictif{n} chloe",
                "entry_date": D(2015, 1, 1) + dt.timedelta(days=n),
            }
            for n, one in enumerate(people)
        )  # fmt: skip
        Caces.insert_rows(
            {
                "employee_id": one, "kind": pick.choice(["R489-1A", "R489-3", "R489-5"]),
                "completion_date": D(2022, 1, 1) + dt.timedelta(days=n // 2),
                "expiration_date": D(2027, 1, 1) + dt.timedelta(days=n // 2), "expiration_source": "typed",
            }
            for n, one in enumerate(people)
        )  # fmt: skip
        OnlineTraining.insert_rows(
            {
                "employee_id": one, "title": "SST", "kind": "SST", "completion_date": D(2026, 1, 15),
                "validity_months": 24, "expiration_date": D(2028, 1, 15), "expiration_source": "computed",
                "mode": "classroom",
            }
            for one in people[:500]
        )  # fmt: skip


def fifty_edits(path: Path) -> dict[tuple[int, int, str], Any]:
    pick = random.Random(5)
    rows = pick.sample(range(1, 2_001), 40)
    wished = [
        *((PEOPLE, row, "Phone", f"06399800{row % 100:02d}") for row in rows[:10]),
        *((PEOPLE, row, "Role", "Chef d'équipe") for row in rows[10:20]),
        *((PEOPLE, row, "Start date", D(2014, 5, 6)) for row in rows[20:25]),
        *((CACES, row, "Expiry date", D(2026, 12, 12)) for row in rows[25:35]),
        *((CACES, row, "Date obtained", D(2025, 4, 4)) for row in rows[35:40]),
        *((TRAININGS, row, "Validity (months)", 36) for row in range(5, 15)),
    ]
    assert len(wished) == 50
    return {(sheet, row, title): value for sheet, row, title, value in wished}


def test_fifty_cells_edited_among_two_thousand_people_are_fifty_changes(
    workspace: Workspace, tmp_path: Path
) -> None:
    two_thousand(workspace)
    path = written(workspace, tmp_path)
    plan = plan_of(workspace, edited(path, fifty_edits(path)))
    assert len(changes(plan)) == 50
    assert (plan.count("added"), plan.to_check, plan.rejected) == (0, (), ())
    with workspace.change("import"):
        store(plan)
    again = plan_of(workspace, edited(written(workspace, tmp_path), {}))
    assert again.count("unchanged") == 2_000


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_fifty_cells_edited_and_saved_by_libreoffice_are_fifty_changes(
    workspace: Workspace, tmp_path: Path, suffix: str
) -> None:
    two_thousand(workspace)
    path = written(workspace, tmp_path)
    untouched = plan_of(workspace, saved_by_libreoffice(path, suffix))
    assert untouched.count("unchanged") == 2_000
    assert (untouched.to_check, untouched.rejected) == ((), ())
    plan = plan_of(workspace, saved_by_libreoffice(edited(path, fifty_edits(path)), suffix))
    assert len(changes(plan)) == 50
    assert (plan.count("added"), plan.to_check, plan.rejected) == (0, (), ())
