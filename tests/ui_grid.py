"""Hands for the table of people: opening the page, going to a cell, typing any text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cariste.employee.models import Employee
from cariste.ui.context import Context
from cariste.ui.dialogs.bulk_preview import BulkPreview
from cariste.ui.main_window import MainWindow
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.widgets.cell_editor import CellEditor

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def opened(qtbot: QtBot, context: Context) -> EmployeesPage:
    """Show the page of people, its table ready to be typed in."""
    page = EmployeesPage(context)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    page.view.setFocus()
    return page


def open_cell(window: MainWindow, qtbot: QtBot, title: str, text: str) -> EmployeesPage:
    """Type over a cell of the first person in the list."""
    window.visit("employees")
    page = window.findChild(EmployeesPage)
    assert page is not None
    page.reload()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    window.activateWindow()
    go_to(page, 0, title)
    write(page, text)
    return page


def section(page: EmployeesPage, title: str) -> int:
    """Return the place of a column."""
    return [column.title() for column in page.model.columns].index(title)


def cells(page: EmployeesPage, title: str) -> list[str]:
    """Return what a column shows."""
    place = section(page, title)
    return [str(page.model.index(row, place).data()) for row in range(page.model.rowCount())]


def go_to(page: EmployeesPage, row: int, title: str) -> None:
    """Make a cell the current one."""
    page.view.go_to(row, section(page, title))
    page.view.setFocus()


def press(
    widget: QWidget, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press keys one after the other."""
    for key in keys:
        QTest.keyClick(widget, key, modifier)


def write(page: EmployeesPage, text: str) -> None:
    """Type any text, accents included: `keyClicks` would abort on them."""
    for letter in text:
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(page.editing.grid.editor or page.view, event)


def editor(page: EmployeesPage) -> CellEditor:
    """Return the open cell."""
    found = page.editing.grid.editor
    assert found is not None
    return found


def stored(page: EmployeesPage, field: str) -> dict[str, object]:
    """Return what is recorded, by first name."""
    with page._context.workspace.reading():
        return {person.first_name: getattr(person, field) for person in Employee.select()}


def preview(page: EmployeesPage) -> BulkPreview:
    """Return the open preview."""
    found = page.window().findChild(BulkPreview)
    assert found is not None
    return found
