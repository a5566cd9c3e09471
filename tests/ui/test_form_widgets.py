"""Fields made for forms: completing, categories, months, several lines, ticks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fingers import press, type_text
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cariste.core.i18n import set_language
from cariste.core.preferences import Preferences
from cariste.regulation.rules import load_catalogue
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.kinds_field import KindsField
from cariste.ui.widgets.months_field import MonthsField
from cariste.ui.widgets.text_area import TextArea
from cariste.ui.widgets.tick_box import TickBox

Show = Callable[[Any], QWidget]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    windows: list[QWidget] = []

    def show(widget: QWidget) -> QWidget:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        column = QVBoxLayout(window)
        column.addWidget(widget)
        column.addWidget(QLineEdit())
        window.show()
        window.activateWindow()
        widget.setFocus()
        qtbot.waitUntil(lambda: window.focusWidget() is not None and window.focusWidget().hasFocus())
        return widget

    yield show
    for window in windows:
        window.close()


ROLES = ("Préparateur", "Réceptionnaire", "Cariste", "Cariste réserve")


@pytest.fixture
def roles(theme: Theme, show: Show) -> CompletingField:
    field = CompletingField(theme, ROLES)
    show(field)
    return field


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("prepa", ["Préparateur"]),
        ("réc", ["Réceptionnaire"]),
        # What begins so comes before what only contains it.
        ("re", ["Réceptionnaire", "Préparateur", "Cariste réserve"]),
        ("reserve caris", ["Cariste réserve"]),
        ("zzz", []),
    ],
)
def test_what_is_in_use_is_offered_whatever_its_accents(
    roles: CompletingField, typed: str, offered: list[str]
) -> None:
    type_text(typed)
    assert roles.offered == offered


def test_an_offer_is_taken_by_arrow_and_enter(qtbot: QtBot, roles: CompletingField) -> None:
    type_text("prepa")
    popup = roles.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert roles.text() == "Préparateur"
    assert not popup.isVisible()


def test_down_shows_everything(qtbot: QtBot, roles: CompletingField) -> None:
    press(Qt.Key.Key_Down)
    qtbot.waitUntil(roles.completer().popup().isVisible)
    assert roles.offered == list(ROLES)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("cariste", "Cariste"), ("PREPARATEUR", "Préparateur"), ("Agent de quai", "Agent de quai")],
)
def test_a_known_word_is_written_as_it_is_written_elsewhere(
    roles: CompletingField, typed: str, kept: str
) -> None:
    roles.setText(typed)
    press(Qt.Key.Key_Tab)
    assert roles.text() == kept


@pytest.fixture
def kinds(theme: Theme, show: Show) -> KindsField:
    field = KindsField(theme)
    show(field)
    return field


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1A 3 5", ("R489-1A", "R489-3", "R489-5")),
        ("5,3/1a", ("R489-1A", "R489-3", "R489-5")),
        ("3 3", ("R489-3",)),
        ("R485 2", ("R485-2",)),
        ("R489 1A 3 R485 2", ("R489-1A", "R489-3", "R485-2")),
        ("gerbeur porté", ("R489-1B",)),
        ("", ()),
    ],
)
def test_categories_are_typed_as_they_stand_on_the_certificate(
    kinds: KindsField, typed: str, meant: tuple[str, ...]
) -> None:
    type_text(typed)
    assert (kinds.value, kinds.problem) == (meant, "")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("1 3", "1A or 1B"),
        ("8", "no category 8"),
        ("bonjour", "not understood"),
        ("x" * 10_000, "not understood"),
    ],
)
def test_what_is_no_category_is_asked_about_and_gives_no_value(
    kinds: KindsField, typed: str, asked: str
) -> None:
    kinds.line.setText(typed)
    assert kinds.value == ()
    assert asked in kinds.problem


def test_line_and_boxes_say_the_same(qtbot: QtBot, kinds: KindsField) -> None:
    type_text("1A 5")
    assert [kind for kind in ("R489-1A", "R489-3", "R489-5") if kinds.box(kind).isChecked()] == [
        "R489-1A",
        "R489-5",
    ]
    qtbot.mouseClick(kinds.box("R489-3"), Qt.MouseButton.LeftButton)
    assert kinds.value == ("R489-1A", "R489-3", "R489-5")
    assert kinds.line.text() == "1A 3 5"
    qtbot.mouseClick(kinds.box("R489-1A"), Qt.MouseButton.LeftButton)
    assert kinds.line.text() == "3 5"


def test_another_family_has_its_own_boxes(kinds: KindsField) -> None:
    kinds.family.setCurrentIndex(kinds.family.findData("R486"))
    type_text("a b")
    assert kinds.value == ("R486-A", "R486-B")
    assert kinds.box("R486-A").isChecked()
    with pytest.raises(KeyError):
        kinds.box("R489-3")


def test_a_family_typed_is_shown_once_one_leaves(kinds: KindsField) -> None:
    type_text("R485 2")
    press(Qt.Key.Key_Tab)
    assert kinds.family.currentData() == "R485"
    assert kinds.box("R485-2").isChecked()
    assert kinds.value == ("R485-2",)


def test_a_family_of_one_category_needs_no_typing(kinds: KindsField) -> None:
    kinds.family.setCurrentIndex(kinds.family.findData("R490"))
    assert kinds.value == ("R490",)


def test_a_kind_nobody_catalogued_is_taken_as_it_is_written(kinds: KindsField) -> None:
    kinds.family.setCurrentIndex(kinds.family.findData(""))
    type_text("Autolaveuse 😀")
    assert kinds.value == ("Autolaveuse 😀",)
    kinds.line.setText("R489 cat. 3")
    assert kinds.value == ("R489-3",)


def test_one_record_has_one_box_ticked(qtbot: QtBot, theme: Theme, show: Show) -> None:
    field = KindsField(theme, ("R489-3",), single=True)
    show(field)
    qtbot.mouseClick(field.box("R489-5"), Qt.MouseButton.LeftButton)
    assert (field.value, field.line.text()) == (("R489-5",), "5")
    field.line.setText("3 5")
    assert field.value == ()
    assert field.problem


@pytest.mark.parametrize("family", sorted(load_catalogue().families))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_words_of_every_category_fit_into_the_form_even_in_large_letters(
    qtbot: QtBot, qapp: QApplication, theme: Theme, show: Show, family: str, language: str
) -> None:
    set_language(language)
    theme.apply(qapp, Preferences(scheme="light", font_scale=1.15))
    field = KindsField(theme)
    show(field)
    field.family.setCurrentIndex(field.family.findData(family))
    field.window().resize(660, 300)
    boxes = [field.box(kind.code) for kind in load_catalogue().families[family] if kind.category]

    def all_seen() -> bool:
        inside = (field.rect().contains(QRect(box.mapTo(field, QPoint(0, 0)), box.size())) for box in boxes)
        return all(inside) and all(box.width() >= box.sizeHint().width() for box in boxes)

    qtbot.waitUntil(all_seen)
    theme.apply(qapp, Preferences(scheme="light"))


@pytest.mark.parametrize("kind", ["R489-1B", "R485-2", "R490", "Autolaveuse", "R389-3", "R489-8"])
def test_a_stored_kind_is_shown_as_it_is(theme: Theme, show: Show, kind: str) -> None:
    field = KindsField(theme, (kind,), single=True)
    show(field)
    assert (field.value, field.problem) == ((kind,), "")


def test_tab_goes_from_the_line_to_the_next_field_not_through_the_boxes(kinds: KindsField) -> None:
    press(Qt.Key.Key_Tab)
    focused = kinds.window().focusWidget()
    assert not kinds.isAncestorOf(focused)


@pytest.mark.parametrize(
    ("typed", "months", "written", "wrong"),
    [
        ("24", 24, "24", False),
        ("2 ans", 24, "24", False),
        ("", None, "", False),
        ("bientôt", None, "bientôt", True),
        ("0", 0, "0", True),
        ("9999", 9999, "9999", True),
    ],
)
def test_a_validity_is_typed_in_months_or_years(
    theme: Theme, show: Show, typed: str, months: int | None, written: str, wrong: bool
) -> None:
    field = MonthsField(theme)
    show(field)
    type_text(typed)
    assert (field.value, bool(field.problem)) == (months, wrong)
    press(Qt.Key.Key_Tab)
    assert field.text() == written


def test_tab_leaves_a_text_and_enter_begins_a_line(theme: Theme, show: Show) -> None:
    area = TextArea(theme, "Port de charges limité")
    show(area)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    assert not area.hasFocus()
    assert "\t" not in area.toPlainText()


def test_a_tick_is_seen_in_both_schemes(qtbot: QtBot, theme: Theme, show: Show) -> None:
    box = TickBox("Travail de nuit", theme)
    show(box)
    empty = box.grab().toImage()
    # Anywhere on the words is as good as on the box.
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center())
    assert box.isChecked()
    assert box.grab().toImage() != empty
    box.setEnabled(False)
    assert box.grab().toImage() != empty
