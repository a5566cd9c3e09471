"""Workbooks as LibreOffice saves them, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
_PATIENCE = 240
"""Seconds; its first start makes a profile."""

needs_libreoffice = pytest.mark.skipif(
    _PROGRAM is None, reason="LibreOffice is not installed: what it saves is not tried here"
)


def saved_by_libreoffice(path: Path, suffix: str = ".xlsx") -> Path:
    """Open a file in LibreOffice, save it in a format of its own making, and return that file."""
    assert _PROGRAM is not None
    out = path.parent / f"saved-{path.stem}-{suffix[1:]}"
    subprocess.run(
        [
            *(_PROGRAM, "--headless", f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"),
            *("--convert-to", suffix[1:], "--outdir", str(out), str(path)),
        ],
        check=True, capture_output=True, timeout=_PATIENCE,
    )  # fmt: skip
    return out / f"{path.stem}{suffix}"
