"""The window never waits: work is done elsewhere, and its results come to whoever still wants them."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cariste.core.errors import CaristeError, UserError
from cariste.ui.tasks import Tasks


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def refuse() -> None:
    raise UserError("The file is not a table.")


def blunder() -> None:
    raise ZeroDivisionError


def nothing(_result: Any) -> None:
    """Take a result nobody looks at."""


@pytest.mark.parametrize("way", ["read", "write"])
def test_work_is_done_elsewhere_and_its_result_comes_to_the_ui_thread(
    tasks: Tasks, owner: QObject, qtbot: QtBot, way: str
) -> None:
    seen: list[tuple[int, int]] = []
    start = getattr(tasks, way)
    start(threading.get_ident, lambda worker: seen.append((worker, threading.get_ident())), owner=owner)
    qtbot.waitUntil(lambda: bool(seen))
    worker, receiver = seen[0]
    assert receiver == threading.get_ident()
    assert worker != receiver


def test_changes_are_made_one_after_the_other_in_the_order_asked(
    tasks: Tasks, owner: QObject, qtbot: QtBot
) -> None:
    done: list[int] = []
    for number in range(20):
        tasks.write(lambda number=number: done.append(number), nothing, owner=owner)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(done) == 20)
    assert done == list(range(20))


def test_a_query_does_not_wait_behind_a_long_change(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    go_on = threading.Event()
    answers: list[str] = []
    tasks.write(lambda: go_on.wait(30), nothing, owner=owner)
    tasks.read(lambda: "answer", answers.append, owner=owner)
    qtbot.waitUntil(lambda: answers == ["answer"])
    go_on.set()


def test_only_the_last_of_the_searches_typed_is_shown(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    go_on = threading.Event()
    ran: list[str] = []
    shown: list[str] = []

    def search(text: str) -> str:
        ran.append(text)
        go_on.wait(30)
        return text

    for text in ("c", "ch", "chl", "chlo"):
        tasks.read(lambda text=text: search(text), shown.append, owner=owner, key="search")  # type: ignore[misc]
    go_on.set()
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == ["chlo"]
    assert "chl" not in ran  # nobody reads what nobody wants


def test_searches_of_two_pages_do_not_disturb_each_other(tasks: Tasks, qtbot: QtBot) -> None:
    one, other = QObject(), QObject()
    shown: list[str] = []
    tasks.read(lambda: "one", shown.append, owner=one, key="search")
    tasks.read(lambda: "other", shown.append, owner=other, key="search")
    qtbot.waitUntil(lambda: sorted(shown) == ["one", "other"])


def test_a_result_for_a_page_that_is_gone_is_dropped(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    import shiboken6

    go_on = threading.Event()
    page = QObject()
    shown: list[Any] = []
    tasks.read(lambda: go_on.wait(30), shown.append, owner=page)
    shiboken6.delete(page)
    go_on.set()
    after: list[Any] = []
    tasks.read(lambda: None, after.append, owner=owner)
    qtbot.waitUntil(lambda: bool(after))
    assert shown == []


def test_a_problem_goes_to_its_handler_as_it_was_written(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    told: list[CaristeError] = []
    unhandled: list[Any] = []
    tasks.failed.connect(unhandled.append)
    tasks.read(refuse, nothing, told.append, owner=owner)
    qtbot.waitUntil(lambda: bool(told))
    assert str(told[0]) == "The file is not a table."
    assert unhandled == []


def test_a_problem_without_a_handler_is_reported(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.failed) as signal:
        tasks.write(refuse, nothing, owner=owner)
    assert isinstance(signal.args[0], UserError)


def test_a_bug_is_reported_and_the_page_stops_waiting(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    told: list[CaristeError] = []
    with qtbot.waitSignal(tasks.failed) as signal:
        tasks.read(blunder, nothing, told.append, owner=owner)
    assert isinstance(signal.args[0], ZeroDivisionError)
    qtbot.waitUntil(lambda: bool(told))
    assert "unexpected" in str(told[0])


def test_a_bug_of_a_page_that_is_gone_bothers_nobody(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    import shiboken6

    page = QObject()
    reported: list[Any] = []
    tasks.failed.connect(reported.append)
    tasks.read(blunder, nothing, owner=page)
    shiboken6.delete(page)
    after: list[Any] = []
    tasks.read(lambda: None, after.append, owner=owner)
    qtbot.waitUntil(lambda: bool(after))
    assert reported == []


def test_the_window_knows_when_work_is_under_way(tasks: Tasks, owner: QObject, qtbot: QtBot) -> None:
    said: list[bool] = []
    tasks.busy.connect(said.append)
    tasks.read(lambda: None, nothing, owner=owner)
    tasks.write(lambda: None, nothing, owner=owner)
    qtbot.waitUntil(lambda: said == [True, False])


def test_leaving_finishes_the_changes_and_drops_the_queries(qtbot: QtBot) -> None:
    tasks, owner = Tasks(), QObject()
    begun, go_on = threading.Event(), threading.Event()
    written: list[int] = []
    read: list[int] = []

    def first_query() -> None:
        begun.set()
        go_on.wait(30)

    tasks.read(first_query, nothing, owner=owner)
    begun.wait(30)
    for number in range(5):
        tasks.write(lambda number=number: written.append(number), nothing, owner=owner)  # type: ignore[misc]
        tasks.read(lambda number=number: read.append(number), nothing, owner=owner)  # type: ignore[misc]
    threading.Timer(0.05, go_on.set).start()
    tasks.shutdown()
    assert written == list(range(5))
    assert read == []


def test_whoever_asks_after_the_end_is_not_answered(qtbot: QtBot) -> None:
    tasks, owner = Tasks(), QObject()
    tasks.shutdown()
    ran: list[int] = []
    tasks.read(lambda: ran.append(1), nothing, owner=owner)
    tasks.write(lambda: ran.append(2), nothing, owner=owner)
    assert ran == []


def test_a_long_copy_holds_up_neither_queries_nor_changes_nor_another_copy(
    tasks: Tasks, owner: QObject, qtbot: QtBot
) -> None:
    go_on = threading.Event()
    done: list[str] = []
    tasks.beside(lambda: go_on.wait(30), nothing, owner=owner)
    tasks.beside(lambda: "sent", done.append, owner=owner)
    tasks.read(lambda: "read", done.append, owner=owner)
    tasks.write(lambda: "written", done.append, owner=owner)
    qtbot.waitUntil(lambda: sorted(done) == ["read", "sent", "written"])
    go_on.set()
