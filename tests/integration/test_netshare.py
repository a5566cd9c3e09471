"""The pretend network share does what its README says: otherwise the fault tests prove nothing."""

from __future__ import annotations

import errno
import itertools
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import netshare
import pytest

fcntl = pytest.importorskip("fcntl", reason="the pretend network share runs on Linux")
pytestmark = pytest.mark.skipif(not netshare.available(), reason="no /dev/fuse: cannot play a network share")

Two = tuple[netshare.Host, netshare.Host]


@pytest.fixture
def share() -> Iterator[netshare.NetShare]:
    with netshare.NetShare(ttl=100) as opened:
        yield opened


@pytest.fixture
def hosts(share: netshare.NetShare) -> Two:
    return share.host("a"), share.host("b")


def error_of(action: Callable[[], object]) -> int | None:
    try:
        action()
    except OSError as error:
        return error.errno
    return None


def winners(ask: Callable[[Path], object], hosts: Two, rounds: int = 10) -> list[int]:
    """How many of two hosts, asking at one instant, were told that they won each name."""
    found = []
    for number in range(rounds):
        together, told = threading.Barrier(2), []

        def try_it(host: netshare.Host, together: threading.Barrier, told: list[int | None], n: int) -> None:
            together.wait()
            told.append(error_of(lambda: ask(host.path / f"name-{n}")))

        threads = [threading.Thread(target=try_it, args=(host, together, told, number)) for host in hosts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found.append(told.count(None))
    return found


def create(path: Path) -> None:
    path.open("x").close()


def rename_to_new(path: Path) -> None:
    """Move a file of our own to a name that must be new, as Windows does it."""
    own = path.with_name(f"{path.name}-of-{path.parent.name}")
    own.touch()
    libc = netshare.mounting._libc()
    if libc.renameat2(-100, os.fsencode(own), -100, os.fsencode(path), 1):
        raise OSError(netshare.mounting.ctypes.get_errno(), "renameat2")


def test_what_one_host_writes_the_other_and_the_server_have(share: netshare.NetShare, hosts: Two) -> None:
    a, b = hosts
    (a.path / "folder").mkdir()
    (a.path / "folder" / "file").write_bytes(b"x" * 3_000_000)
    assert (b.path / "folder" / "file").read_bytes() == b"x" * 3_000_000
    assert [path.name for path in (share.backing / "folder").iterdir()] == ["file"]
    (b.path / "folder" / "file").rename(b.path / "moved")
    assert (a.path / "moved").stat().st_size == 3_000_000


def test_a_cut_line_fails_for_one_host_only_until_it_is_restored(hosts: Two) -> None:
    a, b = hosts
    (b.path / "file").touch()
    a.cut()
    assert error_of((a.path / "file").read_bytes) == errno.EIO
    assert (b.path / "file").read_bytes() == b""
    a.restore()
    assert (a.path / "file").read_bytes() == b""


@pytest.mark.parametrize(("handles", "expected"), [("stale", errno.ESTALE), ("reopen", None)])
def test_after_a_dropped_connection_open_files_are_dead_or_reopened(
    hosts: Two, handles: str, expected: int | None
) -> None:
    a, _b = hosts
    a.set(handles=handles)
    with (a.path / "file").open("wb", buffering=0) as file:
        a.cut(drop=True)
        a.restore()
        assert error_of(lambda: file.write(b"x")) == expected


def test_locks_exclude_the_other_host_and_are_lost_with_the_connection(hosts: Two) -> None:
    a, b = hosts
    (a.path / "file").write_bytes(b"x")
    with (a.path / "file").open("r+b") as first, (b.path / "file").open("r+b") as second:
        fcntl.lockf(first, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert error_of(lambda: fcntl.lockf(second, fcntl.LOCK_EX | fcntl.LOCK_NB)) == errno.EAGAIN
        a.drop()
        assert error_of(lambda: fcntl.lockf(second, fcntl.LOCK_EX | fcntl.LOCK_NB)) is None


def test_a_host_that_sleeps_goes_on_where_it_was(hosts: Two) -> None:
    a, b = hosts
    a.freeze()
    waiting = threading.Thread(target=(a.path / "late").mkdir)
    waiting.start()
    waiting.join(0.2)
    assert waiting.is_alive()
    assert not (b.path / "late").exists()
    a.restore()
    waiting.join(60)
    assert (b.path / "late").is_dir()


def test_a_hanging_line_gives_up_after_a_while(hosts: Two) -> None:
    a, _b = hosts
    a.set(hang_s=0.1)
    a.hang()
    assert error_of((a.path / "name").mkdir) == errno.EIO


def test_a_lost_reply_is_an_error_for_something_that_was_done(share: netshare.NetShare, hosts: Two) -> None:
    a, _b = hosts
    a.fault("lost", op="MKDIR")
    assert error_of((a.path / "name").mkdir) == errno.EIO
    assert (share.backing / "name").is_dir()


def test_a_short_write_leaves_half(share: netshare.NetShare, hosts: Two) -> None:
    a, _b = hosts
    a.fault("short", op="WRITE")
    assert error_of(lambda: (a.path / "file").write_bytes(b"x" * 1000)) == errno.EIO
    assert (share.backing / "file").stat().st_size == 500


def test_a_fault_comes_at_exactly_its_operation(share: netshare.NetShare, hosts: Two) -> None:
    a, _b = hosts
    a.fault("error", op="MKDIR", nth=3, errno="ENOSPC")
    told = [error_of(lambda n=n: (a.path / f"folder-{n}").mkdir()) for n in range(4)]
    assert told == [None, None, errno.ENOSPC, None]
    assert not (share.backing / "folder-2").exists()


def test_a_kill_takes_the_process_that_asked(share: netshare.NetShare, hosts: Two) -> None:
    a, _b = hosts
    a.fault("kill", op="MKDIR", nth=2)
    code = "import os, sys; [os.mkdir(f'{sys.argv[1]}/{n}') for n in range(3)]"
    done = subprocess.run([sys.executable, "-c", code, str(a.path)], check=False)
    assert done.returncode == -9
    assert sorted(path.name for path in share.backing.iterdir()) == ["0", "1"]


def test_a_crashed_host_is_gone_for_good(hosts: Two) -> None:
    a, b = hosts
    a.crash()
    assert error_of(lambda: list(a.path.iterdir())) == errno.ENOTCONN
    assert list(b.path.iterdir()) == []


@pytest.mark.parametrize("server", ["atomic", "racy"])
def test_mkdir_has_one_winner_on_every_server(hosts: Two, server: str) -> None:
    for host in hosts:
        host.set(exclusive=server, noreplace=server)
    assert winners(Path.mkdir, hosts) == [1] * 10


@pytest.mark.parametrize("ask", [create, rename_to_new])
def test_other_claims_have_one_winner_on_an_ideal_server_only(
    hosts: Two, ask: Callable[[Path], object]
) -> None:
    assert winners(ask, hosts) == [1] * 10
    for host in hosts:
        host.set(exclusive="racy", noreplace="racy")

    def two_win() -> bool:
        for path in hosts[0].path.iterdir():
            path.unlink()
        return 2 in winners(ask, hosts)

    wait_until(two_win)  # on a busy machine they may miss each other many times


def test_under_windows_rules_an_open_file_stays_where_it_is(hosts: Two) -> None:
    a, b = hosts
    for host in hosts:
        host.set(windows=True)
    (a.path / "other").touch()
    (a.path / "file").touch()
    with (a.path / "file").open("rb"):
        assert error_of((b.path / "file").unlink) == errno.EACCES
        assert error_of(lambda: (b.path / "file").rename(b.path / "new")) == errno.EACCES
        assert error_of(lambda: (b.path / "other").replace(b.path / "file")) == errno.EACCES
    assert error_of(lambda: os.link(a.path / "file", a.path / "link")) == errno.EPERM
    (b.path / "file").rename(b.path / "new")
    (b.path / "new").unlink()


def test_a_read_only_share_refuses_every_change(share: netshare.NetShare) -> None:
    (share.backing / "file").write_text("kept")
    host = share.host("reader", read_only=True)
    assert (host.path / "file").read_text() == "kept"
    changes: list[Callable[[], object]] = [
        lambda: (host.path / "file").write_text("lost"),
        (host.path / "file").unlink,
        (host.path / "new").touch,
        (host.path / "new").mkdir,
        lambda: (host.path / "file").rename(host.path / "new"),
    ]
    assert [error_of(change) for change in changes] == [errno.EACCES] * len(changes)
    assert (share.backing / "file").read_text() == "kept"


def test_a_full_share_takes_nothing_more_and_gives_back(share: netshare.NetShare) -> None:
    (share.backing / "file").write_text("kept")
    host = share.host("late")
    host.set(full=True)

    def append() -> None:
        with (host.path / "file").open("ab", buffering=0) as file:
            file.write(b"more")

    changes: list[Callable[[], object]] = [
        append,
        (host.path / "new").touch,
        (host.path / "new").mkdir,
    ]
    assert [error_of(change) for change in changes] == [errno.ENOSPC] * len(changes)
    assert (host.path / "file").read_text() == "kept"
    (host.path / "file").unlink()
    host.set(full=False)
    (host.path / "new").mkdir()


def wait_until(condition: Callable[[], bool]) -> None:
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < 60
        threading.Event().wait(0.01)


BELIEVED_S = 0.5


def in_time(believe: Callable[[str], bool]) -> bool:
    """Tell whether something is believed; tried anew when the machine took longer than one believes it."""
    for number in itertools.count():
        started = time.monotonic()
        believed = believe(f"file-{number}")
        if time.monotonic() - started < BELIEVED_S:
            break
    return believed


def test_a_client_may_believe_what_it_found_missing(share: netshare.NetShare) -> None:
    host = share.host("a", missing_s=BELIEVED_S)

    def believe(name: str) -> bool:
        assert not (host.path / name).exists()
        (share.backing / name).touch()
        return not (host.path / name).exists()

    assert in_time(believe)
    wait_until((host.path / "file-0").exists)


def test_a_client_may_believe_an_old_size(share: netshare.NetShare) -> None:
    host = share.host("a", attr_s=BELIEVED_S)

    def believe(name: str) -> bool:
        (share.backing / name).touch()
        assert (host.path / name).stat().st_size == 0
        (share.backing / name).write_text("longer")
        return (host.path / name).stat().st_size == 0

    assert in_time(believe)
    wait_until(lambda: (host.path / "file-0").stat().st_size == 6)


def test_a_client_may_repeat_an_old_listing(share: netshare.NetShare) -> None:
    host = share.host("a", listing_s=BELIEVED_S)

    def believe(name: str) -> bool:
        (host.path / name).mkdir()
        assert list((host.path / name).iterdir()) == []
        (share.backing / name / "file").touch()
        listed = list((host.path / name).iterdir())
        return listed == [] and (host.path / name / "file").exists()  # only the listing is old

    assert in_time(believe)
    wait_until(lambda: any((host.path / "file-0").iterdir()))


def test_a_slow_line_takes_its_time(hosts: Two) -> None:
    a, _b = hosts
    a.set(latency_ms=20)
    started = time.monotonic()
    (a.path / "name").mkdir()
    assert time.monotonic() - started >= 0.02


def test_what_went_over_the_wire_is_counted_in_its_order(hosts: Two) -> None:
    a, _b = hosts
    a.stats(reset=True)
    (a.path / "name").mkdir()
    stats = a.stats(reset=True)
    assert stats["trace"] == ["LOOKUP", "MKDIR"]
    assert stats["total"] == 2
    assert a.stats()["total"] == 0


def test_it_unmounts_when_it_is_closed_and_by_itself() -> None:
    with netshare.NetShare(ttl=0.3) as share:
        first = share.host("a")  # mounted, for a moment that may be over
        wait_until(lambda: not os.path.ismount(first.path))
    with netshare.NetShare(ttl=100) as share:
        lasting = share.host("a")
        assert os.path.ismount(lasting.path)
    assert not first.path.exists()
    assert not lasting.path.exists()


def test_a_shell_can_mount_and_switch_it(tmp_path: Path) -> None:
    server, pc, control = tmp_path / "srv", tmp_path / "pc", tmp_path / "pc.sock"
    server.mkdir()
    pc.mkdir()
    base = [sys.executable, "-m", "netshare"]
    folder = Path(netshare.__file__).parents[1]
    command = [*base, "mount", str(server), str(pc), "--control", str(control), "--ttl", "60"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) as served:
        assert served.stdout is not None
        assert b"ready" in served.stdout.readline()

        def tell(*words: str) -> bytes:
            done = subprocess.run(
                [*base, "ctl", str(control), *words], cwd=folder, check=True, capture_output=True
            )
            return done.stdout

        wait_until(control.exists)
        assert b"cut" in tell("cut", "drop=true")
        assert error_of(lambda: list(pc.iterdir())) == errno.EIO
        assert b"unknown setting" in tell("set", "speed=1")
        tell("stop")
        assert served.wait(60) == 0
    assert not os.path.ismount(pc)
