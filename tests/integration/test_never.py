"""What must never be done (docs/storage.md), one rule after the other, of the program itself.

A server that is slow to show names is played by hand; `tests/protocol_model/` says why each rule is needed.
"""

from __future__ import annotations

import dataclasses
import itertools
import os
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from factories import employee

from cariste import bootstrap
from cariste.core.paths import HOME_VARIABLE
from cariste.share import reign as reign_module
from cariste.share import take as take_module
from cariste.share.claims import Claim, claim
from cariste.share.listing import (
    Listing,
    Number,
    data_folder,
    look,
    mark_folder,
    publication_file,
    reign_folder,
)
from cariste.share.reign import ReignOver, Timing
from cariste.workspace import Workspace

FAST = Timing(stale_name=0.3, unfinished_reign=-1.0, stale_editor=-1.0, pause=0.01)


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "TIMING", FAST)


@pytest.fixture
def data(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of four publications in reign 1, released; from now on this process is another PC."""
    with bootstrap.create_folder(folder, "Essai") as first:
        for name in ("Anaïs", "Bruno"):
            hire(first, name)
    assert look(data_folder(folder)).head == (1, 4)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "other-pc"))
    return data_folder(folder)


def hire(workspace: Workspace, name: str) -> None:
    with workspace.change(f"hire {name}"):
        employee(first_name=name)
    workspace.send()


def taken(data: Path, tmp_path: Path) -> Number:
    """Take the folder as somebody does who never saw it; return the base that was found."""
    local = tmp_path / "taker"
    local.mkdir(exist_ok=True)
    found: list[Number] = []

    def fetch(source: Path, _target: Path) -> None:
        epoch, number = source.stem.split("-")[1:]
        found.append((int(epoch), int(number)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(take_module, "fetch", fetch)
        take_module.take(data, local, local / "work.db", username="u", hostname="h", timing=FAST, asked=False)
    return found[-1]


UNTIL_THE_FIRST_SEAL = 4
"""Listings: who edits, what was seen here before, whether this reign is newest, where the last one ends."""


def looks(monkeypatch: pytest.MonkeyPatch, old: Listing, times: int = UNTIL_THE_FIRST_SEAL) -> None:
    """Let a client repeat an old listing, then tell the truth."""
    listings = itertools.repeat(old, times)
    monkeypatch.setattr(take_module, "look", lambda data: next(listings, None) or look(data))
    monkeypatch.setattr(take_module, "may_go_on", lambda *_given, **_more: True)


def shortened(data: Path, highest: int) -> Listing:
    """What `data/` showed when reign 1 had no more publications than this."""
    now = look(data)
    return dataclasses.replace(
        now, publications=frozenset(one for one in now.publications if one[1] <= highest)
    )


def forget(data: Path, number: int) -> None:
    """Prune a publication of reign 1, with its mark."""
    publication_file(data, (1, number)).unlink()
    mark_folder(data, (1, number)).rmdir()


def test_a_number_keeps_its_bytes_once_it_was_sent(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = reign_module.upload

    def lost_reply(source: Path, target: Path, hostname: str) -> None:
        really(source, target, hostname)
        raise TimeoutError

    with monkeypatch.context() as patch:
        patch.setattr(reign_module, "upload", lost_reply)
        with pytest.raises(Exception, match="refused"):
            hire(workspace, "Anaïs")
    file = publication_file(data_folder(folder), (1, 2))
    sent = file.read_bytes()
    hire(workspace, "Bruno")
    assert file.read_bytes() == sent
    assert workspace.head == (1, 3)
    assert workspace.pending == 0


def test_a_claimed_name_that_is_not_found_is_waited_for(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: Counter[Path] = Counter()
    really = take_module.is_there

    def at_the_second_look(path: Path) -> bool:
        looked[path] += 1
        return looked[path] > 1 and really(path)

    monkeypatch.setattr(take_module, "is_there", at_the_second_look)
    looks(monkeypatch, shortened(data, 3), times=9)
    assert taken(data, tmp_path) == (1, 4)


def test_a_look_that_began_before_the_end_of_the_wait_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.0, 0.4])
    monkeypatch.setattr(reign_module, "time", SimpleNamespace(monotonic=clock.__next__, sleep=time.sleep))
    answers = iter([False, True])  # the first one hung or slept until the wait was over
    assert reign_module.wait_until(lambda: next(answers), FAST)


def test_an_error_is_no_absence(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = os.stat

    def cut(path: Path, *given: object, **more: object) -> os.stat_result:
        if Path(str(path)).name == "cariste-000001-000004.db":
            raise OSError(5, "Input/output error")
        return really(path, *given, **more)  # type: ignore[arg-type]

    looks(monkeypatch, shortened(data, 3))
    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", cut)
        with pytest.raises(OSError, match="Input/output"):
            taken(data, tmp_path)
    assert taken(data, tmp_path) == (1, 4)


@pytest.mark.parametrize("answer", [Claim.EXISTS, Claim.FAILED])
def test_only_a_reign_that_was_made_is_ones_own(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Claim
) -> None:
    def lost_reply(path: Path) -> Claim:
        claim(path)
        return answer

    monkeypatch.setattr(take_module, "claim", lost_reply)
    with pytest.raises(Exception, match=r"(opening this folder|Nothing can be written)"):
        taken(data, tmp_path)
    assert look(data).head == (1, 4)


def test_whoever_sees_a_newer_reign_after_claiming_one_leaves(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = look(data)
    reign_folder(data, 3).mkdir()  # reign 2 is pruned already
    looks(monkeypatch, before, 1)
    with pytest.raises(ReignOver):
        taken(data, tmp_path)
    assert not mark_folder(data, (1, 5)).exists()


def test_whoever_sees_a_newer_reign_after_marking_a_publication_calls_nothing_published(
    workspace: Workspace, folder: Path
) -> None:
    reign_folder(data_folder(folder), 2).mkdir()
    with pytest.raises(ReignOver):
        hire(workspace, "Anaïs")
    assert mark_folder(data_folder(folder), (1, 2)).is_dir()
    assert workspace.pending == 1


@pytest.mark.parametrize("pruned", [(2, 3), (2,)], ids=["sealed anew", "somebody's seal, as it seems"])
def test_an_old_listing_leads_to_no_seal_below_the_newest_publication(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pruned: tuple[int, ...]
) -> None:
    old = shortened(data, 1)
    for number in pruned:
        forget(data, number)
    if pruned == (2,):
        mark_folder(data, (1, 2)).mkdir()
    looks(monkeypatch, old)
    assert taken(data, tmp_path) == (1, 4)


def test_every_reign_down_to_the_base_is_sealed(data: Path, tmp_path: Path) -> None:
    for epoch in (2, 3):
        reign_folder(data, epoch).mkdir()
    assert taken(data, tmp_path) == (1, 4)
    assert all(mark_folder(data, number).is_dir() for number in ((3, 1), (2, 1), (1, 5)))
