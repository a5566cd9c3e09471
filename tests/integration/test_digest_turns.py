"""Never the same mail twice a day: turns among PCs, and what this PC remembers."""

from __future__ import annotations

import datetime as dt
import errno
import os
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY
from mail_server import MailServer
from managers import DAY, digest, outcomes

from cariste.cli.main import run
from cariste.core.preferences import Preferences, save_preferences
from cariste.digest import ledger, turns
from cariste.digest.ledger import Entry, Ledger, Outcome
from cariste.digest.password import PASSWORD_VARIABLE
from cariste.digest.turns import Turn, Turns, name_of
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    save_preferences(Preferences(language="en"))
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)


# -- turns ------------------------------------------------------------------------------------------


@pytest.fixture
def turn(workspace: Workspace) -> Turns:
    return Turns(workspace.folder, Ledger(workspace.local))


NAME = name_of(TODAY, "quai@entrepot.example")


def test_of_several_pcs_one_has_the_turn(turn: Turns, workspace: Workspace, tmp_path: Path) -> None:
    other = Turns(workspace.folder, Ledger(tmp_path))
    assert (turn.taken(NAME), other.taken(NAME)) == (False, False)
    assert (turn.take(NAME), other.take(NAME), turn.take(NAME)) == (Turn.MINE, Turn.TAKEN, Turn.TAKEN)
    assert (turn.taken(NAME), other.taken(NAME)) == (True, True)
    turn.give_back(NAME)
    assert turn.take(NAME) is Turn.MINE


def refusing(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Let nobody make a folder below `data/`."""
    real = os.mkdir

    def mkdir(path: Any, *arguments: Any, **more: Any) -> None:
        if turns.FOLDER_NAME in Path(path).parts:
            raise OSError(code, os.strerror(code))
        real(path, *arguments, **more)

    monkeypatch.setattr(os, "mkdir", mkdir)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EPERM])
def test_who_may_only_read_remembers_by_himself_and_says_so(
    with_managers: Path,
    mail_server: MailServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    code: int,
) -> None:
    refusing(monkeypatch, code)
    assert run(["--folder", str(with_managers), "digest", "--on", DAY, "--send"]) == 0
    assert "remembered on this PC alone" in capsys.readouterr().err
    assert {*outcomes(digest(with_managers, "--send", capsys=capsys)).values()} == {"already"}
    assert len(mail_server.received) == 3
    assert not (with_managers / "data/digests").exists()


def test_who_may_only_read_still_sees_what_others_sent(
    turn: Turns, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert turn.take(NAME) is Turn.MINE
    refusing(monkeypatch, errno.EACCES)
    assert Turns(workspace.folder, Ledger(tmp_path)).take(NAME) is Turn.TAKEN


def test_a_share_that_does_not_answer_sends_nothing_and_may_be_asked_again(
    with_managers: Path,
    mail_server: MailServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        refusing(patch, errno.EIO)
        said = digest(with_managers, "--send", capsys=capsys, code=4)
    assert {*outcomes(said).values()} == {"not_sent"}
    assert mail_server.received == []
    assert {*outcomes(digest(with_managers, "--send", capsys=capsys)).values()} == {"sent"}


def test_claims_a_month_old_go_by_the_servers_clock(turn: Turns, workspace: Workspace) -> None:
    place = workspace.folder / "data/digests"
    for days, day in ((40, "2026-10-12"), (20, "2026-11-01")):
        claim = place / name_of(dt.date.fromisoformat(day), "quai@entrepot.example")
        claim.mkdir(parents=True)
        moment = claim.stat().st_mtime - days * 86_400
        os.utime(claim, (moment, moment))
    (place / "somebody's own").mkdir()
    os.utime(place / "somebody's own", (0, 0))
    turn.take(NAME)
    assert {path.name[:10] for path in place.iterdir()} == {"2026-11-01", DAY, "somebody's"}


# -- the ledger -------------------------------------------------------------------------------------


def test_the_ledger_forgets_what_is_more_than_a_year_old(tmp_path: Path) -> None:
    book = Ledger(tmp_path)
    moment = dt.datetime(2026, 11, 21, 8, 0, 0)
    for days in (400, 300, 0):
        at = moment - dt.timedelta(days=days)
        book.note(Entry(at, at.date(), f"{days}@entrepot.example", 1, Outcome.SENT, ""))
    assert [entry.recipient for entry in book.entries()] == ["0@entrepot.example", "300@entrepot.example"]


def test_what_a_crash_leaves_says_that_it_is_uncertain(tmp_path: Path) -> None:
    book = Ledger(tmp_path)
    line = book.note(Entry(dt.datetime(2026, 11, 21, 8), TODAY, "a@b.example", 3, Outcome.UNCERTAIN, ""))
    assert [entry.outcome for entry in Ledger(tmp_path).entries()] == [Outcome.UNCERTAIN]
    book.end(line, Outcome.SENT)
    assert [entry.outcome for entry in Ledger(tmp_path).entries()] == [Outcome.SENT]


def test_the_ledger_lies_with_this_users_files(workspace: Workspace) -> None:
    Ledger(workspace.local).claim(NAME)
    assert (workspace.local / ledger.LEDGER_NAME).exists()
    assert not list(workspace.folder.rglob(ledger.LEDGER_NAME))
