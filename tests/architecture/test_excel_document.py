"""docs/excel.md: its example is accepted as it stands, and what it names exists under that name."""

from __future__ import annotations

import json
import re
from pathlib import Path

from cariste.exchange.mapping import SheetAnswers, answers_from
from cariste.exchange.remembered import layouts_file

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs/excel.md").read_text("utf-8")
CATALOGUE = (ROOT / "src/cariste/locale/fr/LC_MESSAGES/cariste.po").read_text("utf-8")


def test_the_answers_of_the_example_are_accepted_and_every_kind_of_answer_is_in_it() -> None:
    [example] = re.findall(r"```json\n(.+?)```", DOCUMENT, re.DOTALL)
    answers = answers_from(json.loads(example))
    assert set(json.loads(example)) == set(SheetAnswers._fields)
    assert all(f"`{kind}`" in DOCUMENT for kind in SheetAnswers._fields)
    for kind in SheetAnswers._fields:
        assert any(getattr(sheet, kind) for sheet in answers.sheets.values()), kind


def test_what_it_says_stands_in_the_window_stands_there() -> None:
    quoted = re.findall(r"« (.+?) »", DOCUMENT)
    assert quoted
    assert [words for words in quoted if f'msgid "{words}"' not in CATALOGUE] == []


def test_the_file_of_remembered_answers_has_the_name_it_gives() -> None:
    assert f"`{layouts_file().name}`" in DOCUMENT
