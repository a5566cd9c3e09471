"""Debian's samba with a configuration of its own, and `smbnetfs` mounts of it, each the line of one PC."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from netshare.mounting import unmount

SHARE = "share"
_ADDRESS = "127.0.0.1"
_PATIENCE_S = 20.0
# Debian keeps smbd where an ordinary user does not look.
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])

# Everything the server writes lies in one folder, and nobody but this PC can reach it. The modes let it run
# as an ordinary user, too: it then does not know its guest for the owner of the files.
_SERVER = """
[global]
  server role = standalone server
  netbios name = CARISTE
  interfaces = {address}
  bind interfaces only = yes
  smb ports = {port}
  disable netbios = yes
  private dir = {place}/private
  lock directory = {place}/state
  state directory = {place}/state
  cache directory = {place}/state
  pid directory = {place}/state
  ncalrpc dir = {place}/state/ncalrpc
  log file = {place}/smbd.log
  map to guest = Bad User
  guest account = {user}
  load printers = no
  printing = bsd
  printcap name = /dev/null
  disable spoolss = yes
[{share}]
  path = {disk}
  guest only = yes
  read only = no
  force directory mode = 0777
  force create mode = 0666
"""
_CLIENT = """
[global]
  client min protocol = SMB2
  name resolve order = host
  private dir = {place}
  lock directory = {place}
  state directory = {place}
  cache directory = {place}
"""
_MOUNT = """
smb_query_browsers "false"
use_libsecret "false"
auth "nobody" ""
host "{address}:{port}"
"""


def missing() -> str | None:
    """Say why a real server cannot run here; None when it can."""
    for program, package in (("smbd", "samba"), ("smbnetfs", "smbnetfs"), ("setpriv", "util-linux")):
        if _program(program) is None:
            return f"no {program}: install the Debian package {package} to try a real server"
    try:
        os.close(os.open("/dev/fuse", os.O_RDWR))
    except OSError:
        return "no /dev/fuse: smbnetfs cannot mount"
    return None


class Server:
    """A running smbd and the PCs that mount its one share.

    Attributes:
        disk: The share on the server's own disk.
    """

    def __init__(self, place: Path) -> None:
        self.disk = place / "disk"
        self._place, self._port = place, _free_port()
        self._pcs: list[tuple[subprocess.Popen[bytes], Path]] = []
        for folder in (self.disk, place / "private", place / "state"):
            folder.mkdir(parents=True)
        self.disk.chmod(0o777)
        configuration = place / "smb.conf"
        said = {"address": _ADDRESS, "port": self._port, "share": SHARE, "user": getpass.getuser()}
        configuration.write_text(_SERVER.format(place=place, disk=self.disk, **said), "utf-8")
        # It ends with its standard input, so also when this process is killed.
        self._smbd = subprocess.Popen(
            [_found("smbd"), "--foreground", "--no-process-group", "-s", configuration, "-l", place],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # it ends its whole process group, as smbnetfs does
        )
        self._wait_for(self._listens)

    def pc(self, name: str) -> Path:
        """Mount the share as one more PC; return it as that PC sees it."""
        home, mountpoint = self._place / f"home-{name}", self._place / f"mount-{name}"
        (home / ".smb").mkdir(parents=True)
        mountpoint.mkdir()
        (home / ".smb" / "smb.conf").write_text(_CLIENT.format(place=home), "utf-8")
        wishes = home / ".smb" / "smbnetfs.conf"
        wishes.write_text(_MOUNT.format(address=_ADDRESS, port=self._port), "utf-8")
        wishes.chmod(0o600)  # or it is not read
        mount = subprocess.Popen(
            [
                *(_found("setpriv"), "--pdeathsig", "TERM", "--"),  # it ends with this process
                *(_found("smbnetfs"), mountpoint, "-f", "-o", f"config={wishes}"),
            ],
            env={**os.environ, "HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._pcs.append((mount, mountpoint))
        share = mountpoint / f"{_ADDRESS}:{self._port}" / SHARE
        sign = self.disk / f"mounted-{name}"
        sign.touch()
        self._wait_for((share / sign.name).exists)
        sign.unlink()
        return share

    def close(self) -> None:
        """Unmount, and end what was started."""
        for mount, mountpoint in self._pcs:
            mount.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                mount.wait(5)
            unmount(str(mountpoint))
            mount.kill()
            mount.wait()
        assert self._smbd.stdin is not None
        self._smbd.stdin.close()
        try:
            self._smbd.wait(5)
        except subprocess.TimeoutExpired:
            self._smbd.kill()
            self._smbd.wait()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((_ADDRESS, self._port)) == 0

    def _wait_for(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        while not condition():
            if time.monotonic() > deadline or self._smbd.poll() is not None:
                log = self._place / "smbd.log"
                said = log.read_text("utf-8", "replace")[-2000:] if log.exists() else "nothing"
                self.close()
                raise RuntimeError(f"the Samba server does not run; it says: {said}")
            threading.Event().wait(0.02)


def new_place() -> Path:
    """Make a folder for a server: with a short name, as it holds sockets."""
    return Path(tempfile.mkdtemp(prefix="samba-"))


def _program(name: str) -> str | None:
    return shutil.which(name, path=_PATH)


def _found(name: str) -> str:
    path = _program(name)
    assert path is not None
    return path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_ADDRESS, 0))
        port: int = probe.getsockname()[1]
        return port
