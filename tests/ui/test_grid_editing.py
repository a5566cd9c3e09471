"""The table of people used as the sheet it replaces, one cell at a time, with the keyboard alone."""

from __future__ import annotations

import pytest
import shiboken6
from factories import employee
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from ui_grid import SHIFT, cells, editor, go_to, opened, press, section, stored, write

from cariste import bootstrap
from cariste.employee.models import Employee
from cariste.ui.bus import Bus
from cariste.ui.context import Context
from cariste.ui.errors import Message
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.tasks import Tasks
from cariste.ui.theme.theme import Theme
from cariste.workspace import Workspace


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> EmployeesPage:
    return opened(qtbot, context)


def test_letters_replace_the_cell_and_enter_goes_down(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 0, "Work area")
    write(page, "Réception")
    assert editor(page).text() == "Réception"
    press(editor(page), Qt.Key.Key_Return)
    assert page.view.currentIndex().row() == 1
    assert cells(page, "Work area")[0] == "Réception"
    qtbot.waitUntil(lambda: stored(page, "workspace")["Noël"] == "Réception")
    qtbot.waitUntil(lambda: page._context.workspace.undoable == "Work area of Noël D'Essai")


def test_a_column_is_typed_down_without_waiting_for_the_disk(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 0, "Role")
    for word in ("Un", "Deux", "Trois", "Quatre"):
        write(page, word)
        press(editor(page), Qt.Key.Key_Return)
    assert cells(page, "Role") == ["Un", "Deux", "Trois", "Quatre"]
    qtbot.waitUntil(lambda: stored(page, "role")["Aïcha"] == "Quatre")
    qtbot.waitUntil(lambda: not page.editing._unwritten)
    assert cells(page, "Role") == ["Un", "Deux", "Trois", "Quatre"]


