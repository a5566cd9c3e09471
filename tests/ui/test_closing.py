"""Closing the window: what waits is sent first; what cannot be sent is kept, and the window says so."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import scans
from factories import employee
from programs import Start, asked, headline, names_for_everybody
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from ui_grid import open_cell

from cariste import bootstrap
from cariste.employee.models import Employee
from cariste.share.listing import data_folder, look, publication_file
from cariste.ui.app import Program
from cariste.ui.dialogs.closing_dialog import ClosingDialog
from cariste.ui.errors import Message
from cariste.ui.pages.scans import ScansPage
from cariste.workspace import Workspace
from cariste.workspace.sending import Sender


@pytest.fixture
def program(start: Start, shared: Path, qtbot: QtBot) -> Program:
    """A window that edits."""
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    return program


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A share that takes nothing before the event is set."""
    answers = threading.Event()
    send = Sender.send

    def slowly(sender: Sender) -> bool:
        answers.wait(30)
        return send(sender)

    monkeypatch.setattr(Sender, "send", slowly)
    yield answers
    answers.set()


def hire(program: Program, *names: str) -> None:
    """Record people as a form does, so quickly that nothing is sent yet."""
    workspace = opened(program)
    for number, name in enumerate(names):
        with workspace.change(f"hire {name}"):
            employee(first_name=name, external_id=str(number))


def opened(program: Program) -> Workspace:
    assert program.session.workspace is not None
    return program.session.workspace


def dialog(program: Program) -> ClosingDialog:
    return program.window.findChild(ClosingDialog)


def test_a_window_with_nothing_to_send_closes_without_a_word(program: Program, qtbot: QtBot) -> None:
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert dialog(program) is None


def test_what_was_recorded_a_moment_ago_is_sent_before_the_window_goes(
    program: Program, shared: Path, qtbot: QtBot
) -> None:
    hire(program, "Zoé")
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert names_for_everybody(shared) == ["Zoé"]


def test_a_slow_share_is_waited_for_with_a_count_and_then_the_window_closes_by_itself(
    program: Program, shared: Path, slow: threading.Event, qtbot: QtBot
) -> None:
    hire(program, "Noël", "Zoé")
    program.window.close()
    qtbot.waitUntil(lambda: dialog(program) is not None)
    qtbot.waitUntil(lambda: dialog(program).headline.text() == "Sending 2 changes…")
    assert program.window.isVisible()
    program.window.close()
    assert len(program.window.findChildren(ClosingDialog)) == 1
    slow.set()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert names_for_everybody(shared) == ["Noël", "Zoé"]


def test_whoever_cannot_wait_closes_anyway(program: Program, slow: threading.Event, qtbot: QtBot) -> None:
    hire(program, "Zoé")
    program.window.close()
    qtbot.waitUntil(lambda: dialog(program) is not None)
    dialog(program).close_button.click()
    assert not program.window.isVisible()
    assert opened(program).pending == 1


def test_whoever_stays_goes_on_working(program: Program, slow: threading.Event, qtbot: QtBot) -> None:
    hire(program, "Zoé")
    # As a form does: it is sent soon, also if the window had not yet begun to send it when it was closed.
    program._bus.changed.emit(None)
    program.window.close()
    qtbot.waitUntil(lambda: dialog(program) is not None)
    dialog(program).reject()
    slow.set()
    qtbot.waitUntil(lambda: opened(program).pending == 0)
    qtbot.waitUntil(lambda: dialog(program) is None)
    assert program.window.isVisible()
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())


def test_without_the_share_changes_stay_on_this_pc_and_are_sent_next_time(
    program: Program, start: Start, shared: Path, qtbot: QtBot
) -> None:
    hire(program, "Zoé")
    away = shared.with_name("away")
    shared.rename(away)
    program.window.close()
    qtbot.waitUntil(lambda: dialog(program) is not None)
    qtbot.waitUntil(lambda: dialog(program).headline.text() == "1 change could not be sent")
    assert "will be sent the next time Cariste is opened here" in dialog(program).words.text()
    assert dialog(program).reason.text()
    assert program.window.isVisible()
    dialog(program).close_button.click()
    assert not program.window.isVisible()
    program.leave()

    away.rename(shared)
    assert names_for_everybody(shared) == []
    again = start(shared)
    qtbot.waitUntil(lambda: headline(again) == "You are editing")
    assert opened(again).pending == 0
    assert names_for_everybody(shared) == ["Zoé"]


def test_a_window_that_reads_closes_at_once(start: Start, shared: Path, qtbot: QtBot) -> None:
    with bootstrap.open_workspace(shared, write=True):
        program = start(shared)
        qtbot.waitUntil(lambda: headline(program) == "Read-only")
        program.window.close()
        assert not program.window.isVisible()


def test_what_is_being_typed_in_the_list_is_recorded_and_sent_before_the_window_goes(
    program: Program, shared: Path, qtbot: QtBot
) -> None:
    hire(program, "Zoé")
    open_cell(program.window, qtbot, "Role", "Agent de quai")
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    with read_only(shared) as published:
        assert published.execute("SELECT role FROM employees").fetchall() == [("Agent de quai",)]


def test_what_is_being_typed_and_cannot_be_recorded_is_asked_about(program: Program, qtbot: QtBot) -> None:
    hire(program, "Noël", "Zoé")
    page = open_cell(program.window, qtbot, "No.", "1" * 1000)
    program.window.visit("alerts")
    program.window.close()
    question = asked(program.window, qtbot)
    assert "1" * 61 not in question.text
    assert question.text.startswith("“1111")
    assert "Close all the same?" in question.text
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert program.window.isVisible()
    assert program.window.shown == "employees"
    # The keyboard is in the cell, ready to put it right.
    assert page.editing.grid.editor is not None
    qtbot.waitUntil(page.editing.grid.editor.hasFocus)
    program.window.close()
    asked(program.window, qtbot).action_button.click()
    qtbot.waitUntil(lambda: not program.window.isVisible())


def test_a_change_refused_while_the_window_closes_is_told_and_the_window_stays(
    program: Program, qtbot: QtBot
) -> None:
    hire(program, "Zoé")
    open_cell(program.window, qtbot, "Role", "Agent de quai")
    with opened(program).change("gone"):
        Employee.get().delete_instance()
    program.window.close()
    qtbot.waitUntil(lambda: program.window.findChild(Message) is not None)
    assert "no longer recorded" in program.window.findChild(Message).text
    qtbot.waitUntil(lambda: dialog(program) is None)
    assert program.window.isVisible()
    program.window.findChild(Message).close()
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())


def test_scans_that_still_wait_are_counted_before_the_window_goes(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    hire(program, "Zoé")
    watched = tmp_path / "scanner"
    watched.mkdir()
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf", watched / "c.pdf"]
    for number, file in enumerate(files):
        file.write_bytes(scans.pdf(mark=number))
    program.window.visit("scans")
    [page] = program.window.findChildren(ScansPage)
    page.watched.watch(watched)
    page.add(files)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    program.window.close()
    question = asked(program.window, qtbot)
    # Those of the watched folder come back by themselves.
    assert question.text.startswith("2 scans are not recorded yet; their files stay where they are.")
    question.action_button.click()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert all(file.exists() for file in files)


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the newest publication."""
    head = look(data_folder(folder)).head
    assert head is not None
    file = publication_file(data_folder(folder), head)
    with contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection
