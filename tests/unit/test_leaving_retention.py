"""How long a file is kept: pure reckoning."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.core.text import fold
from cariste.leaving.forgetting import without_names
from cariste.leaving.retention import due_on, last_day_here

DAY = dt.date(2021, 11, 21)


@pytest.mark.parametrize(
    ("contract", "left_on", "assignment_end", "due"),
    [
        ("CDI", DAY, None, dt.date(2026, 11, 21)),
        ("CDD", dt.date(2024, 2, 29), None, dt.date(2029, 2, 28)),
        (None, DAY, dt.date(2023, 1, 1), dt.date(2026, 11, 21)),
        ("CDI", None, DAY, None),
        ("Interim", DAY, None, dt.date(2022, 11, 21)),
        ("Interim", None, DAY, dt.date(2022, 11, 21)),
        ("Interim", DAY, dt.date(2022, 3, 31), dt.date(2023, 3, 31)),
        ("Interim", None, None, None),
    ],
)
def test_a_file_is_kept_five_years_that_of_a_temp_one(
    contract: str | None, left_on: dt.date | None, assignment_end: dt.date | None, due: dt.date | None
) -> None:
    assert due_on(contract, left_on, assignment_end) == due


def test_the_last_day_is_the_later_of_those_known() -> None:
    assert last_day_here(DAY, dt.date(2022, 1, 1)) == dt.date(2022, 1, 1)
    assert last_day_here(DAY, None) == DAY
    assert last_day_here(None, None) is None


@pytest.mark.parametrize(
    ("label", "left"),
    [
        ("CACES R489-5 de Chloé Fictif-Test", "CACES R489-5 de X #1"),
        ("Fiche de FICTIF TEST Chloé", "Change to the file of X #1"),
        ("Import of SUIVI Fictif-Test.xlsx", "Change to the file of X #1"),
        ("Fictif-Test Chloé, Patron Marc", "X #1, Patron Marc"),
        ("Import of SUIVI.xlsx", "Import of SUIVI.xlsx"),
        ("Départ de 3 personnes", "Départ de 3 personnes"),
    ],
)
def test_labels_of_the_journal_lose_the_name_and_keep_the_rest(label: str, left: str) -> None:
    assert without_names(label, {("Chloé", "Fictif-Test")}, "X #1") == left


def test_former_names_go_too_the_longer_first() -> None:
    names = {("Chloé", "Fictif"), ("Chloé", "Fictif-Test")}
    assert without_names("Fiche de Chloé Fictif-Test", names, "X") == "Fiche de X"
    assert without_names("Fiche de Chloé Fictif", names, "X") == "Fiche de X"


names = st.text(
    st.characters(categories=["L", "Pd"], include_characters=" '’."), min_size=1, max_size=20
).filter(lambda name: fold(name) not in ("", "x", "change", "to", "the", "file", "of"))


@given(
    names, names, st.sampled_from(["{0} {1}", "{1} {0}", "CACES de {0} {1}", "{1}, {0}", "liste {1}.xlsx"])
)
def test_whatever_a_label_says_the_surname_is_in_it_no_more(first: str, last: str, label: str) -> None:
    left = without_names(label.format(first, last), {(first, last)}, "X #1")
    rest = f" {fold(left.replace('X #1', ''))} ".replace(" change to the file of ", " ")
    assert f" {fold(last)} " not in rest or fold(last) in fold(label.format("", ""))
