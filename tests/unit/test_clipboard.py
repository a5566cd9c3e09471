"""Cells on their way to a spreadsheet and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cariste.ui.models.clipboard import cells_as_text, text_as_cells


def flat(text: str) -> str:
    return " ".join(text.split())


cells = st.text(max_size=20).filter(lambda text: not flat(text).startswith(("'=", "'+", "'-", "'@")))


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=4))
def test_what_is_copied_is_pasted_as_it_was(rows: list[list[str]]) -> None:
    copied = "".join(map(cells_as_text, rows))
    assert text_as_cells(copied) == [[flat(cell) for cell in row] for row in rows]


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_no_cell_copied_can_act_as_a_formula_or_spill_into_another(row: list[str]) -> None:
    line = cells_as_text(row)
    assert line.count("\t") == len(row) - 1
    assert line.count("\n") == 1
    for cell in line.rstrip("\n").split("\t"):
        assert not cell.startswith(("=", "+", "-", "@"))
        assert not cell.startswith('"') or cell.endswith('"')


def test_cells_of_several_lines_are_one_cell() -> None:
    assert text_as_cells('"Zone\nA"\tx\r\n"say ""hi"""\ty\r\n') == [["Zone A", "x"], ['say "hi"', "y"]]


def test_a_mark_without_its_partner_means_nothing() -> None:
    assert text_as_cells('"Quai\nZone') == [['"Quai'], ["Zone"]]


def test_an_empty_line_in_the_middle_is_an_empty_cell() -> None:
    assert text_as_cells("Quai\r\n\r\nZone\r\n") == [["Quai"], [""], ["Zone"]]
    assert text_as_cells("") == [[""]]
