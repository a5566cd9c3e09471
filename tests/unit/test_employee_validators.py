"""Every field says what is wrong with it."""

from __future__ import annotations

import datetime as dt

import pytest

from cariste.employee import validators

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("value", "required", "wrong"),
    [
        ("Chloé", True, None),
        (None, False, None),
        ("", False, None),
        (None, True, "Required"),
        ("", True, "Required"),
        (" \t", True, "Required"),
        (" ", False, "Required"),
        (12, False, "Text"),
        ("x" * 11, False, "11 characters, 10"),
        ("x" * 10, False, None),
    ],
)
def test_texts(value: object, required: bool, wrong: str | None) -> None:
    _expect(validators.check_text(value, 10, required=required), wrong)


@pytest.mark.parametrize(
    ("value", "required", "wrong"),
    [
        ("CDI", True, None),
        ("cdi", True, "cdi"),
        (None, True, "None"),
        (None, False, None),
        ("", False, "not allowed"),
    ],
)
def test_codes(value: object, required: bool, wrong: str | None) -> None:
    _expect(validators.check_code(value, ("CDI", "CDD"), required=required), wrong)


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (TODAY, None),
        (None, None),
        (TODAY + dt.timedelta(days=1), "future"),
        (dt.date(1899, 12, 31), "1899"),
        (dt.date(9999, 1, 1), "9999"),
        ("2026-01-01", "Invalid date"),
        (dt.datetime(2026, 1, 1), "Invalid date"),
        (dt.date(2019, 12, 31), "before"),
    ],
)
def test_dates(value: object, wrong: str | None) -> None:
    _expect(
        validators.check_date(value, not_after=TODAY, not_before=dt.date(2020, 1, 1))
        if wrong != "1899"
        else validators.check_date(value),
        wrong,
    )


def test_a_required_date_may_not_be_empty() -> None:
    _expect(validators.check_date(None, required=True), "Required")


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("chloe@exemple.fr", None),
        (None, None),
        ("", None),
        ("chloe", "e-mail"),
        ("a b@exemple.fr", "e-mail"),
        ("chloe@exemple", "e-mail"),
        ("x" * 200 + "@exemple.fr", "e-mail"),
    ],
)
def test_emails(value: str | None, wrong: str | None) -> None:
    _expect(validators.check_email(value, 200), wrong)


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (None, None),
        (1, None),
        (1200, None),
        (0, "1200"),
        (1201, "1200"),
        (True, "1200"),
        ("24", "1200"),
        (2.5, "1200"),
    ],
)
def test_months(value: object, wrong: str | None) -> None:
    _expect(validators.check_months(value), wrong)


def _expect(said: str | None, wrong: str | None) -> None:
    if wrong is None:
        assert said is None
    else:
        assert said is not None
        assert wrong in said
