"""Mount and unmount: the only system calls Python does not have."""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import subprocess
import sys

from netshare.protocol import MAX_WRITE

_MNT_DETACH, _MS_NOSUID, _MS_NODEV = 2, 2, 4


def available() -> bool:
    """Tell whether a share can be mounted here, for `pytest.mark.skipif`."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        os.close(os.open("/dev/fuse", os.O_RDWR))
    except OSError:
        return False
    return os.geteuid() == 0 or shutil.which("fusermount3") is not None


def mount(mountpoint: str) -> int:
    """Mount a FUSE file system and return its /dev/fuse descriptor. Raises OSError."""
    if os.geteuid() != 0:
        return _mount_as_a_user(mountpoint)
    device = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other,max_read={MAX_WRITE}"
    failed = _libc().mount(
        b"netshare",
        os.fsencode(mountpoint),
        b"fuse.netshare",
        _MS_NOSUID | _MS_NODEV,
        options.encode(),
    )
    if failed:
        code = ctypes.get_errno()
        os.close(device)
        raise OSError(code, os.strerror(code), mountpoint)
    return device


def _mount_as_a_user(mountpoint: str) -> int:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with ours, theirs:
        options = f"rw,nosuid,nodev,fsname=netshare,subtype=netshare,max_read={MAX_WRITE}"
        subprocess.run(
            ["fusermount3", "-o", options, "--", mountpoint],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "_FUSE_COMMFD": str(theirs.fileno())},
            check=True,
        )
        _message, descriptors, _flags, _address = socket.recv_fds(ours, 4, 1)
        return descriptors[0]


def unmount(mountpoint: str) -> None:
    """Take a mount away, also a dead one or one in use; nothing happens when there is none."""
    if os.geteuid() == 0:
        _libc().umount2(os.fsencode(mountpoint), _MNT_DETACH)
    else:
        subprocess.run(
            ["fusermount3", "-u", "-z", "-q", "--", mountpoint], check=False, stderr=subprocess.DEVNULL
        )


def rename(old_folder: int, old: bytes, new_folder: int, new: bytes, flags: int) -> None:
    """Call renameat2. Raises OSError."""
    if _libc().renameat2(old_folder, old, new_folder, new, flags):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
