"""Operations on names: look up, make, rename, remove, list."""

from __future__ import annotations

import errno
import os
import stat
import struct
import time

from netshare import mounting
from netshare.line import pause
from netshare.locks import refuse_if_open
from netshare.protocol import (
    ATTR,
    ATTR_HEAD,
    DIRENT,
    ENTRY_HEAD,
    HANDLE,
    IO_IN,
    OPEN_OUT,
    RENAME_NOREPLACE,
    SETATTR_IN,
    attributes,
    first_name,
    seconds,
)
from netshare.table import Table

_RACE_S = 0.005  # the gap between Samba's look and its act, made easy to hit
# Which attributes SETATTR carries.
_MODE, _OWNER, _GROUP, _SIZE, _ATIME, _MTIME, _HANDLE, _ATIME_NOW, _MTIME_NOW = (
    1, 2, 4, 8, 16, 32, 64, 128, 256
)  # fmt: skip


def look_then_wait(folder: int, name: bytes) -> None:
    """Decide in two steps whether a name is free: another host may win it meanwhile, too."""
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        pause(_RACE_S)
    else:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


class Names:
    """Each method answers one kind of request: its bytes, or OSError."""

    def __init__(self, table: Table) -> None:
        self._table, self._options = table, table.options

    def lookup(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Find a name; remember that it is missing if the client does so."""
        try:
            return self._table.entry(node, first_name(body))[1]
        except FileNotFoundError:
            if not self._options.missing_s:
                raise
            whole, rest = seconds(self._options.missing_s)
            return ENTRY_HEAD.pack(0, 0, whole, whole, rest, rest) + bytes(ATTR.size)

    def getattr(self, _unique: int, node: int, _body: memoryview) -> bytes:
        """Tell size, times and rights."""
        whole, rest = seconds(self._options.attr_s)
        return ATTR_HEAD.pack(whole, rest, 0) + attributes(os.fstat(self._table.fd(node)))

    def setattr(self, unique: int, node: int, body: memoryview) -> bytes:
        """Change size, rights, owner or times."""
        valid, _, handle, size, _, atime, mtime, _, a_ns, m_ns, _, mode, _, uid, gid, _ = (
            SETATTR_IN.unpack_from(body)
        )
        path = self._table.path(node)
        if valid & _SIZE and valid & _HANDLE:
            os.ftruncate(self._table.handle(handle).fd, size)
        elif valid & _SIZE:
            os.truncate(path, size)
        if valid & _MODE:
            os.chmod(path, mode & 0o7777)  # noqa: PTH101 - a path of /proc
        if valid & (_OWNER | _GROUP):
            os.chown(path, uid if valid & _OWNER else -1, gid if valid & _GROUP else -1)
        if valid & (_ATIME | _MTIME):
            now, info = time.time_ns(), os.stat(path)  # noqa: PTH116 - a path of /proc
            accessed = now if valid & _ATIME_NOW else atime * 10**9 + a_ns
            written = now if valid & _MTIME_NOW else mtime * 10**9 + m_ns
            times = (
                accessed if valid & _ATIME else info.st_atime_ns,
                written if valid & _MTIME else info.st_mtime_ns,
            )
            os.utime(path, ns=times)
        return self.getattr(unique, node, body)

    def mkdir(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Make a folder: one winner per name, in every mode."""
        mode, umask = struct.unpack_from("=II", body)
        name = first_name(body[8:])
        os.mkdir(name, mode & ~umask, dir_fd=self._table.fd(node))
        return self._table.entry(node, name)[1]

    def mknod(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Make an empty file."""
        mode, _device, umask, _ = struct.unpack_from("=IIII", body)
        if not stat.S_ISREG(mode):
            raise PermissionError(errno.EPERM, "only files and folders")
        name = first_name(body[16:])
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR
        os.close(os.open(name, flags, mode & ~umask & 0o7777, dir_fd=self._table.fd(node)))
        return self._table.entry(node, name)[1]

    def unlink(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Remove a file."""
        name, folder = first_name(body), self._table.fd(node)
        if self._options.windows:
            refuse_if_open(folder, name)
        os.unlink(name, dir_fd=folder)
        return b""

    def rmdir(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Remove an empty folder."""
        os.rmdir(first_name(body), dir_fd=self._table.fd(node))
        return b""

    def rename(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Rename, replacing what is there."""
        (target,) = HANDLE.unpack_from(body)
        return self._rename(node, target, 0, body[8:])

    def rename2(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Rename with flags: it may have to refuse to replace."""
        target, flags, _ = struct.unpack_from("=QII", body)
        return self._rename(node, target, flags, body[16:])

    def _rename(self, old_node: int, new_node: int, flags: int, names: memoryview) -> bytes:
        old, new = bytes(names).split(b"\0")[:2]
        old_folder, new_folder = self._table.fd(old_node), self._table.fd(new_node)
        if self._options.windows:
            refuse_if_open(old_folder, old)
        if flags & RENAME_NOREPLACE and self._options.noreplace == "racy":
            look_then_wait(new_folder, new)
            flags &= ~RENAME_NOREPLACE
        elif not flags & RENAME_NOREPLACE and self._options.windows:
            refuse_if_open(new_folder, new)
        mounting.rename(old_folder, old, new_folder, new, flags)
        return b""

    def link(self, _unique: int, node: int, body: memoryview) -> bytes:
        """Give a file a second name, where the server can."""
        if self._options.windows:
            raise PermissionError(errno.EPERM, "no links on this share")
        (source,) = HANDLE.unpack_from(body)
        name = first_name(body[8:])
        os.link(self._table.path(source), name, dst_dir_fd=self._table.fd(node), follow_symlinks=True)
        return self._table.entry(node, name)[1]

    def opendir(self, _unique: int, node: int, _body: memoryview) -> bytes:
        """Begin to list a folder."""
        return OPEN_OUT.pack(self._table.opened(-1, node), 0, 0)

    def readdir(self, _unique: int, node: int, body: memoryview) -> bytes:
        """List some entries of a folder."""
        number, offset, size, *_ = IO_IN.unpack_from(body)
        handle = self._table.handle(number)
        if handle.entries is None or offset == 0:
            handle.entries = self._table.listing(node)
        out = bytearray()
        for i, (name, inode, kind) in enumerate(handle.entries[offset:], offset + 1):
            record = DIRENT.pack(inode, i, len(name), kind) + name
            record += bytes(-len(record) % 8)
            if len(out) + len(record) > size:
                break
            out += record
        return bytes(out)
