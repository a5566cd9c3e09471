"""What is understood of a text typed or pasted into a cell."""

from __future__ import annotations

import datetime as dt

import pytest
from factories import TODAY
from hypothesis import given
from hypothesis import strategies as st

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.i18n import set_language
from cariste.employee import person_fields
from cariste.employee.person_fields import CHECKS, as_typed, read


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def test_a_text_is_tidied() -> None:
    assert read("role", "  Cariste  de\u00a0nuit ") == ("Cariste de nuit", None)


@pytest.mark.parametrize("field", sorted(CHECKS.keys() - {"first_name", "last_name", "current_status"}))
def test_an_empty_cell_empties_the_field(field: str) -> None:
    assert read(field, " \t ") == (None, None)


@pytest.mark.parametrize("text", ["12/03/2024", "12.03.24", "12 mars 2024", "2024-03-12"])
def test_a_date_is_understood_as_in_a_form(text: str) -> None:
    assert read("entry_date", text) == (dt.date(2024, 3, 12), None)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("entry_date", "31/02/2024", "Invalid date"),
        ("entry_date", "hier", "Invalid date"),
        ("entry_date", "12/03/9999", "9999"),
        ("entry_date", "12/03/2027", "future"),
        ("email", "chloe.exemple.fr", "e-mail"),
        ("role", "x" * 10_000, "Too long"),
        ("external_id", "0" * 41, "Too long"),
        ("contract_type", "Stagiaire", "Permanent"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_the_reason(field: str, text: str, said: str) -> None:
    problem = read(field, text).problem
    assert problem is not None
    assert said in problem


@pytest.mark.parametrize("text", ["Intérim", "INTERIM", "interim", "Interim"])
def test_a_contract_is_understood_by_its_word_or_its_code(text: str) -> None:
    set_language("fr")
    assert read("contract_type", text) == ("Interim", None)


def test_the_choices_of_a_contract_are_its_words() -> None:
    assert "Permanent" in person_fields.choices("contract_type")
    assert person_fields.choices("role") == ()


@given(st.text(max_size=60))
def test_what_is_shown_of_a_text_is_read_as_the_same(text: str) -> None:
    value, problem = read("role", text)
    if problem is None:
        assert read("role", as_typed("role", value)) == (value, None)


@given(st.dates(dt.date(1930, 1, 1), TODAY), st.sampled_from(["fr", "en"]))
def test_what_is_shown_of_a_date_is_read_as_the_same(day: dt.date, language: str) -> None:
    set_language(language)
    assert read("entry_date", as_typed("entry_date", day)).value == day


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_shown_of_a_contract_is_read_as_the_same(language: str) -> None:
    set_language(language)
    for code in ("CDI", "CDD", "Interim", "Alternance"):
        assert read("contract_type", as_typed("contract_type", code)) == (code, None)


def test_formulas_are_only_text() -> None:
    assert read("role", '=HYPERLINK("http://exemple.invalid")').problem is None
