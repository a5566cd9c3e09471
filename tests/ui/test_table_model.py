"""What every table does with its rows."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from cariste.core.text import fold
from cariste.ui.models.table import Column, Look, TableModel


class Thing(NamedTuple):
    id: str
    name: str
    number: int
    colour: str = "red"


THINGS = [
    Thing("a", "Œuvre-Modèle", 9),
    Thing("b", "éloïse", 100, "blue"),
    Thing("c", "D'Essai", 20),
    Thing("d", "Zoé", 3, "blue"),
]


def columns() -> list[Column[Thing]]:
    return [
        Column(lambda: "Name", lambda thing: thing.name, look=Look.STRONG, tooltip=lambda thing: thing.id),
        Column(
            lambda: "Number",
            lambda thing: str(thing.number),
            key=lambda thing: thing.number,
            right=True,
            spoken=lambda thing: f"number {thing.number}",
        ),
    ]


@pytest.fixture
def model() -> TableModel[Thing]:
    table = TableModel(columns(), lambda thing: thing.id, lambda thing: fold(thing.name))
    table.set_rows(THINGS)
    return table


def ids(model: TableModel[Thing]) -> str:
    return "".join(str(model.id_at(place)) for place in range(model.rowCount()))


def test_it_obeys_qt(model: TableModel[Thing], qtmodeltester: Any) -> None:
    qtmodeltester.check(model)
    model.set_search("oe")
    qtmodeltester.check(model)


def test_words_are_sorted_without_accents_and_numbers_as_numbers(model: TableModel[Thing]) -> None:
    model.sort(0)
    assert ids(model) == "cbad"
    model.sort(1)
    assert ids(model) == "dacb"
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert ids(model) == "bcad"
    model.sort(-1)
    assert ids(model) == "abcd"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ELOISE", "b"), ("oeuvre modele", "a"), ("modele oeuvre", "a"), ("œuvre-mod", "a"), ("mod-oeuvre", "")],
)
def test_the_search_finds_all_words_whatever_accents_and_case(
    model: TableModel[Thing], typed: str, found: str
) -> None:
    model.set_search(typed)
    assert ids(model) == found


def test_a_search_that_is_taken_back_shows_everything_again_in_order(model: TableModel[Thing]) -> None:
    model.sort(0)
    model.set_search("zoe")
    model.set_search("")
    assert ids(model) == "cbad"


def test_the_search_keeps_what_the_filter_keeps_and_counts_what_it_sets_aside(
    model: TableModel[Thing],
) -> None:
    model.set_filter(lambda thing: thing.colour == "red", lambda thing: thing.colour == "blue")
    assert (ids(model), model.aside) == ("ac", 2)
    model.set_search("zoe")
    assert (ids(model), model.aside) == ("", 1)
    model.set_filter(None)
    assert (ids(model), model.aside) == ("d", 0)


def test_other_rows_come_in_the_order_and_choice_in_force(model: TableModel[Thing]) -> None:
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_search("e")
    model.set_rows([Thing("x", "Essai", 1), Thing("y", "Oui", 2), Thing("z", "Elle", 3)])
    assert ids(model) == "zx"


def test_rows_are_found_again_by_their_id(model: TableModel[Thing]) -> None:
    model.sort(0)
    assert model.positions(["a"]) == [2]
    assert model.positions(["d", "c", "unknown"]) == [0, 3]
    model.set_search("eloise")
    assert model.positions(["a"]) == []


def test_headings_tooltips_and_spoken_texts_come_from_the_columns(model: TableModel[Thing]) -> None:
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Number"
    assert model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole) == "a"
    assert model.data(model.index(0, 1), Qt.ItemDataRole.ToolTipRole) is None
    assert model.data(model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole) == "number 9"
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole) == "Œuvre-Modèle"
    assert model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight)


@pytest.mark.parametrize("formula", ["=1+1", "+33 1", "-1", "@cmd", "  =1"])
def test_copied_cells_cannot_act_as_formulas(formula: str) -> None:
    table = TableModel(columns(), lambda thing: thing.id)
    table.set_rows([Thing("a", formula, 1)])
    assert table.as_text([0]) == f"Name\tNumber\n'{formula.strip()}\t1\n"


def test_copied_cells_never_break_the_table_they_are_pasted_into() -> None:
    table = TableModel(columns(), lambda thing: thing.id)
    table.set_rows([Thing("a", "two\tcells\nand lines", 1)])
    assert table.as_text([0]).splitlines()[1] == "two cells and lines\t1"


@given(st.lists(st.tuples(st.text(max_size=6), st.integers(0, 9)), max_size=30), st.text(max_size=3))
def test_searching_shows_exactly_the_rows_that_contain_the_words(
    made: list[tuple[str, int]], typed: str
) -> None:
    table = TableModel(columns(), lambda thing: thing.id, lambda thing: fold(thing.name))
    table.set_rows([Thing(str(place), name, number) for place, (name, number) in enumerate(made)])
    table.sort(1)
    table.set_search(typed)
    words = [fold(part) for part in typed.split()]
    expected = [
        str(place) for place, (name, _) in enumerate(made) if all(word in fold(name) for word in words)
    ]
    assert sorted(expected) == sorted(str(table.id_at(place)) for place in range(table.rowCount()))
    numbers = [table.row(place).number for place in range(table.rowCount())]
    assert numbers == sorted(numbers)
