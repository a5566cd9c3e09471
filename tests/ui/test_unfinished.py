"""Pages come and go; what somebody has begun in them stays, is recorded, or is asked about."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import scans
from factories import employee
from programs import Start, asked, headline, press
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from ui_grid import open_cell

from cariste import bootstrap
from cariste.employee.models import Employee
from cariste.ui.app import Program
from cariste.ui.errors import Message
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.pages.preferences import PreferencesPage
from cariste.ui.pages.scans import ScansPage
from cariste.ui.widgets.cell_editor import CellEditor, CellReason
from cariste.ui.widgets.fields import ChoiceField
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.waiting import Waiting
from cariste.workspace import Workspace

TOO_LONG = "1" * 1000
"""A number nobody may have."""


@pytest.fixture
def program(start: Start, shared: Path, qtbot: QtBot) -> Program:
    """A window that edits, with one person in its folder and nothing to send: handing over asks nothing."""
    with bootstrap.open_workspace(shared, write=True) as workspace:
        hire(workspace, "Zoé")
    program = start(shared)
    qtbot.waitUntil(lambda: headline(program) == "You are editing")
    return program


def hire(workspace: Workspace, name: str) -> None:
    with workspace.change(f"hire {name}"):
        employee(first_name=name)


def choose(program: Program, field: str, value: object) -> None:
    """Choose something on the page of preferences."""
    program.window.visit("preferences")
    [page] = program.window.findChildren(PreferencesPage)
    choice = getattr(page, field)
    assert isinstance(choice, ChoiceField)
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())


def page_built_anew(program: Program, former: QWidget, qtbot: QtBot) -> EmployeesPage:
    """Return the page of people that took the place of another one."""

    def others() -> list[EmployeesPage]:
        return [one for one in program.window.findChildren(EmployeesPage) if one is not former]

    qtbot.waitUntil(lambda: bool(others()))
    [page] = others()
    return page


def cell(page: EmployeesPage, qtbot: QtBot) -> CellEditor:
    """Return the open cell, once there is one."""
    qtbot.waitUntil(lambda: page.editing.grid.editor is not None)
    editor = page.editing.grid.editor
    assert editor is not None
    return editor


@pytest.mark.parametrize(("field", "value"), [("language", "fr"), ("font_scale", 1.15)])
def test_a_text_that_cannot_be_recorded_survives_another_language_or_text_size(
    program: Program, qtbot: QtBot, field: str, value: object
) -> None:
    former = open_cell(program.window, qtbot, "No.", TOO_LONG)
    choose(program, field, value)
    page = page_built_anew(program, former, qtbot)
    assert cell(page, qtbot).text() == TOO_LONG
    assert cell(page, qtbot).reason
    # Nobody has gone back to the page, and closing asks all the same.
    program.window.close()
    asked(program.window, qtbot).action_button.click()
    qtbot.waitUntil(lambda: not program.window.isVisible())


def test_what_is_half_typed_when_the_folder_is_opened_again_is_typed_to_its_end(
    program: Program, shared: Path, qtbot: QtBot
) -> None:
    former = open_cell(program.window, qtbot, "Role", "Agent")
    # As when the PC slept, and nobody else has edited meanwhile.
    program.session.resume_wanted.emit()
    page = page_built_anew(program, former, qtbot)
    assert cell(page, qtbot).text() == "Agent"
    qtbot.waitUntil(cell(page, qtbot).hasFocus)
    qtbot.keyClicks(cell(page, qtbot), " de quai")
    qtbot.keyClick(cell(page, qtbot), Qt.Key.Key_Return)
    workspace = program.session.workspace
    assert workspace is not None
    qtbot.waitUntil(lambda: workspace.undoable == "Role of Zoé Fictif-Test")


def test_a_cell_of_somebody_who_is_gone_when_the_folder_is_opened_again_is_told(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    say = CellReason.say

    def heard(reason: CellReason, words: str, cell: QRect) -> None:
        said.append(words)
        say(reason, words, cell)

    # Listened to before there is a page: it may be built and have said it between two looks.
    monkeypatch.setattr(CellReason, "say", heard)
    former = open_cell(program.window, qtbot, "No.", "42")
    assert program.session.workspace is not None
    hire(program.session.workspace, "Noël")
    with program.session.workspace.change("gone"):
        Employee.get(Employee.first_name == "Zoé").delete_instance()
    program.session.resume_wanted.emit()
    page = page_built_anew(program, former, qtbot)
    qtbot.waitUntil(lambda: any(words.startswith("“42” was not saved") for words in said))
    assert page.editing.grid.editor is None


def test_leaving_the_folder_records_what_is_typed_and_asks_about_the_rest(
    program: Program, qtbot: QtBot
) -> None:
    page = open_cell(program.window, qtbot, "No.", TOO_LONG)
    leave(program)
    question = asked(program.window, qtbot)
    assert question.text.startswith("“1111")
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert program.window.shown == "employees"
    assert cell(page, qtbot).text() == TOO_LONG
    leave(program)
    asked(program.window, qtbot).action_button.click()
    qtbot.waitUntil(lambda: headline(program) == "No folder open")


def test_whoever_waits_for_a_folder_leaves_it_at_once(
    start: Start, shared: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    really_open = bootstrap.open_for_window

    def slow(folder: Path, **how: bool) -> object:
        answers.wait(30)
        return really_open(folder, **how)

    monkeypatch.setattr(bootstrap, "open_for_window", slow)
    program = start(shared)
    qtbot.waitUntil(lambda: program.window.findChild(Waiting) is not None)
    leave(program)
    assert headline(program) == "No folder open"
    answers.set()


def leave(program: Program) -> None:
    program.window.visit("preferences")
    [page] = program.window.findChildren(PreferencesPage)
    [button] = (one for one in page.findChildren(FlatButton) if "folder" in one.text())
    button.click()


def test_what_is_typed_is_sent_before_the_hand_is_given(program: Program, shared: Path, qtbot: QtBot) -> None:
    open_cell(program.window, qtbot, "Role", "Agent de quai")
    press(program, "Hand over")
    qtbot.waitUntil(lambda: headline(program) == "Read-only")
    with bootstrap.open_workspace(shared, write=False) as elsewhere, elsewhere.reading():
        assert [person.role for person in Employee.select()] == ["Agent de quai"]


def test_a_text_that_cannot_be_recorded_is_asked_about_before_the_hand_is_given(
    program: Program, qtbot: QtBot
) -> None:
    former = open_cell(program.window, qtbot, "No.", TOO_LONG)
    press(program, "Hand over")
    asked(program.window, qtbot).action_button.click()
    qtbot.waitUntil(lambda: headline(program) == "Read-only")
    # Still there to be read, and to be typed where it belongs.
    assert cell(page_built_anew(program, former, qtbot), qtbot).text() == TOO_LONG


def test_a_change_refused_after_its_page_has_gone_is_told(program: Program, qtbot: QtBot) -> None:
    open_cell(program.window, qtbot, "No.", "42")
    assert program.session.workspace is not None
    with program.session.workspace.change("gone"):
        Employee.get().delete_instance()
    program.window.visit("alerts")
    # At once, as another language would a moment later: the database has not answered yet.
    program._rebuild()
    qtbot.waitUntil(lambda: program.window.findChild(Message) is not None)
    assert "no longer recorded" in program.window.findChild(Message).text


def test_scans_that_wait_are_there_in_another_language(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(scans.pdf())
    program.window.visit("scans")
    [former] = program.window.findChildren(ScansPage)
    former.add([file])
    qtbot.waitUntil(lambda: former.model.rowCount() == 1)
    choose(program, "language", "fr")

    def listed() -> int:
        return sum(
            one.model.rowCount() for one in program.window.findChildren(ScansPage) if one is not former
        )

    qtbot.waitUntil(lambda: listed() == 1)
