"""Asking the editor for the hand, with real files: who asks, who is asked, what anybody may leave there."""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path

import netshare
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.core.errors import EnvironmentProblem
from cariste.share import asking
from cariste.share.asking import OPEN_SECONDS, Hand, Standing

KEY = "0123456789abcdef" * 2


@pytest.fixture
def marie(tmp_path: Path) -> Hand:
    """Who reads, and asks."""
    return Hand(tmp_path, username="Marie", hostname="PC-QUAI-2")


@pytest.fixture
def paul(tmp_path: Path) -> Hand:
    """Who edits, and is asked."""
    return Hand(tmp_path, username="Paul", hostname="PC-BUREAU")


def asked(hand: Hand) -> str | None:
    """Who asks, as the editor sees it now."""
    hand.look()
    return hand.request.who if hand.request else None


def grow_older(path: Path, seconds: float) -> None:
    moment = path.stat().st_mtime - seconds
    os.utime(path, (moment, moment))


def note_of(data: Path) -> Path:
    (note,) = data.glob("ask-*.json")
    return note


def test_the_editor_reads_who_asks_and_from_which_pc(marie: Hand, paul: Hand, tmp_path: Path) -> None:
    assert asked(paul) is None
    request = marie.ask("Paul")
    assert asked(paul) == "Marie (PC-QUAI-2)"
    assert paul.request == request
    assert marie.standing is Standing.OPEN
    assert note_of(tmp_path).stat().st_size <= 1024
    assert [path.name for path in tmp_path.iterdir()] == [note_of(tmp_path).name], "nothing else is left"


def test_a_request_taken_back_is_asked_no_more(marie: Hand, paul: Hand, tmp_path: Path) -> None:
    marie.ask("Paul")
    marie.withdraw()
    assert asked(paul) is None
    assert marie.standing is None
    assert list(tmp_path.iterdir()) == []


def test_who_is_refused_reads_so_and_the_editor_is_asked_no_more(
    marie: Hand, paul: Hand, tmp_path: Path
) -> None:
    paul.decline(marie.ask("Paul"))
    assert asked(paul) is None
    assert marie.standing is Standing.DECLINED
    marie.withdraw()
    assert list(tmp_path.iterdir()) == []


def test_asking_again_after_a_refusal_is_a_new_request(marie: Hand, paul: Hand) -> None:
    paul.decline(marie.ask("Paul"))
    marie.ask("Paul")
    assert marie.standing is Standing.OPEN
    assert asked(paul) == "Marie (PC-QUAI-2)"


def test_declining_twice_or_what_was_withdrawn_is_no_error(marie: Hand, paul: Hand) -> None:
    request = marie.ask("Paul")
    marie.withdraw()
    paul.decline(request)
    paul.decline(request)
    assert asked(paul) is None


def test_the_newest_of_several_requests_is_shown_then_the_one_before(
    marie: Hand, paul: Hand, tmp_path: Path
) -> None:
    marie.ask("Paul")
    grow_older(note_of(tmp_path), 60)
    request = Hand(tmp_path, username="Luc", hostname="PC-3").ask("Paul")
    assert asked(paul) == "Luc (PC-3)"
    paul.decline(request)
    assert asked(paul) == "Marie (PC-QUAI-2)"


@pytest.mark.parametrize("age", [OPEN_SECONDS + 5, -OPEN_SECONDS - 60])
def test_the_servers_clock_ends_a_request_whatever_the_clock_of_the_asker(
    marie: Hand, paul: Hand, tmp_path: Path, age: float
) -> None:
    marie.ask("Paul")
    grow_older(note_of(tmp_path), age)
    assert asked(paul) is None


def test_nobody_answers_for_ten_minutes(marie: Hand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    marie.ask("Paul")
    later = time.monotonic() + OPEN_SECONDS + 1_000_000
    monkeypatch.setattr(asking, "elapsed_seconds", lambda: later)
    assert marie.standing is Standing.UNANSWERED


def test_names_fit_one_line_and_the_note_its_size(tmp_path: Path, paul: Hand) -> None:
    Hand(tmp_path, username="😀" * 5000, hostname="a\nb\x00\u202ec\ud800").ask("Paul")
    assert note_of(tmp_path).stat().st_size <= 1024
    assert asked(paul) == f"{'😀' * 64} (a b c)"


@pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share")
def test_who_may_only_read_the_folder_is_told_to_phone(tmp_path: Path) -> None:
    with netshare.NetShare(tmp_path / "server") as share:
        may_read = share.host("reader", read_only=True)
        marie = Hand(may_read.path, username="Marie", hostname="PC-QUAI-2")
        with pytest.raises(EnvironmentProblem, match=r"Ask Paul \(PC-BUREAU\) by phone"):
            marie.ask("Paul (PC-BUREAU)")
        assert marie.standing is None
        assert list(share.backing.iterdir()) == []


def test_a_share_that_does_not_answer_is_named_and_nothing_is_asked(tmp_path: Path) -> None:
    away = Hand(tmp_path / "away", username="Marie", hostname="PC-QUAI-2")
    with pytest.raises(EnvironmentProblem, match="does not take the request"):
        away.ask("Paul")
    assert away.standing is None
    away.look()
    assert away.request is None


def test_an_answer_that_cannot_be_given_is_named(marie: Hand, tmp_path: Path) -> None:
    request = marie.ask("Paul")
    away = Hand(tmp_path / "away", username="Paul", hostname="PC-BUREAU")
    with pytest.raises(EnvironmentProblem, match=r"Marie \(PC-QUAI-2\) still waits"):
        away.decline(request)


HOSTILE = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"Marie"',
    b"[" * 1000,
    b"\xff\xfe\x00",
    b" " * 1025,
    b'{"username": "' + b"a" * 5000 + b'"}',
]


@pytest.mark.parametrize("content", HOSTILE)
def test_what_is_no_note_of_ours_is_passed_over(
    marie: Hand, paul: Hand, tmp_path: Path, content: bytes
) -> None:
    marie.ask("Paul")
    grow_older(note_of(tmp_path), 60)
    (tmp_path / f"ask-{KEY}.json").write_bytes(content)
    assert asked(paul) == "Marie (PC-QUAI-2)"


def test_folders_links_and_names_like_a_note_are_passed_over(paul: Hand, tmp_path: Path) -> None:
    note = json.dumps({"username": "x", "hostname": "y"})
    (tmp_path / f"ask-{KEY}.json").mkdir()
    (tmp_path / "ask-1.json").write_text(note)
    (tmp_path / f"ask-{KEY.upper()}.json").write_text(note)
    (tmp_path / "elsewhere").write_text(note)
    (tmp_path / f"ask-{'f' * 32}.json").symlink_to(tmp_path / "elsewhere")
    assert asked(paul) is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(said=st.fixed_dictionaries({}, optional=dict.fromkeys(("username", "hostname", "at"), VALUES)))
def test_whatever_a_note_says_it_is_shown_as_one_short_line(said: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        raw = json.dumps(said).encode()
        (data / f"ask-{KEY}.json").write_bytes(raw)
        hand = Hand(data, username="Paul", hostname="PC-BUREAU")
        hand.look()
        if len(raw) > 1024:
            assert hand.request is None
            return
        assert hand.request is not None
        for name in (hand.request.username, hand.request.hostname):
            assert 0 < len(name) <= 64
            assert name.isprintable()
            assert name.encode("utf-8")
