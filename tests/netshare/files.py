"""Operations on what is in files: open, read, write, close."""

from __future__ import annotations

import errno
import os
import struct

from netshare.locks import Locks, mark_as_open
from netshare.names import look_then_wait
from netshare.protocol import FLUSH_IN, FOPEN_DIRECT_IO, HANDLE, IO_IN, OPEN_OUT, first_name
from netshare.table import Table


def _flags_on_the_server(flags: int) -> int:
    # Always readable, so that the handle can carry its sharing mark.
    access = os.O_RDONLY if flags & os.O_ACCMODE == os.O_RDONLY else os.O_RDWR
    return flags & (os.O_TRUNC | os.O_EXCL) | access


class Files:
    """Each method answers one kind of request: its bytes, or OSError."""

    def __init__(self, table: Table, locks: Locks) -> None:
        self._table, self._locks = table, locks
        self._options, self._line = table.options, table.line

    def open(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Open an existing file."""
        (flags,) = struct.unpack_from("=I", body)
        if self._options.read_only and flags & (os.O_ACCMODE | os.O_TRUNC):
            raise PermissionError(errno.EACCES, "the share is read-only")
        fd = os.open(self._table.path(node), _flags_on_the_server(flags) & ~os.O_EXCL)
        return self._opened(fd, node, flags)

    def create(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Make and open a file."""
        flags, mode, umask, _ = struct.unpack_from("=IIII", body)
        name, folder = first_name(body[16:]), self._table.fd(node)
        if flags & os.O_EXCL and self._options.exclusive == "racy":
            look_then_wait(folder, name)
            flags &= ~os.O_EXCL
        wanted = _flags_on_the_server(flags) | os.O_CREAT
        fd = os.open(name, wanted, mode & ~umask & 0o7777, dir_fd=folder)
        child, entry = self._table.entry(node, name)
        return entry + self._opened(fd, child, flags)

    def _opened(self, fd: int, node: int, flags: int) -> bytes:
        if self._options.windows:
            mark_as_open(fd)
        number = self._table.opened(fd, node, append=bool(flags & os.O_APPEND))
        return OPEN_OUT.pack(number, FOPEN_DIRECT_IO if self._options.cache == "none" else 0, 0)

    def read(self, _unique: int, _node: int, body: memoryview) -> bytes:
        """Read a piece."""
        number, offset, size, *_ = IO_IN.unpack_from(body)
        data = os.pread(self._table.handle(number).fd, size, offset)
        self._line.bytes_read += len(data)
        self._line.carry(len(data))
        return data

    def write(self, _unique: int, _node: int, body: memoryview) -> bytes:
        """Write a piece."""
        return self._write(body, 1)

    def write_half(self, body: memoryview) -> bytes:
        """Write half of a piece: the rest is lost on the way."""
        return self._write(body, 2)

    def _write(self, body: memoryview, share: int) -> bytes:
        number, offset, size, *_ = IO_IN.unpack_from(body)
        handle = self._table.handle(number)
        if handle.append:
            offset = os.fstat(handle.fd).st_size
        os.pwrite(handle.fd, body[IO_IN.size : IO_IN.size + size // share], offset)
        self._line.bytes_written += size
        self._line.carry(size)
        return struct.pack("=II", size, 0)

    def fsync(self, _unique: int, _node: int, body: memoryview) -> bytes:
        """Do nothing, on the wire: the server's own disk is not under test."""
        self._table.handle(*HANDLE.unpack_from(body))
        return b""

    def flush(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Close a descriptor: its owner's locks go."""
        self._locks.drop(node, FLUSH_IN.unpack_from(body)[3])
        return b""

    def release(self, _unique: int, _node: int, body: memoryview) -> bytes:
        """Close a file for good."""
        self._table.closed(*HANDLE.unpack_from(body))
        return b""

    def statfs(self, _unique: int, node: int, _body: memoryview) -> bytes:
        """Tell how much space there is."""
        s = os.statvfs(self._table.path(node))
        return struct.pack(
            "=5Q4I24x",
            s.f_blocks, s.f_bfree, s.f_bavail, s.f_files, s.f_ffree, s.f_bsize, 255, s.f_frsize, 0,
        )  # fmt: skip
