"""docs/rules.md says what the rule files say: each code once, with its validity, mark and meaning."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path

import pytest

from cariste.authorisation.verdict import REASONS
from cariste.employee.labels import option_label
from cariste.regulation.catalogue import Obligation
from cariste.regulation.driving import CERTIFICATES_SINCE, OPTIONS, rules_on
from cariste.regulation.rules import Kind, load_catalogue, months_to_next_visit
from cariste.requirement.starting import STARTING

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


def test_the_document_says_which_certificates_may_bear_an_option_and_what_it_covers() -> None:
    listed = {
        row[0].partition(" (")[0]: (row[1], row[2].partition(" (")[0].partition(":")[0])
        for row in ROWS
        if len(row) == 3 and row[0].partition(" (")[0] in {option_label(option) for option in OPTIONS}
    }
    bearing = {option: [kind for kind in CATALOGUE if kind.option == option] for option in OPTIONS}
    assert listed == {
        "floor control": ("R484-2", "R484-1"),
        "remote control": ("every R482, R490", "nothing"),
    }
    assert [kind.code for kind in bearing["floor_control"]] == ["R484-2"]
    assert {kind.code for kind in bearing["remote_control"]} == {
        kind.code for kind in CATALOGUE if kind.family in {"R482", "R490"}
    }
    assert {kind.code: kind.option_covers for kind in CATALOGUE if kind.option_covers} == {
        "R484-2": ("R484-1",)
    }


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


def test_the_document_gives_the_term_and_the_mark_of_every_visit_due_without_an_earlier_one() -> None:
    written = {row[0]: row[1:3] for row in ROWS if row[0] in CATALOGUE.obligations and len(row) == 4}
    assert written == {
        rule.code: [term_in_words(rule), rule.basis] for rule in CATALOGUE.obligations.values()
    }


def term_in_words(rule: Obligation) -> str:
    """Return until when a visit is due as the document writes it."""
    if rule.months:
        return f"{rule.months} months"
    if rule.days:
        return f"{rule.days} days"
    if rule.since is not None:
        return f"year of the {rule.age}th birthday"
    return f"before the start, under {rule.age}" if rule.age else "before the start"


def rows_below(heading: str) -> list[list[str]]:
    """Return the rows of the first table below a heading, without its head."""
    lines = DOCUMENT.split(f"{heading}\n", 1)[1].splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("|"))
    table = itertools.takewhile(lambda line: line.startswith("|"), lines[first:])
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table][2:]


def test_the_document_lists_every_reason_for_which_somebody_may_not_drive_in_its_order() -> None:
    told = rows_below("## 7. Who may drive")
    assert tuple(row[0] for row in told) == REASONS
    assert all(row[1] and row[2] for row in told)


def test_the_document_names_the_texts_in_force_before_and_since_the_change() -> None:
    chapter = DOCUMENT.split("## 7. Who may drive", 1)[1].split("## 8.", 1)[0]
    for day in (CERTIFICATES_SINCE, CERTIFICATES_SINCE - dt.timedelta(days=1)):
        assert rules_on(day).source.rsplit(" ", 1)[1] in chapter
    assert f"{CERTIFICATES_SINCE:%d/%m/%Y}" in chapter


def test_the_document_gives_the_starting_matrix() -> None:
    told = {row[0]: tuple(row[1].split(", ")) for row in rows_below("### What a role asks for")}
    assert told == STARTING


def test_what_is_only_recommended_is_said_by_its_family() -> None:
    families = {kind.family for kind in CATALOGUE if kind.authorisation == "recommended"}
    [line] = [line for line in DOCUMENT.splitlines() if line.startswith("- **Only recommended**")]
    assert set(re.findall(r"R\d{3}", line)) == families
