"""Alt and a letter press a button; the letters are dealt out, in whatever language the buttons speak."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.letters import letters_for

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="there, buttons have no letters")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def button(window: QWidget, theme: Theme, text: str) -> FlatButton:
    made = FlatButton(text, theme)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(made)
    return made


def test_each_button_gets_the_first_letter_that_is_free() -> None:
    texts = ("Annuler", "Ajouter", "Aperçu", "Écraser", "−")
    assert letters_for([(text, "") for text in texts]) == ["A", "J", "P", "C", ""]


def test_of_buttons_that_say_the_same_none_has_a_letter() -> None:
    assert letters_for([("Modifier…", ""), ("Modifier…", ""), ("Mail", "")]) == ["", "", "M"]


def test_a_button_keeps_its_letter_unless_it_leads_elsewhere_now() -> None:
    assert letters_for([("Save", "V"), ("Validate", "")]) == ["V", "A"]
    assert letters_for([("Save", "V")], taken="V") == ["S"]


def test_alt_and_the_letter_press_the_button_and_the_letter_is_underlined(
    window: QWidget, theme: Theme, qtbot: QtBot
) -> None:
    save = button(window, theme, "R&&D save")
    before = save.grab().toImage()
    qtbot.waitUntil(lambda: save.letter == "R")
    assert save.grab().toImage() != before
    with qtbot.waitSignal(save.clicked):
        qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)


def test_a_button_that_says_something_else_gets_a_letter_of_that(
    window: QWidget, theme: Theme, qtbot: QtBot
) -> None:
    stop = button(window, theme, "Stop")
    qtbot.waitUntil(lambda: stop.letter == "S")
    stop.setText("Go on")
    qtbot.waitUntil(lambda: stop.letter == "G")
    assert stop.shortcut().toString() == "Alt+G"


def test_keys_of_its_own_are_enough_for_a_button(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    new = button(window, theme, "New")
    new.setShortcut("Ctrl+N")
    name = button(window, theme, "Name")
    qtbot.waitUntil(lambda: name.letter == "N")
    assert new.shortcut().toString() == "Ctrl+N"
