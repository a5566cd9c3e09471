"""Every choice is stored and worn at once; what cannot be is said beside its field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QColorDialog, QLabel
from pytestqt.qtbot import QtBot

from cariste import __version__
from cariste.core.i18n import set_language
from cariste.core.paths import user_folder
from cariste.core.preferences import Preferences, load_preferences, preferences_file
from cariste.ui.pages.preferences import PreferencesPage
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.fields import ChoiceField
from cariste.ui.widgets.flat_button import FlatButton


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> PreferencesPage:
    return show(qtbot, theme)


def show(qtbot: QtBot, theme: Theme, preferences: Preferences | None = None) -> PreferencesPage:
    page = PreferencesPage(theme, preferences or Preferences(), "/share/cariste")
    qtbot.addWidget(page)
    page.resize(800, 800)
    page.show()
    return page


def pick(field: ChoiceField, words: str) -> None:
    """Choose as the user does."""
    field.setCurrentIndex(field.findText(words))
    field.activated.emit(field.currentIndex())


def type_accent(page: PreferencesPage, text: str, qtbot: QtBot) -> None:
    page.accent.selectAll()
    qtbot.keyClicks(page.accent, text)
    qtbot.keyClick(page.accent, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        ("language", "Français", "fr"),
        ("language", "English", "en"),
        ("scheme", "Dark", "dark"),
        ("font_scale", "Large (115%)", 1.15),
        ("font_scale", "Small (85%)", 0.85),
    ],
)
def test_a_choice_is_stored_at_once(
    page: PreferencesPage, qtbot: QtBot, field: str, words: str, value: object
) -> None:
    with qtbot.waitSignal(page.changed) as signal:
        pick(getattr(page, field), words)
    assert getattr(load_preferences(), field) == value
    assert signal.args == [load_preferences()]


def test_the_page_shows_what_was_chosen_before(qtbot: QtBot, theme: Theme) -> None:
    page = show(qtbot, theme, Preferences("fr", "dark", 1.15, "#AA3300"))
    shown = [each.currentText() for each in (page.language, page.scheme, page.font_scale)]
    assert shown == ["Français", "Dark", "Large (115%)"]
    assert page.accent.text() == "#AA3300"


@pytest.mark.parametrize("typed", ["#aa3300", "#AA3300", "aa3300"])
def test_an_accent_is_typed_with_or_without_its_sharp(
    page: PreferencesPage, qtbot: QtBot, typed: str
) -> None:
    type_accent(page, typed, qtbot)
    assert load_preferences().accent == "#AA3300"
    assert page.accent.text() == "#AA3300"


@pytest.mark.parametrize("typed", ["red", "#12345", "#GGGGGG"])
def test_a_wrong_accent_is_explained_beside_its_field_and_not_stored(
    page: PreferencesPage, qtbot: QtBot, typed: str
) -> None:
    type_accent(page, "#AA3300", qtbot)
    type_accent(page, typed, qtbot)
    assert page.accent_problem.isVisible()
    assert page.accent_problem.text == "Write a colour as #1F6FEB."
    assert load_preferences().accent == "#AA3300"
    type_accent(page, "#00AA33", qtbot)
    assert not page.accent_problem.isVisible()


def test_the_default_button_gives_our_accent_back(page: PreferencesPage, qtbot: QtBot) -> None:
    type_accent(page, "#AA3300", qtbot)
    page.default_accent.click()
    assert load_preferences().accent is None
    assert page.accent.text() == ""


def test_a_colour_is_chosen_from_a_palette(page: PreferencesPage, qtbot: QtBot) -> None:
    page.choose.click()
    (dialog,) = page.findChildren(QColorDialog)
    dialog.colorSelected.emit("#0b57b0")
    assert load_preferences().accent == "#0B57B0"
    dialog.close()


def test_a_choice_that_cannot_be_stored_is_worn_all_the_same_and_said(
    page: PreferencesPage, qtbot: QtBot
) -> None:
    user_folder()
    preferences_file().mkdir()  # nothing can be written there
    with qtbot.waitSignal(page.changed):
        pick(page.scheme, "Dark")
    assert page.problem.isVisible()
    assert "could not be stored" in page.problem.text


def test_the_page_says_what_the_program_is_and_where_its_data_lies(page: PreferencesPage) -> None:
    words = " ".join(label.text() for label in page.findChildren(QLabel))
    assert __version__ in words
    assert "/share/cariste" in words
    assert "Regulatory information is indicative only." in words


def test_another_folder_can_be_asked_for(page: PreferencesPage, qtbot: QtBot) -> None:
    (button,) = (each for each in page.findChildren(FlatButton) if "folder" in each.text())
    with qtbot.waitSignal(page.folder_requested):
        button.click()


def test_languages_are_named_in_themselves(qtbot: QtBot, theme: Theme) -> None:
    set_language("fr")
    page = show(qtbot, theme)
    words = [page.language.itemText(index) for index in range(page.language.count())]
    assert words[1:] == ["Français", "English"]


def test_every_field_is_reached_by_tab_and_has_a_name(page: PreferencesPage, qtbot: QtBot) -> None:
    page.activate()
    reached = []
    for _press in range(5):
        reached.append(page.focusWidget())
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert reached == [page.language, page.scheme, page.font_scale, page.accent, page.choose]
    labels = [label.buddy() for label in page.findChildren(QLabel)]
    assert {page.language, page.scheme, page.font_scale, page.accent} <= set(labels)
