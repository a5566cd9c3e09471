"""A network share for tests that can be slow, cut, frozen or forgetful. README.md tells how to use it."""

from __future__ import annotations

from netshare.hosts import Host, NetShare
from netshare.mounting import available

__all__ = ["Host", "NetShare", "available"]
