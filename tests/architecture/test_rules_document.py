"""docs/rules.md says what the rule files say: each code once, with its validity, mark and meaning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cariste.regulation.rules import Kind, load_catalogue, months_to_next_visit

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/rules.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in DOCUMENT.splitlines() if line[:1] == "|"
]
CATALOGUE = load_catalogue()
CODES = [kind.code for kind in CATALOGUE]


def in_words(kind: Kind) -> str:
    """Return a validity as the document writes it."""
    if kind.per_assignment:
        return "per assignment"
    return "permanent" if kind.months is None else f"{kind.months} months"


def test_the_document_lists_every_kind_once_and_no_other_in_the_catalogue_s_order() -> None:
    looks_like_a_code = re.compile(r"R\d{3}m?(-\w+)?|[A-Z]+(-[A-Z]+)*")
    listed = [row[0] for row in ROWS if len(row) > 3 and looks_like_a_code.fullmatch(row[0])]
    assert listed == CODES


@pytest.mark.parametrize("kind", CATALOGUE.kinds, ids=lambda kind: kind.code)
def test_the_document_gives_the_validity_and_the_mark_of_the_files(kind: Kind) -> None:
    row = next(row for row in ROWS if row[0] == kind.code)
    assert row[1:3] == [in_words(kind), kind.basis]
    assert kind.label_en.split(": ")[-1].casefold() in f": {row[3]}".casefold()
    if kind.group == "caces" and not kind.legacy:
        assert row[4].replace("–", "None") == str(kind.authorisation)
    if kind.legacy:
        assert row[5] == ("never" if kind.history_only else "yes")
        assert row[6].replace("–", "") == ", ".join(kind.successors)


def test_the_document_gives_the_interval_of_every_visit_under_every_regime() -> None:
    regimes = ("SIS", "SIA", "SIR", None)
    written = {
        visit: row[1:5]
        for row in ROWS
        for visit in row[0].split(", ")
        if len(row) > 4 and visit in CATALOGUE.visits
    }
    computed = {
        visit: [
            f"{months} months" if months else "none"
            for months in (months_to_next_visit(visit, r) for r in regimes)
        ]
        for visit in CATALOGUE.visits
    }
    assert written == computed


def test_the_document_names_every_dispensation() -> None:
    for kind in CATALOGUE:
        for covered in kind.covers:
            assert re.search(rf"{kind.code} (lets the employer authorise|covers) {covered}", DOCUMENT)
