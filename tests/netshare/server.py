"""One mount of the backing directory: takes the kernel's requests and answers them."""

from __future__ import annotations

import errno
import os
import struct
import sys
import threading
from collections.abc import Callable

from netshare import mounting
from netshare.files import Files
from netshare.line import Line
from netshare.locks import Locks
from netshare.names import Names
from netshare.protocol import (
    CHANGES,
    FLUSH_IN,
    FORGET_ONE,
    FUSE_ATOMIC_O_TRUNC,
    FUSE_BIG_WRITES,
    FUSE_DIRECT_IO_ALLOW_MMAP_HI,
    FUSE_INIT_EXT,
    FUSE_MAX_PAGES,
    FUSE_PARALLEL_DIROPS,
    FUSE_POSIX_LOCKS,
    GROWS,
    HANDLE,
    IN_HEADER,
    INIT_IN,
    INIT_OUT,
    MAX_WRITE,
    OUT_HEADER,
    WIRE,
    Op,
)
from netshare.table import Options, Table

_THREADS = 24
_GONE = (errno.ENODEV, errno.EBADF)
Handler = Callable[[int, int, memoryview], bytes]


class Server:
    """Serves from `start` until it is unmounted."""

    def __init__(self, backing: str, mountpoint: str, options: Options) -> None:
        self.mountpoint, self.options = mountpoint, options
        self.line = Line()
        self.line.on_cut = self.after_cut
        self.closed = threading.Event()
        self._table = Table(backing, options, self.line)
        self._locks = Locks(self._table)
        self._files = Files(self._table, self._locks)
        self._interrupted: set[int] = set()
        self._device = -1
        self._handlers = self._all_handlers()

    def _all_handlers(self) -> dict[Op, Handler]:
        names, files, locks = Names(self._table), self._files, self._locks
        return {
            Op.LOOKUP: names.lookup, Op.GETATTR: names.getattr, Op.SETATTR: names.setattr,
            Op.MKDIR: names.mkdir, Op.MKNOD: names.mknod, Op.UNLINK: names.unlink, Op.RMDIR: names.rmdir,
            Op.RENAME: names.rename, Op.RENAME2: names.rename2, Op.LINK: names.link,
            Op.OPENDIR: names.opendir, Op.READDIR: names.readdir, Op.RELEASEDIR: files.release,
            Op.OPEN: files.open, Op.CREATE: files.create, Op.READ: files.read, Op.WRITE: files.write,
            Op.FSYNC: files.fsync, Op.FLUSH: files.flush, Op.RELEASE: files.release,
            Op.STATFS: files.statfs, Op.GETLK: locks.getlk, Op.SETLK: locks.setlk, Op.SETLKW: self._setlkw,
            Op.FSYNCDIR: _nothing, Op.DESTROY: _nothing,
        }  # fmt: skip

    # -- life ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Mount, and answer from threads of our own."""
        self._device = mounting.mount(self.mountpoint)
        for _ in range(_THREADS):
            threading.Thread(target=self._loop, daemon=True).start()

    def stop(self) -> None:
        """Fail whatever still waits, and unmount."""
        if not self.closed.is_set():
            with self.line.changed:
                self.line.state = "cut"
                self.line.changed.notify_all()
            mounting.unmount(self.mountpoint)
            self.closed.set()

    def after_cut(self, drop: bool) -> None:
        """Forget the host if it was dropped: its locks, and what its open files were."""
        if drop:
            self.line.logon += 1
            self._locks.drop_all()

    def _loop(self) -> None:
        buffer = bytearray(MAX_WRITE + 8192)
        view = memoryview(buffer)
        while True:
            try:
                size = os.readv(self._device, [buffer])
            except OSError as error:
                if error.errno in {errno.EINTR, errno.EAGAIN, errno.ENOENT}:
                    continue
                self.closed.set()  # unmounted
                return
            _size, code, unique, node, _uid, _gid, pid, *_ = IN_HEADER.unpack_from(buffer)
            reply = self._answer(code, unique, node, pid, view[IN_HEADER.size : size])
            if reply is not None and not self._send(unique, reply):
                return

    def _send(self, unique: int, reply: bytes | int) -> bool:
        error, content = (reply, b"") if isinstance(reply, int) else (0, reply)
        try:
            os.writev(self._device, [OUT_HEADER.pack(16 + len(content), error, unique), content])
        except OSError as problem:
            return problem.errno not in _GONE  # ENOENT: whoever asked was killed meanwhile
        return True

    def _answer(self, code: int, unique: int, node: int, pid: int, body: memoryview) -> bytes | int | None:
        """Return the bytes of an answer, a negative error number, or None when none is wanted."""
        try:
            op = Op(code)
        except ValueError:
            return -errno.ENOSYS
        try:
            return self._dispatch(op, unique, node, pid, body)
        except OSError as error:
            return -(error.errno or errno.EIO)
        except Exception as error:  # noqa: BLE001 - a bug here must not hang the test that meets it
            print(f"netshare: {op.name}: {error!r}", file=sys.stderr)
            return -errno.EIO
        finally:
            self._interrupted.discard(unique)

    def _dispatch(self, op: Op, unique: int, node: int, pid: int, body: memoryview) -> bytes | int | None:
        if op is Op.INIT:
            return _accept(body)
        if op in {Op.FORGET, Op.BATCH_FORGET, Op.INTERRUPT}:
            self._note(op, node, body)
            return None
        handler = self._handlers.get(op)
        if handler is None:
            return -errno.EOPNOTSUPP if op is Op.FALLOCATE else -errno.ENOSYS
        fault = self._travel(op, unique, node, pid, body) if op in WIRE else ""
        if self.options.read_only and op in CHANGES:
            return -errno.EACCES
        if self.options.full and op in GROWS:
            return -errno.ENOSPC
        if fault == "short" and op is Op.WRITE:
            self._files.write_half(body)
        else:
            answer = handler(unique, node, body)
        # What was done on the server is done, whatever the client hears.
        return -self.line.errno if fault else answer

    def _travel(self, op: Op, unique: int, node: int, pid: int, body: memoryview) -> str:
        try:
            return self.line.enter(op, pid, lambda: unique in self._interrupted)
        except OSError:
            if op is Op.FLUSH:  # a close always closes
                self._locks.drop(node, FLUSH_IN.unpack_from(body)[3])
            raise

    def _note(self, op: Op, node: int, body: memoryview) -> None:
        if op is Op.FORGET:
            self._table.forget(node, *HANDLE.unpack_from(body))
        elif op is Op.BATCH_FORGET:
            (count,) = struct.unpack_from("=I", body)
            for i in range(count):
                self._table.forget(*FORGET_ONE.unpack_from(body, 8 + FORGET_ONE.size * i))
        else:
            self._interrupted.add(*HANDLE.unpack_from(body))
            with self.line.changed:
                self.line.changed.notify_all()

    def _setlkw(self, unique: int, node: int, body: memoryview) -> bytes:
        return self._locks.setlkw(node, body, lambda: unique in self._interrupted or self.closed.is_set())


def _nothing(_unique: int, _node: int, _body: memoryview) -> bytes:
    return b""


def _accept(body: memoryview) -> bytes:
    """Answer the kernel's first request: which version, which abilities."""
    _major, minor, readahead, flags, flags2 = INIT_IN.unpack_from(body)
    wanted = (
        FUSE_POSIX_LOCKS | FUSE_ATOMIC_O_TRUNC | FUSE_BIG_WRITES | FUSE_PARALLEL_DIROPS | FUSE_MAX_PAGES
    ) | FUSE_INIT_EXT
    return INIT_OUT.pack(
        7, min(minor, 38), readahead, flags & wanted, 64, 48, MAX_WRITE, 1, MAX_WRITE // 4096, 0,
        flags2 & FUSE_DIRECT_IO_ALLOW_MMAP_HI, 0, 0,
    )  # fmt: skip
