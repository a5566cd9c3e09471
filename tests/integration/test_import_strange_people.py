"""Sheets as small firms keep them: whom a row is about is said where it is not certain, and never guessed.

Nobody in here exists.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY
from sheets import Formula
from strange import DAY, FORMATS, Rows, lines, people, plan_of, reasons, said, taken, written

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.exchange.mapping import Answers, SheetAnswers
from cariste.exchange.meanings import IGNORE, OBTAINED, Meaning
from cariste.exchange.people import StoredPerson
from cariste.exchange.planner import make_plan
from cariste.exchange.reader import read_book

D = dt.date


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


# -- who a row is about ------------------------------------------------------------------------


@FORMATS
def test_a_birth_name_in_brackets_belongs_to_the_surname(tmp_path: Path, suffix: str) -> None:
    rows = [
        ["NOM Prénom", "Mle", "SST obtenu le"],
        ["MODELE Jeanne (née ESSAI)", "1", DAY],
        ["PATRON (ép. DE LA FICTION) Zoé", "2", DAY],
    ]
    assert people(plan_of(tmp_path, rows, suffix)) == [
        "MODELE née ESSAI Jeanne",
        "PATRON ép. DE LA FICTION Zoé",
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "EXEMPLE Paul / GABARIT Léa",
        "EXEMPLE Paul et GABARIT Léa",
        "EXEMPLE Paul & GABARIT Léa",
        "EXEMPLE Paul + GABARIT Léa",
        "EXEMPLE Paul\nGABARIT Léa",
        "EXEMPLE Paul; GABARIT Léa",
        "EXEMPLE Paul (intérimaire)",
        "EXEMPLE Paul (CDD)",
        "EXEMPLE Paul : parti",
        "idem",
        "//",
    ],
)
def test_a_cell_with_more_or_less_than_one_name_is_refused(tmp_path: Path, cell: str) -> None:
    plan = plan_of(tmp_path, [["NOM Prénom", "Mle", "SST obtenu le"], [cell, "1", DAY]])
    assert (people(plan), taken(plan), said(plan)) == ([], set(), {"A2"})


def test_two_people_in_the_cells_of_one_are_refused(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Prénom", "SST obtenu le"],
        ["EXEMPLE / GABARIT", "Paul / Léa", DAY],
        ["idem", "Léa", DAY],
        ["ET-TAHIRI", "Anne et Marie", DAY],
    ]
    plan = plan_of(tmp_path, rows)
    assert people(plan) == ["ET-TAHIRI Anne et Marie"]
    assert said(plan) == {"A2", "A3"}


@FORMATS
def test_titles_of_groups_notes_and_signatures_are_no_people(tmp_path: Path, suffix: str) -> None:
    rows = [
        ["SUIVI CACES – SITE D'ESSAI"],
        ["NOM Prénom", "Mle", "R489 3 obtenu le"],
        ["ÉQUIPE MATIN"],
        ["EXEMPLE Paul", "1", DAY],
        ["Quai réception"],
        ["Intérimaires"],
        ["GABARIT Léa", "2", DAY],
        ["TOTAL : 2 caristes"],
        ["Légende : vert = à jour"],
        ["Mis à jour le 12/03/2024 par Mme PATRON"],
        ["Document établi le", "", D(2026, 11, 2)],
        ["Le responsable QHSE"],
        ["Signature du directeur"],
        ["Vu et approuvé"],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert people(plan) == ["EXEMPLE Paul", "GABARIT Léa"]
    # What may be a person after all is asked about; a date beside a note is not dropped silently.
    assert said(plan) == {"A3", "A5", "A11"}


_LIKE_NOTES = ["JOUR Martin", "Visa Élodie", "RESPONSABLE Paul", "FAIT Anna", "DIRECTEUR Luc", "PAR Lise"]
_LIKE_TOTALS = ["SOMMER Julie", "SUMAN Ravi", "NOMBRET Léo", "EFFECTIVE Ana", "COUNTY Bob", "TOTALI Ugo"]


@FORMATS
def test_a_surname_that_is_also_a_word_of_notes_is_a_person_by_its_number(
    tmp_path: Path, suffix: str
) -> None:
    names = [*_LIKE_NOTES, *_LIKE_TOTALS]
    rows = [["NOM Prénom", "Mle", "SST obtenu le"], *([name, f"A{n}", DAY] for n, name in enumerate(names))]
    plan = plan_of(tmp_path, rows, suffix)
    assert len(taken(plan)) == len(plan.people) == len(names)
    assert said(plan) == set()


def test_without_a_number_it_is_asked_about_and_the_answer_is_followed(tmp_path: Path) -> None:
    names = [*_LIKE_NOTES, "SOMME Paul", "TOTAL Anne"]
    rows: Rows = [["NOM Prénom", "SST obtenu le"], *([name, DAY] for name in names), ["Visa Léa", ""]]
    path = written(tmp_path, rows)
    plan = make_plan(read_book(path), today=TODAY)
    count = len(rows)
    assert (people(plan), said(plan)) == ([], {f"A{row}" for row in range(2, count + 1)})
    assert [(question.row, question.now) for question in plan.people_questions] == [
        (row, "skip") for row in range(2, count + 1)
    ]
    answers = Answers({"suivi 2026": SheetAnswers({}, {}, {2: "new", 3: "skip", count: "new"}, {})})
    plan = make_plan(read_book(path), answers=answers, today=TODAY)
    assert people(plan) == ["JOUR Martin", "Visa Léa"]
    assert len(taken(plan)) == 1


@FORMATS
def test_in_cells_of_their_own_such_names_are_asked_about_too(tmp_path: Path, suffix: str) -> None:
    rows = [
        ["Nom", "Prénom", "Mle", "SST obtenu le"],
        ["JOUR", "Martin", "7", DAY],
        ["VISA", "Élodie", "", DAY],
        ["SOMME", "Paul", "", DAY],
        ["SOMMER", "Julie", "", DAY],
        ["TOTAL", "", "3", ""],
        ["Total", "CDI", "2", ""],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert (people(plan), said(plan)) == (["JOUR Martin", "SOMMER Julie"], {"A3", "A4"})


def test_somebody_recorded_with_such_a_name_is_known_again(tmp_path: Path) -> None:
    path = written(tmp_path, [["NOM Prénom", "SST obtenu le"], ["JOUR Martin", DAY]])
    known = StoredPerson("1" * 32, "JOUR", "Martin", None, {})
    plan = make_plan(read_book(path), [known], today=TODAY)
    assert (len(taken(plan)), said(plan)) == (1, set())


@FORMATS
@pytest.mark.parametrize("beside", ["", DAY])
def test_notes_below_a_list_are_no_people(tmp_path: Path, suffix: str, beside: Any) -> None:
    notes = [
        "Responsable : M. Untel", "Visa du chef", "Jour J", "Fait à Lyon", "Le responsable", "à jour",
        "Document QHSE", "Signature Direction", "TOTAL", "Total général", "NOMBRE DE CACES", "Visa : ",
        "Effectif quai", "Nb CDI", "Somme", "Sous-total Quai",
    ]  # fmt: skip
    rows: Rows = [["NOM Prénom", "SST obtenu le"], ["EXEMPLE Paul", DAY], *([note, beside] for note in notes)]
    assert people(plan_of(tmp_path, rows, suffix)) == ["EXEMPLE Paul"]


def test_a_title_and_a_surname_are_no_whole_name(tmp_path: Path) -> None:
    rows: Rows = [["NOM Prénom", "SST obtenu le"], ["Mme EXEMPLE", DAY], ["M. GABARIT", DAY]]
    plan = plan_of(tmp_path, rows)
    assert (people(plan), said(plan)) == ([], {"A2", "A3"})


def test_an_error_for_a_name_a_number_or_an_area_is_none(tmp_path: Path) -> None:
    missing = Formula("=NA()", "#N/A")
    rows: Rows = [
        ["Nom", "Prénom", "Mle", "Service"],
        [missing, "Paul", "1", "Quai"],
        ["GABARIT", "Léa", missing, missing],
    ]
    plan = plan_of(tmp_path, rows)
    assert people(plan) == ["GABARIT Léa"]
    assert (plan.people[0].number, plan.people[0].fields.get("workspace")) == (None, None)
    assert said(plan) == {"A2", "C3", "D3"}


def test_the_errors_of_a_text_file_are_errors(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Prénom", "Mle", "Service", "SST obtenu le"],
        ["EXEMPLE", "Paul", "#N/A", "#REF!", "########"],
        ["GABARIT", "Léa", "#VALEUR!", "#NOM?", "#DIV/0!"],
    ]
    plan = plan_of(tmp_path, rows, ".csv")
    assert [set(person.fields) & {"external_id", "workspace"} for person in plan.people] == [set(), set()]
    assert said(plan) == {f"{column}{row}" for column in "CDE" for row in (2, 3)}


def test_a_number_that_excel_shortened_is_none(tmp_path: Path) -> None:
    rows = [["Nom", "Prénom", "Mle", "Service"], ["EXEMPLE", "Paul", "1,23E+11", "Quai"]]
    plan = plan_of(tmp_path, rows, ".csv")
    assert (plan.people[0].number, said(plan)) == (None, {"C2"})


@pytest.mark.parametrize(
    "cell", ["à créer", "intérim", "Interim", "x", "oui", "en cours", "123 / 124", D(2024, 3, 12), 12.5, True]
)
def test_what_is_no_number_makes_nobody_somebody_else(tmp_path: Path, cell: Any) -> None:
    """Two temps of one surname and the same word for a number are two people, each with his own."""
    rows = [
        ["Mle", "Nom", "Prénom", "CACES", "Date d'obtention"],
        [cell, "ESSAI", "Max", "R489 3", DAY],
        [cell, "ESSAI", "Noé", "R489 5", DAY],
    ]
    plan = plan_of(tmp_path, rows)
    assert people(plan) == ["ESSAI Max", "ESSAI Noé"]
    assert [[record.kind for record in person.records] for person in plan.people] == [["R489-3"], ["R489-5"]]
    assert [person.number for person in plan.people] == [None, None]
    assert said(plan) == {"A2", "A3"}


def test_a_contract_that_became_another_is_asked_about(tmp_path: Path) -> None:
    cells = ["CDD → CDI", "Interim puis CDI", "CDI 35h", "CDI intérimaire", "cdd saisonnier"]
    plan = plan_of(tmp_path, [["Nom", "Prénom", "Contrat"], *lines(cells)])
    contracts = [person.fields.get("contract_type", (None, None))[1] for person in plan.people]
    assert contracts == [None, None, "CDI", "Interim", "CDD"]
    assert said(plan) == {"C2", "C3"}


@FORMATS
def test_what_stands_for_the_cell_above_is_asked_about(tmp_path: Path, suffix: str) -> None:
    rows = [
        ["Nom", "Prénom", "Service", "Fonction", "Agence"],
        ["EXEMPLE", "Paul", "Quai", "Cariste", "Agence Modèle"],
        ["GABARIT", "Léa", "idem", "//", '"'],
        ["MODELE", "Luc", "id.", "〃", "-//-"],
        ["PATRON", "Zoé", "/", "-", ""],
        ["TEMOIN", "Ida", "?", "...", "??"],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    told = [set(person.fields) & {"workspace", "role", "agency"} for person in plan.people]
    assert told == [{"workspace", "role", "agency"}, set(), set(), set(), set()]
    assert said(plan) == {f"{column}{row}" for column in "CDE" for row in (3, 4)} | {"C6", "E6"}


def test_a_phone_typed_as_a_number_keeps_its_zero(tmp_path: Path) -> None:
    rows = [["Nom", "Prénom", "Tél"], ["EXEMPLE", "Paul", 639980001], ["GABARIT", "Léa", "06 39 98 00 02"]]
    plan = plan_of(tmp_path, rows)
    assert [person.fields["phone"][1] for person in plan.people] == ["0639980001", "06 39 98 00 02"]


# -- two lists beside each other ---------------------------------------------------------------


@FORMATS
def test_a_second_list_beside_the_first_is_not_about_the_people_of_the_first(
    tmp_path: Path, suffix: str
) -> None:
    rows = [
        ["Nom", "Prénom", "R489 3 obtenu le", "", "Mle", "Nom", "Prénom", "SST obtenu le"],
        ["EXEMPLE", "Paul", DAY, "", "12", "GABARIT", "Léa", D(2025, 1, 13)],
        ["MODELE", "Luc", DAY, "", "13", "PATRON", "Zoé", D(2025, 2, 20)],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert people(plan) == ["EXEMPLE Paul", "MODELE Luc"]
    assert [person.number for person in plan.people] == [None, None]
    assert {kind for _who, kind, *_dates in taken(plan)} == {"R489-3"}
    assert said(plan) == {"E1"}
    assert "second list of people" in reasons(plan)


def test_it_stays_so_when_somebody_explains_its_columns(tmp_path: Path) -> None:
    rows = [
        ["NOM Prénom", "R489 5 obtenu le", "NOM Prénom", "R489 3 obtenu le"],
        ["EXEMPLE Paul", DAY, "GABARIT Léa", DAY],
    ]
    columns = {"C": Meaning(IGNORE), "D": Meaning(OBTAINED, "R489-3")}
    answers = Answers({"Suivi 2026": SheetAnswers(columns=columns, cells={}, people={}, choices={})})
    plan = make_plan(read_book(written(tmp_path, rows)), today=TODAY, answers=answers)
    assert taken(plan) == {("EXEMPLE", "R489-5", "2024-03-12", "2029-03-12")}


def test_it_may_have_them_on_its_left_and_without_them_has_none_of_another(tmp_path: Path) -> None:
    left = ["Nom", "Prénom", "Date obtention", "CACES", "Date obtention", "CACES"]
    plan = plan_of(tmp_path, [left, ["EXEMPLE", "Paul", DAY, "R489 3", D(2025, 6, 20), "R489 5"]])
    assert taken(plan) == {
        ("EXEMPLE", "R489-3", "2024-03-12", "2029-03-12"),
        ("EXEMPLE", "R489-5", "2025-06-20", "2030-06-20"),
    }
    fewer = ["Nom", "Prénom", "CACES", "Date obtention", "CACES", "CACES", "Date obtention"]
    plan = plan_of(tmp_path, [fewer, ["EXEMPLE", "Paul", "R489 3", DAY, "R489 5", "R489 1A", D(2025, 6, 20)]])
    assert {kind: obtained for _who, kind, obtained, _until in taken(plan)} == {
        "R489-3": "2024-03-12",
        "R489-1A": "2025-06-20",
    }
    assert said(plan) == {"E2"}
    uneven = ["Nom", "Prénom", "CACES", "Date obtention", "Date obtention"]
    plan = plan_of(tmp_path, [uneven, ["EXEMPLE", "Paul", "R489 3", DAY, D(2025, 6, 20)]])
    assert taken(plan) == {("EXEMPLE", "R489-3", "2024-03-12", "2029-03-12")}
    assert said(plan) == {"E1"}


@FORMATS
def test_each_certificate_of_a_row_has_the_dates_beside_it(tmp_path: Path, suffix: str) -> None:
    rows = [
        ["Nom", "Prénom", "CACES", "Date obtention", "Échéance", "CACES", "Date obtention", "Échéance"],
        ["EXEMPLE", "Paul", "R489 3", DAY, "", "R489 5", D(2025, 6, 20), D(2030, 6, 19)],
        ["GABARIT", "Léa", "", "", "", "R489 5", D(2025, 6, 20), ""],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert taken(plan) == {
        ("EXEMPLE", "R489-3", "2024-03-12", "2029-03-12"),
        ("EXEMPLE", "R489-5", "2025-06-20", "2030-06-19"),
        ("GABARIT", "R489-5", "2025-06-20", "2030-06-20"),
    }
