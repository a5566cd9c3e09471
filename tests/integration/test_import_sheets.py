"""The three sheets of a warehouse, as real files: exactly what is expected of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import sheets
from factories import TODAY
from sheets import Formula, Grid

from cariste.exchange.plan import Plan
from cariste.exchange.planner import make_plan
from cariste.exchange.reader import read_book

D = dt.date
Writer = Callable[[Path, Grid], Path]


def plan_of(path: Path) -> Plan:
    return make_plan(read_book(path), today=TODAY)


def write_csv_utf8(path: Path, grid: Grid) -> Path:
    return sheets.write_csv(path, grid, encoding="utf-8-sig")


WRITERS: dict[str, Writer] = {
    ".xlsx": lambda path, grid: sheets.write_xlsx(path, [grid]),
    ".xls": lambda path, grid: sheets.write_xls(path, [grid]),
    ".ods": lambda path, grid: sheets.write_ods(path, [grid]),
    ".csv": write_csv_utf8,
}


def people(plan: Plan) -> list[tuple[object, ...]]:
    fields = ("external_id", "contract_type", "entry_date")
    return [
        (person.last_name, person.first_name, *(person.fields.get(name, (None, None))[1] for name in fields))
        for person in plan.people
    ]


def records(plan: Plan) -> list[tuple[object, ...]]:
    return [
        (person.first_name, record.kind, record.obtained, record.expires)
        for person in plan.people
        for record in person.records
    ]


def notes(plan: Plan) -> list[tuple[int, str, str]]:
    return [(note.row, note.column, note.value) for note in plan.to_check]


@pytest.mark.parametrize("suffix", WRITERS)
def test_one_row_per_person(tmp_path: Path, suffix: str) -> None:
    plan = plan_of(WRITERS[suffix](tmp_path / f"suivi{suffix}", sheets.wide()))
    assert people(plan) == [
        ("FICTIF-TEST", "Chloé", "00123", "CDI", D(2016, 1, 4)),
        ("D'ESSAI", "Noël", "124", "CDI", D(2019, 5, 2)),
        ("DE LA FICTION", "JEAN ERIC", "00125", "Interim", D(2026, 1, 12)),
        ("Œuvre-Modèle", "Aïcha", None, "CDD", D(2024, 3, 15)),
    ]
    assert plan.people[2].fields["agency"] == (None, "X")
    assert records(plan) == [
        ("Chloé", "R489-1A", D(2024, 3, 15), D(2029, 3, 15)),
        ("Noël", "R489-3", D(2024, 2, 29), D(2029, 2, 28)),
        ("Noël", "R489-5", D(2024, 2, 29), D(2034, 2, 28)),
        ("JEAN ERIC", "R489-1A", D(2024, 3, 12), D(2029, 3, 12)),
        ("JEAN ERIC", "R389-1", D(2018, 3, 12), D(2023, 3, 12)),
        ("JEAN ERIC", "R389-3", D(2018, 3, 12), D(2023, 3, 12)),
        ("JEAN ERIC", "R389-5", D(2018, 3, 12), D(2023, 3, 12)),
    ]
    longer, month_only, duplicate = plan.to_check
    assert (longer.row, longer.column) == (6, "L")
    assert "exceeds the catalogue validity (5 years)" in longer.reason
    assert (month_only.row, month_only.column, month_only.value) == (8, "E", "mars 2025")
    assert (duplicate.row, duplicate.column) == (9, "A")
    assert "Possible duplicate: FICTIF-TEST Chloé" in duplicate.reason
    assert [(note.row, note.column, note.value) for note in plan.rejected] == [(9, "K", "31/02/2023")]
    assert plan.read == 5


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_list_of_medical_visits(tmp_path: Path, suffix: str) -> None:
    plan = plan_of(WRITERS[suffix](tmp_path / f"vm{suffix}", sheets.visits()))
    assert [person[:2] for person in people(plan)] == [
        ("D'ESSAI", "Noël"),
        ("FICTIF-TEST", "Chloé"),
        ("ŒUVRE-MODELE", "Aicha"),
        ("DE LA FICTION", "Jean-Éric"),
    ]
    assert [person.fields.get("workspace", (None, None))[1] for person in plan.people] == [
        "Quai", "Zone A", "Zone A", "Bureau",
    ]  # fmt: skip
    found = [
        (person.first_name, record.kind, record.obtained, record.expires, record.result, record.source)
        for person in plan.people
        for record in person.records
    ]
    assert found == [
        ("Noël", "initial", D(2019, 5, 14), D(2021, 5, 14), "fit", "typed"),
        ("Noël", "periodic", D(2021, 6, 3), D(2023, 6, 3), "fit", "typed"),
        ("Noël", "periodic", D(2025, 11, 5), D(2030, 11, 5), "follow_up_certificate", "typed"),
        ("Chloé", "recovery", D(2026, 9, 2), D(2027, 9, 2), "fit_with_restrictions", "computed"),
        ("Jean-Éric", "periodic", D(2024, 9, 20), D(2026, 9, 20), "fit", "typed"),
    ]
    assert notes(plan) == [
        (5, "F", "apte sous réserve pas de charge >10kg"),
        (6, "E", "convoqué"),
        (7, "F", "Apte"),
    ]
    assert "20 Sep 2029" in plan.to_check[2].reason
    assert [(note.row, note.column, note.value) for note in plan.rejected] == [(6, "H", "#REF!")]
    assert "mal au dos" not in repr(plan)


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_matrix_of_trainings(tmp_path: Path, suffix: str) -> None:
    plan = plan_of(WRITERS[suffix](tmp_path / f"matrice{suffix}", sheets.matrix()))
    assert [person.fields["role"][1] for person in plan.people] == [
        "Cariste", "Préparateur", "Réceptionnaire", "Préparateur",
    ]  # fmt: skip
    assert records(plan) == [
        ("Chloé", "Gestes et postures", None, None),
        ("Chloé", "E-learning accueil", None, None),
        ("Chloé", "R489-1B", D(2024, 3, 12), D(2029, 3, 12)),
        ("Chloé", "R489-3", D(2024, 3, 12), D(2029, 3, 12)),
        ("NOEL", "Gestes et postures", None, None),
        ("NOEL", "E-learning accueil", None, None),
        ("Jean Eric", "E-learning accueil", None, None),
    ]
    asked = [(note.column, note.value) for note in plan.to_check if note.row == 5]
    assert [column for column, _title in asked] == ["F", "G", "H", "I", "K"]
    cells = {(note.row, note.column): note.reason for note in plan.to_check if note.row > 5}
    assert "1, 3, 5" in cells[7, "E"]
    assert "R489-1A, R489-3, R489-5: no date" in cells[8, "E"]
    assert set(cells) == {(6, "G"), (7, "E"), (8, "E"), (8, "F"), (9, "E")}
    assert plan.rejected == ()


def test_the_matrix_is_imported_once_its_columns_are_known(tmp_path: Path) -> None:
    from cariste.exchange.mapping import answers_from

    book = read_book(sheets.write_xlsx(tmp_path / "matrice.xlsx", [sheets.matrix()]))
    columns = {
        "F": "expiry SST",
        "G": "expiry ELEC",
        "H": "obtained FIRE-EXT",
        "I": "obtained GESTES",
        "K": "expiry ADR/FCO",
    }
    plan = make_plan(book, (), answers_from({"columns": {"MATRICE 2026": columns}}), today=TODAY)
    trainings = [
        (kind, obtained, expires)
        for _who, kind, obtained, expires in records(plan)
        if not str(kind).startswith("R489")
    ]
    assert trainings == [
        ("Sauveteur secouriste du travail (SST)", None, D(2027, 3, 1)),
        ("Manipulation des extincteurs", D(2026, 2, 3), D(2027, 2, 3)),
        ("Gestes et postures", None, None),
        ("E-learning accueil", None, None),
        ("Gestes et postures", None, None),
        ("E-learning accueil", None, None),
        ("Habilitation électrique", None, D(2025, 4, 2)),
        ("E-learning accueil", None, None),
    ]
    assert {(note.row, note.column) for note in plan.to_check} == {
        (6, "G"), (6, "K"), (7, "E"), (7, "F"), (7, "G"), (7, "K"), (8, "E"), (8, "F"), (8, "I"), (9, "E"),
    }  # fmt: skip


def test_the_three_sheets_of_one_workbook_are_about_the_same_people(tmp_path: Path) -> None:
    plan = plan_of(sheets.write_xlsx(tmp_path / "entrepot.xlsx", sheets.three_sheets()))
    assert (plan.read, plan.count("added")) == (15, 4)
    assert plan.record_counts() == {"caces": 9, "medical_visits": 5, "trainings": 5}
    assert [table.layout for table in plan.tables] == ["wide", "list", "matrix"]
    chloe = plan.people[0]
    assert {record.sheet for record in chloe.records} == {"SUIVI CACES", "VM", "MATRICE 2026"}


def test_a_text_file_of_windows_1252_with_semicolons(tmp_path: Path) -> None:
    grid = sheets.wide()
    grid.rows[7][0] = "Oeuvre-Modèle Aïcha"
    plan = plan_of(sheets.write_csv(tmp_path / "suivi.csv", grid, encoding="cp1252"))
    assert [person[:2] for person in people(plan)][3] == ("Oeuvre-Modèle", "Aïcha")
    assert len(records(plan)) == 7


@pytest.mark.parametrize("alphabet", ["cp850", "mac_roman", "latin-1", "iso8859-15"])
def test_a_text_file_of_an_old_program_spoils_no_name(tmp_path: Path, alphabet: str) -> None:
    grid = sheets.wide()
    grid.rows[7][0] = "Oeuvre-Modèle Aïcha"
    grid.rows[0][0] = "SUIVI CACES"
    plan = plan_of(sheets.write_csv(tmp_path / "suivi.csv", grid, encoding=alphabet))
    assert [person[:2] for person in people(plan)] == [
        ("FICTIF-TEST", "Chloé"),
        ("D'ESSAI", "Noël"),
        ("DE LA FICTION", "JEAN ERIC"),
        ("Oeuvre-Modèle", "Aïcha"),
    ]
    assert len(records(plan)) == 7


def test_signs_alone_do_not_make_a_text_one_of_an_old_program(tmp_path: Path) -> None:
    path = tmp_path / "suivi.csv"
    path.write_text("Nom;Prenom;Agence\nGARCÍA;João;Agence “Sud” – l’été…\n", "cp1252")
    assert [(person[:2]) for person in people(plan_of(path))] == [("GARCÍA", "João")]


def test_the_apostrophe_that_guards_a_text_of_ours_is_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "salaries.csv"
    path.write_text("Nom;Prénom;Mle;Téléphone\n'OURS;Léa;'-77;'+33 6 39 98 00 00\n", "utf-8")
    [lea] = plan_of(path).people
    assert (lea.last_name, lea.number, lea.fields["phone"]) == ("'OURS", "-77", (None, "+33 6 39 98 00 00"))


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8"), ("\t", "utf-16"), (";", "utf-8-sig")])
def test_other_text_files(tmp_path: Path, separator: str, encoding: str) -> None:
    path = sheets.write_csv(tmp_path / "vm.csv", sheets.visits(), separator=separator, encoding=encoding)
    assert len(records(plan_of(path))) == 5


def test_serial_numbers_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Prénom", "R489 3 obtenu le"],
        ["FICTIF", "Chloé", D(2024, 3, 15)],
        ["ESSAI", "Noël", 45366 - 1462],
    ]
    path = sheets.write_xlsx(tmp_path / "mac.xlsx", [Grid("S", rows)], date_1904=True)
    assert [obtained for _who, _kind, obtained, _expires in records(plan_of(path))] == [D(2024, 3, 15)] * 2


def test_formulas_without_a_stored_value_are_said(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Prénom", "R489 3 obtenu le", "R489 3 fin"],
        ["FICTIF", "Chloé", D(2024, 3, 15), Formula("=A1", None)],
    ]
    path = sheets.write_xlsx(tmp_path / "calc.xlsx", [Grid("S", rows)])
    strip_values(path)
    plan = plan_of(path)
    assert records(plan) == [("Chloé", "R489-3", D(2024, 3, 15), D(2029, 3, 15))]
    assert [(note.column, "never computed" in note.reason) for note in plan.rejected] == [("D", True)]


def strip_values(path: Path) -> None:
    """Rewrite a workbook as programs do that store formulas and never compute them."""
    import re
    import zipfile

    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb' t="str"(><f>[^<]*</f>)<v></v>', rb"\1<v></v>", parts[name])
    with zipfile.ZipFile(path, "w") as package:
        for part, data in parts.items():
            package.writestr(part, data)


def test_tables_that_start_anywhere_keep_their_true_places(tmp_path: Path) -> None:
    for suffix, write in WRITERS.items():
        rows = [[""] * 6, [""] * 6, ["", "", "Nom", "Prénom", "Contrat", "R489 3 obtenu le"],
                ["", "", "FICTIF", "Chloé", "CDI", "31/02/2024"]]  # fmt: skip
        plan = plan_of(write(tmp_path / f"loin{suffix}", Grid("S", rows)))
        assert [(note.row, note.column) for note in plan.rejected] == [(4, "F")], suffix


def test_hidden_sheets_are_left_out_unless_named(tmp_path: Path) -> None:
    path = sheets.write_xlsx(
        tmp_path / "deux.xlsx",
        [sheets.visits(), sheets.wide()],
        decorate=lambda sheet: sheet.hide() if sheet.name == "SUIVI CACES" else None,
    )
    plan = plan_of(path)
    assert [table.sheet for table in plan.tables] == ["VM"]
    assert "hidden" in plan.to_check[-1].reason
    named = make_plan(read_book(path, "suivi caces"), today=TODAY)
    assert [table.sheet for table in named.tables] == ["SUIVI CACES"]


def test_protected_sheets_notes_and_colours_do_not_matter(tmp_path: Path) -> None:
    def decorate(sheet: object) -> None:
        sheet.protect("secret")  # type: ignore[attr-defined]
        sheet.write_comment("A2", "mal au dos")  # type: ignore[attr-defined]
        sheet.freeze_panes(1, 2)  # type: ignore[attr-defined]
        sheet.set_row(2, None, None, {"hidden": True})  # type: ignore[attr-defined]

    path = sheets.write_xlsx(tmp_path / "protege.xlsx", [sheets.visits()], decorate=decorate)
    assert len(records(plan_of(path))) == 5


def test_two_hundred_columns(tmp_path: Path) -> None:
    header = ["Nom", "Prénom", *[f"Colonne {n}" for n in range(196)], "R489 3 obtenu le", "R489 3 fin"]
    rows = [header, ["FICTIF", "Chloé", *[""] * 196, D(2024, 3, 15), D(2029, 3, 15)]]
    plan = plan_of(sheets.write_xlsx(tmp_path / "large.xlsx", [Grid("S", rows)]))
    assert records(plan) == [("Chloé", "R489-3", D(2024, 3, 15), D(2029, 3, 15))]
    assert plan.to_check == ()


def test_an_xlsm_is_read_like_an_xlsx(tmp_path: Path) -> None:
    path = sheets.write_xlsx(tmp_path / "vm.xlsx", [sheets.visits()]).rename(tmp_path / "vm.xlsm")
    assert len(records(plan_of(path))) == 5
