"""Undo and redo in the window: keys, buttons, and the line that says what was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from factories import TODAY
from programs import Start
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from warehouse import five_people

from cariste import bootstrap
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.employee.models import Employee
from cariste.ui.app import Program
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets import notice as notices
from cariste.ui.widgets.notice import PassingNotice

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def filled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    with bootstrap.create_folder(folder, "Entrepôt Exemple") as workspace, workspace.change("Five people"):
        five_people()
    return folder


@pytest.fixture
def program(start: Start, filled: Path, qtbot: QtBot) -> Program:
    return opened(start, filled, qtbot)


def opened(start: Start, folder: Path, qtbot: QtBot) -> Program:
    program = start(folder)
    qtbot.waitUntil(lambda: program.session.workspace is not None)
    qtbot.waitUntil(lambda: program.window.shown == "employees")
    qtbot.waitUntil(lambda: people(program).model.rowCount() > 0)
    qtbot.waitUntil(program.window.isActiveWindow)
    return program


def people(program: Program) -> EmployeesPage:
    page = program.window.findChild(EmployeesPage)
    assert page is not None
    return page


def write(program: Program, qtbot: QtBot, label: str, role: str) -> None:
    """Change Chloé's role, as a form does."""
    workspace = program.session.workspace
    assert workspace is not None

    def work() -> None:
        with workspace.change(label):
            chloe = Employee.get(Employee.first_name == "Chloé")
            chloe.role = role
            chloe.save()

    program._tasks.write(work, lambda _nothing: program._bus.changed.emit(None), owner=program)
    qtbot.waitUntil(lambda: program.undo.notice.text == f"Saved: {label}")


def role(program: Program) -> str | None:
    workspace = program.session.workspace
    assert workspace is not None
    with workspace.reading():
        found: str | None = Employee.get(Employee.first_name == "Chloé").role
    return found


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
    QTest.keyClick(widget, key, modifier)


def says(program: Program, text: str) -> Callable[[], bool]:
    return lambda: program.undo.notice.text == text


