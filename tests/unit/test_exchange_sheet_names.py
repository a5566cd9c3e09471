"""Names of sheets that Excel takes, of whatever name there was."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cariste.exchange.sheet_names import sheet_names


@pytest.mark.parametrize("name", ["SUIVI CACES", "2026 (2)", "Zone-A", "a" * 31])
def test_a_name_that_excel_takes_stays(name: str) -> None:
    assert sheet_names([name]) == [name]


def test_what_it_refuses_is_left_out_and_no_two_are_the_same() -> None:
    assert sheet_names(
        ["SUIVI CACES de l'entrepôt, novembre 2026", "suivi caces DE L'ENTREPÔT, novembre"]
    ) == [
        "SUIVI CACES de l'entrepôt, nove",
        "suivi caces DE L'ENTREPÔT, (2)",
    ]
    assert sheet_names(["Quai: A/B?", "'Quai'", "History", ""]) == [
        "Quai- A-B-",
        "Quai",
        "History (2)",
        "(2)",
    ]


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_names_make_a_workbook(wanted: list[str]) -> None:
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    for name in sheet_names(wanted):
        book.add_worksheet(name)
    book.close()
