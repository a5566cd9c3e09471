"""Which row is the header, and what each column means."""

from __future__ import annotations

import pytest

from cariste.exchange.layouts import find_tables
from cariste.exchange.meanings import Meaning, classify, parse_meaning
from cariste.exchange.values import Row


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("NOM Prénom", "full_name"),
        ("Nom & prénom", "full_name"),
        ("Prénom NOM", "full_name_reversed"),
        ("Salarié", "full_name"),
        ("Nom", "last_name"),
        ("PRENOM", "first_name"),
        ("Mle", "number"),
        ("N° matricule", "number"),
        ("ID WMS", "number"),
        ("Contrat", "contract"),
        ("Date entrée", "entry_date"),
        ("Date d'embauche", "entry_date"),
        ("Date de naissance", "birth_date"),
        ("Date de sortie", "left_on"),
        ("Service", "workspace"),
        ("Secteur / Zone", "workspace"),
        ("Fonction", "role"),
        ("Agence d'intérim", "agency"),
        ("Obs.", "comment"),
        ("N°", "ignore"),
        ("Autor. conduite", "ignore"),
        ("", "ignore"),
        ("Type VM", "visit_type"),
        ("Date VM", "visit_date"),
        ("Dernière visite", "visit_date"),
        ("Avis", "visit_result"),
        ("Validité", "validity"),
        ("Prochaine VM", "visit_next"),
        ("Prochaine visite au plus tard le", "visit_next"),
        ("CACES", "caces"),
        ("CACES (ancien)", "caces"),
        ("Intitulé de la formation", "certificate"),
        ("Date d'obtention", "obtained"),
        ("Passé le", "obtained"),
        ("Valable jusqu'au", "expiry"),
        ("Échéance", "expiry"),
        ("Recyclage avant", "expiry"),
        ("R489 1A Obtenu le", "obtained R489-1A"),
        ("R489 1A\nValable jusqu'au", "expiry R489-1A"),
        ("CACES® R 489 cat. 5 fin de validité", "expiry R489-5"),
        ("Cat. 3 obtenu", "obtained R489-3"),
        ("R486 B échéance", "expiry R486-B"),
        ("Date formation SST", "obtained SST"),
        ("SST recyclage avant", "expiry SST"),
        ("Habilitation\nélectrique", "unclear ELEC"),
        ("Gestes & postures", "unclear GESTES"),
        ("ADR / FCO", "unclear ADR/FCO"),
        ("E-learning accueil", "unclear E-learning accueil"),
        ("SST", "unclear SST"),
        ("VM", "unclear VM"),
        ("Date", "unclear"),
        ("Couleur préférée", "unknown"),
    ],
)
def test_a_column_means_what_its_title_says(header: str, meaning: str) -> None:
    assert str(classify(header)) == meaning


def test_dates_obtained_and_expiry_dates_are_never_guessed() -> None:
    assert classify("R489 3").role == "unclear"
    assert classify("R489 3 obtenu le / valable jusqu'au").role == "unclear"


@pytest.mark.parametrize("header", ["R489", "CACES 1", "Catégorie 9", "R489 1A et 3"])
def test_a_title_that_names_no_single_certificate_is_not_taken_for_one(header: str) -> None:
    assert classify(header).kind is None


def test_a_mapping_writes_meanings_as_words() -> None:
    assert parse_meaning("expiry R489 1a") == Meaning("expiry", "R489-1A")
    assert parse_meaning("obtained Pont bascule") == Meaning("obtained", "Pont bascule")
    assert parse_meaning("ignore") == Meaning("ignore")
    assert parse_meaning("number R489-1A") is None
    assert parse_meaning("nonsense") is None


def columns_of(rows: list[Row], table: int = 0) -> dict[str, str]:
    return {column.letter: str(column.meaning) for column in find_tables(rows)[table].columns}


