"""Work off the UI thread: one thread reads, one writes, one beats, two carry; results come by signal."""

from __future__ import annotations

import dataclasses
import logging
import weakref
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from cariste.core.errors import CaristeError
from cariste.core.i18n import _

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")
_Key = tuple[int, Hashable]


@dataclasses.dataclass(eq=False)
class _Job:
    """One piece of work: what to run, for whom, and what came of it."""

    function: Callable[[], Any]
    on_result: Callable[[Any], None]
    on_error: Callable[[CaristeError], None] | None
    owner: weakref.ref[QObject]
    key: _Key | None = None
    superseded: bool = False
    result: Any = None
    error: Exception | None = None

    def run(self) -> None:
        """Do the work, in a thread of its own: no widget may be touched here."""
        if self.superseded:
            return
        try:
            self.result = self.function()
        except Exception as error:  # noqa: BLE001 - handed to the UI thread, which knows whom to tell
            self.error = error

    def wanted(self) -> bool:
        """Tell whether somebody still waits for the result."""
        owner = self.owner()
        return not self.superseded and owner is not None and shiboken6.isValid(owner)

    def let_go(self) -> None:
        """Forget everybody's functions, on the UI thread.

        The worker may hold the job a moment longer; a widget known to nobody else would die in its hands.
        """
        self.function = self.on_result = _nothing
        self.on_error = None


def _nothing(*_arguments: Any) -> None:
    """What a job does once it is done."""


class Tasks(QObject):
    """Runs functions in the background, in the order they were asked for.

    Attributes:
        busy: True when the first job begins, False when the last is done.
        failed: An error nobody handles: a problem without a handler, or a bug. Carries the exception.
    """

    busy = Signal(bool)
    failed = Signal(object)
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = ThreadPoolExecutor(1, "cariste-read")
        self._writers = ThreadPoolExecutor(1, "cariste-write")
        self._beats = ThreadPoolExecutor(1, "cariste-beat")
        self._beside = ThreadPoolExecutor(2, "cariste-beside")
        self._latest: dict[_Key, _Job] = {}
        self._under_way = 0
        self._closed = False
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def read(
        self,
        function: Callable[[], _Result],
        on_result: Callable[[_Result], None],
        on_error: Callable[[CaristeError], None] | None = None,
        *,
        owner: QObject,
        key: Hashable | None = None,
    ) -> None:
        """Run a query; never behind a write.

        Args:
            function: Runs in the reading thread; must not touch widgets.
            on_result: Gets what it returned, on the UI thread.
            on_error: Gets what went wrong, ready to show. Without it, a message opens. A bug reaches both:
                the handler, so that it stops waiting, and the report.
            owner: Whoever wants the result; if it is gone by then, nothing is called.
            key: A job with the key of an earlier one of the same owner makes that one pointless.
        """
        self._start(self._readers, self._replacing(function, on_result, on_error, owner, key))

    def write(
        self,
        function: Callable[[], _Result],
        on_result: Callable[[_Result], None],
        on_error: Callable[[CaristeError], None] | None = None,
        *,
        owner: QObject,
    ) -> None:
        """Run a change, after the changes asked for before; arguments as `read`."""
        self._start(self._writers, _Job(function, on_result, on_error, weakref.ref(owner)))

    def beside(
        self,
        function: Callable[[], _Result],
        on_result: Callable[[_Result], None],
        on_error: Callable[[CaristeError], None] | None = None,
        *,
        owner: QObject,
        key: Hashable | None = None,
    ) -> None:
        """Bring whole files over the share: no query and no change waits for it; arguments as `read`.

        Two at a time, so that a look into a backup does not hold up what is to be sent; in no certain order.
        """
        self._start(self._beside, self._replacing(function, on_result, on_error, owner, key))

    def beat(
        self,
        function: Callable[[], None],
        on_result: Callable[[None], None],
        on_error: Callable[[CaristeError], None],
        *,
        owner: QObject,
    ) -> None:
        """Give a sign of life: in a thread of its own, never behind a report or a slow change."""
        self._start(self._beats, _Job(function, on_result, on_error, weakref.ref(owner)))

    def shutdown(self) -> None:
        """Finish the changes, drop the queries; nothing is begun or delivered any more."""
        self._closed = True
        self._done.disconnect(self._deliver)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._beats.shutdown(wait=True, cancel_futures=True)
        self._beside.shutdown(wait=True, cancel_futures=True)
        self._writers.shutdown(wait=True)

    def _replacing(
        self,
        function: Callable[[], Any],
        on_result: Callable[[Any], None],
        on_error: Callable[[CaristeError], None] | None,
        owner: QObject,
        key: Hashable | None,
    ) -> _Job:
        """Return a job that makes the earlier one of its key pointless."""
        full_key = None if key is None else (id(owner), key)
        job = _Job(function, on_result, on_error, weakref.ref(owner), full_key)
        if full_key is not None:
            if earlier := self._latest.get(full_key):
                earlier.superseded = True
            self._latest[full_key] = job
        return job

    def _start(self, pool: ThreadPoolExecutor, job: _Job) -> None:
        if self._closed:
            # A page that is being taken down may still ask.
            return
        self._under_way += 1
        if self._under_way == 1:
            self.busy.emit(True)
        pool.submit(self._run, job)

    def _run(self, job: _Job) -> None:
        job.run()
        self._done.emit(job)

    def _deliver(self, job: _Job) -> None:
        self._under_way -= 1
        if self._under_way == 0:
            self.busy.emit(False)
        if job.key is not None and self._latest.get(job.key) is job:
            del self._latest[job.key]
        try:
            if job.error is not None:
                self._complain(job, job.error)
            elif job.wanted():
                job.on_result(job.result)
        finally:
            job.let_go()

    def _complain(self, job: _Job, error: Exception) -> None:
        foreseen = isinstance(error, CaristeError)
        if not foreseen:
            _log.error("A background job failed", exc_info=error)
        if not job.wanted():
            # Asked by a page that has gone, perhaps with its folder: the log is enough.
            return
        if not foreseen:
            self.failed.emit(error)
        if job.on_error is not None:
            shown = (
                error if isinstance(error, CaristeError) else CaristeError(_("An unexpected error occurred."))
            )
            job.on_error(shown)
        elif foreseen:
            self.failed.emit(error)
