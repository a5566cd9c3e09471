"""How a long read tells where it is, and how it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from cariste.core.errors import UserError
from cariste.core.i18n import _

Progress = Callable[[int, int], None]
"""Told (done, total); total grows once when the size is known."""

_Result = TypeVar("_Result")
_POLL_SECONDS = 0.05


class Cancelled(UserError):
    """The user stopped a read; nothing was imported."""


def never() -> bool:
    """Answer of a read that nobody can stop."""
    return False


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


class Watch:
    """Carries the progress of one read and asks whether to go on."""

    def __init__(self, progress: Progress = silent, cancelled: Callable[[], bool] = never) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._done, self._total = 0, 0

    def expect(self, amount: int) -> None:
        """Announce so much more work."""
        self._total += amount

    def advance(self, amount: int) -> None:
        """Report work done.

        Raises:
            Cancelled: The user gave up.
        """
        self._done = min(self._done + amount, self._total)
        self._progress(self._done, self._total)
        self.check()

    def check(self) -> None:
        """Stop here if the user gave up.

        Raises:
            Cancelled: He did.
        """
        if self._cancelled():
            raise Cancelled(_("Stopped. Nothing was imported."))

    def wait_for(self, work: Callable[[], _Result]) -> _Result:
        """Run a call that cannot be interrupted; when the user gives up, leave it to finish alone.

        Raises:
            Cancelled: The user gave up meanwhile.
        """
        if self._cancelled is never:
            return work()
        done: list[_Result] = []
        failed: list[BaseException] = []

        def run() -> None:
            try:
                done.append(work())
            except BaseException as error:  # noqa: BLE001 - raised again in the calling thread
                failed.append(error)

        worker = threading.Thread(target=run, name="read-sheet", daemon=True)
        worker.start()
        while worker.is_alive():
            worker.join(_POLL_SECONDS)
            self.check()
        if failed:
            raise failed[0]
        return done[0]
