"""A real file server for tests: Debian's samba on the loopback, mounted as by two PCs. See README.md."""

from __future__ import annotations

from samba.server import Server, missing

__all__ = ["Server", "missing"]
