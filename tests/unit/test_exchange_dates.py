"""Dates as clerks type them and as Excel leaves them."""

from __future__ import annotations

import datetime as dt

import pytest
from factories import TODAY
from hypothesis import given
from hypothesis import strategies as st

from cariste.exchange.dates import EARLIEST, LATEST, DateReader
from cariste.exchange.values import Question, Rejection, SheetError

D = dt.date


@pytest.fixture
def reader() -> DateReader:
    return DateReader(TODAY)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (D(2024, 3, 15), D(2024, 3, 15)),
        (dt.datetime(2024, 3, 15, 0, 0), D(2024, 3, 15)),
        (dt.datetime(2024, 3, 15, 14, 30), D(2024, 3, 15)),
        ("15/03/2024", D(2024, 3, 15)),
        ("15.03.2024", D(2024, 3, 15)),
        ("15-03-2024", D(2024, 3, 15)),
        ("15 03 2024", D(2024, 3, 15)),
        (" 5/3/2024 ", D(2024, 3, 5)),
        ("15/03/2024\u00a0", D(2024, 3, 15)),
        ("02.05.2019", D(2019, 5, 2)),
        ("12/03/24", D(2024, 3, 12)),
        ("12/03/56", D(2056, 3, 12)),
        ("12/03/57", D(1957, 3, 12)),
        ("13/02/2024", D(2024, 2, 13)),
        ("02/03/2024", D(2024, 3, 2)),
        ("15/03/2024 00:00:00", D(2024, 3, 15)),
        ("2024-03-15T00:00:00", D(2024, 3, 15)),
        ("2024-03-15", D(2024, 3, 15)),
        ("15 mars 2024", D(2024, 3, 15)),
        ("1er août 2024", D(2024, 8, 1)),
        ("15 févr. 2024", D(2024, 2, 15)),
        ("15-déc-24", D(2024, 12, 15)),
        ("lundi 4 mars 2024", D(2024, 3, 4)),
        ("le 12/03/2024", D(2024, 3, 12)),
        (45366, D(2024, 3, 15)),
        (45366.0, D(2024, 3, 15)),
        (45366.75, D(2024, 3, 15)),
        ("45366", D(2024, 3, 15)),
    ],
)
def test_a_date_is_understood_however_it_is_written(reader: DateReader, cell: object, day: dt.date) -> None:
    assert reader.read(cell) == day  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["", None, " ", "\u00a0", "-", "NON", "N/A", "NC", "néant"])
def test_a_cell_that_says_nothing_is_no_date(reader: DateReader, cell: str | None) -> None:
    assert reader.read(cell) is None


@pytest.mark.parametrize(
    ("cell", "proposal"),
    [
        ("mars 2025", "2025-03-01"),
        ("févr. 24", "2024-02-01"),
        ("06/26", "2026-06-01"),
        ("06/2026", "2026-06-01"),
        ("2026-06", "2026-06-01"),
        ("2026", "2026-01-01"),
        (2026, "2026-01-01"),
        (2026.0, "2026-01-01"),
        ("03/15/2024", "2024-03-15"),
        ("convoqué", ""),
        ("reportée", ""),
        ("à prévoir", ""),
        ("?", ""),
        ("X", ""),
        ("oui", ""),
    ],
)
def test_what_lacks_a_day_is_asked_with_a_cautious_proposal(
    reader: DateReader, cell: str | float, proposal: str
) -> None:
    reading = reader.read(cell)
    assert isinstance(reading, Question)
    assert reading.proposal == proposal


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("31/02/2023", "calendar"),
        ("29/02/2023", "calendar"),
        ("32/01/2024", "calendar"),
        ("00/01/1900", "00/01/1900"),
        (0, "00/01/1900"),
        (dt.time(0, 0), "00/01/1900"),
        (D(1904, 12, 31), "formula"),
        (D(1815, 6, 18), "1815"),
        ("12/03/0024", "0024"),
        (SheetError("#REF!"), "#REF!"),
        (SheetError("#N/A"), "#N/A"),
        ("Noël", "Noël"),
        (True, "True"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (1e300, "date"),
        (-5, "-5"),
        (dt.timedelta(days=2), "date"),
        ("x" * 10_000, "date"),
    ],
)
def test_what_cannot_be_a_date_is_refused_with_its_reason(
    reader: DateReader, cell: object, says: str
) -> None:
    reading = reader.read(cell)  # type: ignore[arg-type]
    assert isinstance(reading, Rejection)
    assert says.lstrip("0") in reading.reason


def test_serial_numbers_count_from_1904_in_such_a_workbook() -> None:
    assert DateReader(TODAY, date_1904=True).read(43904) == D(2024, 3, 15)


def test_day_and_month_that_could_be_swapped_are_remembered(reader: DateReader) -> None:
    for text in ("02/03/2024", "13/02/2024", "04/04/2024"):
        reader.read(text)
    assert reader.ambiguous == {"02/03/2024"}
    assert not reader.american
    reader.read("02/13/2024")
    assert reader.american == {"02/13/2024"}


def test_a_number_and_a_tick_of_the_same_value_are_not_confused(reader: DateReader) -> None:
    assert reader.read(1) != reader.read(True)


CELLS = st.one_of(
    st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(), st.from_regex(r"\A\d{1,2}[/. -]\d{1,2}[/. -]\d{2,4}\Z"),
    st.from_regex(r"\A[0-9/. :-]{0,20}\Z"),
)  # fmt: skip


@given(CELLS)
def test_any_cell_is_a_possible_date_a_question_or_a_refusal(cell: object) -> None:
    reading = DateReader(TODAY).read(cell)  # type: ignore[arg-type]
    if isinstance(reading, dt.date):
        assert EARLIEST <= reading <= LATEST
    else:
        assert reading is None or reading.reason


@given(st.dates(EARLIEST, LATEST), st.sampled_from("/.- "), st.booleans())
def test_every_day_of_the_calendar_is_read_back(day: dt.date, mark: str, padded: bool) -> None:
    text = day.strftime(f"%d{mark}%m{mark}%Y") if padded else f"{day.day}{mark}{day.month}{mark}{day.year}"
    assert DateReader(TODAY).read(text) == day
    assert DateReader(TODAY).read(day.isoformat()) == day
