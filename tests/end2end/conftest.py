"""The whole program, as its user starts it."""

from __future__ import annotations

from programs import garbage_is_collected_here, start

__all__ = ["garbage_is_collected_here", "start"]
