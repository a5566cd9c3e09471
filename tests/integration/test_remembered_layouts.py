"""Answers about a layout, kept for the next sheet of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from plans import plan_of

from cariste.exchange.mapping import answers_from
from cariste.exchange.remembered import fingerprint, layouts_file, recall, remember
from cariste.exchange.values import Row

HEADER: Row = ["Nom", "Prénom", "R489 3", "Divers", "CACES"]
ROW: Row = ["FICTIF", "Chloé", "15/03/2024", "", "1-3"]
ANSWERS = {
    "columns": {"Feuil1": {"C": "obtained R489-3"}},
    "choices": {"Feuil1": {"E": {"1": "R489-1A"}}},
    "people": {"Feuil1": {"2": "new"}},
}


def test_the_same_titles_next_month_find_their_answers_whatever_the_sheet_is_called() -> None:
    remember(plan_of(HEADER, ROW).tables, ANSWERS)
    [*titles] = [str(title).upper() for title in HEADER]
    plan = plan_of(titles, ROW, name="Décembre")
    assert recall(plan.tables) == {
        "columns": {"Décembre": {"C": "obtained R489-3"}},
        "choices": {"Décembre": {"E": {"1": "R489-1A"}}},
    }
    again = plan_of(titles, ROW, name="Décembre", mapping=recall(plan.tables))
    assert [record.kind for record in again.people[0].records] == ["R489-3"]


def test_another_layout_finds_none() -> None:
    remember(plan_of(HEADER, ROW).tables, ANSWERS)
    assert recall(plan_of([*HEADER, "Service"], ROW).tables) == {}


def test_an_answer_taken_back_is_forgotten() -> None:
    tables = plan_of(HEADER, ROW).tables
    remember(tables, ANSWERS)
    remember(tables, {})
    assert recall(tables) == {}


@pytest.mark.parametrize("content", ["", "[]", '{"%s": 3}', '{"%s": {"columns": {"C": "nonsense"}}}'])
def test_a_file_that_holds_something_else_is_no_trouble(content: str) -> None:
    [table] = plan_of(HEADER, ROW).tables
    layouts_file().write_text(content.replace("%s", fingerprint(table)), "utf-8")
    assert recall([table]) == {}
    remember([table], ANSWERS)
    assert recall([table])["columns"] == ANSWERS["columns"]


def test_a_disk_that_refuses_is_no_trouble(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tables = plan_of(HEADER, ROW).tables
    layouts_file().mkdir()
    remember(tables, ANSWERS)
    assert recall(tables) == {}


def test_only_the_layouts_used_last_are_kept() -> None:
    for number in range(110):
        remember(plan_of([*HEADER, f"Colonne {number}"], ROW).tables, ANSWERS)
    assert recall(plan_of([*HEADER, "Colonne 3"], ROW).tables) == {}
    assert recall(plan_of([*HEADER, "Colonne 109"], ROW).tables) != {}


def test_what_is_recalled_is_what_a_mapping_file_may_hold() -> None:
    remember(plan_of(HEADER, ROW).tables, ANSWERS)
    assert answers_from(recall(plan_of(HEADER, ROW).tables)).about("Feuil1").columns
