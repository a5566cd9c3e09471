"""« Échec » in a column beside the dates: no certificate that it may be about is recorded without a question.

Nobody in here exists.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY
from strange import DAY, FORMATS, Rows, plan_of, reasons, said, taken, written

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.exchange.mapping import answers_from
from cariste.exchange.plan import Plan
from cariste.exchange.planner import make_plan
from cariste.exchange.reader import read_book

UNTIL = dt.date(2029, 3, 12)
NAMES = ["NOM", "Prénom"]


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def kinds(plan: Plan, who: str = "EXEMPLE") -> set[str]:
    return {kind for name, kind, *_dates in taken(plan) if name == who}


def row(*cells: Any, who: str = "EXEMPLE") -> list[Any]:
    return [who, "Léa", *cells]


# -- whose result it is ------------------------------------------------------------------------


@FORMATS
@pytest.mark.parametrize("title", ["Résultat", "Statut", "Avis", "Validation", "Présence"])
def test_a_result_after_each_category_is_about_that_one(tmp_path: Path, suffix: str, title: str) -> None:
    rows = [
        [*NAMES, "R489 1A obtenu le", title, "R489 3 obtenu le", title, "SST obtenu le"],
        row(DAY, "Échec", DAY, "Obtenu", DAY),
        row(DAY, "OK", DAY, "absente", DAY, who="GABARIT"),
        row(DAY, "Réussi", DAY, "Favorable", DAY, who="MODELE"),
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert {"R489-3"} == {kind for kind in kinds(plan) if kind.startswith("R489")}
    assert {"R489-1A"} == {kind for kind in kinds(plan, "GABARIT") if kind.startswith("R489")}
    assert [len(kinds(plan, who)) for who in ("EXEMPLE", "GABARIT", "MODELE")] == [2, 2, 3]
    assert {"D2", "F3"} <= said(plan)
    assert not said(plan) & {"D3", "D4", "F2", "F4"}
    assert "“Échec” says that R489-1A was not obtained" in reasons(plan)


@FORMATS
def test_titles_on_two_lines_say_whose_result_it_is(tmp_path: Path, suffix: str) -> None:
    rows = [
        [*NAMES, "R489 1A", "", "", "R489 3", "", ""],
        ["", "", "Obtenu le", "Valable jusqu'au", "Résultat", "Obtenu le", "Valable jusqu'au", "Résultat"],
        row(DAY, UNTIL, "Échec", DAY, UNTIL, "Réussi"),
        row(DAY, UNTIL, "Réussi", DAY, UNTIL, "ajournée", who="GABARIT"),
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert (kinds(plan), kinds(plan, "GABARIT")) == ({"R489-3"}, {"R489-1A"})
    assert said(plan) == {"E3", "H4"}


def test_certificates_in_the_row_above_say_it_too(tmp_path: Path) -> None:
    rows = [
        ["", "", "R489 1A", "", "R489 3", ""],
        [*NAMES, "Obtenu le", "Résultat", "Obtenu le", "Résultat"],
        row(DAY, "Échec", DAY, "OK"),
    ]
    plan = plan_of(tmp_path, rows)
    assert (kinds(plan), said(plan)) == ({"R489-3"}, {"D3"})


@pytest.mark.parametrize(
    "titles",
    [
        ("Résultat R489 1A", "Résultat R489 3"),
        ("1A - Résultat", "Résultat cat. 3"),
        ("R489 1A réussi", "R489 3 réussi"),
    ],
)
def test_a_title_that_names_its_category_says_it_wherever_it_stands(
    tmp_path: Path, titles: tuple[str, str]
) -> None:
    rows = [[*NAMES, "R489 1A obtenu le", "R489 3 obtenu le", *titles], row(DAY, DAY, "Échec", "Réussi")]
    plan = plan_of(tmp_path, rows)
    assert (kinds(plan), said(plan)) == ({"R489-3"}, {"E2"})


def test_a_result_before_each_category_is_about_the_next_one(tmp_path: Path) -> None:
    rows = [
        [*NAMES, "Résultat", "R489 1A obtenu le", "Résultat", "R489 3 obtenu le"],
        row("Échec", DAY, "OK", DAY),
    ]
    assert kinds(plan_of(tmp_path, rows)) == {"R489-3"}


def test_a_result_after_several_categories_is_about_all_of_them(tmp_path: Path) -> None:
    titles = ["R489 1A obtenu le", "R489 3 obtenu le", "Résultat", "R486 A obtenu le", "R486 B obtenu le"]
    rows = [[*NAMES, *titles, "Résultat"], row(DAY, DAY, "Échec", DAY, DAY, "Réussi")]
    plan = plan_of(tmp_path, rows)
    assert (kinds(plan), said(plan)) == ({"R486-A", "R486-B"}, {"E2"})


@FORMATS
@pytest.mark.parametrize("place", [2, 3, 4])
def test_one_result_for_several_categories_may_be_about_each(tmp_path: Path, suffix: str, place: int) -> None:
    titles: list[Any] = [*NAMES, "R489 1A obtenu le", "R489 3 obtenu le", "R489 5 valable jusqu'au"]
    failed, passed = row(DAY, "", UNTIL), row(DAY, DAY, "", who="GABARIT")
    for cells, cell in ((titles, "Résultat"), (failed, "ajourné"), (passed, "Réussi")):
        cells.insert(place, cell)
    plan = plan_of(tmp_path, [titles, failed, passed], suffix)
    assert (kinds(plan), kinds(plan, "GABARIT")) == (set(), {"R489-1A", "R489-3"})
    assert said(plan) == {f"{'ABCDE'[place]}2"}
    assert "R489-1A, R489-5" in reasons(plan)


def test_nothing_is_asked_where_there_is_nothing_to_record(tmp_path: Path) -> None:
    rows = [
        [*NAMES, "R489 1A obtenu le", "Résultat", "R489 3 obtenu le", "Résultat"],
        row("", "Échec", DAY, "Réussi"),
    ]
    plan = plan_of(tmp_path, rows)
    assert (kinds(plan), said(plan)) == ({"R489-3"}, set())


# -- what a result says ------------------------------------------------------------------------

_TITLES = [*NAMES, "R489 1A obtenu le", "R489 3 obtenu le", "Résultat"]


@pytest.mark.parametrize(
    "cell",
    ["Échec", "ÉCHEC (pratique)", "2 échecs", "absent", "Ajournée", "KO", "Non", "non obtenu", "Pas réussi",
     "Défavorable", "Théorie OK, pratique KO", "en attente", "À repasser", "?", "❌", "Partiel", "Refusé",
     False],
)  # fmt: skip
def test_a_result_that_is_no_success_is_asked_about(tmp_path: Path, cell: Any) -> None:
    plan = plan_of(tmp_path, [_TITLES, row(DAY, DAY, cell)])
    assert (kinds(plan), said(plan)) == (set(), {"E2"})


@pytest.mark.parametrize(
    "cell",
    ["Réussi", "réussie", "Obtenu", "OK", "Favorable", "Reçue", "Admis", "Validé", "oui", "X", "✓", "Apte",
     "-", "N/A", "85/100", 17.5, True, "en cours de validité"],
)  # fmt: skip
def test_a_success_is_not_asked_about(tmp_path: Path, cell: Any) -> None:
    plan = plan_of(tmp_path, [_TITLES, row(DAY, DAY, cell)])
    assert (kinds(plan), said(plan)) == ({"R489-1A", "R489-3"}, set())


@pytest.mark.parametrize(
    ("title", "cell"), [("Présent", "Non"), ("Autor. conduite", "suspendue"), ("Autorisation", "refusée")]
)
def test_who_left_or_may_not_drive_keeps_the_certificate(tmp_path: Path, title: str, cell: str) -> None:
    rows = [[*NAMES, "R489 3 obtenu le", title], row(DAY, cell)]
    assert kinds(plan_of(tmp_path, rows)) == {"R489-3"}


@FORMATS
def test_remarks_about_the_person_are_no_results(tmp_path: Path, suffix: str) -> None:
    rows = [
        [*NAMES, "R489 1A obtenu le", "R489 3 obtenu le", "Statut", "Autor. conduite", "Obs."],
        row(DAY, DAY, "absente", "Non", "absente depuis le 02/01, retour à prévoir"),
        row(DAY, DAY, "suspendu", "à refaire", "ne pas appeler", who="GABARIT"),
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert (kinds(plan), kinds(plan, "GABARIT"), said(plan)) == (*[{"R489-1A", "R489-3"}] * 2, set())


@pytest.mark.parametrize(
    ("remark", "left"),
    [
        ("Échec au test", set()),
        ("Échec R489 1A", {"R489-3"}),
        ("échec cat. 3 le 12/03/2024", {"R489-1A"}),
        ("Échec 3", {"R489-1A"}),
        ("échec 1A", {"R489-3"}),
        ("échec le 3 mars", set()),
        ("échec 3/1", set()),
        ("3 échecs", set()),
        ("Échec R489 5 le 12/09/2025", {"R489-1A", "R489-3"}),
    ],
)
def test_a_remark_about_a_failed_test_is_about_the_category_that_it_names(
    tmp_path: Path, remark: str, left: set[str]
) -> None:
    rows = [[*NAMES, "R489 1A obtenu le", "R489 3 obtenu le", "Obs."], row(DAY, DAY, remark)]
    plan = plan_of(tmp_path, rows)
    assert kinds(plan) == left
    assert said(plan) == ({"E2"} if len(left) < 2 else set())


def test_a_corrected_result_lets_the_certificate_in(tmp_path: Path) -> None:
    path = written(tmp_path, [_TITLES, row(DAY, DAY, "Échec")])
    answers = answers_from({"cells": {"Suivi 2026": {"E2": "Échec R489 1A"}}})
    assert kinds(make_plan(read_book(path), answers=answers, today=TODAY)) == {"R489-3"}
    answers = answers_from({"columns": {"Suivi 2026": {"E": "result R489-3"}}})
    assert kinds(make_plan(read_book(path), answers=answers, today=TODAY)) == {"R489-1A"}


def test_dates_under_results_are_not_dropped_silently(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, [_TITLES, row(DAY, DAY, dt.date(2024, 3, 14))])
    assert (kinds(plan), said(plan)) == ({"R489-1A", "R489-3"}, {"E1"})


# -- other layouts -----------------------------------------------------------------------------


@FORMATS
def test_a_matrix_has_results_too(tmp_path: Path, suffix: str) -> None:
    rows = [
        [*NAMES, "CACES", "Résultat", "SST obtenu le"],
        row("R489 3 (12/03/2024)", "Échec", ""),
        row("R489 3 (12/03/2024)", "Réussi", "", who="GABARIT"),
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert (kinds(plan), kinds(plan, "GABARIT"), said(plan)) == (set(), {"R489-3"}, {"D2"})


@pytest.mark.parametrize("cell", ["Non", "KO", "à repasser", "en attente"])
def test_a_list_of_tests_is_asked_about_what_was_not_passed(tmp_path: Path, cell: str) -> None:
    titles: Rows = [["Nom", "Prénom", "Formation", "Date", "Résultat"]]
    titles[0][3] = "Date d'obtention"
    plan = plan_of(tmp_path, [*titles, row("R489 3", DAY, cell), row("R489 5", DAY, "Oui")])
    assert (kinds(plan), said(plan)) == ({"R489-5"}, {"E2"})


@pytest.mark.parametrize("title", ["Présent (O/N)", "Présence", "Reçu", "Admis ?"])
@pytest.mark.parametrize("cell", ["N", "Non", 0, False])
def test_who_was_not_there_has_no_certificate(tmp_path: Path, title: str, cell: Any) -> None:
    rows = [
        ["Nom", "Prénom", "Formation", "Date d'obtention", title],
        row("R489 3", DAY, cell),
        row("R489 5", DAY, "O"),
        row("R489 1A", DAY, 1),
    ]
    plan = plan_of(tmp_path, rows)
    assert kinds(plan) == {"R489-5", "R489-1A"}
    assert "E2" in said(plan)


@pytest.mark.parametrize("title", ["Pratique", "Théorie", "Épreuve pratique"])
def test_half_a_test_is_no_certificate(tmp_path: Path, title: str) -> None:
    listed = plan_of(
        tmp_path, [["Nom", "Prénom", "CACES", "Date d'obtention", title], row("R489 3", DAY, "Non")]
    )
    assert (taken(listed), "E2" in said(listed)) == (set(), True)
    wide = plan_of(
        tmp_path, [[*NAMES, "R489 3 obtenu le", title], row(DAY, "Non"), row(DAY, "OK", who="GABARIT")]
    )
    assert (kinds(wide), kinds(wide, "GABARIT")) == (set(), {"R489-3"})


def test_a_certificate_that_was_taken_away_is_asked_about(tmp_path: Path) -> None:
    rows = [
        [*NAMES, "R489 3 obtenu le", "Statut", "R489 5 obtenu le", "Statut"],
        row(DAY, "suspendu", DAY, "Valide"),
        row(DAY, "À recycler", DAY, "retiré", who="GABARIT"),
    ]
    plan = plan_of(tmp_path, rows)
    assert (kinds(plan), kinds(plan, "GABARIT"), said(plan)) == ({"R489-5"}, {"R489-3"}, {"D2", "F3"})


def test_each_certificate_of_a_row_has_its_own_result(tmp_path: Path) -> None:
    rows = [
        [*NAMES, "CACES", "Date obtention", "Résultat", "CACES", "Date obtention", "Résultat"],
        row("R489 3", DAY, "Échec", "R489 5", DAY, "Obtenu"),
    ]
    plan = plan_of(tmp_path, rows)
    assert (kinds(plan), said(plan)) == ({"R489-5"}, {"E2"})


@FORMATS
def test_the_result_of_a_test_is_not_the_conclusion_of_a_visit(tmp_path: Path, suffix: str) -> None:
    rows = [
        [*NAMES, "R489 3 obtenu le", "Résultat", "Date VM", "Avis"],
        row(DAY, "Échec", dt.date(2025, 11, 5), "Apte"),
        row(DAY, "Réussi", dt.date(2025, 11, 5), "Inapte", who="GABARIT"),
        row(DAY, "OK", dt.date(2025, 11, 5), "absent", who="MODELE"),
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert (kinds(plan), kinds(plan, "GABARIT")) == ({"periodic"}, {"R489-3", "periodic"})
    assert kinds(plan, "MODELE") == {"R489-3"}
    results = {
        person.last_name: next((r.result for r in person.records if r.kind == "periodic"), None)
        for person in plan.people
    }
    assert results == {"EXEMPLE": "fit", "GABARIT": "pending", "MODELE": None}
    assert said(plan) == {"D2", "F3", "F4"}


def test_a_conclusion_without_any_visit_is_not_dropped_silently(tmp_path: Path) -> None:
    rows = [[*NAMES, "R489 3 obtenu le", "Avis médical"], row(DAY, "Inapte")]
    plan = plan_of(tmp_path, rows)
    assert (kinds(plan), said(plan)) == ({"R489-3"}, {"D1"})


# -- what stands in the columns of the dates themselves ----------------------------------------

_BOTH = [*NAMES, "R489 3 obtenu le", "R489 3 valable jusqu'au", "SST obtenu le", "SST valable jusqu'au"]


@FORMATS
@pytest.mark.parametrize(
    "cell", ["Échec", "absent", "Non", "à prévoir", "en cours", "non obtenu", "ajournée", "?"]
)
def test_an_expiry_beside_a_failed_test_is_no_certificate(tmp_path: Path, suffix: str, cell: str) -> None:
    later = dt.date(2028, 3, 12)
    rows = [_BOTH, row(cell, later, cell, later), row(DAY, cell, DAY, cell, who="GABARIT")]
    plan = plan_of(tmp_path, rows, suffix)
    assert taken(plan) == set()
    assert said(plan) == {"C2", "E2", "D3", "F3"}


def test_a_word_that_says_it_is_held_leaves_the_expiry(tmp_path: Path) -> None:
    later = dt.date(2028, 3, 12)
    plan = plan_of(tmp_path, [_BOTH, row("X", later, "OK", later), row("-", later, "", later, who="GABARIT")])
    assert len(taken(plan)) == 4


def test_an_expiry_of_a_training_that_cannot_be_read_is_not_replaced_by_the_rule(tmp_path: Path) -> None:
    rows = [_BOTH, row("", "", DAY, "mars 2025"), row("", "", DAY, "voir carte", who="GABARIT")]
    plan = plan_of(tmp_path, rows)
    assert (taken(plan), said(plan)) == (set(), {"F2", "F3"})


@FORMATS
def test_the_first_and_last_day_of_a_session_are_no_validity(tmp_path: Path, suffix: str) -> None:
    rows = [
        [*NAMES, "R489 3", "", "SST", "", "CACES"],
        ["", "", "Début", "Fin", "Début", "Fin", ""],
        row(DAY, dt.date(2024, 3, 14), "12/03/2024 ", "13/03/2024 ", "R489 5 du 12/03/2024 au 14/03/2024"),
        row(DAY, dt.date(2029, 3, 12), DAY, dt.date(2026, 3, 12), "", who="GABARIT"),
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert {who for who, *_rest in taken(plan)} == {"GABARIT"}
    assert len(taken(plan)) == 2
    assert said(plan) == {"D3", "F3", "G3"}


def test_the_end_of_a_session_is_no_expiry(tmp_path: Path) -> None:
    titles = ["Nom", "Prénom", "Formation", "Date début", "Date fin", "Résultat"]
    plan = plan_of(tmp_path, [titles, row("R489 cat 3", DAY, dt.date(2024, 3, 15), "Reçu")])
    assert taken(plan) == set()
    assert {"D1", "E1"} <= said(plan)


@FORMATS
def test_a_date_beside_the_expiry_of_the_same_certificate_is_the_one_obtained(
    tmp_path: Path, suffix: str
) -> None:
    rows = [
        [*NAMES, "R489 3", "", "R489 5", "", "VM", ""],
        ["", "", "Date", "Fin de validité", "Date", "Fin de validité", "Date", "Prochaine"],
        row(DAY, UNTIL, "", "", dt.date(2025, 11, 5), dt.date(2027, 11, 5)),
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert taken(plan) == {
        ("EXEMPLE", "R489-3", "2024-03-12", "2029-03-12"),
        ("EXEMPLE", "periodic", "2025-11-05", "2027-11-05"),
    }
    assert said(plan) == set()
