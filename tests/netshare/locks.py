"""Byte-range locks, forwarded to the server's disk: they exclude each other between hosts and processes."""

from __future__ import annotations

import errno
import fcntl
import os
import struct
from collections.abc import Callable

from netshare.line import pause
from netshare.protocol import LK, LK_IN
from netshare.table import Table

FLOCK = struct.Struct("@hhqqi4x")
F_OFD_GETLK, F_OFD_SETLK = 36, 37
_OFFSET_MAX = 0x7FFFFFFFFFFFFFFF
_SHARE_BYTE = 1 << 62  # who holds a file open has this byte read-locked
_TRY_AGAIN_S = 0.005


class Locks:
    """One open-file-description lock per file and lock owner: it goes when its owner closes or dies."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._fds: dict[tuple[int, int], int] = {}

    def getlk(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Tell who is in the way of a lock."""
        fd, wanted = self._wanted(node, body)
        if fd is None:
            return LK.pack(0, 0, fcntl.F_UNLCK, 0)
        found = fcntl.fcntl(fd, F_OFD_GETLK, wanted)
        kind, _whence, start, length, _pid = FLOCK.unpack(found[: FLOCK.size])
        return LK.pack(start, _OFFSET_MAX if length == 0 else start + length - 1, kind, 0)

    def setlk(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Lock or unlock without waiting. Raises OSError when somebody is in the way."""
        fd, wanted = self._wanted(node, body)
        if fd is not None:
            fcntl.fcntl(fd, F_OFD_SETLK, wanted)
        return b""

    def setlkw(self, node: int, body: memoryview, give_up: Callable[[], bool]) -> bytes:
        """Lock, waiting for whoever is in the way."""
        while True:
            try:
                return self.setlk(0, node, body)
            except OSError as error:
                if error.errno not in {errno.EAGAIN, errno.EACCES}:
                    raise
            if give_up():
                raise OSError(errno.EINTR, "interrupted")
            pause(_TRY_AGAIN_S)

    def _wanted(self, node: int, body: memoryview) -> tuple[int | None, bytes]:
        handle, owner, start, end, kind, *_ = LK_IN.unpack_from(body)
        self._table.handle(handle)
        length = 0 if end >= _OFFSET_MAX else end - start + 1
        with self._table.lock:
            fd = self._fds.get((node, owner))
            if fd is None:
                if kind == fcntl.F_UNLCK:
                    return None, b""
                fd = os.open(self._table.path(node), os.O_RDWR)
                self._fds[node, owner] = fd
        return fd, FLOCK.pack(kind, 0, start, length, 0)

    def drop(self, node: int, owner: int) -> None:
        """Let go of what one owner holds on one file."""
        with self._table.lock:
            fd = self._fds.pop((node, owner), None)
        if fd is not None:
            os.close(fd)

    def drop_all(self) -> None:
        """Let go of all: the server forgets the host."""
        with self._table.lock:
            for fd in self._fds.values():
                os.close(fd)
            self._fds.clear()


def mark_as_open(fd: int) -> None:
    """Leave a trace, for `refuse_if_open`, that lasts as long as the descriptor."""
    fcntl.fcntl(fd, F_OFD_SETLK, FLOCK.pack(fcntl.F_RDLCK, 0, _SHARE_BYTE, 1, 0))


def refuse_if_open(folder: int, name: bytes) -> None:
    """Windows: no delete, rename or replacement of what anybody has open. Raises OSError (EACCES)."""
    try:
        fd = os.open(name, os.O_RDWR | os.O_NOFOLLOW, dir_fd=folder)
    except (FileNotFoundError, IsADirectoryError):
        return
    try:
        found = fcntl.fcntl(fd, F_OFD_GETLK, FLOCK.pack(fcntl.F_WRLCK, 0, _SHARE_BYTE, 1, 0))
        if FLOCK.unpack(found[: FLOCK.size])[0] != fcntl.F_UNLCK:
            raise OSError(errno.EACCES, "sharing violation")
    finally:
        os.close(fd)
