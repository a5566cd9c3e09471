"""What a renewal is filled with, and what is said about the days between."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from factories import TODAY
from hypothesis import given
from hypothesis import strategies as st

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.employee import constants, renewal
from cariste.employee.labels import CACES, MEDICAL, TRAINING
from cariste.employee.renewal import Former, Holder, gap_or_overlap, prefill


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def former(type_: str, kind: str, *, regime: str | None = None, **fields: Any) -> Former:
    chloe = Holder("1" * 32, "Chloé", "Fictif", "00123", regime)
    return Former(holder=chloe, type=type_, kind=kind, **fields)


def test_a_certificate_is_renewed_by_the_same_with_the_organisation_of_last_time() -> None:
    new = prefill(former(CACES, "R489-5", organisation="Centre Exemple"), dt.date(2026, 11, 14))
    assert (new.type, new.kind, new.organisation) == (CACES, "R489-5", "Centre Exemple")
    assert (new.obtained, new.expiration) == (dt.date(2026, 11, 14), dt.date(2031, 11, 14))
    assert new.source == constants.COMPUTED


def test_without_a_day_the_renewal_is_of_today() -> None:
    assert prefill(former(CACES, "R489-3")).obtained == TODAY


@pytest.mark.parametrize(
    ("held", "regime", "following", "due"),
    [
        ("initial", None, "periodic", dt.date(2028, 11, 21)),
        ("recovery", "SIS", "periodic", dt.date(2031, 11, 21)),
        ("periodic", "SIA", "periodic", dt.date(2029, 11, 21)),
        ("periodic", "SIR", "intermediate", dt.date(2028, 11, 21)),
        ("intermediate", "SIR", "periodic", dt.date(2028, 11, 21)),
        ("driving_certificate", "SIR", "driving_certificate", dt.date(2031, 11, 21)),
    ],
)
def test_the_visit_that_follows_depends_on_the_one_held_and_on_the_follow_up(
    held: str, regime: str | None, following: str, due: dt.date
) -> None:
    new = prefill(former(MEDICAL, held, regime=regime))
    assert (new.kind, new.expiration) == (following, due)


def test_no_conclusion_is_invented_for_a_visit() -> None:
    assert prefill(former(MEDICAL, "periodic")).result == constants.PENDING


def test_a_training_is_renewed_by_its_refresher() -> None:
    new = prefill(former(TRAINING, "Sauveteur secouriste du travail", validity_months=24))
    assert new.kind == "First-aider refresher (MAC)"
    assert new.expiration == dt.date(2028, 11, 21)


def test_an_own_training_is_renewed_under_its_own_title() -> None:
    new = prefill(former(TRAINING, "Gerbage à deux", validity_months=12, mode="online"))
    assert (new.kind, new.validity_months, new.mode) == ("Gerbage à deux", 12, "online")
    assert new.expiration == dt.date(2027, 11, 21)


@pytest.mark.parametrize(
    ("expired", "expected"),
    [
        (dt.date(2027, 6, 1), dt.date(2032, 6, 1)),  # in its last twelve months: counts from the old expiry
        (dt.date(2027, 12, 1), dt.date(2031, 11, 21)),  # too early
        (dt.date(2026, 11, 20), dt.date(2031, 11, 21)),  # too late
        (None, dt.date(2031, 11, 21)),
    ],
)
def test_a_dangerous_goods_certificate_renewed_in_time_loses_no_day(
    expired: dt.date | None, expected: dt.date
) -> None:
    new = prefill(former(TRAINING, "ADR", validity_months=60, expiration=expired))
    assert new.expiration == expected


def test_a_gap_is_named_with_its_first_and_last_day() -> None:
    said = gap_or_overlap(dt.date(2026, 11, 9), dt.date(2026, 11, 21))
    assert said == "Gap of 11 days: nothing valid from 10 Nov 2026 to 20 Nov 2026."


def test_an_overlap_is_named_with_the_day_the_former_one_ends() -> None:
    said = gap_or_overlap(dt.date(2026, 11, 30), dt.date(2026, 11, 21))
    assert said == "Overlap of 10 days: the former one runs until 30 Nov 2026."


def test_the_last_valid_day_is_covered_and_the_next_one_follows_on() -> None:
    assert gap_or_overlap(dt.date(2026, 11, 20), dt.date(2026, 11, 21)) == ""
    assert gap_or_overlap(dt.date(2026, 11, 21), dt.date(2026, 11, 21)).startswith("Overlap of 1 day:")
    assert gap_or_overlap(dt.date(2026, 11, 19), dt.date(2026, 11, 21)).startswith("Gap of 1 day:")


def test_without_both_dates_nothing_is_said() -> None:
    assert gap_or_overlap(None, TODAY) == gap_or_overlap(TODAY, None) == ""


days = st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))


@given(old=days, new=days)
def test_every_day_between_two_records_is_a_gap_an_overlap_or_neither(old: dt.date, new: dt.date) -> None:
    said = gap_or_overlap(old, new)
    uncovered = sum(1 for _ in range(1, (new - old).days))
    if new == old + dt.timedelta(days=1):
        assert said == ""
    elif new > old:
        assert said.startswith("Gap of ")
        assert f"{uncovered:,} day" in said
    else:
        assert said.startswith("Overlap of ")
        assert f"{(old - new).days + 1:,} day" in said


def test_a_former_record_that_ends_later_is_said_to_go_on_counting() -> None:
    typed_at_ten_years = former(CACES, "R489-5", expiration=dt.date(2034, 2, 28))
    assert renewal.stays_current(typed_at_ten_years, prefill(typed_at_ten_years)) == (
        "The former one goes on counting: it runs until 28 Feb 2034."
    )
    expired = former(CACES, "R489-5", expiration=dt.date(2026, 11, 9))
    assert renewal.stays_current(expired, prefill(expired)) == ""


def test_a_visit_held_later_than_the_renewal_goes_on_counting() -> None:
    held = former(MEDICAL, "periodic", obtained=dt.date(2026, 11, 20), expiration=dt.date(2028, 11, 20))
    assert renewal.stays_current(held, prefill(held, dt.date(2026, 11, 19)))
    assert not renewal.stays_current(held, prefill(held))


def test_old_schemes_and_permanent_trainings_are_not_renewed() -> None:
    assert "R389-3" in renewal.why_not(former(CACES, "R389-3"))
    permanent = former(TRAINING, "Accueil sécurité au poste", record_id="2" * 32)
    assert "permanent" in renewal.why_not(permanent)
    assert renewal.why_not(former(CACES, "R489-3")) == ""
    assert renewal.why_not(former(TRAINING, "SST", expiration=TODAY, record_id="2" * 32)) == ""
