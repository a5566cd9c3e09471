"""Dates as people type them into a form."""

from __future__ import annotations

import datetime as dt

import pytest
from factories import TODAY
from hypothesis import given
from hypothesis import strategies as st

from cariste.employee.typed_dates import read_date, read_months

days = st.dates(dt.date(1900, 1, 1), dt.date(2150, 12, 31))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("21/03/2024", "2024-03-21"),
        ("21/03/24", "2024-03-21"),
        ("1/2/24", "2024-02-01"),
        ("21/3", "2026-03-21"),
        ("21.03.2024", "2024-03-21"),
        ("21-03-2024", "2024-03-21"),
        (" 21 03 2024 ", "2024-03-21"),
        ("210324", "2024-03-21"),
        ("21032024", "2024-03-21"),
        ("2103", "2026-03-21"),
        ("2024-03-21", "2024-03-21"),
        ("21 mars 2024", "2024-03-21"),
        ("1er août 24", "2024-08-01"),
        ("21 nov. 2026", "2026-11-21"),
        ("21 Nov 2026", "2026-11-21"),
        ("aujourd’hui", "2026-11-21"),
        ("TODAY", "2026-11-21"),
        ("+5a", "2031-11-21"),
        ("+5 ans", "2031-11-21"),
        ("+1 année", "2027-11-21"),
        ("+6m", "2027-05-21"),
        ("-6 mois", "2026-05-21"),
        ("+2s", "2026-12-05"),
        ("+10j", "2026-12-01"),
        ("+5y", "2031-11-21"),
        ("-10d", "2026-11-11"),
    ],
)
def test_every_usual_way_to_write_a_date_is_understood(typed: str, meant: str) -> None:
    assert read_date(typed, TODAY) == dt.date.fromisoformat(meant)


@pytest.mark.parametrize(
    "typed",
    ["", "?", "31/02/2026", "29/02/26", "32/1", "12/13/2024", "12/2024", "1-3-5", "21 brumaire", "+5",
     "+5 siècles", "+9999a", "-9999a", "9" * 10_000, "٪", "=A1"],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    assert read_date(typed, TODAY) is None


def test_day_comes_before_month_even_where_both_would_do() -> None:
    assert read_date("03/04/2026", TODAY) == dt.date(2026, 4, 3)


def test_a_step_counts_from_the_day_the_certificate_was_obtained() -> None:
    assert read_date("+5a", TODAY, since=dt.date(2024, 2, 29)) == dt.date(2029, 2, 28)


def test_a_day_without_a_year_that_cannot_lie_ahead_was_last_year() -> None:
    assert read_date("24/12", TODAY) == dt.date(2026, 12, 24)
    assert read_date("24/12", TODAY, latest=TODAY) == dt.date(2025, 12, 24)
    assert read_date("21/11", TODAY, latest=TODAY) == TODAY
    # A year that was written is not changed: the field says that it lies ahead.
    assert read_date("24/12/26", TODAY, latest=TODAY) == dt.date(2026, 12, 24)


def test_two_figures_of_a_year_mean_the_century_that_makes_sense() -> None:
    assert read_date("1/1/56", TODAY) == dt.date(2056, 1, 1)
    assert read_date("1/1/57", TODAY) == dt.date(1957, 1, 1)
    assert read_date("1/1/30", TODAY, pivot_years=0) == dt.date(1930, 1, 1)
    assert read_date("1/1/26", TODAY, pivot_years=0) == dt.date(2026, 1, 1)


@given(days)
def test_what_a_field_writes_it_reads_again(day: dt.date) -> None:
    assert read_date(f"{day:%d/%m/%Y}", TODAY) == day
    assert read_date(day.isoformat(), TODAY) == day


@given(st.text(max_size=60), days, st.none() | days)
def test_nothing_one_can_type_or_paste_is_more_than_a_date_or_none(
    text: str, today: dt.date, since: dt.date | None
) -> None:
    found = read_date(text, today, since=since, latest=today)
    assert found is None or isinstance(found, dt.date)


@given(days, st.integers(-4000, 4000))
def test_so_many_days_there_and_back_is_where_one_was(day: dt.date, number: int) -> None:
    there = read_date(f"{number:+d}j", TODAY, since=day)
    assert there is not None
    assert read_date(f"{-number:+d}d", TODAY, since=there) == day


@pytest.mark.parametrize(
    ("typed", "months"),
    [("24", 24), (" 24 mois ", 24), ("2 ans", 24), ("2a", 24), ("1 année", 12), ("5y", 60), ("18m", 18),
     ("0", 0), ("", None), ("deux ans", None), ("24 j", None),
     ("-3", None), ("2,5 ans", None), ("9" * 50, None)],
)  # fmt: skip
def test_a_validity_is_typed_in_months_or_years(typed: str, months: int | None) -> None:
    assert read_months(typed) == months
