"""What went wrong is said; a bug never closes the window without a word."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cariste.core.errors import EnvironmentProblem
from cariste.core.paths import log_file
from cariste.ui.errors import BugReport, ErrorReporter, Message
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def reporter(
    window: QWidget, theme: Theme, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ErrorReporter]:
    # Put back after the test, so that the next one does not report to this window.
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reporter = ErrorReporter(theme)
    reporter.install(window, tasks)
    yield reporter
    for message in window.findChildren(Message):
        message.close()


def words(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def broken() -> Exception:
    with pytest.raises(ZeroDivisionError) as caught:
        raise ZeroDivisionError("a bug of ours")
    return caught.value


def test_a_problem_we_foresaw_is_shown_as_it_was_written(reporter: ErrorReporter, window: QWidget) -> None:
    reporter.show(EnvironmentProblem("The shared folder does not answer."))
    (message,) = window.findChildren(Message)
    assert not isinstance(message, BugReport)
    assert message.isVisible()
    assert "The shared folder does not answer." in words(message)


def test_a_bug_is_reported_with_details_to_copy_and_the_log(reporter: ErrorReporter, window: QWidget) -> None:
    reporter.show(broken())
    (report,) = window.findChildren(BugReport)
    assert "What was saved is safe" in words(report)
    assert str(log_file()) in words(report)
    assert "a bug of ours" not in words(report)  # the details are for developers
    report.copy_details()
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError: a bug of ours" in copied
    assert "test_errors.py" in copied


def test_many_bugs_at_once_make_one_report(reporter: ErrorReporter, window: QWidget, qtbot: QtBot) -> None:
    for _time in range(5):
        reporter.show(broken())
    (report,) = window.findChildren(BugReport)
    report.close_button.click()
    qtbot.waitUntil(lambda: window.findChildren(BugReport) == [])
    reporter.show(broken())
    assert len(window.findChildren(BugReport)) == 1


def test_a_bug_nobody_caught_is_reported_and_logged(
    reporter: ErrorReporter, window: QWidget, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    error = broken()
    sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: len(window.findChildren(BugReport)) == 1)
    assert "a bug of ours" in caplog.text


def test_a_bug_in_a_thread_is_reported_too(reporter: ErrorReporter, window: QWidget, qtbot: QtBot) -> None:
    def fail() -> None:
        raise ZeroDivisionError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(window.findChildren(BugReport)) == 1)
    assert "in a thread" in window.findChildren(BugReport)[0].details


def test_a_bug_in_the_background_is_reported(
    reporter: ErrorReporter, window: QWidget, tasks: Tasks, qtbot: QtBot
) -> None:
    tasks.read(lambda: 1 / 0, lambda _result: None, owner=window)
    qtbot.waitUntil(lambda: len(window.findChildren(BugReport)) == 1)


def test_escape_closes_a_message(reporter: ErrorReporter, window: QWidget, qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt

    message = reporter.tell("Read this.")
    qtbot.keyClick(message, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChildren(Message) == [])
