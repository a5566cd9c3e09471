"""Workbooks as LibreOffice saves and opens them, where it is installed."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

_PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
_PATIENCE = 240
"""Seconds; its first start makes a profile."""

needs_libreoffice = pytest.mark.skipif(
    _PROGRAM is None, reason="LibreOffice is not installed: what it saves is not tried here"
)

_SCRIPT = Path(__file__).with_name("through_uno.py")


@lru_cache
def _python_with_uno() -> str | None:
    """Return a Python that can talk to LibreOffice: the system's, as a rule, or the one it brings along."""
    if _PROGRAM is None:
        return None
    candidates = ["/usr/bin/python3", str(Path(_PROGRAM).resolve().with_name("python")), sys.executable]
    for candidate in candidates:
        probe = [candidate, "-c", "import uno"]
        if (
            Path(candidate).exists()
            and not subprocess.run(probe, check=False, capture_output=True).returncode
        ):
            return candidate
    return None


needs_uno = pytest.mark.skipif(
    _python_with_uno() is None or os.name == "nt",
    reason="LibreOffice or python3-uno is not installed: what it asks or warns of is not tried here",
)


def done_in_libreoffice(folder: Path, deeds: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Open and save documents as LibreOffice's user would, and return what came of each.

    Args:
        folder: Where LibreOffice may keep its profile.
        deeds: See `through_uno.py`.
    """
    python = _python_with_uno()
    assert python is not None
    with _listening(folder / "profile") as address:
        told = {"address": address, "patience": _PATIENCE / 2, "deeds": deeds}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(
            [python, str(_SCRIPT)], input=json.dumps(told), text=True, encoding="utf-8",
            capture_output=True, check=False, timeout=_PATIENCE, env=environment,
        )  # fmt: skip
    assert done.returncode == 0, f"{done.returncode}: {done.stderr}"
    answer: list[dict[str, Any]] = json.loads(done.stdout)
    return answer


@contextmanager
def _listening(profile: Path) -> Iterator[str]:
    """Run a LibreOffice of our own, and end it with all that it started."""
    assert _PROGRAM is not None
    address = f"pipe,name=cariste{secrets.token_hex(8)}"
    office = subprocess.Popen(
        [
            *(_PROGRAM, "--headless", "--invisible", "--norestore", "--nologo"),
            *(f"-env:UserInstallation={profile.as_uri()}", f"--accept={address};urp;"),
        ],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield address
    finally:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait()


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
