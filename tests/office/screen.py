"""A screen nobody sees: an X server for one PC where there is one, else Qt draws into memory."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys

_SIZE = "1280x800x24"
_TRIAL = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"


class Screen:
    """One PC's screen and keyboard.

    Attributes:
        environment: What a program needs to be shown on it.
    """

    def __init__(self) -> None:
        self._server = _start_server() if _usable() else None
        # The off-screen platform warns of window hints it has no use for.
        self.environment = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "default.warning=false"}
        if self._server is not None:
            self.environment = _on(self._server)

    def close(self) -> None:
        """Switch it off."""
        if self._server is not None:
            _stop(self._server)


def _start_server() -> subprocess.Popen[str]:
    # The server finds a free number by itself, and says which.
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", _SIZE, "-nolisten", "tcp"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _on(server: subprocess.Popen[str]) -> dict[str, str]:
    assert server.stdout is not None
    number = server.stdout.readline().strip()
    return {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}


def _stop(server: subprocess.Popen[str]) -> None:
    server.terminate()
    server.communicate()


@functools.cache
def _usable() -> bool:
    """Tell whether there is an X server here, and the libraries Qt needs for it."""
    if shutil.which("Xvfb") is None:
        return False
    server = _start_server()
    try:
        environment = {**os.environ, **_on(server)}
        command = [sys.executable, "-c", _TRIAL]
        done = subprocess.run(command, check=False, capture_output=True, env=environment, timeout=60)
        return done.returncode == 0
    finally:
        _stop(server)
