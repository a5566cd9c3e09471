"""Several CACES in one cell, and the cells of training columns."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from factories import TODAY
from hypothesis import given
from hypothesis import strategies as st

from cariste.exchange.certificates import (
    HELD_WORD,
    Certificates,
    read_caces,
    read_kinds,
    read_training_cell,
)
from cariste.exchange.dates import DateReader
from cariste.exchange.values import Cell, Question, Rejection, SheetError

D = dt.date


@pytest.fixture
def dates() -> DateReader:
    return DateReader(TODAY)


@pytest.mark.parametrize(
    "cell",
    ["1A/3/5", "1A, 3 et 5", "1A+3+5", "CACES 1A 3 5", "cat.1A-3-5", "1A;3;5", "1a\n3\n5", "R489 1A 3 5"],
)
def test_several_categories_in_one_cell(dates: DateReader, cell: str) -> None:
    read = read_caces(cell, dates)
    assert read.kinds == ("R489-1A", "R489-3", "R489-5")
    assert not read.doubts


@pytest.mark.parametrize(
    ("cell", "kinds", "obtained", "expires"),
    [
        ("R489 1B 3 (12/03/2024)", ("R489-1B", "R489-3"), D(2024, 3, 12), None),
        ("R.489-1a ; R485-2", ("R489-1A", "R485-2"), None, None),
        ("R389 1 3 5", ("R389-1", "R389-3", "R389-5"), None, None),
        ("R389 1-3-5 du 12/03/2018", ("R389-1", "R389-3", "R389-5"), D(2018, 3, 12), None),
        ("1A valable jusqu'au 12/03/2029", ("R489-1A",), None, D(2029, 3, 12)),
        (
            "R489 cat 1A et 3 du 12/03/2024 au 12/03/2029",
            ("R489-1A", "R489-3"),
            D(2024, 3, 12),
            D(2029, 3, 12),
        ),
        ("R489 3 obtenu le 12.03.24", ("R489-3",), D(2024, 3, 12), None),
        ("R482 F", ("R482-F",), None, None),
        ("R490", ("R490",), None, None),
        ("R372m 9", ("R372m-9",), None, None),
        ("R486 A B", ("R486-A", "R486-B"), None, None),
        ("gerbeur porté", ("R489-1B",), None, None),
    ],
)
def test_a_cell_gives_its_kinds_and_its_dates(
    dates: DateReader, cell: str, kinds: tuple[str, ...], obtained: dt.date | None, expires: dt.date | None
) -> None:
    assert read_caces(cell, dates) == Certificates(kinds, obtained, expires)


@pytest.mark.parametrize(
    ("cell", "proposal"),
    [(D(2005, 3, 1), "1, 3, 5"), (D(2026, 5, 3), "3, 5"), (38412, "1, 3, 5"), (D(2026, 12, 25), "")],
)
def test_categories_that_excel_made_a_date_are_not_imported_but_proposed(
    dates: DateReader, cell: Cell, proposal: str
) -> None:
    read = read_caces(cell, dates)
    assert not read.kinds
    (doubt,) = read.doubts
    assert isinstance(doubt, Question)
    assert doubt.proposal == proposal
    assert "changed by Excel" in doubt.reason


@pytest.mark.parametrize(
    ("cell", "kinds", "asks"),
    [
        ("1-3-5", ("R489-3", "R489-5"), "1A or 1B"),
        ("R489 1", (), "1A or 1B"),
        ("6", (), "R389-6"),
        ("nacelle", (), "R486-B"),
        ("Nacelle 3B", ("R386-3B",), "R486-B"),
        ("télescopique", (), "R482-F"),
        ("en cours", (), "planned"),
        ("à prévoir", (), "planned"),
        ("?", (), "planned"),
        ("R489", (), "without category"),
        ("8", (), "no category 8"),
        ("permis perdu", (), "not understood"),
        (3, ("R489-3",), "proposed"),
        (3.0, ("R489-3",), "proposed"),
    ],
)
def test_what_is_not_certain_is_asked(
    dates: DateReader, cell: Cell, kinds: tuple[str, ...], asks: str
) -> None:
    read = read_caces(cell, dates)
    assert read.kinds == kinds
    assert any(asks in doubt.reason for doubt in read.doubts)


def test_an_expiry_without_day_is_asked_with_the_first_of_the_month(dates: DateReader) -> None:
    read = read_caces("5 (exp 06/26)", dates)
    assert read.kinds == ("R489-5",)
    assert read.obtained is None
    assert isinstance(read.expires, Question)
    assert read.expires.proposal == "2026-06-01"


@pytest.mark.parametrize("cell", ["NON", "-", "", None, "N/A"])
def test_no_certificate_is_nothing_to_say(dates: DateReader, cell: Cell) -> None:
    assert read_caces(cell, dates) == Certificates()


def test_an_excel_error_is_refused(dates: DateReader) -> None:
    assert isinstance(read_caces(SheetError("#N/A"), dates).doubts[0], Rejection)


@pytest.mark.parametrize(
    ("cell", "named", "day"),
    [
        ("B0 H0V", "B0 H0V", None),
        ("SST 12/03/2024", "SST", D(2024, 3, 12)),
        (D(2025, 3, 1), "", D(2025, 3, 1)),
        ("X", HELD_WORD, None),
        ("oui", HELD_WORD, None),
        ("100%", HELD_WORD, None),
        (1.0, HELD_WORD, None),
        (True, HELD_WORD, None),
        ("Fait", HELD_WORD, None),
        ("permanent", HELD_WORD, None),
        ("N/A", "", None),
        ("NC", "", None),
        ("-", "", None),
        (False, "", None),
        ("", "", None),
    ],
)
def test_a_training_cell(dates: DateReader, cell: Cell, named: str, day: dt.date | None) -> None:
    assert read_training_cell(cell, dates) == (named, day)


@pytest.mark.parametrize(
    ("cell", "named", "proposal"),
    [
        ("BS 12/2025", "BS", "2025-12-01"),
        ("ADR 03/2027", "ADR", "2027-03-01"),
        ("FCO 11/28", "FCO", "2028-11-01"),
        ("2026", "", "2026-01-01"),
        (2026.0, "", "2026-01-01"),
        ("à prévoir", "", ""),
    ],
)
def test_a_training_cell_without_day_is_asked(
    dates: DateReader, cell: Cell, named: str, proposal: str
) -> None:
    found, reading = read_training_cell(cell, dates)
    assert found == named
    assert isinstance(reading, Question)
    assert reading.proposal == proposal


def test_an_unfinished_training_is_refused(dates: DateReader) -> None:
    assert isinstance(read_training_cell(0.8, dates)[1], Rejection)


@given(
    st.one_of(
        st.text(max_size=300), st.from_regex(r"\A[R489/1A3B5 ;+()exp.]{0,200}\Z"), st.floats(), st.dates()
    )
)
def test_any_cell_is_read_without_failing_and_says_what_it_makes_of_it(cell: Cell) -> None:
    read = read_caces(cell, DateReader(TODAY))
    assert all(doubt.reason for doubt in read.doubts)
    read_training_cell(cell, DateReader(TODAY))


@pytest.mark.parametrize("text", ["a " * 5_000, "1" * 10_000, "(" * 10_000, "exp " * 3_000, "12/" * 4_000])
def test_hostile_text_is_read_in_no_time(text: str) -> None:
    started = time.process_time()
    read_caces(text, DateReader(TODAY))
    read_training_cell(text, DateReader(TODAY))
    read_kinds(text[:200])
    assert time.process_time() - started < 1
