"""Seniority, status and severity."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.employee.calculations import complete_years, days_until, severity_of, status_of

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("since", "today", "years"),
    [
        (dt.date(2016, 1, 4), dt.date(2026, 1, 3), 9),
        (dt.date(2016, 1, 4), dt.date(2026, 1, 4), 10),
        (dt.date(2020, 2, 29), dt.date(2025, 2, 28), 4),
        (dt.date(2020, 2, 29), dt.date(2025, 3, 1), 5),
        (dt.date(2026, 11, 21), dt.date(2026, 11, 21), 0),
        (dt.date(2027, 1, 1), dt.date(2026, 11, 21), 0),
    ],
)
def test_seniority_is_complete_calendar_years(since: dt.date, today: dt.date, years: int) -> None:
    assert complete_years(since, today) == years


@given(DAYS, DAYS)
def test_seniority_never_shrinks_as_days_pass(since: dt.date, today: dt.date) -> None:
    assert complete_years(since, today + dt.timedelta(days=1)) >= complete_years(since, today)


@pytest.mark.parametrize(
    ("days", "status"),
    [
        (None, "permanent"),
        (-1, "expired"),
        (0, "critical"),
        (29, "critical"),
        (30, "warning"),
        (59, "warning"),
        (60, "valid"),
    ],
)
def test_status_changes_on_the_day_said(days: int | None, status: str) -> None:
    assert status_of(days) == status


@pytest.mark.parametrize(
    ("days", "severity"),
    [(-400, "critical"), (29, "critical"), (30, "warning"), (59, "warning"), (60, "info")],
)
def test_severity_changes_on_the_day_said(days: int, severity: str) -> None:
    assert severity_of(days) == severity


@given(DAYS)
def test_a_certificate_is_valid_on_its_last_day(last_day: dt.date) -> None:
    assert status_of(days_until(last_day, last_day)) != "expired"
    assert status_of(days_until(last_day, last_day + dt.timedelta(days=1))) == "expired"


def test_no_expiry_has_no_days_left() -> None:
    assert days_until(None, dt.date(2026, 11, 21)) is None
