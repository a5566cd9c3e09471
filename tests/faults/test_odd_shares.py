"""Drives that are dead, hang, or are full: commands end in time and say why; nothing recorded is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import netshare
import pytest
from faults.people import Nursery

from cariste import bootstrap
from cariste.cli.main import COMMANDS, run
from cariste.core.preferences import Preferences, save_preferences

pytestmark = pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share")

HANG_S = 0.2
TIMING = {"stale_name": 0.3, "pause": 0.02}

# What follows each command; FILE is a file on this PC.
ARGUMENTS: dict[str, list[str]] = {
    "show": ["Chloé Fictif"],
    "import": ["FILE"],
    "export": ["FILE"],
    "report": ["due-list", "FILE.pdf"],
    "restore": ["daily-20261121-120000-000001-000001.db"],
    "share-test": ["--wait", "0", "FOLDER"],
    "init": ["FOLDER"],
}
# These ask only this PC.
AT_HOME = {"outbox"}


@pytest.fixture
def share(fast_place: Path) -> Iterator[netshare.NetShare]:
    with netshare.NetShare(fast_place / "server", ttl=100) as opened:
        yield opened


@pytest.fixture
def host(share: netshare.NetShare) -> netshare.Host:
    """A PC that knows the folder, whose user speaks English."""
    save_preferences(Preferences(language="en"))
    host = share.host("a")
    bootstrap.create_folder(host.path / "folder", "Essai").close()
    host.set(hang_s=HANG_S)
    return host


@pytest.mark.parametrize("way", ["cut", "hang", "crash"])
def test_every_command_on_a_dead_drive_ends_soon_and_names_the_folder(
    host: netshare.Host, tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    folder = str(host.path / "folder")
    (tmp_path / "FILE").write_text("Nom;Prénom\n", "utf-8")
    places = {name: str(tmp_path / name) for name in ("FILE", "FILE.pdf")} | {"FOLDER": folder}
    getattr(host, way)()
    for command in COMMANDS:
        arguments = [places.get(word, word) for word in ARGUMENTS.get(command, [])]
        start = time.monotonic()
        code = run(["--folder", folder, command, *arguments])
        assert code != 2, f"say in ARGUMENTS what follows {command}"
        assert time.monotonic() - start < 10 * HANG_S, command
        said = capsys.readouterr()
        if command in AT_HOME:
            assert code == 0
        else:
            assert (code, said.out) == (4, ""), command
            assert folder in said.err


def test_on_a_full_drive_edits_wait_are_called_failed_in_the_end_and_go_when_there_is_room(
    share: netshare.NetShare, nursery: Nursery, fast_place: Path
) -> None:
    host = share.host("a")
    folder = str(host.path / "folder")
    process = nursery.process(fast_place / "home", TIMING)
    assert process.ask("create", folder=folder).ok
    host.set(full=True)
    assert process.ask("hire", name="Chloé").ok
    for _number in range(4):
        refused = process.ask("send")
        assert (refused.kind, refused.error) == ("refused", "EnvironmentProblem")
        assert "no space left" in refused.value
    assert [edit["status"] for edit in process.ask("waiting").value] == ["failed"]
    assert process.ask("hire", name="Noël").ok
    host.set(full=False)
    assert process.ask("retry").ok
    assert process.ask("send").value is True
    assert process.ask("waiting").value == []
    assert process.ask("close").ok
    process.end()
    assert names(nursery, fast_place / "other", str(share.backing / "folder")) == ["Chloé", "Noël"]


def test_who_opens_a_full_drive_reads_and_is_told_why_nothing_can_be_changed(
    share: netshare.NetShare, nursery: Nursery, fast_place: Path
) -> None:
    host = share.host("a")
    folder = str(host.path / "folder")
    process = nursery.process(fast_place / "home", TIMING)
    assert process.ask("create", folder=folder).ok
    assert process.ask("hire", name="Chloé").ok
    assert process.ask("close").ok
    host.set(full=True)
    warnings = process.ask("open_window", folder=folder).value
    assert process.ask("writing").value is False
    assert process.ask("names").value == ["Chloé"]
    assert any("Nothing can be written" in warning for warning in warnings), warnings
    assert process.ask("close").ok
    process.end()


def names(nursery: Nursery, home: Path, folder: str) -> list[str]:
    """Return whom another PC sees."""
    process = nursery.process(home, TIMING)
    assert process.ask("open", folder=folder, write=False).ok
    found: list[str] = process.ask("names").value
    process.end()
    return found
