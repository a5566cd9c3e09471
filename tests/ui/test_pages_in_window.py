"""The pages together, in the frame that holds them."""

from __future__ import annotations

from pathlib import Path

import pytest
from fingers import give_keyboard
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from cariste.equipment.models import Machine
from cariste.ui import pages
from cariste.ui.context import Context
from cariste.ui.main_window import MainWindow
from cariste.ui.pages.alerts import AlertsPage
from cariste.ui.pages.base import Page
from cariste.ui.pages.driving import DrivingPage
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.pages.machines import MachinesPage
from cariste.ui.theme.theme import Theme


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, context: Context, tmp_path: Path) -> MainWindow:
    window = MainWindow(theme, QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.offer(pages.while_open(context, Page))
    window.show()
    window.visit("alerts")
    return window


def test_enter_on_an_alert_opens_the_person_at_that_record(window: MainWindow, qtbot: QtBot) -> None:
    alerts = window.findChild(AlertsPage)
    assert alerts is not None
    qtbot.waitUntil(lambda: alerts.model.rowCount() > 0)
    record = alerts.view.current_id()
    qtbot.keyClick(alerts.view, Qt.Key.Key_Return)
    people = window.findChild(EmployeesPage)
    assert people is not None
    qtbot.waitUntil(lambda: people.file.header.name == "Chloé Fictif")
    assert people.file.view("caces").current_id() == record
    assert window.shown == "employees"


def test_who_may_drive_a_machine_is_one_key_from_its_line(
    window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    with context.workspace.change("machine"):
        Machine(number="12", name="Mât rétractable M1", kind="R489-5", site="Quai").save()
    window.visit("machines")
    machines = window.findChild(MachinesPage)
    assert machines is not None
    qtbot.waitUntil(lambda: machines.view.current_id() is not None)
    give_keyboard(qtbot, machines.view)
    qtbot.keyClick(machines.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    drivers = window.findChild(DrivingPage)
    assert drivers is not None
    qtbot.waitUntil(lambda: drivers.what.text().startswith("12 · Mât rétractable M1"))
    assert (window.shown, drivers.kind, drivers.area) == ("driving", "R489-5", "Quai")


def test_ctrl_f_searches_people_from_any_page(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    people = window.findChild(EmployeesPage)
    assert people is not None
    qtbot.waitUntil(lambda: window.focusWidget() is people.search)
    people.search.setText("eloise")
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert people.search.selectedText() == "eloise"
