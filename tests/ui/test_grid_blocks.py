"""Several cells at once, as from Excel: paste, fill down, and what is shown before."""

from __future__ import annotations

import threading

import pytest
from factories import employee
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QMenu
from pytestqt.qtbot import QtBot
from ui_grid import CTRL, SHIFT, cells, editor, go_to, opened, press, preview, section, stored, write

from cariste.employee.models import Employee
from cariste.ui.context import Context
from cariste.ui.dialogs.bulk_preview import BulkPreview
from cariste.ui.dialogs.bulk_work import BulkWrite
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.widgets.column_menu import add_column_menu
from cariste.workspace import Workspace

NAMES = ["D'Essai Noël", "Exemple Éloïse", "Fictif Chloé", "Modèle Aïcha"]


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> EmployeesPage:
    return opened(qtbot, context)


@pytest.fixture
def goes_on(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A change of many people waits after the first one until this is set."""
    goes_on, note = threading.Event(), BulkWrite._note

    def noted(work: BulkWrite, done: int, total: int) -> None:
        note(work, done, total)
        goes_on.wait(60)

    monkeypatch.setattr(BulkWrite, "_note", noted)
    return goes_on


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def paste(page: EmployeesPage) -> None:
    press(page.view, Qt.Key.Key_V, modifier=CTRL)


def test_a_column_pasted_goes_down_from_the_current_cell(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 1, "Role")
    copy("Cariste\r\nRéceptionnaire\r\nPréparateur\r\n")
    paste(page)
    dialog = preview(page)
    assert [(cell.line.name, cell.old, cell.new) for cell in dialog.model.rows] == [
        ("Fictif Chloé", "Cariste", "Réceptionnaire"),
        ("Modèle Aïcha", "", "Préparateur"),
    ]
    assert dialog.outcome.text() == "1 line is the same already."
    assert dialog.model.rows[0].doubt == "Nobody has this yet."
    press(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(page, "role")["Aïcha"] == "Préparateur")
    qtbot.waitUntil(lambda: page._context.workspace.undoable == "Role of 2 people")
    page._context.workspace.undo()
    assert stored(page, "role")["Chloé"] == "Cariste"


def test_a_column_pasted_onto_a_selection_fills_just_that(page: EmployeesPage) -> None:
    go_to(page, 0, "Role")
    press(page.view, Qt.Key.Key_Down, modifier=SHIFT)
    copy("Un\nDeux")
    paste(page)
    assert [cell.line.name for cell in preview(page).model.rows] == NAMES[:2]


def test_one_text_pasted_onto_a_selection_fills_all_of_it(page: EmployeesPage) -> None:
    go_to(page, 0, "Work area")
    press(page.view, Qt.Key.Key_A, modifier=CTRL)
    copy("Quai")
    paste(page)
    assert [cell.line.name for cell in preview(page).model.rows] == ["D'Essai Noël", "Modèle Aïcha"]


def test_a_block_pasted_fills_the_columns_to_the_right(page: EmployeesPage) -> None:
    go_to(page, 0, "Role")
    copy("Un\tZone B\nDeux\tZone C")
    paste(page)
    assert [(cell.field, cell.new) for cell in preview(page).model.rows] == [
        ("role", "Un"),
        ("workspace", "Zone B"),
        ("role", "Deux"),
        ("workspace", "Zone C"),
    ]


def test_headings_copied_with_the_cells_are_left_out(page: EmployeesPage) -> None:
    go_to(page, 0, "Role")
    copy("Role\nUn\nDeux")
    paste(page)
    assert [cell.new for cell in preview(page).model.rows] == ["Un", "Deux"]


def test_one_wrong_cell_pasted_can_be_put_right_in_its_place(page: EmployeesPage) -> None:
    go_to(page, 0, "No.")
    copy("00123")
    paste(page)
    assert editor(page).text() == "00123"
    assert "already has this number" in editor(page).reason


def test_what_is_wrong_is_shown_first_and_left_out(page: EmployeesPage, qtbot: QtBot) -> None:
    page.view.show_column(section(page, "Start date"), True)
    go_to(page, 0, "Start date")
    copy("01/02/2020\n31/02/2020\n=1+1\n2021-03-04")
    paste(page)
    dialog = preview(page)
    assert [(cell.new, bool(cell.problem)) for cell in dialog.model.rows] == [
        ("31/02/2020", True),
        ("=1+1", True),
        ("1 Feb 2020", False),
        ("4 Mar 2021", False),
    ]
    assert dialog.notice.text.startswith("2 lines cannot be recorded")
    dialog.save_button.click()
    dialog.save_button.click()
    qtbot.waitUntil(lambda: str(stored(page, "entry_date")["Aïcha"]) == "2021-03-04")
    assert str(stored(page, "entry_date")["Éloïse"]) == "None"


def test_the_same_number_twice_in_a_paste_is_seen_before(page: EmployeesPage) -> None:
    go_to(page, 0, "No.")
    copy("77\n77\n00123\n78")
    paste(page)
    assert [cell.new for cell in preview(page).model.rows if cell.problem] == ["77", "77"]


def test_a_paste_over_a_column_to_read_is_refused(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 0, "Contract")
    copy("Permanent\trouge")
    with qtbot.waitSignal(page.editing.grid.refused) as said:
        paste(page)
    assert "Situation" in said.args[0]
    go_to(page, 0, "Role")
    copy("x" * 5_000_001)
    with qtbot.waitSignal(page.editing.grid.refused) as said:
        paste(page)
    assert "too large" in said.args[0]


def test_a_clipboard_without_text_empties_nothing(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 0, "Role")
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(page.editing.grid.refused) as said:
        paste(page)
    assert said.args[0] == "There is no text on the clipboard."


def test_ctrl_d_fills_down_from_the_first_selected_row(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 1, "Work area")
    press(page.view, Qt.Key.Key_Down, Qt.Key.Key_Down, modifier=SHIFT)
    press(page.view, Qt.Key.Key_D, modifier=CTRL)
    assert [cell.line.name for cell in preview(page).model.rows] == ["Modèle Aïcha"]
    preview(page).save_button.click()
    qtbot.waitUntil(lambda: stored(page, "workspace")["Aïcha"] == "Quai")


def test_ctrl_d_on_one_row_takes_the_cell_above(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 3, "Work area")
    press(page.view, Qt.Key.Key_D, modifier=CTRL)
    qtbot.waitUntil(lambda: stored(page, "workspace")["Aïcha"] == "Quai")


def test_ctrl_enter_writes_into_every_selected_row(page: EmployeesPage) -> None:
    go_to(page, 0, "Work area")
    press(page.view, Qt.Key.Key_A, modifier=CTRL)
    write(page, "Zone Z")
    press(editor(page), Qt.Key.Key_Return, modifier=CTRL)
    assert len(preview(page).model.rows) == 4


def test_esc_on_the_preview_changes_nothing(page: EmployeesPage) -> None:
    go_to(page, 0, "Role")
    copy("Un\nDeux")
    paste(page)
    press(preview(page), Qt.Key.Key_Escape)
    assert stored(page, "role")["Noël"] == "Préparateur"


@pytest.mark.slow
def test_five_thousand_rows_are_pasted_in_one_change_with_progress(
    qtbot: QtBot, workspace: Workspace, context: Context, goes_on: threading.Event
) -> None:
    with workspace.change("people"):
        Employee.insert_rows(
            {
                "first_name": f"Essai{n}",
                "last_name": "Zzz",
                "search_text": f"zzz essai{n}",
                "current_status": "active",
            }
            for n in range(5_000)
        )
    page = opened(qtbot, context)
    go_to(page, 4, "Role")
    copy("".join(f"Rôle {n % 7}\n" for n in range(5_000)))
    paste(page)
    dialog = preview(page)
    assert len(dialog.model.rows) == 5_000
    dialog.save()
    qtbot.waitUntil(lambda: dialog.bar.value() > 0)
    goes_on.set()
    qtbot.waitUntil(lambda: page.window().findChild(BulkPreview) is None)
    roles = stored(page, "role")
    assert sum(str(role).startswith("Rôle") for role in roles.values()) == 5_000
    qtbot.waitUntil(lambda: workspace.undoable == "Role of 5,000 people")


def test_a_paste_given_up_leaves_everybody_as_he_was(
    page: EmployeesPage, qtbot: QtBot, workspace: Workspace, goes_on: threading.Event
) -> None:
    with workspace.change("people"):
        for n in range(40):
            employee(first_name=f"Essai{n}", last_name="Zzz")
    page.reload()
    qtbot.waitUntil(lambda: page.model.rowCount() == 44)
    go_to(page, 4, "Role")
    copy("Un\n" * 40)
    paste(page)
    dialog = preview(page)
    dialog.save()
    dialog.reject()
    goes_on.set()
    qtbot.waitUntil(lambda: dialog.outcome.text() == "Stopped. Nothing was changed.")
    assert set(stored(page, "role").values()) == {None, "Cariste", "Préparateur"}
    dialog.reject()


def test_del_empties_the_cell_at_once(page: EmployeesPage, qtbot: QtBot, workspace: Workspace) -> None:
    go_to(page, 2, "Role")
    press(page.view, Qt.Key.Key_Delete)
    assert cells(page, "Role")[2] == ""
    qtbot.waitUntil(lambda: workspace.undoable == "Role of Chloé Fictif")
    assert stored(page, "role")["Chloé"] is None


def test_del_on_several_rows_shows_first_what_would_go(page: EmployeesPage) -> None:
    go_to(page, 1, "Role")
    press(page.view, Qt.Key.Key_Down, modifier=SHIFT)
    press(page.view, Qt.Key.Key_Delete)
    assert [(cell.line.name, cell.old, cell.new) for cell in preview(page).model.rows] == [
        ("Exemple Éloïse", "Cariste", ""),
        ("Fictif Chloé", "Cariste", ""),
    ]


def test_del_on_a_name_deletes_nobody_and_says_why_nothing_happens(page: EmployeesPage, qtbot: QtBot) -> None:
    go_to(page, 2, "Employee")
    with qtbot.waitSignal(page.editing.grid.refused) as said:
        press(page.view, Qt.Key.Key_Delete)
    assert said.args == ["“Employee” cannot be typed over in the table."]
    assert not page.window().findChildren(QDialog)


def test_columns_hidden_are_not_copied_and_come_back_from_the_menu(page: EmployeesPage) -> None:
    page.view.copy()
    assert "Phone" not in QGuiApplication.clipboard().text()
    menu = QMenu()
    columns = {action.text(): action for action in add_column_menu(menu, page.view).actions()}
    assert not columns["Phone"].isChecked()
    columns["Phone"].trigger()
    page.view.copy()
    assert "Phone" in QGuiApplication.clipboard().text()
