"""Dates of validity: the vectors of the rules, and what must hold for any date."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cariste.employee.calculations import days_until, status_of
from cariste.regulation.calculations import add_months, expiry

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31))
MONTHS = st.integers(0, 1200)
ONE_DAY = dt.timedelta(days=1)


def day(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)


@pytest.mark.parametrize(
    ("obtained", "months", "expected"),
    [
        ("2021-11-21", 60, "2026-11-21"),
        ("2020-02-29", 60, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-02-29", 120, "2034-02-28"),
        ("2019-02-28", 60, "2024-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-03-30", 11, "2025-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2019-12-31", 60, "2024-12-31"),
        ("2019-12-31", 120, "2029-12-31"),
    ],
)
def test_a_validity_ends_on_the_same_day_or_the_last_of_the_month(
    obtained: str, months: int, expected: str
) -> None:
    assert expiry(day(obtained), months) == day(expected)


def test_a_certificate_of_2021_is_valid_on_its_last_day_and_expired_the_day_after() -> None:
    last = expiry(day("2021-11-21"), 60)
    assert [days_until(last, day(f"2026-11-{n}")) for n in (20, 21, 22)] == [1, 0, -1]


@given(DAYS, DAYS)
def test_what_is_permanent_never_expires(obtained: dt.date, today: dt.date) -> None:
    last = expiry(obtained, None)
    assert last is None
    assert days_until(last, today) is None


@given(DAYS, MONTHS)
@example(dt.date(2100, 12, 31), 1200)
def test_no_date_of_a_working_life_fails_and_the_last_day_is_valid(obtained: dt.date, months: int) -> None:
    last = expiry(obtained, months)
    assert last is not None
    assert status_of(days_until(last, last)) != "expired"
    assert status_of(days_until(last, last + ONE_DAY)) == "expired"
    assert (last.year - obtained.year) * 12 + last.month - obtained.month == months
    assert last.day == obtained.day or (last.day < obtained.day and (last + ONE_DAY).day == 1)


@given(DAYS, MONTHS, st.integers(1, 1200))
def test_more_months_never_end_earlier(obtained: dt.date, months: int, more: int) -> None:
    assert add_months(obtained, months + more) > add_months(obtained, months)


@given(DAYS, DAYS, MONTHS)
def test_what_was_obtained_later_never_ends_earlier(one: dt.date, other: dt.date, months: int) -> None:
    earlier, later = sorted((one, other))
    assert add_months(earlier, months) <= add_months(later, months)


@given(DAYS, MONTHS, MONTHS)
def test_counting_from_the_original_date_never_loses_a_day_against_chaining(
    obtained: dt.date, first: int, second: int
) -> None:
    assert add_months(obtained, first + second) >= add_months(add_months(obtained, first), second)


def test_the_end_of_january_comes_back_in_march_because_nothing_is_chained() -> None:
    assert add_months(day("2025-01-31"), 2) == day("2025-03-31")
    assert add_months(add_months(day("2025-01-31"), 1), 1) == day("2025-03-28")


@given(DAYS, MONTHS)
def test_a_firm_that_counts_the_day_before_gets_one_day_less(obtained: dt.date, months: int) -> None:
    same_day, day_before = expiry(obtained, months), expiry(obtained, months, "day_before")
    assert same_day is not None
    assert day_before == same_day - ONE_DAY


def test_months_can_be_counted_backwards() -> None:
    assert add_months(day("2026-03-31"), -1) == day("2026-02-28")
    assert add_months(day("2026-01-15"), -13) == day("2024-12-15")


@pytest.mark.parametrize(("start", "months"), [("9999-12-31", 1), ("2026-01-01", 10**9), ("0001-01-01", -1)])
def test_beyond_the_calendar_the_error_names_the_date(start: str, months: int) -> None:
    with pytest.raises(ValueError, match=start):
        add_months(day(start), months)


def test_the_last_day_of_the_calendar_can_be_reached() -> None:
    assert add_months(day("9999-11-30"), 1) == day("9999-12-30")


def test_a_negative_validity_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 months"):
        expiry(day("2026-01-01"), -1)


def test_an_unknown_convention_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="next_week"):
        expiry(day("2026-01-01"), 12, "next_week")  # type: ignore[arg-type]