def test_what_is_being_typed_survives_a_refresh(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 2, "Role")
    write(page, "Prépa")
    area = editor(page).geometry()
    with page._context.workspace.change("Somebody new"):
        employee(first_name="Ada", last_name="Aaa")
    page._context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    assert editor(page).isVisible()
    assert editor(page).geometry().top() != area.top() or page.view.verticalScrollBar().value()
    write(page, "rateur")
    press(editor(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(page, "role")["Chloé"] == "Préparateur")


def test_f2_corrects_what_is_there_and_esc_leaves_it(page: EmployeesPage) -> None:
    go_to(page, 2, "Role")
    press(page.view, Qt.Key.Key_F2)
    assert editor(page).text() == "Cariste"
    press(editor(page), Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    press(editor(page), Qt.Key.Key_Escape)
    assert page.editing.grid.editor is None
    assert cells(page, "Role")[2] == "Cariste"
    assert page.view.hasFocus()


def test_tab_goes_right_and_on_to_the_next_person(page: EmployeesPage) -> None:
    go_to(page, 0, "Role")
    seen = []
    for _step in range(3):
        press(page.view, Qt.Key.Key_F2)
        press(editor(page), Qt.Key.Key_Tab)
        index = page.view.currentIndex()
        seen.append((index.row(), page.model.columns[index.column()].title()))
    assert seen == [(0, "Work area"), (0, "Contract"), (1, "No.")]
    press(page.view, Qt.Key.Key_F2)
    press(editor(page), Qt.Key.Key_Backtab, modifier=SHIFT)
    assert page.view.currentIndex().row() == 0


def test_a_known_word_is_completed_as_in_a_sheet(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 3, "Role")
    write(page, "car")
    assert editor(page).text().lower() == "cariste"
    press(editor(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(page, "role")["Aïcha"] is not None)
    assert stored(page, "role")["Aïcha"] == "Cariste"


def test_what_cannot_be_stored_stays_with_the_reason(page: EmployeesPage) -> None:
    go_to(page, 0, "No.")
    write(page, "00123")
    press(editor(page), Qt.Key.Key_Return)
    assert editor(page).reason == "An employee already has this number."
    assert editor(page).text() == "00123"
    page.search.setFocus()
    assert editor(page).isVisible()
    press(editor(page), Qt.Key.Key_4)
    assert editor(page).reason == ""
    press(editor(page), Qt.Key.Key_Return)
    assert cells(page, "No.")[0] == "001234"


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("Start date", "31/02/2026", "Invalid date"),
        ("Start date", "01/01/9999", "9999"),
        ("E-mail", "chloe", "e-mail"),
        ("Role", "x" * 10_000, "Too long"),
        ("Contract", "Stage", "not allowed"),
    ],
)
def test_hostile_texts_are_refused_in_words(page: EmployeesPage, title: str, text: str, said: str) -> None:
    page.view.show_column(section(page, title), True)
    go_to(page, 2, title)
    press(page.view, Qt.Key.Key_F2)
    editor(page).setText(text)
    press(editor(page), Qt.Key.Key_Return)
    assert said in editor(page).reason


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://exemple.invalid")', "🚜 Cariste", "قائد رافعة", "'); DROP TABLE"]
)
def test_odd_texts_are_stored_as_they_are(page: EmployeesPage, qtbot: QtBot, text: str) -> None:
    go_to(page, 2, "Role")
    press(page.view, Qt.Key.Key_F2)
    editor(page).setText(text)
    press(editor(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(page, "role")["Chloé"] == text)


def test_letters_on_the_name_look_for_it_and_change_nothing(page: EmployeesPage) -> None:
    go_to(page, 0, "Employee")
    press(page.view, Qt.Key.Key_F)
    assert page.editing.grid.editor is None
    assert page.view.currentIndex().row() == 2


def test_a_dead_key_begins_to_type_too(page: EmployeesPage) -> None:
    go_to(page, 0, "Role")
    event = QInputMethodEvent()
    event.setCommitString("ê")
    QApplication.sendEvent(page.view, event)
    assert editor(page).text() == "ê"


def test_f2_on_what_cannot_be_typed_over_says_so(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 0, "Situation")
    with qtbot.waitSignal(page.editing.grid.refused) as said:
        press(page.view, Qt.Key.Key_F2)
    assert "Situation" in said.args[0]


def test_a_window_that_only_reads_says_so_and_opens_no_cell(
    qtbot: QtBot, workspace: Workspace, tasks: Tasks, bus: Bus, theme: Theme
) -> None:
    workspace.send()
    with bootstrap.open_workspace(workspace.folder, write=False) as reader:
        page = opened(qtbot, Context(reader, tasks, bus, theme))
        go_to(page, 0, "Role")
        with qtbot.waitSignal(page.editing.grid.refused) as said:
            write(page, "x")
        assert "only reads" in said.args[0]
        assert page.editing.grid.editor is None
        menu = QMenu()
        page.view.menu_wanted.emit(menu)
        greyed = {action.text(): action for action in menu.actions() if not action.isSeparator()}
        assert not greyed["Paste"].isEnabled()
        assert "only reads" in greyed["Paste"].toolTip()
        assert "only reads" in page.actions_menu.action("change").toolTip()


def test_a_write_that_fails_is_told_and_taken_back(
    page: EmployeesPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with page._context.workspace.change("gone"):
        Employee.get(Employee.first_name == "Noël").delete_instance()
    go_to(page, 0, "Role")
    write(page, "x")
    press(editor(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.window().findChild(Message) is not None)
    message = page.window().findChild(Message)
    assert message is not None
    assert "no longer recorded" in message.text
    message.close()
    qtbot.waitUntil(lambda: cells(page, "Employee")[0] == "Exemple Éloïse")


def test_a_refused_text_does_not_lie_over_somebody_else_while_a_search_hides_its_row(
    page: EmployeesPage,
) -> None:
    go_to(page, 3, "No.")
    write(page, "00123")
    press(editor(page), Qt.Key.Key_Return)
    assert editor(page).reason
    page.search.setText("noel")
    assert page.model.rowCount() == 1
    assert not editor(page).isVisible()
    # The open cell is the one that takes the letters: it comes back with its row.
    go_to(page, 0, "Role")
    press(page.view, Qt.Key.Key_X)
    assert editor(page).isVisible()
    assert editor(page).text() == "00123"
    assert page.search.text() == ""
    assert page.view.visualRect(page.model.index(3, section(page, "No."))).contains(editor(page).geometry())


def test_a_cell_whose_person_is_no_longer_there_says_so(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 0, "No.")
    write(page, "00123")
    press(editor(page), Qt.Key.Key_Return)
    with page._context.workspace.change("gone"):
        Employee.get(Employee.first_name == "Noël").delete_instance()
    page._context.bus.changed.emit(None)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    with qtbot.waitSignal(page.editing.grid.refused) as said:
        page.finish_typing()
    assert said.args[0].startswith("“00123” was not saved")
    assert page.editing.grid.editor is None


def test_going_away_in_the_middle_of_typing_keeps_what_was_typed(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 2, "Role")
    write(page, "Agent")
    page.hide()
    qtbot.waitUntil(lambda: stored(page, "role")["Chloé"] == "Agent")


def test_a_page_that_goes_with_a_cell_open_goes_quietly(context: Context, qtbot: QtBot) -> None:
    page = EmployeesPage(context)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    go_to(page, 2, "No.")
    write(page, "x" * 100)
    press(editor(page), Qt.Key.Key_Return)
    assert editor(page).reason
    # As when the language is changed: what Qt hears of it while the table is taken down is no error.
    page.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(page))
