"""What nobody needs any more goes, and only from the thread it lives in."""

from __future__ import annotations

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from cariste.ui.garbage import GarbageCollector


class Knot:
    """Holds itself, so that only a collector frees it."""

    freed_in: int | None = None

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        type(self).freed_in = threading.get_ident()


def test_a_thread_that_allocates_a_lot_never_destroys_what_the_window_left(qtbot: QtBot) -> None:
    collector = GarbageCollector()
    remembered = weakref.ref(Knot())
    thread = threading.Thread(target=lambda: [[] for _number in range(200_000)])
    thread.start()
    thread.join()
    assert remembered() is not None
    kept = [[] for _number in range(2_000)]  # passes the threshold of the youngest
    collector.look()
    assert remembered() is None
    assert Knot.freed_in == threading.get_ident()
    assert len(kept) == 2_000
    collector.stop()


def test_it_looks_by_itself_and_python_takes_over_at_the_end(qtbot: QtBot) -> None:
    collector = GarbageCollector()
    assert not gc.isenabled()
    remembered = weakref.ref(Knot())
    kept = [[] for _number in range(2_000)]
    qtbot.waitUntil(lambda: remembered() is None)
    collector.stop()
    assert gc.isenabled()
    assert len(kept) == 2_000
