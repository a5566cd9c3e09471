"""Whose scan is it, and of what: told from names of files as people give them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.documents.matching import Match, match_scans, records_for


class Someone(NamedTuple):
    id: str
    external_id: str | None
    first_name: str
    last_name: str


class Proof(NamedTuple):
    id: str
    group: str
    kind: str
    obtained: dt.date | None
    path: str | None


CHLOE = Someone("1", "00123", "Chloé", "Fictif-Test")
NOEL = Someone("2", "124", "Noël", "D'Essai")
JEAN = Someone("3", None, "Jean-Éric", "De La Fiction")
AICHA = Someone("4", "4711", "Aïcha", "Œuvre-Modèle")
PAUL = Someone("5", None, "Paul", "Fictif-Test")
PEOPLE = (CHLOE, NOEL, JEAN, AICHA, PAUL)


def match(name: str, people: tuple[Someone, ...] = PEOPLE) -> Match:
    [found] = match_scans([Path("/scans") / name], people)
    return found


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("FICTIF-TEST Chloé.pdf", CHLOE),
        ("chloe fictif test - CACES R489 3.pdf", CHLOE),
        ("FictifTestChloe_caces.PDF", CHLOE),
        ("FICTIFTESTCHLOE.pdf", CHLOE),
        ("Dessai Noel visite.pdf", NOEL),
        ("d'essai_noël.pdf", NOEL),
        ("N ESSAI.pdf", NOEL),
        ("de la fiction jean.pdf", JEAN),
        ("fiktion jean.pdf", JEAN),
        ("FICTION Jean-Eric SST.pdf", JEAN),
        ("OeuvreModeleAicha-habilitation-electrique.pdf", AICHA),
        ("aicha oeuvre modelle.pdf", AICHA),
        ("4711.pdf", AICHA),
        ("00123 scan.pdf", CHLOE),
        ("123 chloe.pdf", CHLOE),
    ],
)
def test_a_name_or_a_number_names_the_person(name: str, person: Someone) -> None:
    found = match(name)
    assert (found.employee_id, found.sure) == (person.id, True)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("124 caces 3.pdf", NOEL),
        ("noel.pdf", NOEL),
        ("Fiction.pdf", JEAN),
    ],
)
def test_a_part_of_a_name_is_a_proposal_to_look_at(name: str, person: Someone) -> None:
    found = match(name)
    assert (found.employee_id, found.sure) == (person.id, False)


@pytest.mark.parametrize(
    "name", ["scan0001.pdf", "20261121_142355.pdf", "CACES R489 3.pdf", ".pdf", "é", "3.pdf"]
)
def test_a_name_that_says_nothing_names_nobody(name: str) -> None:
    found = match(name)
    assert (found.employee_id, found.sure, found.others) == (None, False, ())


def test_homonyms_are_proposed_side_by_side_and_none_is_chosen() -> None:
    found = match("fictif test.pdf")
    assert found.employee_id is None
    assert set(found.others) == {CHLOE.id, PAUL.id}


def test_the_one_who_is_meant_comes_before_the_one_who_might_be() -> None:
    found = match("fictif-test chloe.pdf")
    assert found.employee_id == CHLOE.id
    assert found.others == (PAUL.id,)


def test_files_keep_their_order() -> None:
    files = [Path("4711.pdf"), Path("x.pdf"), Path("noel.pdf")]
    assert [found.file for found in match_scans(files, PEOPLE)] == files


@pytest.mark.parametrize(
    ("name", "group", "kinds"),
    [
        ("caces r489 1A 3 et 5 x.pdf", "caces", ("R489-1A", "R489-3", "R489-5")),
        ("R.489-1a.pdf", "caces", ("R489-1A",)),
        ("CACES 3.pdf", "caces", ("R489-3",)),
        ("R485-2.pdf", "caces", ("R485-2",)),
        ("R489 1B R485 2 chloe.pdf", "caces", ("R489-1B", "R485-2")),
        ("R490 grue.pdf", "caces", ("R490",)),
        ("caces chloe.pdf", "caces", ()),
        ("visite medicale.pdf", "medical", ()),
        ("VM 2026.pdf", "medical", ()),
        ("attestation de non-contre-indication à la conduite.pdf", "medical", ("driving_certificate",)),
        ("SST.pdf", "training", ("SST",)),
        ("MAC SST.pdf", "training", ("SST",)),
        ("habilitation electrique.pdf", "training", ("ELEC",)),
        ("scan.pdf", None, ()),
    ],
)
def test_what_it_proves_is_told_from_the_words(name: str, group: str | None, kinds: tuple[str, ...]) -> None:
    found = match(name)
    assert (found.group, found.kinds) == (group, kinds)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("x 2026-11-21.pdf", [dt.date(2026, 11, 21)]),
        ("x 21-11-2026.pdf", [dt.date(2026, 11, 21)]),
        ("x_21.11.26.pdf", [dt.date(2026, 11, 21)]),
        ("20261121.pdf", [dt.date(2026, 11, 21)]),
        ("21112026.pdf", [dt.date(2026, 11, 21)]),
        ("12-03-2024 au 12-03-2029.pdf", [dt.date(2024, 3, 12), dt.date(2029, 3, 12)]),
        ("31-02-2024.pdf", []),
        ("caces 1 3 5.pdf", []),
        ("00123456.pdf", []),
    ],
)
def test_days_are_read_as_they_are_written_here(name: str, days: list[dt.date]) -> None:
    assert list(match(name).dates) == days


def test_a_day_is_no_number_of_anybody() -> None:
    born_on = Someone("9", "2024", "Zoé", "Inventée")
    assert match("12-03-2024.pdf", (born_on,)).employee_id is None


@given(st.text(max_size=400))
def test_whatever_a_file_is_called_it_gets_an_answer(name: str) -> None:
    [found] = match_scans([Path(name.replace("\x00", "") or "x")], PEOPLE)
    assert found.employee_id in {None, *(person.id for person in PEOPLE)}
    assert found.employee_id not in found.others


@given(st.sampled_from(PEOPLE), st.booleans(), st.sampled_from(["{}", "caces r489 3 {} 2026", "scan_{}_v2"]))
def test_a_full_name_always_names_its_person_first(person: Someone, turned: bool, around: str) -> None:
    names = (person.last_name, person.first_name)
    found = match(around.format(" ".join(reversed(names) if turned else names)) + ".pdf")
    assert found.employee_id == person.id


DAY = dt.date(2024, 3, 12)
RECORDS = (
    Proof("c5", "caces", "R489-5", DAY, None),
    Proof("c3", "caces", "R489-3", DAY, None),
    Proof("old", "caces", "R489-3", dt.date(2019, 3, 12), "documents/x.pdf"),
    Proof("vm", "medical", "periodic", dt.date(2025, 6, 3), None),
    Proof("sst", "training", "SST", None, None),
)


@pytest.mark.parametrize(
    ("name", "records"),
    [
        ("noel caces r489 3 5.pdf", ("c3", "c5")),
        ("noel caces r489 3 12-03-2019.pdf", ("old",)),
        ("noel caces r489 3 12-03-2024.pdf", ("c3",)),
        ("noel caces r489 3 20-11-2026.pdf", ()),
        ("noel caces r489 6.pdf", ()),
        ("noel visite.pdf", ("vm",)),
        ("noel mac sst.pdf", ("sst",)),
        ("noel 03-06-2025.pdf", ("vm",)),
        ("noel.pdf", ()),
    ],
)
def test_the_record_is_the_one_of_that_kind_and_day_or_else_one_without_proof(
    name: str, records: tuple[str, ...]
) -> None:
    assert records_for(match(name), RECORDS) == records


def test_a_proof_is_not_replaced_by_a_file_that_names_no_day() -> None:
    proved = tuple(record._replace(path="documents/y.pdf") for record in RECORDS)
    assert records_for(match("noel caces r489 3.pdf"), proved) == ()
