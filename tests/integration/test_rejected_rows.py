"""The rows that were refused, out to a workbook, corrected there and in again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import sheets
import xlsxwriter
from factories import TODAY
from libreoffice import needs_libreoffice, saved_by_libreoffice
from python_calamine import load_workbook
from sheets import Grid

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.i18n import set_language
from cariste.exchange.planner import make_plan
from cariste.exchange.reader import read_book
from cariste.exchange.rejected_rows import write_rejected

D = dt.date
HEADER = ["NOM Prénom", "Mle", "R489 3 obtenu le", "R489 3 fin"]


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def rejected(path: Path, grids: list[Grid], **options: Any) -> Path:
    book = read_book(sheets.write_xlsx(path / "suivi.xlsx", grids, **options))
    plan = make_plan(book, today=TODAY)
    write_rejected(path / "refus.xlsx", book, plan, plan.rejected)
    return path / "refus.xlsx"


def content(path: Path) -> dict[str, list[list[Any]]]:
    book = load_workbook(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def corrected(path: Path, old: object, new: object) -> Path:
    """Type over a cell and save, as somebody would."""
    out = path.with_name("corrige.xlsx")
    book = xlsxwriter.Workbook(out)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in content(path).items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                value = new if cell == old else cell
                if isinstance(value, D):
                    sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), day)
                elif value != "":
                    sheet.write(number, column, value)
    book.close()
    return out


def test_refused_rows_stand_under_their_titles_with_the_reason_beside(tmp_path: Path) -> None:
    path = rejected(tmp_path, [sheets.wide(), sheets.visits()])
    assert list(content(path)) == ["SUIVI CACES", "VM"]
    rows = content(path)["SUIVI CACES"]
    assert rows[-1][0] == "FICTIF TEST CHLOE"
    assert rows[-1][10] == "31/02/2023"
    assert rows[-3][-1] == "Why it was rejected"
    assert "does not exist in the calendar" in rows[-1][-1]
    # A header on two levels needs both, or its dates would lose their certificates.
    assert ["R489 5" in row for row in rows[-3:]] == [True, False, False]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_corrected_there_is_imported_and_nothing_else_is_asked(tmp_path: Path, language: str) -> None:
    set_language(language)
    path = corrected(rejected(tmp_path, [sheets.wide()]), "31/02/2023", D(2023, 2, 28))
    plan = make_plan(read_book(path), today=TODAY)
    [person] = plan.people
    assert [(record.kind, record.obtained) for record in person.records] == [("R489-5", D(2023, 2, 28))]
    assert plan.rejected == ()
    assert [note.reason for note in plan.to_check if note.column != "M"] == []


def test_several_tables_of_one_sheet_keep_their_own_titles(tmp_path: Path) -> None:
    rows = [
        HEADER, ["FICTIF Chloé", 1, "31/02/2023", ""], ["ESSAI Noël", 2, D(2024, 3, 15), ""],
        ["", "", "", ""], ["Nom", "Prénom", "Date entrée", "Service"],
        ["MODÈLE", "Awa", D(2027, 1, 1), "Quai"],
    ]  # fmt: skip
    plan = make_plan(read_book(rejected(tmp_path, [Grid("Feuil1", rows)])), today=TODAY)
    assert [table.layout for table in plan.tables] == ["wide", "people"]
    assert [note.value for note in plan.rejected] == ["31/02/2023", "2027-01-01"]
    assert len(plan.people) == 2


def test_dates_of_1904_formulas_and_names_like_formulas_survive(tmp_path: Path) -> None:
    rows = [HEADER, ["=SUM Chloé", "12", D(2024, 3, 15), "x y z"], ["+ESSAI Noël", "13", 44000, "x y z"]]
    path = rejected(tmp_path, [Grid("S", rows)], date_1904=True)
    book = read_book(path)
    assert book.date_1904
    plan = make_plan(book, today=TODAY)
    assert [person.last_name for person in plan.people] == ["=SUM", "+ESSAI"]
    assert content(path)["S"][1][2] == D(2024, 3, 15)


def test_the_notes_to_check_can_be_written_too(tmp_path: Path) -> None:
    book = read_book(sheets.write_xlsx(tmp_path / "suivi.xlsx", sheets.three_sheets()))
    plan = make_plan(book, today=TODAY)
    notes = (*plan.rejected, *plan.to_check)
    rows = write_rejected(tmp_path / "tout.xlsx", book, plan, notes)
    first = {table.sheet: table.first for table in plan.tables}
    assert rows == len({(note.sheet, note.row) for note in notes if note.row >= first[note.sheet]})
    assert list(content(tmp_path / "tout.xlsx")) == ["SUIVI CACES", "VM", "MATRICE 2026"]


def test_a_text_file_may_have_a_name_that_no_sheet_may_have(tmp_path: Path) -> None:
    path = tmp_path / "SUIVI CACES [entrepôt] au 21 novembre 2026.csv"
    path.write_text("Nom;Prénom;R489 3 obtenu le\nFICTIF;Chloé;31/02/2024\n", "utf-8")
    book = read_book(path)
    plan = make_plan(book, today=TODAY)
    assert write_rejected(tmp_path / "refus.xlsx", book, plan, plan.rejected) == 1
    assert list(content(tmp_path / "refus.xlsx")) == ["SUIVI CACES -entrepôt- au 21 no"]


@needs_libreoffice
@pytest.mark.slow
def test_the_workbook_comes_back_from_libreoffice(tmp_path: Path) -> None:
    path = corrected(rejected(tmp_path, [sheets.wide()]), "31/02/2023", D(2023, 2, 28))
    plan = make_plan(read_book(saved_by_libreoffice(path)), today=TODAY)
    assert [len(person.records) for person in plan.people] == [1]
