"""Names and the small vocabularies of the sheets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.employee import constants
from cariste.exchange import cells
from cariste.exchange.names import Name, is_total, name_key, read_full_name, read_name
from cariste.exchange.values import (
    Cell,
    Question,
    Rejection,
    SheetError,
    as_text,
    column_index,
    column_letter,
    shown,
)


@pytest.mark.parametrize(
    ("cell", "last", "first"),
    [
        ("FICTIF-TEST Chloé ", "FICTIF-TEST", "Chloé"),
        ("Chloé FICTIF-TEST", "FICTIF-TEST", "Chloé"),
        ("D'ESSAI Noël", "D'ESSAI", "Noël"),
        ("DE\u00a0LA\u00a0FICTION JEAN ERIC", "DE LA FICTION", "JEAN ERIC"),
        ("Œuvre-Modèle Aïcha", "Œuvre-Modèle", "Aïcha"),
        ("FICTIF TEST CHLOE", "FICTIF", "TEST CHLOE"),
        ("de la Fiction Jean-Éric", "de la Fiction", "Jean-Éric"),
        ("Jean de la FICTION", "de la FICTION", "Jean"),
        ("N'GUESSAN Awa", "N'GUESSAN", "Awa"),
        ("FICTIF, Chloé", "FICTIF", "Chloé"),
        ("Mme FICTIF née TEST Chloé", "FICTIF née TEST", "Chloé"),
        ("VAN DER ESSAI TOM", "VAN DER ESSAI", "TOM"),
    ],
)
def test_a_name_in_one_cell(cell: str, last: str, first: str) -> None:
    assert read_full_name(cell) == Name(last, first, split=False)


def test_the_header_says_which_comes_first_when_capitals_do_not() -> None:
    assert read_full_name("Chloé Fictif", "first name first") == Name("Fictif", "Chloé", split=False)


@pytest.mark.parametrize("cell", ["QUAI", "", "12 34", "X" * 101 + " Y"])
def test_what_is_no_name_is_refused(cell: str) -> None:
    assert isinstance(read_full_name(cell), Rejection)


def test_two_cells_need_both_parts() -> None:
    assert read_name(" D'ESSAI", "Noël\u00a0") == Name("D'ESSAI", "Noël", split=True)
    assert isinstance(read_name("D'ESSAI", ""), Rejection)
    assert isinstance(read_name("", "Noël"), Rejection)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("FICTIF-TEST", "Chloé"), ("FICTIF", "TEST CHLOE")),
        (("Œuvre-Modèle", "Aïcha"), ("OEUVRE MODELE", "Aicha")),
        (("DE LA FICTION", "JEAN ERIC"), ("De La Fiction", "Jean-Éric")),
        (("D'ESSAI", "NOEL"), ("D’essai", "Noël")),
    ],
)
def test_the_same_name_written_otherwise_has_the_same_key(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert name_key(*one) == name_key(*other)


@pytest.mark.parametrize("text", ["TOTAL", "Total général", "Sous-total", "Nombre de CACES", "Effectif"])
def test_rows_that_sum_up_are_known(text: str) -> None:
    assert is_total(text)


def test_a_person_is_no_total() -> None:
    assert not is_total("TOTANI Léa")
    assert not is_total("NOMBRIL Léa")


@pytest.mark.parametrize(
    ("cell", "code"),
    [("CDI", "CDI"), ("cdi", "CDI"), ("Intérim", "Interim"), ("INTERIM", "Interim"), ("Int.", "Interim"),
     ("CDD 6 mois", "CDD"), ("saisonnier", "CDD"), ("apprentie", "Alternance"), ("-", None), ("", None)],
)  # fmt: skip
def test_contracts(cell: str, code: str | None) -> None:
    assert cells.read_contract(cell) == code


def test_an_unknown_contract_is_asked() -> None:
    assert isinstance(cells.read_contract("prestataire"), Question)


@pytest.mark.parametrize(
    ("cell", "number", "key"),
    [("00123", "00123", "123"), (123.0, "123", "123"), (123, "123", "123"), ("123.0", "123", "123"),
     ("123,0", "123", "123"), ("WMS-007", "WMS-007", "wms007"), ("0", "0", "0")],
)  # fmt: skip
def test_employee_numbers_survive_excel(cell: Cell, number: str, key: str) -> None:
    read = cells.read_number(cell)
    assert read == number
    assert cells.number_key(str(read)) == key


@pytest.mark.parametrize("cell", ["", None, "-", "?", "\u00a0"])
def test_no_number_is_no_number(cell: Cell) -> None:
    assert cells.read_number(cell) is None


@pytest.mark.parametrize("cell", ["1" * 41, SheetError("#REF!"), "///"])
def test_what_is_no_number_is_refused(cell: Cell) -> None:
    assert isinstance(cells.read_number(cell), Rejection)


@pytest.mark.parametrize(
    ("cell", "area"),
    [("Quai", "Quai"), ("quai ", "Quai"), ("ZA", "Zone A"), ("Zone-A", "Zone A"), ("zone b", "Zone B"),
     ("Bureaux", "Bureau"), ("Atelier", "Atelier"), ("-", None)],
)  # fmt: skip
def test_work_areas(cell: str, area: str | None) -> None:
    assert cells.read_workspace(cell) == area


@pytest.mark.parametrize(
    ("cell", "role"),
    [("Prépa", "Préparateur"), ("PREPARATEUR", "Préparateur"), ("cariste", "Cariste"),
     ("Récept.", "Réceptionnaire"),
     ("Chef d'équipe", "Chef d'équipe"), ("Cariste confirmé", "Cariste confirmé"), ("", None)],
)  # fmt: skip
def test_jobs(cell: str, role: str | None) -> None:
    assert cells.read_role(cell) == role


@pytest.mark.parametrize(
    ("cell", "code"),
    [("Embauche", constants.INITIAL), ("VIP", constants.PERIODIC), ("VIPI", constants.INITIAL),
     ("Périodique", constants.PERIODIC), ("SIR", constants.PERIODIC), ("Reprise", constants.RECOVERY),
     ("pré-reprise", constants.PRE_RETURN), ("Préreprise", constants.PRE_RETURN),
     ("Demande empl.", constants.ON_REQUEST)],
)  # fmt: skip
def test_types_of_visit(cell: str, code: str) -> None:
    assert cells.read_visit_type(cell) == code


def test_an_unknown_type_of_visit_is_asked() -> None:
    assert isinstance(cells.read_visit_type("visite surprise"), Question)
    assert cells.read_visit_type("") is None


@pytest.mark.parametrize(
    ("cell", "code", "asks"),
    [
        ("Apte", constants.FIT, False),
        ("APTE", constants.FIT, False),
        ("Apte avec réserve", constants.FIT_WITH_RESTRICTIONS, False),
        ("apte sous réserve pas de charge >10kg", constants.FIT_WITH_RESTRICTIONS, True),
        ("Inapte", constants.PENDING, True),
        ("INAPTE DÉFINITIF", constants.PENDING, True),
        ("Inapte temporaire", constants.PENDING, True),
        ("AS", constants.FOLLOW_UP_CERTIFICATE, False),
        ("Attestation", constants.FOLLOW_UP_CERTIFICATE, False),
        ("RAS", constants.PENDING, True),
        ("Vu", constants.PENDING, True),
        ("", constants.PENDING, False),
    ],
)
def test_conclusions_never_say_unfit_by_themselves(cell: str, code: str, asks: bool) -> None:
    outcome = cells.read_result(cell)
    assert (outcome.code, outcome.doubt is not None, outcome.restrictions) == (code, asks, None)


def test_a_person_confirms_unfit_and_approves_the_text_of_adjustments() -> None:
    assert cells.read_result("unfit", confirmed=True) == (constants.UNFIT, None, None)
    approved = cells.read_result("fit_with_restrictions: pas de charge de plus de 10 kg", confirmed=True)
    assert approved == (constants.FIT_WITH_RESTRICTIONS, None, "pas de charge de plus de 10 kg")
    assert cells.read_result("unfit").code == constants.PENDING


@pytest.mark.parametrize(
    ("cell", "months"),
    [
        ("2 ans", 24),
        ("24 mois", 24),
        ("24", 24),
        (24.0, 24),
        ("5ans", 60),
        ("1 an", 12),
        ("", None),
        ("permanent", None),
    ],
)
def test_validities(cell: Cell, months: int | None) -> None:
    assert cells.read_months(cell) == months


@pytest.mark.parametrize("cell", ["longtemps", 0, "300 ans", "3 semaines"])
def test_what_is_no_validity_is_refused(cell: Cell) -> None:
    assert isinstance(cells.read_months(cell), Rejection)


@pytest.mark.parametrize(
    ("cell", "agency"), [("agence X", "X"), ("Agence : Bidule", "Bidule"), ("fin 31/12", None)]
)
def test_an_agency_named_in_a_comment(cell: str, agency: str | None) -> None:
    assert cells.read_agency(cell, in_comment=True) == agency


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.none()))
def test_no_cell_makes_a_reader_fail(cell: Cell) -> None:
    for read in (cells.read_contract, cells.read_number, cells.read_workspace, cells.read_role):
        read(cell)
    for read in (cells.read_agency, cells.read_visit_type, cells.read_result, cells.read_months):
        read(cell)
    read_full_name(cell)
    shown(cell)
    read_name(cell, cell)


@given(st.integers(0, 16_383))
def test_columns_have_excels_names(index: int) -> None:
    assert column_index(column_letter(index)) == index


def test_excels_names_of_columns() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_cells_are_shown_as_people_read_them() -> None:
    assert as_text(123.0) == "123"
    assert as_text(" Noël\u00a0") == "Noël"
    assert len(shown("x" * 500)) == 120
