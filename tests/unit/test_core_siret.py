"""The SIRET: its check digit catches a slip of the finger, and its groups are only how it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.core.siret import digits, in_groups, is_valid

VALID = "73282932000074"


def completed(first: str) -> str:
    """Return thirteen digits with the check digit that makes them a SIRET."""
    return next(first + last for last in "0123456789" if is_valid(first + last))


firsts = st.text("0123456789", min_size=13, max_size=13).filter(lambda text: not text.startswith("356"))


@pytest.mark.parametrize(
    "text", [VALID, "732 829 320 00074", "732\u00a0829\u00a0320\u00a000074", "732.829.320-00074"]
)
def test_it_is_read_however_it_is_spaced(text: str) -> None:
    assert is_valid(text)
    assert digits(text) == VALID
    assert in_groups(text) == "732\u00a0829\u00a0320\u00a000074"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7328293200007",
        "732829320000744",
        "73282932000075",
        "7328293200007x",
        "٧٣٢٨٢٩٣٢٠٠٠٠٧٤",
        "x" * 10_000,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    assert not is_valid(text)


def test_the_post_office_has_a_rule_of_its_own() -> None:
    assert is_valid("35600000000048")  # its seat follows the usual one
    assert is_valid("35600000049837")  # this establishment only has a sum that is a multiple of five
    assert not is_valid("35600000049838")


@given(firsts, st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(first: str, place: int, by: int) -> None:
    right = completed(first)
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    assert is_valid(right)
    assert not is_valid(wrong)