def test_what_was_saved_is_named_taken_back_and_done_again(program: Program, qtbot: QtBot) -> None:
    people(program).view.setFocus()
    write(program, qtbot, "Role of Chloé", "Chef")
    notice = program.undo.notice
    assert notice.isVisible()
    assert notice.button.text() == "Undo (Ctrl+Z)"
    press(program.window, Qt.Key.Key_Z)
    qtbot.waitUntil(says(program, "Undone: Role of Chloé"))
    assert role(program) == "Cariste"
    assert notice.button.text() == "Redo (Ctrl+Y)"
    press(program.window, Qt.Key.Key_Y)
    qtbot.waitUntil(says(program, "Redone: Role of Chloé"))
    assert role(program) == "Chef"
    notice.button.click()
    qtbot.waitUntil(says(program, "Undone: Role of Chloé"))
    press(program.window, Qt.Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(says(program, "Redone: Role of Chloé"))
    assert role(program) == "Chef"


def test_pages_follow_at_once(program: Program, qtbot: QtBot) -> None:
    page = people(program)
    page.view.setFocus()

    def shown() -> set[str]:
        return {line.role for line in page.model.rows}

    write(program, qtbot, "Role of Chloé", "Chef")
    qtbot.waitUntil(lambda: "Chef" in shown())
    press(program.window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: "Chef" not in shown())


def test_each_press_takes_back_one_more_action(program: Program, qtbot: QtBot) -> None:
    people(program).view.setFocus()
    write(program, qtbot, "First", "Chef")
    write(program, qtbot, "Second", "Cheffe")
    press(program.window, Qt.Key.Key_Z)
    press(program.window, Qt.Key.Key_Z)
    qtbot.waitUntil(says(program, "Undone: First"))
    assert role(program) == "Cariste"


def test_a_field_keeps_its_own_undo_while_something_was_typed(program: Program, qtbot: QtBot) -> None:
    write(program, qtbot, "Role of Chloé", "Chef")
    search = people(program).search
    search.setFocus()
    qtbot.keyClicks(search, "noel")
    press(search, Qt.Key.Key_Z)
    assert search.text() == ""
    press(search, Qt.Key.Key_Y)
    assert role(program) == "Chef"
    while search.isUndoAvailable():
        press(search, Qt.Key.Key_Z)
    assert program.undo.notice.text == "Saved: Role of Chloé"
    press(search, Qt.Key.Key_Z)
    qtbot.waitUntil(says(program, "Undone: Role of Chloé"))
    assert role(program) == "Cariste"


def test_what_cannot_be_undone_says_why_and_is_offered_no_longer(program: Program, qtbot: QtBot) -> None:
    people(program).view.setFocus()
    write(program, qtbot, "Role of Chloé", "Chef")
    workspace = program.session.workspace
    assert workspace is not None
    with workspace.reading():
        Employee.update(role="Autre").where(Employee.first_name == "Chloé").execute()
    press(program.window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: program.undo.notice.text.startswith("“Role of Chloé” is left as it is"))
    assert role(program) == "Autre"
    assert program.undo.notice.button.isHidden()
    qtbot.waitUntil(lambda: not program.undo.undo_action.isEnabled())
    press(program.window, Qt.Key.Key_Z)
    qtbot.waitUntil(says(program, "There is nothing to undo."))


def test_the_buttons_name_what_they_would_do(program: Program, qtbot: QtBot) -> None:
    undo, redo = program.undo.undo_action, program.undo.redo_action
    qtbot.waitUntil(lambda: undo.toolTip() == "Nothing to undo (Ctrl+Z)")
    assert not undo.isEnabled()
    write(program, qtbot, "Role of Chloé", "Chef")
    assert (undo.isEnabled(), undo.toolTip()) == (True, "Undo: Role of Chloé (Ctrl+Z)")
    button(program, undo).click()
    qtbot.waitUntil(lambda: redo.toolTip() == "Redo: Role of Chloé (Ctrl+Y)")
    assert (undo.isEnabled(), redo.isEnabled()) == (False, True)
    button(program, redo).click()
    qtbot.waitUntil(says(program, "Redone: Role of Chloé"))
    # What a screen reader says of a button without words.
    qtbot.waitUntil(lambda: button(program, redo).text() == "Nothing to redo")


def button(program: Program, action: QAction) -> QToolButton:
    (found,) = (
        each for each in program.window.banner.findChildren(QToolButton) if each.defaultAction() is action
    )
    return found


def test_news_of_others_are_not_told_as_ones_own(program: Program, qtbot: QtBot) -> None:
    program._bus.changed.emit(None)
    assert program.undo.notice.text == ""


def test_a_window_that_only_reads_greys_both_and_says_why(start: Start, filled: Path, qtbot: QtBot) -> None:
    with bootstrap.open_workspace(filled, write=True):
        program = opened(start, filled, qtbot)
        reason = "This window only reads: the one that edits can do this."
        qtbot.waitUntil(lambda: program.undo.undo_action.toolTip() == reason)
        assert not program.undo.redo_action.isEnabled()
        people(program).view.setFocus()
        press(program.window, Qt.Key.Key_Z)
        qtbot.waitUntil(lambda: "Nothing can be changed from here meanwhile." in program.undo.notice.text)


def test_without_a_folder_there_is_nothing_to_press(start: Start, qtbot: QtBot) -> None:
    program = start()
    assert button(program, program.undo.undo_action).isHidden()
    press(program.window, Qt.Key.Key_Z)
    assert program.undo.notice.text == ""


# -- the line itself -------------------------------------------------------------------------------


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 300)
    window.show()
    return window


@pytest.fixture
def notice(window: QWidget, theme: Theme) -> PassingNotice:
    return PassingNotice(window, theme)


def test_the_line_goes_away_by_itself(
    notice: PassingNotice, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "SHORT", 30)
    notice.say("Saved")
    assert (notice.text, notice.accessibleName()) == ("Saved", "Saved")
    qtbot.waitUntil(lambda: notice.text == "")


def test_the_line_stays_while_the_mouse_is_on_it(
    notice: PassingNotice, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "SHORT", 30)
    notice.say("Saved")
    here = QPoint(5, 5).toPointF()
    notice.enterEvent(QEnterEvent(here, here, here))
    assert (notice.text, notice._timer.isActive()) == ("Saved", False)
    notice.leaveEvent(QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: notice.text == "")


def test_the_line_stands_at_the_bottom_whatever_the_window_does(
    notice: PassingNotice, window: QWidget, qtbot: QtBot
) -> None:
    notice.say("m" * 400, "Undo (Ctrl+Z)")
    for width in (900, 500, 1200):
        window.resize(width, 300)
        qtbot.waitUntil(lambda width=width: notice.width() <= width)
        assert window.rect().contains(notice.geometry())
        assert notice.geometry().center().x() == pytest.approx(width / 2, abs=2)
    notice.say("Saved")
    assert notice.width() < 300


def test_the_line_takes_no_keyboard_from_anybody(
    notice: PassingNotice, window: QWidget, qtbot: QtBot
) -> None:
    field = QLineEdit(window)
    field.show()
    field.setFocus()
    notice.say("Saved", "Undo (Ctrl+Z)", lambda: None)
    qtbot.waitUntil(field.hasFocus)
    assert notice.button.focusPolicy() == Qt.FocusPolicy.NoFocus
