"""What two PCs wrote down about a file server, compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.share.claims import Claim
from cariste.sharetest.cable import judge_unplugged
from cariste.sharetest.clocks import Sample, offset_of
from cariste.sharetest.race import lead
from cariste.sharetest.verdicts import (
    Dates,
    Whole,
    judge_dates,
    judge_fresh,
    judge_names,
    judge_whole,
)

WHOLE = Whole(fetched=25, wrong=0, missing=0, beat=0.5)


@given(st.lists(st.booleans(), min_size=2))
def test_every_way_to_share_the_names_passes_when_both_won_some(by_host: list[bool]) -> None:
    host = [number for number, won in enumerate(by_host) if won]
    guest = [number for number, won in enumerate(by_host) if not won]
    assert judge_names(len(by_host), host, guest).passed is bool(host and guest)


@pytest.mark.parametrize(
    ("host", "guest", "said"),
    [
        ([0, 1], [1, 2], "1 had more than one winner and 0 had none"),
        ([0, 1, 1], [2], "1 had more than one winner"),  # two threads of one PC
        ([0], [1], "0 had more than one winner and 1 had none"),
        ([0, 1, 2], [], "did not race"),
    ],
)
def test_a_name_with_two_winners_or_none_is_a_broken_promise(
    host: list[int], guest: list[int], said: str
) -> None:
    proof = judge_names(3, host, guest)
    assert proof.passed is False
    assert said in proof.detail


def test_a_fresh_name_may_be_late_but_not_later_than_the_bound() -> None:
    assert judge_fresh([0.0, 89.9], bound=90, slow=15).passed is True
    assert judge_fresh([0.0, 90.1], bound=90, slow=15).passed is False
    assert judge_fresh([0.0, None], bound=90, slow=15).passed is False
    assert judge_fresh([], bound=90, slow=15).passed is False


def test_names_that_come_late_are_warned_of() -> None:
    assert "late" in judge_fresh([15.1], bound=90, slow=15).detail
    assert "late" not in judge_fresh([14.9], bound=90, slow=15).detail


@pytest.mark.parametrize(
    "worse",
    [
        WHOLE._replace(wrong=1),
        WHOLE._replace(missing=1, fetched=24),
        WHOLE._replace(beat=None),
        WHOLE._replace(beat=91.0),
    ],
)
def test_one_wrong_file_or_one_old_beat_on_either_pc_is_a_broken_promise(worse: Whole) -> None:
    assert judge_whole([WHOLE, WHOLE], bound=90).passed is True
    assert judge_whole([WHOLE, worse], bound=90).passed is False
    assert judge_whole([worse, WHOLE], bound=90).passed is False


def test_nothing_sent_proves_nothing() -> None:
    nothing = Whole(0, 0, 0, 0.1)
    assert judge_whole([nothing, nothing], bound=90).passed is False


@given(start=st.floats(0, 2e9), delay=st.floats(0, 60))
def test_one_clock_is_told_however_slowly_the_pcs_hear_each_other(start: float, delay: float) -> None:
    dates = Dates(start, start + delay, start + 2 * delay, start + 2 * delay)
    assert judge_dates(dates, dates).passed is True


@pytest.mark.parametrize("wrong", [-3600.0, -6.0, 6.0, 3600.0])
def test_files_dated_by_the_clocks_of_the_pcs_are_found_out(wrong: float) -> None:
    dates = Dates(100.0, 100.1 + wrong, 100.2, 100.3 + wrong)
    assert judge_dates(dates, dates).passed is False


def test_two_pcs_must_read_the_same_date_of_a_file() -> None:
    dates = Dates(100.0, 100.1, 100.2, 100.3)
    assert judge_dates(dates, dates._replace(guest=102.0)).passed is False
    assert judge_dates(dates, dates._replace(guest=100.9)).passed is True


@pytest.mark.parametrize(
    ("outcome", "passed"),
    [(Claim.MINE.value, False), (Claim.FAILED.value, True), (Claim.EXISTS.value, True), ("skipped", None)],
)
def test_a_pc_without_network_must_win_nothing(outcome: str, passed: bool | None) -> None:
    assert judge_unplugged(outcome).passed is passed


@given(st.floats(-1e6, 1e6), st.sampled_from([0.004, 0.1, 1.0]))
def test_the_servers_time_is_known_better_than_it_dates_files(offset: float, tick: float) -> None:
    samples = []
    for number in range(60):
        before = number * tick / 23.3  # falls on all places between two ticks
        true = before + 0.0005 + offset
        samples.append(Sample(before, before + 0.001, true // tick * tick))
    assert offset_of(samples) == pytest.approx(offset, abs=tick / 10)


def test_a_sample_that_took_long_is_not_believed() -> None:
    quick, slow = Sample(0.0, 0.001, 100.0), Sample(1.0, 9.0, 120.0)
    assert offset_of([quick, slow]) == pytest.approx(100.0, abs=0.001)


def test_the_guest_is_early_as_often_as_late_and_sometimes_neither() -> None:
    leads = [lead(number) for number in range(21)]
    assert sum(leads) == pytest.approx(0)
    assert 0 in leads
    assert max(map(abs, leads)) == pytest.approx(0.005)
