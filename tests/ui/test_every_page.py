"""What holds for every page: it needs no mouse, says where the keyboard is, and fits a small screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from by_keyboard import LEAST_SCREEN, controls, named, reached, said, too_large, unseen_stops, without_letter
from cut_words import cut_words
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cariste.core.i18n import set_language
from cariste.core.preferences import Preferences
from cariste.ui import pages
from cariste.ui.context import Context
from cariste.ui.main_window import MainWindow
from cariste.ui.pages.base import Page
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.pages.preferences import PreferencesPage
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.alerts_dock import AlertsDock

KEYS = [entry.key for entry in pages.while_open(None, Page)]

Show = Callable[[str], QWidget]


@pytest.fixture
def window(
    qtbot: QtBot, theme: Theme, context: Context, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    """The frame with everything in it, in English unless the test asks for another language."""
    set_language(getattr(request, "param", "en"))
    window = MainWindow(theme, QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)

    def preferences() -> Page:
        return PreferencesPage(theme, Preferences(scheme="light"), str(tmp_path))

    window.offer(pages.while_open(context, preferences), AlertsDock(context))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    set_language("en")


@pytest.fixture
def show(qtbot: QtBot, window: MainWindow, context: Context) -> Show:
    """Shows a page, and waits until nothing is being read for it any more."""
    busy = False

    def note(state: bool) -> None:
        nonlocal busy
        busy = state

    context.tasks.busy.connect(note)

    def visit(key: str) -> QWidget:
        with qtbot.waitSignal(context.tasks.busy, check_params_cb=lambda state: not state, raising=False):
            window.visit(key)
            context.bus.changed.emit(None)
        qtbot.waitUntil(lambda: not busy)
        shown = window.centralWidget()
        assert shown is not None
        return shown

    return visit


@pytest.mark.parametrize("key", KEYS)
def test_everything_on_a_page_is_reached_by_tab_and_has_a_name(show: Show, key: str) -> None:
    wanted = controls(show(key))
    assert wanted
    met = reached()
    assert [named(widget) for widget in wanted if widget not in met] == []
    assert [named(widget) for widget in met if not said(widget).strip()] == []


@pytest.mark.parametrize("key", KEYS)
def test_one_sees_where_the_keyboard_is(show: Show, key: str) -> None:
    show(key)
    assert [named(widget) for widget in unseen_stops()] == []


@pytest.mark.parametrize("window", ["fr", "en"], indirect=True)
def test_the_window_fits_a_small_screen_and_cuts_no_word_there_whatever_page_it_shows(
    window: MainWindow, show: Show, qtbot: QtBot
) -> None:
    def look() -> None:
        assert not too_large(window), window.minimumSizeHint().toTuple()
        # Once everything has taken its place.
        qtbot.waitUntil(every_word_is_whole)
        qtbot.waitUntil(every_button_has_a_letter)

    def every_word_is_whole() -> None:
        assert cut_words(window) == []

    def every_button_has_a_letter() -> None:
        assert without_letter(window) == []

    window.resize(*LEAST_SCREEN)
    for key in KEYS:
        show(key)
        look()
    [people] = window.findChildren(EmployeesPage)
    window.visit("employees")
    people.view.select_position(0)
    qtbot.waitUntil(lambda: bool(people.file.header.name))
    for tab in range(people.file.tabs.count()):
        people.file.tabs.setCurrentIndex(tab)
        look()