def test_a_header_on_two_levels_gives_each_date_its_certificate() -> None:
    rows: list[Row] = [
        ["SUIVI CACES – MAJ 02/11/2026"],
        [],
        ["NOM Prénom", "Mle", "R489 1A", "", "R489 5", ""],
        ["", "", "Obtenu le", "Valable jusqu'au", "Obtenu le", "Valable jusqu'au"],
        ["FICTIF Chloé", "1", "", "", "", ""],
    ]
    (table,) = find_tables(rows)
    assert (table.layout, table.start, table.end) == ("wide", 4, 5)
    assert columns_of(rows) == {
        "A": "full_name", "B": "number", "C": "obtained R489-1A", "D": "expiry R489-1A",
        "E": "obtained R489-5", "F": "expiry R489-5",
    }  # fmt: skip


def test_certificates_may_stand_in_the_row_above_the_names() -> None:
    rows: list[Row] = [
        ["", "", "R489 1A", "", "SST", ""],
        ["Nom", "Prénom", "Obtenu le", "Fin", "Obtenu le", "Recyclage avant"],
        ["FICTIF", "Chloé"],
    ]
    assert list(columns_of(rows).values())[2:] == [
        "obtained R489-1A",
        "expiry R489-1A",
        "obtained SST",
        "expiry SST",
    ]


def test_a_group_heading_above_changes_nothing_else() -> None:
    rows: list[Row] = [
        ["", "", "CARISTE", "SÉCURITÉ"],
        ["NOM", "PRENOM", "Fonction", "SST"],
        ["FICTIF", "Chloé"],
    ]
    assert columns_of(rows) == {"A": "last_name", "B": "first_name", "C": "role", "D": "unclear SST"}
    assert find_tables(rows)[0].layout == "matrix"


def test_a_repeated_header_is_no_person_and_keeps_its_meaning() -> None:
    header: Row = ["Nom", "Prénom", "Type VM", "Date VM"]
    rows: list[Row] = [header, ["A", "B"], list(header), ["C", "D"]]
    first, second = find_tables(rows)
    assert (first.start, first.end, second.start, second.end) == (1, 2, 3, 4)
    assert first.columns == second.columns


def test_a_header_repeated_below_keeps_the_group_above_the_first() -> None:
    header: Row = ["Nom", "Prénom", "Obtenu le"]
    rows: list[Row] = [["", "", "R489 1A"], header, ["A", "B"], list(header), ["C", "D"]]
    assert columns_of(rows, 1) == columns_of(rows, 0)
    assert columns_of(rows, 1)["C"] == "obtained R489-1A"


def test_several_tables_on_one_sheet_have_their_own_columns() -> None:
    rows: list[Row] = [
        ["Nom", "Prénom", "Contrat"],
        ["FICTIF", "Chloé", "CDI"],
        [],
        ["Nom", "Prénom", "Date VM", "Avis"],
        ["FICTIF", "Chloé", "", ""],
    ]
    assert [table.layout for table in find_tables(rows)] == ["people", "list"]


def test_two_columns_cannot_mean_the_same() -> None:
    rows: list[Row] = [["Nom", "Prénom", "Mle", "Matricule"], ["A", "B"]]
    assert columns_of(rows)["D"] == "unknown"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[]],
        [["Liste de courses"], ["pain"], ["lait"]],
        [["Produit", "Prix"], ["vis", 3.5]],
        [["Nom", "Prénom"], ["FICTIF", "Chloé"]],
        [["SST", "Incendie"], ["X", "X"]],
    ],
)
def test_a_sheet_without_people_and_something_about_them_is_no_table(rows: list[Row]) -> None:
    tables = find_tables(rows)
    assert not tables or tables[0].layout == "people"


def test_what_the_user_said_wins_over_the_title() -> None:
    rows: list[Row] = [["Nom", "Prénom", "SST"], ["A", "B"]]
    (table,) = find_tables(rows, {"C": Meaning("expiry", "SST")})
    assert str(table.columns[2].meaning) == "expiry SST"


def test_two_hundred_columns_are_no_trouble() -> None:
    header: Row = ["Nom", "Prénom", *[f"Colonne {number}" for number in range(198)]]
    rows: list[Row] = [header, ["A", "B", *["x"] * 198]]
    assert find_tables([[*header, "SST"], rows[1]])[0].columns[-1].letter == "GS"
