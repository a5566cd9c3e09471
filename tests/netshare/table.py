"""What one mount knows: the files the kernel has names for, and those that are open."""

from __future__ import annotations

import dataclasses
import errno
import os
import threading
import time

from netshare.line import Line
from netshare.protocol import ENTRY_HEAD, attributes, seconds

Folder = list[tuple[bytes, int, int]]
"""Name, inode and kind of each entry."""


@dataclasses.dataclass
class Options:
    """How a server and its client behave; see README.md."""

    windows: bool = False
    read_only: bool = False
    full: bool = False
    cache: str = "none"
    attr_s: float = 0.0
    missing_s: float = 0.0
    listing_s: float = 0.0
    handles: str = "stale"
    noreplace: str = "atomic"
    exclusive: str = "atomic"


@dataclasses.dataclass
class Node:
    """A file the kernel has a number for; held open by path only, so that a rename does not lose it."""

    fd: int
    key: tuple[int, int]
    lookups: int = 0


@dataclasses.dataclass
class Handle:
    """An open file or folder (then without a descriptor)."""

    fd: int
    node: int
    logon: int
    append: bool = False
    entries: Folder | None = None


class Table:
    """Nodes and handles by the numbers the kernel uses."""

    def __init__(self, backing: str, options: Options, line: Line) -> None:
        self.options, self.line = options, line
        self.lock = threading.RLock()
        root = os.open(backing, os.O_PATH | os.O_DIRECTORY)
        info = os.fstat(root)
        key = (info.st_dev, info.st_ino)
        self._nodes = {1: Node(root, key, lookups=1 << 60)}  # the kernel never forgets the root
        self._by_key = {key: 1}
        self._open: dict[int, Handle] = {}
        self._next_node, self._next_handle = 2, 1
        self._listings: dict[int, tuple[float, Folder]] = {}

    # -- files by number -----------------------------------------------------------------------

    def fd(self, node: int) -> int:
        """Return a node's descriptor, good for `dir_fd`."""
        return self._nodes[node].fd

    def path(self, node: int) -> str:
        """Return a path that leads to a node whatever it is called by now."""
        return f"/proc/self/fd/{self.fd(node)}"

    def entry(self, parent: int, name: bytes) -> tuple[int, bytes]:
        """Look a name up. Raises FileNotFoundError.

        Returns:
            The node, and the answer for the kernel.
        """
        fd = os.open(name, os.O_PATH | os.O_NOFOLLOW, dir_fd=self.fd(parent))
        info = os.fstat(fd)
        key = (info.st_dev, info.st_ino)
        with self.lock:
            node = self._by_key.get(key)
            if node is None:
                node, self._next_node = self._next_node, self._next_node + 1
                self._nodes[node] = Node(fd, key)
                self._by_key[key] = node
            else:
                os.close(fd)
            self._nodes[node].lookups += 1
        whole, rest = seconds(self.options.attr_s)
        return node, ENTRY_HEAD.pack(node, 0, whole, whole, rest, rest) + attributes(info)

    def forget(self, number: int, times: int) -> None:
        """Let go of a node the kernel has no more use for."""
        with self.lock:
            node = self._nodes.get(number)
            if node is None:
                return
            node.lookups -= times
            if node.lookups <= 0:
                os.close(node.fd)
                del self._nodes[number]
                if self._by_key.get(node.key) == number:
                    del self._by_key[node.key]

    # -- what is open --------------------------------------------------------------------------

    def opened(self, fd: int, node: int, *, append: bool = False) -> int:
        """Remember an open file; return its number."""
        with self.lock:
            number, self._next_handle = self._next_handle, self._next_handle + 1
            self._open[number] = Handle(fd, node, self.line.logon, append)
        return number

    def handle(self, number: int) -> Handle:
        """Return an open file. Raises OSError (ESTALE) when the server forgot it."""
        handle = self._open[number]
        if handle.logon != self.line.logon and self.options.handles == "stale":
            raise OSError(errno.ESTALE, "open file of a dropped connection")
        return handle

    def closed(self, number: int) -> None:
        """Forget an open file."""
        with self.lock:
            handle = self._open.pop(number, None)
        if handle is not None and handle.fd >= 0:
            os.close(handle.fd)

    # -- listings ------------------------------------------------------------------------------

    def listing(self, node: int) -> Folder:
        """List a folder, or repeat an old listing of it while the client believes that one."""
        kept = self._listings.get(node)
        if kept is not None and time.monotonic() - kept[0] < self.options.listing_s:
            return kept[1]
        with os.scandir(self.path(node)) as found:
            entries = [(os.fsencode(e.name), e.inode(), 4 if e.is_dir() else 8) for e in found]
        self._listings[node] = (time.monotonic(), entries)
        return entries
