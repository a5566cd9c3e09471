"""Old publications go late, and never one that a sleeper could still need."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cariste.share.listing import look, mark_folder, publication_file, reign_folder
from cariste.share.pruning import prune

HOUR = 3600.0
NOW = 1_800_000_000.0


def publish(data: Path, epoch: int, number: int, hours_ago: float) -> None:
    reign_folder(data, epoch).mkdir(exist_ok=True)
    (reign_folder(data, epoch) / "who.json").touch()
    publication_file(data, (epoch, number)).touch()
    mark_folder(data, (epoch, number)).mkdir()
    for path in (publication_file(data, (epoch, number)), reign_folder(data, epoch)):
        os.utime(path, (NOW - hours_ago * HOUR,) * 2)


def left(data: Path) -> list[tuple[int, int]]:
    return sorted(look(data).publications)


@pytest.mark.parametrize("old", [0, 1, 20, 21, 60])
def test_everything_of_a_day_and_the_twenty_before_stay(tmp_path: Path, old: int) -> None:
    for number in range(1, old + 1):
        publish(tmp_path, 1, number, 25 + old - number)
    for number in range(1, 31):
        publish(tmp_path, 2, number, 23)
    gone = prune(tmp_path, look(tmp_path), now=NOW)
    assert gone == max(old - 20, 0)
    assert left(tmp_path) == [(1, n) for n in range(gone + 1, old + 1)] + [(2, n) for n in range(1, 31)]
    assert look(tmp_path).marks == look(tmp_path).publications


def test_a_young_publication_protects_all_that_follow_it_whatever_their_dates(tmp_path: Path) -> None:
    for number in range(1, 101):
        publish(tmp_path, 1, number, 1 if number == 30 else 48)
    prune(tmp_path, look(tmp_path), now=NOW)
    assert left(tmp_path) == [(1, n) for n in range(10, 101)]


def test_after_a_long_holiday_the_last_twenty_stay(tmp_path: Path) -> None:
    for number in range(1, 41):
        publish(tmp_path, 1, number, 24 * 30)
    prune(tmp_path, look(tmp_path), now=NOW)
    assert left(tmp_path) == [(1, n) for n in range(21, 41)]


def test_reigns_left_empty_go_with_their_seal_but_never_the_newest_twenty(tmp_path: Path) -> None:
    for epoch in range(1, 51):
        publish(tmp_path, epoch, 1, 48)
        mark_folder(tmp_path, (epoch, 2)).mkdir()
        os.utime(mark_folder(tmp_path, (epoch, 2)), (NOW - 48 * HOUR,) * 2)
    prune(tmp_path, look(tmp_path), now=NOW)
    assert left(tmp_path) == [(epoch, 1) for epoch in range(31, 51)]
    assert look(tmp_path).reigns == frozenset(range(31, 51))
    assert {epoch for epoch, _number in look(tmp_path).marks} == set(range(31, 51))


def test_a_young_seal_stays_with_its_old_reign(tmp_path: Path) -> None:
    for epoch in range(2, 40):
        publish(tmp_path, epoch, 1, 48)
    reign_folder(tmp_path, 1).mkdir()
    mark_folder(tmp_path, (1, 1)).mkdir()
    os.utime(reign_folder(tmp_path, 1), (NOW - 48 * HOUR,) * 2)
    os.utime(mark_folder(tmp_path, (1, 1)), (NOW - HOUR,) * 2)
    prune(tmp_path, look(tmp_path), now=NOW)
    assert (1, 1) in look(tmp_path).marks
    assert 1 in look(tmp_path).reigns


def test_a_young_empty_reign_stays(tmp_path: Path) -> None:
    for epoch in range(2, 40):
        publish(tmp_path, epoch, 1, 48)
    reign_folder(tmp_path, 1).mkdir()
    os.utime(reign_folder(tmp_path, 1), (NOW, NOW))
    prune(tmp_path, look(tmp_path), now=NOW)
    assert 1 in look(tmp_path).reigns


def test_requests_for_the_hand_go_with_their_answers_when_a_day_old(tmp_path: Path) -> None:
    def ask(key: str, hours_ago: float) -> list[str]:
        note, refusal = tmp_path / f"ask-{key}.json", tmp_path / f"ask-{key}.no"
        note.touch()
        refusal.mkdir()
        for path in (note, refusal):
            os.utime(path, (NOW - hours_ago * HOUR,) * 2)
        return [note.name, refusal.name]

    ask("a" * 32, 25)
    young = ask("b" * 32, 23)
    prune(tmp_path, look(tmp_path), now=NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(young)
