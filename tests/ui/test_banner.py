"""The banner answers: may I edit, who does, is my work safe. Word, sign and colour, never colour alone."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cariste.core.i18n import set_language
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets import banner
from cariste.ui.widgets.banner import Banner, Status
from cariste.ui.widgets.flat_button import FlatButton

SAVED = dt.datetime(2026, 11, 21, 14, 2, 11)
SINCE, SEEN = dt.datetime(2026, 11, 21, 8, 12), dt.datetime(2026, 11, 21, 14, 2)
MARIE = "Marie (PC-QUAI-2)"


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Banner:
    shown = Banner(theme)
    qtbot.addWidget(shown)
    shown.resize(1000, 60)
    shown.show()
    return shown


def visible_buttons(shown: Banner) -> list[str]:
    return [button.text() for button in shown.findChildren(FlatButton) if button.isVisible()]


def test_whoever_edits_reads_so_with_the_last_save() -> None:
    set_language("fr")
    status = banner.writing("Entrepôt Exemple", SAVED)
    assert status.headline == "Vous modifiez"
    assert status.saved == "enregistré 14:02:11 · à jour pour tous"


def test_whoever_reads_learns_who_edits_since_when_and_when_he_was_seen() -> None:
    set_language("fr")
    status = banner.reading(MARIE, SINCE, SEEN, SAVED)
    assert status.headline == "Lecture seule"
    assert status.detail == "Marie (PC-QUAI-2) modifie depuis 08:12, vu à 14:02"
    assert status.saved == "données de 14:02:11"
    assert status.action == "Modifier"


def test_a_free_folder_says_that_nobody_edits() -> None:
    assert banner.reading(None, None, None, None).detail == "nobody is editing"


def test_a_holder_of_whom_nothing_more_is_known_is_still_named() -> None:
    assert banner.reading(MARIE, None, None, None).detail == "Marie (PC-QUAI-2) is editing"


@pytest.mark.parametrize(
    ("pending", "words"), [(1, "1 modification en attente"), (3, "3 modifications en attente")]
)
def test_offline_says_how_many_changes_wait(pending: int, words: str) -> None:
    set_language("fr")
    status = banner.offline(pending, SAVED)
    assert (status.headline, status.detail) == ("Hors ligne", words)
    assert status.saved == "enregistré 14:02:11 · sur ce poste"


def test_offline_without_changes_says_that_the_folder_does_not_answer() -> None:
    assert banner.offline(0, None).detail == "the shared folder does not answer"


def test_each_state_has_a_sign_of_its_own() -> None:
    states = [
        banner.opening(),
        banner.closed(),
        banner.writing("", None),
        banner.reading(None, None, None, None),
        banner.offline(1, None),
        banner.taken_over("Marie"),
    ]
    assert len({status.sign for status in states}) == len(states)
    assert all(status.headline for status in states)


def test_a_screen_reader_hears_the_state(shown: Banner) -> None:
    shown.show_status(banner.taken_over("Marie"))
    assert "Taken over by Marie" in shown.accessibleDescription()


def test_the_button_stands_there_only_when_there_is_something_to_do(shown: Banner, qtbot: QtBot) -> None:
    shown.show_status(banner.writing("Entrepôt", SAVED))
    assert visible_buttons(shown) == []
    shown.show_status(banner.reading(MARIE, SINCE, SEEN, SAVED))
    assert visible_buttons(shown) == ["Edit"]
    (button,) = (each for each in shown.findChildren(FlatButton) if each.isVisible())
    with qtbot.waitSignal(shown.action_requested):
        button.click()


def test_a_problem_of_the_settings_is_a_second_line_with_its_details(shown: Banner, qtbot: QtBot) -> None:
    shown.show_status(banner.writing("Entrepôt", SAVED))
    low = shown.sizeHint().height()
    shown.show_problem("config.json: “x” is 3.\nAllowed: 4.")
    assert shown.problem == "config.json: “x” is 3. Allowed: 4."
    assert shown.sizeHint().height() > low
    (details,) = (each for each in shown.findChildren(FlatButton) if each.isVisible())
    with qtbot.waitSignal(shown.details_requested):
        details.click()
    shown.show_problem("")
    assert visible_buttons(shown) == []
    assert shown.sizeHint().height() == low


def test_long_words_never_widen_the_window(shown: Banner) -> None:
    shown.show_status(Status("dot", "green", "You are editing", "a" * 400))
    shown.show_problem("b" * 400)
    assert shown.minimumSizeHint().width() < 700


@pytest.mark.parametrize("status", [banner.writing("Entrepôt", SAVED), banner.taken_over("Marie")])
def test_the_headline_wears_the_colour_of_its_meaning(shown: Banner, theme: Theme, status: Status) -> None:
    shown.show_status(status)
    (word,) = (each for each in shown.findChildren(QLabel) if each.text() == status.headline)
    drawn = word.grab().toImage()
    pixels = {drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in range(drawn.height())}
    assert getattr(theme.tokens, status.colour).name() in pixels
    assert theme.tokens.text.name() not in pixels
