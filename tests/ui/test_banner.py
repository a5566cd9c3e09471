"""The banner answers: may I edit, who does, is my work safe. Word, sign and colour, never colour alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cariste.core.i18n import set_language
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets import status
from cariste.ui.widgets.banner import Banner
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.status import Deed, Status

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


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "now", lambda: SEEN)


def buttons(said: Status) -> list[tuple[Deed, str]]:
    return [(action.deed, action.text) for action in (*said.actions, said.aside) if action is not None]


def test_whoever_edits_reads_so_with_the_last_save() -> None:
    set_language("fr")
    said = status.writing("Entrepôt Exemple", SAVED)
    assert said.headline == "Vous modifiez"
    assert said.saved == "enregistré 14:02:11 · à jour pour tous"
    assert buttons(said) == [(Deed.HAND_OVER, "Rendre la main")]
    assert said.aside is not None
    assert said.aside.question == ""


def test_what_is_on_its_way_is_counted_and_handing_over_asks_first() -> None:
    set_language("fr")
    said = status.writing("Entrepôt Exemple", SAVED, pending=2)
    assert (said.headline, said.saved) == ("Vous modifiez", "envoi de 2 modifications…")
    assert said.aside is not None
    assert "2 modifications" in said.aside.question


def test_whoever_reads_learns_who_edits_since_when_and_when_he_was_seen_and_can_ask() -> None:
    set_language("fr")
    said = status.reading(MARIE, SINCE, SEEN, SAVED)
    assert said.headline == "Lecture seule"
    assert said.detail == "Marie (PC-QUAI-2) modifie depuis 08:12, dernier signe à 14:02"
    assert said.saved == "données de 14:02:11"
    assert buttons(said) == [(Deed.ASK, "Demander la main")]


def test_a_free_folder_says_that_nobody_edits_and_can_be_edited() -> None:
    set_language("fr")
    said = status.reading(None, None, None, None, pending=3)
    assert (said.detail, said.saved) == ("personne ne modifie", "3 modifications en attente")
    assert buttons(said) == [(Deed.EDIT, "Modifier")]


def test_a_holder_of_whom_nothing_more_is_known_is_still_named() -> None:
    assert status.reading(MARIE, None, None, None).detail == "Marie (PC-QUAI-2) is editing"


def test_a_moment_of_another_day_is_said_with_its_date() -> None:
    set_language("fr")
    said = status.silent("Marie", "PC-QUAI-2", SEEN - dt.timedelta(days=1), SAVED)
    assert said.detail == "Marie (PC-QUAI-2) modifiait, sans signe de vie depuis le 20/11/2026 14:02"
    assert said.saved == "données de 14:02:11"
    yesterday = SAVED - dt.timedelta(days=1)
    assert status.reading(None, None, None, yesterday).saved == "données du 20/11/2026 14:02"


@pytest.mark.parametrize(
    ("pending", "words"), [(1, "1 modification en attente"), (3, "3 modifications en attente")]
)
def test_offline_says_how_many_changes_wait(pending: int, words: str) -> None:
    set_language("fr")
    said = status.offline(pending, SAVED)
    assert (said.headline, said.detail) == ("Hors ligne", words)
    assert said.saved == "enregistré 14:02:11 · sur ce poste"


def test_an_editor_may_hand_over_even_offline() -> None:
    assert buttons(status.offline(0, None)) == [(Deed.HAND_OVER, "Hand over")]


def test_offline_without_changes_says_that_the_folder_does_not_answer_and_that_everybody_has_all() -> None:
    said = status.offline(0, SAVED)
    assert said.detail == "the shared folder does not answer"
    assert said.saved == "saved 14:02:11 · up to date for everyone"


def test_a_reader_of_a_folder_that_is_away_learns_how_old_the_data_are() -> None:
    set_language("fr")
    said = status.away(SAVED - dt.timedelta(days=1), pending=2)
    assert said.headline == "Hors ligne"
    assert said.detail.endswith("ces données peuvent être dépassées")
    assert said.saved == "2 modifications en attente · données du 20/11/2026 14:02"
    assert buttons(said) == []


def test_a_share_that_refuses_is_quoted_and_tried_again_on_request() -> None:
    set_language("fr")
    said = status.refused(3, "Plus de place.")
    assert (said.headline, said.detail) == ("3 modifications non envoyées", "Plus de place.")
    assert said.saved == "sur ce poste"
    assert buttons(said) == [(Deed.RETRY, "Réessayer"), (Deed.HAND_OVER, "Rendre la main")]


def test_what_clashes_leads_to_the_page_where_it_is_decided() -> None:
    set_language("fr")
    said = status.clashing(2, SAVED)
    assert said.headline == "2 modifications à décider"
    assert buttons(said) == [(Deed.DECIDE, "Décider"), (Deed.HAND_OVER, "Rendre la main")]


def test_who_is_asked_reads_by_whom_and_answers_there() -> None:
    set_language("fr")
    said = status.asked_by(MARIE, SAVED)
    assert said.headline == "Marie (PC-QUAI-2) demande la main"
    assert buttons(said) == [(Deed.HAND_OVER, "Rendre la main"), (Deed.DECLINE, "Refuser")]


def test_who_asked_reads_whom_and_when_and_may_take_it_back() -> None:
    set_language("fr")
    said = status.asking(MARIE, SEEN, SAVED)
    assert said.headline == "Main demandée"
    assert said.detail.startswith("à Marie (PC-QUAI-2), à 14:02")
    assert buttons(said) == [(Deed.WITHDRAW, "Annuler la demande")]


@pytest.mark.parametrize(
    ("said", "headline"),
    [
        (lambda: status.declined(MARIE, SAVED), "Demande refusée"),
        (lambda: status.unanswered(MARIE, SEEN, SAVED), "Sans réponse"),
    ],
)
def test_who_asked_in_vain_reads_so_and_may_ask_again(said: Callable[[], Status], headline: str) -> None:
    set_language("fr")
    assert said().headline == headline
    assert MARIE in said().detail
    assert buttons(said()) == [(Deed.ASK, "Redemander")]


def test_taking_over_names_the_holder_what_one_goes_on_from_and_what_may_be_missing() -> None:
    set_language("fr")
    said = status.silent("Marie", "PC-QUAI-2", SINCE, SAVED)
    (action,) = said.actions
    assert action.deed is Deed.TAKE_OVER
    for words in ("Marie (PC-QUAI-2)", "08:12", "14:02", "reste sur PC-QUAI-2"):
        assert words in action.question


def test_who_was_replaced_reads_by_whom_and_what_was_kept() -> None:
    set_language("fr")
    said = status.taken_over(MARIE, pending=2)
    assert said.headline == "Prise en main par Marie (PC-QUAI-2)"
    assert said.saved == "2 modifications en attente"
    assert buttons(said) == [(Deed.REOPEN, "Rouvrir")]


def test_a_long_silence_of_the_share_pauses_editing() -> None:
    set_language("fr")
    said = status.fenced(3)
    assert said.headline == "Saisie suspendue"
    assert said.saved == "3 modifications en attente"
    assert buttons(said) == []


def test_each_state_has_a_sign_of_its_own() -> None:
    states = [
        status.opening(),
        status.closed(),
        status.writing("", None),
        status.asked_by("Marie", None),
        status.clashing(1, None),
        status.refused(1, ""),
        status.reading(None, None, None, None),
        status.offline(1, None),
        status.taken_over("Marie"),
    ]
    assert len({said.sign for said in states}) == len(states)
    assert all(said.headline for said in states)


def test_a_screen_reader_hears_the_state(shown: Banner) -> None:
    shown.show_status(status.taken_over("Marie"))
    assert "Taken over by Marie" in shown.accessibleDescription()


def test_the_buttons_stand_there_only_when_there_is_something_to_do(shown: Banner, qtbot: QtBot) -> None:
    shown.show_status(status.closed())
    assert visible_buttons(shown) == []
    shown.show_status(status.asked_by(MARIE, SAVED))
    assert visible_buttons(shown) == ["Hand over", "Decline"]
    shown.show_status(status.clashing(2, SAVED))
    assert visible_buttons(shown) == ["Decide", "Hand over"]
    for words, deed in (("Decide", Deed.DECIDE), ("Hand over", Deed.HAND_OVER)):
        (button,) = (each for each in shown.findChildren(FlatButton) if each.text() == words)
        with qtbot.waitSignal(shown.action_requested) as pressed:
            button.click()
        assert pressed.args is not None
        assert pressed.args[0].deed is deed


def test_a_problem_of_the_settings_is_a_second_line_with_its_details(shown: Banner, qtbot: QtBot) -> None:
    shown.show_status(status.closed())
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


@pytest.mark.parametrize(
    "said",
    [
        Status("dot", "green", "You are editing", "a" * 400, "c" * 400),
        status.asked_by("A" * 64 + " (" + "B" * 64 + ")", SAVED, 3),
        status.refused(3, "a" * 400),
    ],
)
def test_long_words_never_widen_the_window_nor_push_the_buttons_out(shown: Banner, said: Status) -> None:
    shown.show_status(said)
    shown.show_problem("b" * 400)
    assert shown.minimumSizeHint().width() < 800
    shown.resize(800, 60)
    for button in shown.findChildren(FlatButton):
        assert not button.isVisible() or button.geometry().right() < 800


def test_the_word_of_the_state_is_the_last_to_give_way(shown: Banner) -> None:
    shown.show_status(Status("dot", "green", "You are editing", "a" * 400, "c" * 400))
    (word,) = (each for each in shown.findChildren(QLabel) if each.text() == "You are editing")
    assert word.width() >= word.sizeHint().width()


def test_a_short_word_leaves_no_gap_where_a_long_one_stood(shown: Banner, qtbot: QtBot) -> None:
    (word,) = (each for each in shown.findChildren(QLabel) if each.text() == "Opening…")
    shown.show_status(status.asked_by(MARIE, SAVED))
    qtbot.waitUntil(lambda: word.width() > 150)
    shown.show_status(status.offline(3, SAVED))
    qtbot.waitUntil(lambda: word.width() < 100)


def test_a_name_is_never_read_as_markup(shown: Banner) -> None:
    shown.show_status(status.asked_by("<b>Marie</b><img src='x'>", SAVED))
    for label in shown.findChildren(QLabel):
        assert not label.text() or label.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize("said", [status.writing("Entrepôt", SAVED), status.taken_over("Marie")])
def test_the_headline_wears_the_colour_of_its_meaning(shown: Banner, theme: Theme, said: Status) -> None:
    shown.show_status(said)
    (word,) = (each for each in shown.findChildren(QLabel) if each.text() == said.headline)
    drawn = word.grab().toImage()
    pixels = {drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in range(drawn.height())}
    assert getattr(theme.tokens, said.colour).name() in pixels
    assert theme.tokens.text.name() not in pixels
