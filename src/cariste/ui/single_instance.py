"""One window per user and folder on this PC: a second start brings the first window to the front."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

from filelock import FileLock
from filelock import Timeout as LockHeld
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from cariste.core.paths import user_folder

PATIENCE = 5.0
"""Seconds for the first window to answer: it may still be starting, or be giving its folder back."""
_PAUSE = 0.1
_HERE = b"here"


class SingleInstance(QObject):
    """The window of this process, where other starts of the program find it.

    Who is first is told by an operating-system lock, which dies with its process; the socket only carries the
    wish to see the window. So one left over by a crash is known to be nobody's.

    Attributes:
        wanted: The user started the program once more for the folder this window shows.
    """

    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._lock: FileLock | None = None
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def is_elsewhere(self, folder: Path | None) -> bool:
        """Stand for a folder, unless another window does and came to the front.

        Waits for the other window's answer, for `PATIENCE` at most: one that hangs is passed over.

        Args:
            folder: The folder to be opened, None for none.

        Returns:
            Whether another window came to the front: this process is not needed.
        """
        deadline = time.monotonic() + PATIENCE
        while not self.stand_for(folder):
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            if _comes_forward(_name_of(folder), left):
                return True
            time.sleep(_PAUSE)
        return False

    def stand_for(self, folder: Path | None) -> bool:
        """Be the window to be found for this folder from now on, and for no other; False if there is one."""
        name = _name_of(folder)
        if name == self._name:
            return True
        lock = FileLock(user_folder() / f"{name}.lock")
        try:
            lock.acquire(timeout=0)
        except LockHeld:
            return False
        self.release()
        self._name, self._lock = name, lock
        QLocalServer.removeServer(name)
        self._server.listen(name)
        return True

    def stop_listening(self) -> None:
        """Come to the front no more: the window is closing. Another start waits until it has gone."""
        self._server.close()

    def release(self) -> None:
        """Stand for nothing any more."""
        self.stop_listening()
        self._name = ""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _answer(self) -> None:
        caller = self._server.nextPendingConnection()
        caller.disconnected.connect(caller.deleteLater)
        self.wanted.emit()
        caller.write(_HERE)
        caller.disconnectFromServer()


def _name_of(folder: Path | None) -> str:
    # The folder is not resolved: that would ask the share, which may be away.
    shown = os.path.normcase(folder.absolute()) if folder is not None else ""
    told = f"{os.path.normcase(user_folder().absolute())}\n{shown}"
    return f"cariste-window-{hashlib.sha256(told.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}"


def _comes_forward(name: str, seconds: float) -> bool:
    """Ask the window of that name to come to the front; tell whether it answered in time."""
    if sys.platform == "win32":
        import ctypes

        # Windows lets only the program just started by the user show a window in front: pass that right on.
        anybody = 0xFFFFFFFF
        ctypes.windll.user32.AllowSetForegroundWindow(anybody)
    milliseconds = max(1, int(seconds * 1000))
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(milliseconds) or not socket.waitForReadyRead(milliseconds):
        return False
    return bytes(socket.readAll().data()) == _HERE
