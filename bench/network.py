"""The network drive that the tests play, and the office that works on it, for measurements over a line."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

import netshare
import office

__all__ = ["available", "netshare", "office"]


def available() -> bool:
    """Tell whether a network drive can be played here; say so if not."""
    if not netshare.available():
        print("  skipped: no /dev/fuse, so no network drive can be played here", flush=True)
    return netshare.available()
