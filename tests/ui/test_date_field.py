"""The field of a date: typed any usual way, stepped with the arrows, picked in a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from factories import TODAY
from fingers import give_keyboard
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cariste.core import clock
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.i18n import set_language
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.calendar_popup import CalendarPopup
from cariste.ui.widgets.date_field import DateField

Make = Callable[..., DateField]

# The off-screen platform has no other windows to come before.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def make(qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Make:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    windows = []

    def make(value: dt.date | None = None, **how: Any) -> DateField:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        row = QHBoxLayout(window)
        field = DateField(theme, value, **how)
        row.addWidget(field)
        row.addWidget(QLineEdit())
        window.show()
        window.activateWindow()
        give_keyboard(qtbot, field)
        return field

    return make


def leave(field: DateField) -> None:
    field.nextInFocusChain().setFocus()
    assert not field.hasFocus()


@pytest.mark.parametrize(
    ("typed", "written"),
    [("12/3/24", "12/03/2024"), ("1/2", "01/02/2026"), ("+5a", "21/11/2031"), ("2024-02-29", "29/02/2024")],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_was_typed_is_written_in_full_once_one_leaves(
    qtbot: QtBot, make: Make, typed: str, written: str, language: str
) -> None:
    set_language(language)
    field = make()
    qtbot.keyClicks(field, typed)
    assert field.text() == typed
    leave(field)
    assert field.text() == written
    assert field.problem == ""
    assert f"{field.value:%d/%m/%Y}" == written


def test_the_value_follows_every_key(qtbot: QtBot, make: Make) -> None:
    field = make()
    seen: list[dt.date | None] = []
    field.changed.connect(lambda: seen.append(field.value))
    qtbot.keyClicks(field, "12/3")
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert seen == [dt.date(2026, 3, 12), None]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("31/02/2026", "Invalid date"),
        ("hier", "Invalid date"),
        ("31/12/9999", "The year 9999"),
        ("22/11/2026", "is in the future"),
    ],
)
def test_what_cannot_be_is_kept_and_explained(qtbot: QtBot, make: Make, typed: str, problem: str) -> None:
    field = make(latest=clock.today)
    qtbot.keyClicks(field, typed)
    leave(field)
    assert field.text() == typed
    assert problem in field.problem


def test_nothing_typed_is_no_problem(make: Make) -> None:
    field = make(latest=clock.today)
    assert (field.value, field.problem) == (None, "")
    field.setText("   ")
    assert (field.value, field.problem) == (None, "")


@pytest.mark.parametrize(
    ("key", "modifiers", "reached"),
    [
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, dt.date(2024, 3, 1)),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, dt.date(2024, 2, 28)),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, dt.date(2024, 3, 29)),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, dt.date(2024, 1, 29)),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier, dt.date(2025, 2, 28)),
        (Qt.Key.Key_Semicolon, Qt.KeyboardModifier.ControlModifier, TODAY),
    ],
)
def test_keys_step_days_months_and_years_or_write_today(
    qtbot: QtBot, make: Make, key: Qt.Key, modifiers: Qt.KeyboardModifier, reached: dt.date
) -> None:
    field = make(dt.date(2024, 2, 29))
    qtbot.keyClick(field, key, modifiers)
    assert field.value == reached
    assert field.text() == f"{reached:%d/%m/%Y}"


def test_a_step_in_an_empty_field_begins_today(qtbot: QtBot, make: Make) -> None:
    field = make()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value == TODAY


@pytest.mark.parametrize("day", [dt.date(2150, 12, 31), dt.date(1900, 1, 1), dt.date(9999, 12, 31)])
def test_stepping_never_leaves_the_calendar(qtbot: QtBot, make: Make, day: dt.date) -> None:
    field = make(day)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp):
        for _again in range(3):
            qtbot.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        qtbot.keyClick(field, key)
    assert field.value is not None


def test_a_step_changes_nothing_that_is_no_date(qtbot: QtBot, make: Make) -> None:
    field = make()
    qtbot.keyClicks(field, "hier")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "hier"


def popup_of(field: DateField) -> CalendarPopup:
    return next(each for each in field.findChildren(CalendarPopup) if each.isVisible())


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier), (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier)],
)
def test_a_day_is_picked_in_the_calendar(
    qtbot: QtBot, make: Make, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    field = make(dt.date(2024, 2, 29))
    qtbot.keyClick(field, key, modifiers)
    popup = popup_of(field)
    assert popup.calendar.selectedDate() == QDate(2024, 2, 29)
    popup.calendar.clicked.emit(QDate(2024, 3, 7))
    assert field.value == dt.date(2024, 3, 7)
    assert not popup.isVisible()


def test_the_button_of_the_calendar_is_today(qtbot: QtBot, make: Make) -> None:
    field = make()
    field.actions()[0].trigger()
    popup_of(field).today_button.click()
    assert field.value == TODAY


def test_escape_leaves_the_date_as_it_was(qtbot: QtBot, make: Make) -> None:
    field = make(dt.date(2024, 2, 29))
    field.open_calendar()
    popup = popup_of(field)
    qtbot.keyClick(popup.calendar, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not popup.isVisible())
    assert field.value == dt.date(2024, 2, 29)


def test_a_field_to_read_is_neither_stepped_nor_picked(qtbot: QtBot, make: Make) -> None:
    field = make(dt.date(2024, 2, 29))
    field.setReadOnly(True)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_F4):
        qtbot.keyClick(field, key)
    assert field.value == dt.date(2024, 2, 29)
    assert field.findChildren(CalendarPopup) == []


def test_a_step_of_years_counts_from_another_field(qtbot: QtBot, make: Make) -> None:
    field = make(since=lambda: dt.date(2024, 2, 29))
    qtbot.keyClicks(field, "+5a")
    assert field.value == dt.date(2029, 2, 28)
