"""The part of the kernel's FUSE protocol (version 7.38) that a share needs: numbers and record layouts."""

from __future__ import annotations

import enum
import os
import struct


class Op(enum.IntEnum):
    """A request of the kernel."""

    LOOKUP = 1
    FORGET = 2
    GETATTR = 3
    SETATTR = 4
    SYMLINK = 6
    MKNOD = 8
    MKDIR = 9
    UNLINK = 10
    RMDIR = 11
    RENAME = 12
    LINK = 13
    OPEN = 14
    READ = 15
    WRITE = 16
    STATFS = 17
    RELEASE = 18
    FSYNC = 20
    FLUSH = 25
    INIT = 26
    OPENDIR = 27
    READDIR = 28
    RELEASEDIR = 29
    FSYNCDIR = 30
    GETLK = 31
    SETLK = 32
    SETLKW = 33
    CREATE = 35
    INTERRUPT = 36
    DESTROY = 38
    BATCH_FORGET = 42
    FALLOCATE = 43
    RENAME2 = 45


WIRE = frozenset(
    {
        Op.LOOKUP, Op.GETATTR, Op.SETATTR, Op.MKNOD, Op.MKDIR, Op.UNLINK, Op.RMDIR, Op.RENAME, Op.RENAME2,
        Op.LINK, Op.OPEN, Op.CREATE, Op.READ, Op.WRITE, Op.FSYNC, Op.FLUSH, Op.OPENDIR, Op.READDIR, Op.GETLK,
        Op.SETLK, Op.SETLKW, Op.STATFS, Op.FALLOCATE,
    }
)  # fmt: skip
"""What costs a round trip, and fails when the line is cut."""

CHANGES = frozenset(
    {
        Op.SETATTR, Op.MKNOD, Op.MKDIR, Op.UNLINK, Op.RMDIR, Op.RENAME, Op.RENAME2, Op.LINK, Op.CREATE,
        Op.WRITE, Op.FALLOCATE, Op.SYMLINK,
    }
)  # fmt: skip
"""What a read-only share refuses."""

GROWS = frozenset({Op.MKNOD, Op.MKDIR, Op.CREATE, Op.WRITE, Op.FALLOCATE, Op.SYMLINK})
"""What a full one refuses."""

IN_HEADER = struct.Struct("=IIQQIIIHH")
OUT_HEADER = struct.Struct("=IiQ")
INIT_IN = struct.Struct("=IIIII")
INIT_OUT = struct.Struct("=IIIIHHIIHHIIH22x")
ATTR = struct.Struct("=QQQQQQIIIIIIIIII")
ENTRY_HEAD = struct.Struct("=QQQQII")
ATTR_HEAD = struct.Struct("=QII")
SETATTR_IN = struct.Struct("=IIQQQQQQIIIIIIII")
OPEN_OUT = struct.Struct("=QII")
IO_IN = struct.Struct("=QQIIQII")
"""Of READ, WRITE and READDIR."""
FLUSH_IN = struct.Struct("=QIIQ")
FORGET_ONE = struct.Struct("=QQ")
LK_IN = struct.Struct("=QQQQIIII")
LK = struct.Struct("=QQII")
DIRENT = struct.Struct("=QQII")
HANDLE = struct.Struct("=Q")

FUSE_POSIX_LOCKS, FUSE_ATOMIC_O_TRUNC, FUSE_BIG_WRITES = 1 << 1, 1 << 3, 1 << 5
FUSE_PARALLEL_DIROPS, FUSE_MAX_PAGES, FUSE_INIT_EXT = 1 << 18, 1 << 22, 1 << 30
FUSE_DIRECT_IO_ALLOW_MMAP_HI = 1 << 4  # bit 36, in the second word of flags
FOPEN_DIRECT_IO = 1
MAX_WRITE = 1 << 20
RENAME_NOREPLACE = 1


def seconds(duration: float) -> tuple[int, int]:
    """Return a duration as the kernel wants it: whole seconds, nanoseconds."""
    return int(duration), int(duration % 1 * 10**9)


def attributes(info: os.stat_result) -> bytes:
    """Pack what `stat` found."""
    return ATTR.pack(
        info.st_ino,
        info.st_size,
        info.st_blocks,
        *(nanoseconds // 10**9 for nanoseconds in (info.st_atime_ns, info.st_mtime_ns, info.st_ctime_ns)),
        *(nanoseconds % 10**9 for nanoseconds in (info.st_atime_ns, info.st_mtime_ns, info.st_ctime_ns)),
        info.st_mode,
        info.st_nlink,
        info.st_uid,
        info.st_gid,
        info.st_rdev,
        info.st_blksize,
        0,
    )


def first_name(body: memoryview) -> bytes:
    """Return the file name a request ends with."""
    return bytes(body).split(b"\0", 1)[0]
