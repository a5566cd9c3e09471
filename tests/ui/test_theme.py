"""Every text can be read, in both schemes and in whatever accent the user likes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cariste.core.preferences import FONT_SCALES, Preferences
from cariste.ui.theme.theme import Theme, palette
from cariste.ui.theme.tokens import DARK, DISCERNIBLE, LIGHT, READABLE, Tokens, contrast, with_accent

SCHEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
INKS = ("text", "muted", "red", "orange", "blue", "green", "link")
GROUNDS = ("window", "base", "selection")
channel = st.integers(0, 255)


def test_contrast_is_reckoned_as_the_standard_says() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)
    assert contrast(QColor("#123456"), QColor("#123456")) == pytest.approx(1)


@SCHEMES
@pytest.mark.parametrize(("ink", "ground"), list(itertools.product(INKS, GROUNDS)))
def test_every_text_is_readable_on_every_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= READABLE


@SCHEMES
@pytest.mark.parametrize("meaning", ["red", "orange", "blue", "green", "grey"])
def test_a_chip_is_readable_on_its_tint(tokens: Tokens, meaning: str) -> None:
    assert contrast(getattr(tokens, meaning), getattr(tokens, f"{meaning}_on")) >= READABLE


@SCHEMES
def test_words_of_the_navigation_are_readable(tokens: Tokens) -> None:
    assert min(contrast(tokens.text, tokens.side), contrast(tokens.muted, tokens.side)) >= READABLE


@SCHEMES
def test_the_edge_of_a_field_can_be_seen(tokens: Tokens) -> None:
    assert contrast(tokens.border, tokens.base) >= DISCERNIBLE
    assert contrast(tokens.border, tokens.window) >= DISCERNIBLE


@SCHEMES
@given(red=channel, green=channel, blue=channel)
def test_whatever_accent_is_chosen_texts_stay_readable(
    tokens: Tokens, red: int, green: int, blue: int
) -> None:
    accent = QColor(red, green, blue)
    worn = with_accent(tokens, accent)
    assert worn.accent == accent
    assert contrast(worn.accent_text, worn.accent) >= READABLE
    assert contrast(worn.link, worn.base) >= READABLE
    assert contrast(worn.link, worn.window) >= READABLE
    assert contrast(worn.text, worn.selection) >= READABLE
    assert contrast(worn.muted, worn.selection) >= READABLE


@SCHEMES
def test_qts_own_widgets_wear_the_same_colours(tokens: Tokens) -> None:
    worn = palette(tokens)
    assert worn.color(QPalette.ColorRole.Base) == tokens.base
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        selected = worn.color(group, QPalette.ColorRole.HighlightedText)
        assert contrast(selected, worn.color(group, QPalette.ColorRole.Highlight)) >= READABLE
    disabled = worn.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled != worn.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)


def test_the_scheme_the_user_chose_wins_over_the_systems(qapp: QApplication) -> None:
    theme = Theme()
    theme.apply(qapp, Preferences(scheme="dark"))
    assert theme.dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == DARK.window
    theme.apply(qapp, Preferences(scheme="light"))
    assert not theme.dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == LIGHT.window


def test_the_systems_scheme_is_followed_while_the_window_is_open(qapp: QApplication) -> None:
    theme = Theme()
    theme.apply(qapp, Preferences(scheme="system"))
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.dark))
    # The off-screen platform has no scheme of its own: what a real one would announce.
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert told == [True, False]
    theme.apply(qapp, Preferences(scheme="light"))
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not theme.dark


def test_an_accent_colours_the_theme_and_its_absence_gives_ours_back(qapp: QApplication) -> None:
    theme = Theme()
    theme.apply(qapp, Preferences(scheme="light", accent="#AA3300"))
    assert theme.tokens.accent == QColor("#AA3300")
    theme.apply(qapp, Preferences(scheme="light"))
    assert theme.tokens is LIGHT


def test_text_grows_and_shrinks_from_the_systems_size_and_never_adds_up(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme()
    label = QLabel("Chloé")
    qtbot.addWidget(label)
    label.show()
    sizes = []
    for _round in range(2):
        for scale in FONT_SCALES:
            theme.apply(qapp, Preferences(scheme="light", font_scale=scale))
            qapp.processEvents()
            sizes.append(label.font().pointSizeF())
    assert sizes[:3] == sizes[3:]
    small, normal, large = sizes[:3]
    assert small == pytest.approx(normal * 0.85)
    assert large == pytest.approx(normal * 1.15)
    theme.apply(qapp, Preferences(scheme="light"))


def test_headings_grow_with_the_text(qapp: QApplication) -> None:
    theme = Theme()
    theme.apply(qapp, Preferences(scheme="light", font_scale=1.15))
    assert theme.font(1.5).pointSizeF() == pytest.approx(qapp.font().pointSizeF() * 1.5)
    theme.apply(qapp, Preferences(scheme="light"))
