"""What the row above the titles, and a column of validities, say about the dates below.

Nobody in here exists.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY
from strange import DAY, FORMATS, plan_of, said, taken

from cariste.core.clock import REHEARSAL_VARIABLE

D = dt.date
NAMES = ["NOM", "Prénom"]


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


# -- groups ------------------------------------------------------------------------------------


@FORMATS
def test_a_category_is_of_the_recommendation_above_it(tmp_path: Path, suffix: str) -> None:
    rows = [
        ["", "", "CACES R389 (anciens)", "", "R489", "", "R486 nacelles", ""],
        [*NAMES, "3 obtenu le", "5 obtenu le", "3 obtenu le", "5 obtenu le", "A obtenu le", "B obtenu le"],
        ["EXEMPLE", "Léa", D(2015, 3, 3), "", DAY, "", "", DAY],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert {(kind, obtained) for _who, kind, obtained, _end in taken(plan)} == {
        ("R389-3", "2015-03-03"),
        ("R489-3", "2024-03-12"),
        ("R486-B", "2024-03-12"),
    }
    assert said(plan) == set()


@pytest.mark.parametrize("group", ["R386", "Nacelles", "PEMP", "Nacelles R386"])
def test_a_category_of_a_platform_is_none_of_a_truck(tmp_path: Path, group: str) -> None:
    rows = [
        ["", "", group, ""],
        [*NAMES, "1A obtenu le", "1B obtenu le"],
        ["EXEMPLE", "Léa", D(2019, 3, 3), ""],
    ]
    plan = plan_of(tmp_path, rows)
    assert {kind for _who, kind, *_dates in taken(plan)} <= {"R386-1A"}
    assert taken(plan) or said(plan) == {"C2"}


@pytest.mark.parametrize("title", ["CACES R489 (ex R389)", "SUIVI DES CACES R489 ET R486", "CARISTES"])
def test_a_title_above_that_does_not_contradict_changes_nothing(tmp_path: Path, title: str) -> None:
    rows = [[title], [*NAMES, "3 obtenu le", "R485 2 obtenu le"], ["EXEMPLE", "Léa", DAY, DAY]]
    assert {kind for _who, kind, *_dates in taken(plan_of(tmp_path, rows))} == {"R489-3", "R485-2"}


# -- « Validité » beside a date obtained ---------------------------------------------------------


def due(tmp_path: Path, cell: Any, suffix: str = ".xlsx", kind: str = "R489 3") -> tuple[set[str], set[str]]:
    """Until when a certificate of a list is valid, and what is said."""
    rows = [["Nom", "Prénom", "CACES", "Date obtention", "Validité"], ["EXEMPLE", "Léa", kind, DAY, cell]]
    plan = plan_of(tmp_path, rows, suffix)
    return {until for *_rest, until in taken(plan)}, said(plan)


@FORMATS
def test_a_validity_that_is_a_date_is_the_expiry(tmp_path: Path, suffix: str) -> None:
    assert due(tmp_path, D(2028, 12, 31), suffix) == ({"2028-12-31"}, set())
    assert due(tmp_path, "31/12/2028 ", suffix) == ({"2028-12-31"}, set())
    assert due(tmp_path, D(2023, 12, 31), suffix) == (set(), {"E2"})


def test_a_shorter_validity_counts_and_a_longer_one_is_asked_about(tmp_path: Path) -> None:
    assert due(tmp_path, "5 ans") == ({"2029-03-12"}, set())
    assert due(tmp_path, "60 mois") == ({"2029-03-12"}, set())
    assert due(tmp_path, "3 ans") == ({"2027-03-12"}, set())
    assert due(tmp_path, "10 ans") == ({"2029-03-12"}, {"E2"})
    assert due(tmp_path, "10 ans", kind="R482 F") == ({"2034-03-12"}, set())
    assert due(tmp_path, "") == due(tmp_path, "-") == ({"2029-03-12"}, set())


@pytest.mark.parametrize(
    ("obtained", "until"),
    [
        ("Date d'obtention du CACES", "Fin de validité du CACES"),
        ("Obtenu le", "Échéance CACES"),
        ("Date obtention CACES", "Validité du CACES"),
        ("Date de passage du CACES®", "CACES valable jusqu'au"),
    ],
)
def test_titles_that_say_once_more_what_they_are_about(tmp_path: Path, obtained: str, until: str) -> None:
    rows = [["NOM Prénom", "CACES", obtained, until], ["EXEMPLE Léa", "R489 3", DAY, D(2028, 12, 31)]]
    plan = plan_of(tmp_path, rows)
    assert taken(plan) == {("EXEMPLE", "R489-3", "2024-03-12", "2028-12-31")}
    assert said(plan) == set()


@FORMATS
def test_a_validity_alone_is_the_expiry_when_it_is_a_date(tmp_path: Path, suffix: str) -> None:
    rows = [
        ["NOM Prénom", "CACES", "Validité"],
        ["EXEMPLE Léa", "R489 3", D(2028, 12, 31)],
        ["GABARIT Luc", "R489 3", "5 ans"],
        ["MODELE Luc", "R489 3 (12/03/2024)", ""],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert {(who, until) for who, _kind, _from, until in taken(plan)} == {
        ("EXEMPLE", "2028-12-31"),
        ("MODELE", "2029-03-12"),
    }
    assert said(plan) == {"B3"}


def test_the_validity_of_a_visit_is_none_of_a_certificate(tmp_path: Path) -> None:
    rows = [
        ["NOM Prénom", "CACES", "Date obtention", "Date VM", "Avis", "Validité"],
        ["EXEMPLE Léa", "R489 3", DAY, D(2025, 11, 5), "Apte", "24 mois"],
    ]
    assert {(kind, until) for _who, kind, _from, until in taken(plan_of(tmp_path, rows))} == {
        ("R489-3", "2029-03-12"),
        ("periodic", "2027-11-05"),
    }


@FORMATS
def test_a_word_before_a_date_that_says_what_the_title_says_is_left_out(tmp_path: Path, suffix: str) -> None:
    obtained = ["obtenu le 12/03/2024", "Fait le 12/03/2024", "passée le 12 mars 2024", "OK 12/03/2024"]
    until = ["exp. 11/03/2029", "jusqu'au 11/03/2029", "valable jusqu’au 11/03/2029", "au 11/03/2029"]
    rows = [
        ["NOM", "Prénom", "R489 3 obtenu le", "R489 3 valable jusqu'au"],
        *([f"ESSAI{n}", "Léa", *cells] for n, cells in enumerate(zip(obtained, until, strict=True))),
        ["GABARIT", "Luc", "valable jusqu'au 12/03/2024", ""],
        ["GABARIT", "Léa", "", "obtenu le 12/03/2024"],
        ["GABARIT", "Zoé", "pas obtenu le 12/03/2024", ""],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert {(obtained, until) for _who, _kind, obtained, until in taken(plan)} == {
        ("2024-03-12", "2029-03-11")
    }
    assert len(taken(plan)) == len(obtained)
    assert said(plan) == {"C6", "D7", "C8"}


@pytest.mark.parametrize("cell", ["périmé", "expiré", "Non", "suspendu", "?", "à vérifier", "mars 2025"])
def test_a_validity_that_is_none_is_not_replaced_by_the_rule(tmp_path: Path, cell: str) -> None:
    assert due(tmp_path, cell) == (set(), {"E2"})


@FORMATS
def test_one_category_with_its_validity_is_read_so_too(tmp_path: Path, suffix: str) -> None:
    rows = [
        [*NAMES, "R489 3 obtenu le", "Validité"],
        ["EXEMPLE", "Léa", DAY, D(2028, 12, 31)],
        ["GABARIT", "Luc", DAY, "5 ans"],
        ["MODELE", "Luc", DAY, "périmé"],
    ]
    plan = plan_of(tmp_path, rows, suffix)
    assert {(who, until) for who, _kind, _from, until in taken(plan)} == {
        ("EXEMPLE", "2028-12-31"),
        ("GABARIT", "2029-03-12"),
    }
    assert said(plan) == {"D4"}


def test_one_validity_beside_several_categories_is_said_to_be_left_out(tmp_path: Path) -> None:
    rows = [
        [*NAMES, "R489 3 obtenu le", "R489 5 obtenu le", "Validité"],
        ["EXEMPLE", "Léa", DAY, DAY, D(2025, 1, 1)],
    ]
    assert said(plan_of(tmp_path, rows)) == {"E1"}


def test_a_list_of_trainings_has_its_expiries_under_validity(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Prénom", "Formation", "Date obtention", "Validité"],
        ["EXEMPLE", "Léa", "SST", DAY, D(2026, 3, 1)],
        ["GABARIT", "Luc", "SST", DAY, "12 mois"],
        ["MODELE", "Luc", "R489 5", DAY, D(2028, 3, 1)],
        ["PATRON", "Zoé", "R489 5", DAY, "périmé"],
    ]
    plan = plan_of(tmp_path, rows)
    assert {(who, until) for who, _kind, _from, until in taken(plan)} == {
        ("EXEMPLE", "2026-03-01"),
        ("GABARIT", "2025-03-12"),
        ("MODELE", "2028-03-01"),
    }
    assert said(plan) == {"E5"}
