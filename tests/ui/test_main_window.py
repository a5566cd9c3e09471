"""The frame keeps everything where the user left it, and answers to the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.i18n import set_language
from cariste.core.preferences import Preferences
from cariste.ui.main_window import MainWindow
from cariste.ui.pages import PageEntry
from cariste.ui.pages.base import Page
from cariste.ui.theme.theme import Theme

Frame = Callable[[], MainWindow]


class Sheet(Page):
    """A page with one field, which remembers what was typed."""

    built: ClassVar[list[str]] = []

    def __init__(self, name: str) -> None:
        super().__init__()
        self.built.append(name)
        self.name = name
        self.field = QLineEdit()
        self.field.setObjectName(f"{name}.field")
        self.person: tuple[str, str] | None = None
        QVBoxLayout(self).addWidget(self.field)

    def activate(self) -> None:
        self.field.setFocus()

    def save_state(self, settings: QSettings) -> None:
        settings.setValue("typed", self.field.text())

    def restore_state(self, settings: QSettings) -> None:
        self.field.setText(str(settings.value("typed", "")))

    def show_person(self, employee_id: str, record_id: str) -> None:
        self.person = (employee_id, record_id)


def entries(*, ready: bool = True) -> list[PageEntry]:
    def build(name: str) -> Callable[[], Page] | None:
        return (lambda: Sheet(name)) if ready else None

    return [
        PageEntry("employees", "Employees", "people", build("employees")),
        PageEntry("alerts", "Alerts", "alert", build("alerts")),
        PageEntry("preferences", "Preferences", "settings", lambda: Sheet("preferences"), apart=True),
    ]


@pytest.fixture(autouse=True)
def _nothing_built() -> None:
    Sheet.built.clear()


@pytest.fixture
def frame(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Frame:
    def make() -> MainWindow:
        window = MainWindow(theme, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
        qtbot.addWidget(window)
        window.show()
        return window

    return make


def page(window: MainWindow) -> Sheet:
    (shown,) = (sheet for sheet in window.findChildren(Sheet) if sheet.isVisible())
    return shown


def test_a_page_is_built_on_its_first_visit_and_kept(frame: Frame) -> None:
    window = frame()
    window.offer(entries())
    window.resume()
    assert Sheet.built == ["employees"]
    window.visit("alerts")
    window.visit("employees")
    window.visit("alerts")
    assert Sheet.built == ["employees", "alerts"]
    assert page(window).name == "alerts"


def test_ctrl_and_a_number_go_to_the_page_of_that_number(frame: Frame, qtbot: QtBot) -> None:
    window = frame()
    window.offer(entries())
    window.resume()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert page(window).name == "preferences"
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert page(window).name == "alerts"
    qtbot.keyClick(window, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert page(window).name == "alerts"


def test_the_arrows_walk_through_the_pages_and_pass_over_the_line_between(frame: Frame, qtbot: QtBot) -> None:
    window = frame()
    window.offer(entries())
    window.resume()
    window.navigation.setFocus()
    names = []
    for _press in range(2):
        qtbot.keyClick(window.navigation, Qt.Key.Key_Down)
        names.append(window.shown)
        window.navigation.setFocus()
    assert names == ["alerts", "preferences"]


def test_a_click_in_the_navigation_shows_the_page(frame: Frame, qtbot: QtBot) -> None:
    window = frame()
    window.offer(entries())
    window.resume()
    area = window.navigation.visualItemRect(window.navigation.item(1))
    qtbot.mouseClick(window.navigation.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert page(window).name == "alerts"


def test_a_page_that_is_not_ready_cannot_be_visited(frame: Frame) -> None:
    window = frame()
    window.offer(entries(ready=False))
    window.visit("employees")
    assert Sheet.built == []
    assert not window.navigation.item(0).flags() & Qt.ItemFlag.ItemIsEnabled


def test_the_window_comes_back_as_it_was_left(frame: Frame) -> None:
    first = frame()
    first.resize(700, 540)
    first.offer(entries())
    first.resume()
    page(first).field.setText("chloé")
    first.visit("alerts")
    page(first).field.setText("30")
    first.close()
    second = frame()
    second.offer(entries())
    second.resume()
    assert (second.width(), second.height()) == (700, 540)
    assert page(second).name == "alerts"
    assert page(second).field.text() == "30"
    second.visit("employees")
    assert page(second).field.text() == "chloé"


def test_stored_nonsense_is_ignored(frame: Frame, tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[General]\npage=@@@\ngeometry=3\nlayout=x\ndock=maybe\n", "utf-8")
    window = frame()
    window.offer(entries())
    window.resume()
    assert page(window).name == "employees"


def test_what_was_typed_survives_the_rebuilding_of_the_pages(frame: Frame) -> None:
    window = frame()
    window.offer(entries())
    window.resume()
    page(window).field.setText("half typed")
    window.offer(entries())
    window.resume()
    window.focus_on("employees.field")
    assert page(window).field.text() == "half typed"
    assert window.focusWidget() is page(window).field
    assert Sheet.built == ["employees", "employees"]


def test_f8_hides_the_alerts_and_they_stay_hidden_next_time(frame: Frame, qtbot: QtBot) -> None:
    window = frame()
    window.offer(entries(), QLabel("23"))
    window.resume()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.dock.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert not window.dock.isVisible()
    window.close()
    again = frame()
    again.offer(entries(), QLabel("23"))
    assert not again.dock.isVisible()
    qtbot.waitUntil(again.isActiveWindow)
    qtbot.keyClick(again, Qt.Key.Key_F8)
    assert again.dock.isVisible()


def test_without_a_folder_there_are_no_alerts_and_they_come_back_with_one(frame: Frame) -> None:
    window = frame()
    window.offer(entries(), with_dock=False)
    assert not window.dock.isVisible()
    window.offer(entries(), QLabel("23"))
    assert window.dock.isVisible()


def test_an_alert_leads_to_the_person_at_the_record(frame: Frame) -> None:
    window = frame()
    window.offer(entries())
    window.visit("preferences")
    window.show_person("ab" * 16, "cd" * 16)
    assert page(window).name == "employees"
    assert page(window).person == ("ab" * 16, "cd" * 16)


def test_what_stands_alone_gives_way_to_the_pages(frame: Frame, qtbot: QtBot) -> None:
    window = frame()
    window.offer(entries(ready=False))
    waiting = QWidget()
    window.show_alone(waiting)
    assert waiting.isVisible()
    with qtbot.waitSignal(waiting.destroyed):
        window.offer(entries())
        window.resume()
    assert page(window).name == "employees"


def test_the_title_names_the_firm_and_admits_a_rehearsal(
    frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_language("fr")
    window = frame()
    window.name_firm("Entrepôt Exemple")
    assert window.windowTitle() == "Cariste — Entrepôt Exemple"
    monkeypatch.setenv(REHEARSAL_VARIABLE, "2026-11-21")
    window.name_firm("Entrepôt Exemple")
    assert window.windowTitle() == "Cariste — Entrepôt Exemple — répétition au 21/11/2026"


def test_the_first_painting_is_announced_once(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    window = MainWindow(theme, QSettings(str(tmp_path / "x.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    times: list[int] = []
    window.painted.connect(lambda: times.append(1))
    with qtbot.waitSignal(window.painted):
        window.show()
    window.repaint()
    window.banner.repaint()
    assert times == [1]


def test_the_navigation_reads_well_to_a_screen_reader(frame: Frame) -> None:
    window = frame()
    window.offer(entries())
    assert window.navigation.accessibleName() == "Pages"
    words = [window.navigation.item(row).text() for row in range(window.navigation.count())]
    assert words == ["Employees", "Alerts", "", "Preferences"]


def test_in_a_small_window_the_words_of_the_navigation_are_in_tooltips(frame: Frame, qtbot: QtBot) -> None:
    window = frame()
    window.offer(entries())
    navigation = window.navigation
    window.resize(1280, 800)
    wide, word = navigation.width(), navigation.item(0).text()
    assert navigation.item(0).toolTip() == "Ctrl+1"
    window.resize(1000, 600)
    qtbot.waitUntil(lambda: navigation.width() < wide / 2)
    assert navigation.item(0).toolTip() == f"{word} (Ctrl+1)"
    assert navigation.item(0).text() == word
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: navigation.width() == wide)


def test_large_texts_make_a_window_small_earlier(
    frame: Frame, theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    window = frame()
    window.offer(entries())
    window.resize(1200, 700)
    assert not window.navigation.compact
    theme.apply(qapp, Preferences(scheme="light", font_scale=1.15))
    qtbot.waitUntil(lambda: window.navigation.compact)
    theme.apply(qapp, Preferences(scheme="light"))
    qtbot.waitUntil(lambda: not window.navigation.compact)


def test_the_first_window_is_no_larger_than_the_screen(frame: Frame) -> None:
    window = frame()
    room = window.screen().availableGeometry().size()
    assert window.size().boundedTo(room) == window.size()
    assert window.height() < room.height()  # its title bar has room, too


def test_in_a_small_window_the_alerts_leave_the_page_more_room_and_take_theirs_back_in_a_large_one(
    frame: Frame, qtbot: QtBot
) -> None:
    window = frame()
    window.offer(entries(), QLabel("23"))
    window.resize(1280, 720)
    window.resizeDocks([window.dock], [320], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: window.dock.width() == 320)
    window.resize(960, 500)
    qtbot.waitUntil(lambda: window.dock.width() < 210)
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.dock.width() == 320)
