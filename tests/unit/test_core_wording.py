"""Dates and delays as users read them."""

from __future__ import annotations

import datetime as dt

import pytest

from cariste.core.i18n import set_language
from cariste.core.wording import days_in_words, format_date, format_number, format_size


def test_dates_are_french_or_british() -> None:
    day = dt.date(2026, 11, 2)
    assert format_date(day) == "2 Nov 2026"
    set_language("fr")
    assert format_date(day) == "02/11/2026"
    assert format_date(None) == ""


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        (0, "expire aujourd'hui", "expires today"),
        (1, "expire dans 1 jour", "expires in 1 day"),
        (8, "expire dans 8 jours", "expires in 8 days"),
        (-1, "expiré depuis 1 jour", "expired 1 day ago"),
        (-12, "expiré depuis 12 jours", "expired 12 days ago"),
        (-1200, "expiré depuis 1\u00a0200 jours", "expired 1,200 days ago"),
    ],
)
def test_delays_are_said_in_words(days: int, french: str, english: str) -> None:
    assert days_in_words(days) == english
    set_language("fr")
    assert days_in_words(days).replace("’", "'") == french


def test_thousands_are_grouped_as_the_language_does() -> None:
    assert format_number(50_000) == "50,000"
    set_language("fr")
    assert format_number(50_000) == "50\u00a0000"


@pytest.mark.parametrize(
    ("size", "french", "english"),
    [
        (0, "0 ko", "0 kB"),
        (12, "1 ko", "1 kB"),
        (340_400, "340 ko", "340 kB"),
        (1_234_567, "1,2 Mo", "1.2 MB"),
    ],
)
def test_a_file_is_as_large_as_the_folder_window_says(size: int, french: str, english: str) -> None:
    assert format_size(size).replace("\u00a0", " ") == english
    set_language("fr")
    assert format_size(size).replace("\u00a0", " ") == french
