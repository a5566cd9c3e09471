"""What every form promises: what is wrong is said where it is, Save saves once, nothing typed is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from fingers import press, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from cariste.core.errors import EnvironmentProblem, InvalidEntity
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.forms.form import Form
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import WRONG, ChoiceField, TextField

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class SmallForm(Form):
    """Two mandatory texts and some others; stores into a list."""

    def __init__(self, context: Context, parent: QWidget, **more: Any) -> None:
        super().__init__(context, "A form", parent, about="Chloé Fictif")
        theme = context.theme
        self.saved: list[dict[str, Any]] = []
        self.saving: Callable[[], None] = lambda: None
        self.add("name", "Name", TextField(theme, more.get("name", "")), required=True)
        self.add("day", "Day", DateField(theme), check=lambda _day: more.get("day_problem"))
        self.add("choice", "Choice", ChoiceField(theme, [("One", 1), ("Two", 2)], 1), hint="Quiet words")
        self.add("tick", "Tick", QCheckBox("Tick"))
        self.add("text", "Text", QPlainTextEdit(), wide=True)
        self.add("number", "Number", TextField(theme), required=True)
        self.begin()

    def work(self) -> Callable[[], str]:
        values, saving = self.values(), self.saving

        def store() -> str:
            saving()
            self.saved.append(values)
            return "stored"

        return store


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.show()
    return window


@pytest.fixture
def form(qtbot: QtBot, context: Context, window: QWidget) -> SmallForm:
    return opened(qtbot, SmallForm(context, window))


def opened(qtbot: QtBot, form: SmallForm) -> SmallForm:
    # The test looks at it after it has closed.
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    form.open()
    form.activateWindow()
    qtbot.waitUntil(lambda: form.focusWidget() is not None and form.focusWidget().hasFocus())
    return form


def fill(form: SmallForm) -> None:
    type_text("Éloïse")
    form.fields["number"].setFocus()
    type_text("7")


def question(form: SmallForm) -> Confirmation | None:
    return next((each for each in form.findChildren(Confirmation) if each.isVisible()), None)


def test_the_first_field_has_the_keyboard_and_mandatory_ones_a_star(form: SmallForm) -> None:
    assert form.fields["name"].entry.widget.hasFocus()
    assert form.fields["name"].entry.widget.accessibleName() == "Name *"
    assert form.fields["day"].entry.widget.accessibleName() == "Day"
    assert form.fields["choice"].words == "Quiet words"


def test_what_is_wrong_is_said_as_one_leaves_the_field(form: SmallForm) -> None:
    name = form.fields["name"]
    assert name.words == ""
    press(Qt.Key.Key_Tab)
    assert name.words == "Required field."
    assert name.entry.widget.property(WRONG)
    assert form.fields["day"].entry.widget.hasFocus()
    type_text("31/02")
    press(Qt.Key.Key_Tab)
    assert form.fields["day"].words == "Invalid date: enter dd/mm/yyyy."
    # Typing takes the reproach away at once.
    name.setFocus()
    type_text("É")
    assert name.words == ""
    assert not name.entry.widget.property(WRONG)


def test_save_says_which_fields_are_wrong_and_goes_to_the_first(form: SmallForm) -> None:
    form.fields["text"].setFocus()
    form.save()
    assert form.notice.text == "Nothing is saved yet. To correct: Name, Number."
    assert form.fields["name"].entry.widget.hasFocus()
    assert form.saved == []
    assert form.isVisible()


def test_enter_saves_and_closes_and_tells_the_pages(qtbot: QtBot, context: Context, form: SmallForm) -> None:
    fill(form)
    told: list[str] = []
    form.stored.connect(told.append)
    with qtbot.waitSignals([form.stored, context.bus.changed]):
        press(Qt.Key.Key_Return)
    assert form.saved == [
        {"name": "Éloïse", "day": None, "choice": 1, "tick": False, "text": None, "number": "7"}
    ]
    assert not form.isVisible()
    assert told == ["stored"]


def test_a_double_click_on_save_saves_once(qtbot: QtBot, form: SmallForm) -> None:
    fill(form)
    held = threading.Event()
    form.saving = lambda: None if held.wait(60) else pytest.fail("never let go")
    qtbot.mouseDClick(form.save_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    form.save()
    assert not form.save_button.isEnabled()
    assert form.outcome.text() == "Saving…"
    held.set()
    qtbot.waitUntil(lambda: not form.isVisible())
    assert len(form.saved) == 1


def test_what_is_being_saved_is_not_left_half_way(qtbot: QtBot, form: SmallForm) -> None:
    fill(form)
    held = threading.Event()
    form.saving = lambda: None if held.wait(60) else pytest.fail("never let go")
    form.save()
    form.reject()
    form.close()
    assert form.isVisible()
    assert question(form) is None
    held.set()
    qtbot.waitUntil(lambda: not form.isVisible())


def test_what_the_record_refuses_is_said_beside_its_field(qtbot: QtBot, form: SmallForm) -> None:
    fill(form)

    def refuse() -> None:
        raise InvalidEntity({"number": "Somebody has it.", "elsewhere": "And this."})

    form.saving = refuse
    form.save()
    qtbot.waitUntil(lambda: bool(form.fields["number"].words))
    assert form.fields["number"].words == "Somebody has it."
    assert form.notice.text == "And this."
    assert form.fields["name"].value == "Éloïse"
    assert form.save_button.isEnabled()
    assert form.fields["number"].entry.widget.hasFocus()


def test_a_change_that_was_not_recorded_keeps_what_was_typed(qtbot: QtBot, form: SmallForm) -> None:
    fill(form)

    def fail() -> None:
        raise EnvironmentProblem("The disk is full.")

    form.saving = fail
    form.save()
    qtbot.waitUntil(lambda: bool(form.notice.text))
    assert form.notice.text == "The disk is full."
    assert form.values()["name"] == "Éloïse"
    form.saving = lambda: None
    form.save()
    qtbot.waitUntil(lambda: not form.isVisible())
    assert len(form.saved) == 1


def test_escape_closes_a_form_in_which_nothing_was_typed(qtbot: QtBot, form: SmallForm) -> None:
    press(Qt.Key.Key_Tab, Qt.Key.Key_Escape)
    assert not form.isVisible()


@pytest.mark.parametrize("way", ["escape", "cancel", "close"])
def test_closing_in_the_middle_of_typing_asks_first(qtbot: QtBot, form: SmallForm, way: str) -> None:
    type_text("É")
    if way == "escape":
        press(Qt.Key.Key_Escape)
    elif way == "cancel":
        form.cancel_button.click()
    else:
        form.close()
    asked = question(form)
    assert asked is not None
    assert "not saved" in asked.text
    # Enter, by habit, goes on typing.
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert form.isVisible()
    assert form.values()["name"] == "É"
    form.close()
    again = question(form)
    assert again is not None
    again.action_button.click()
    assert not form.isVisible()
    assert form.saved == []


def test_what_was_typed_and_taken_back_is_nothing_to_ask_about(form: SmallForm) -> None:
    type_text("É")
    press(Qt.Key.Key_Backspace)
    assert not form.touched
    form.close()
    assert not form.isVisible()


@pytest.mark.parametrize("name", ["day", "choice", "tick", "text"])
def test_every_kind_of_field_counts_as_typed_in(form: SmallForm, name: str) -> None:
    widget = form.fields[name].entry.widget
    if isinstance(widget, QCheckBox):
        widget.setChecked(True)
    elif isinstance(widget, ChoiceField):
        widget.setCurrentIndex(1)
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText("x")
    else:
        widget.setText("3")  # type: ignore[attr-defined]
    assert form.touched


def lose(monkeypatch: pytest.MonkeyPatch, context: Context, *, writing: bool = False) -> None:
    monkeypatch.setattr(type(context.workspace), "writing", property(lambda _self: writing))


def test_losing_the_right_to_edit_keeps_what_was_typed_and_says_why(
    qtbot: QtBot, context: Context, form: SmallForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(form)
    lose(monkeypatch, context)
    qtbot.waitUntil(lambda: not form.save_button.isEnabled())
    assert "stays here" in form.notice.text
    assert form.save_button.toolTip()
    assert form.values()["name"] == "Éloïse"
    form.save()
    assert form.saved == []
    # The text can still be copied, and saved when the right is back.
    assert form.fields["name"].entry.widget.isEnabled()
    lose(monkeypatch, context, writing=True)
    form.look()
    assert form.notice.text == ""
    form.save()
    qtbot.waitUntil(lambda: not form.isVisible())
    assert len(form.saved) == 1


def test_a_takeover_by_another_workstation_promises_nothing_but_to_keep_the_text(
    qtbot: QtBot, context: Context, form: SmallForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(form)
    lose(monkeypatch, context)
    monkeypatch.setattr(type(context.workspace), "taken_over", property(lambda _self: True))
    form.look()
    assert form.notice.text.startswith("Another workstation edits now")
    assert form.values()["name"] == "Éloïse"
    assert not form.save_button.isEnabled()


def test_a_form_to_read_can_be_read_and_copied_but_not_changed(
    qtbot: QtBot, context: Context, window: QWidget
) -> None:
    form = SmallForm(context, window, name="Chloé")
    form.be_read_only()
    opened(qtbot, form)
    name = form.fields["name"].entry.widget
    type_text("x")
    assert name.text() == "Chloé"  # type: ignore[attr-defined]
    name.selectAll()  # type: ignore[attr-defined]
    assert name.selectedText() == "Chloé"  # type: ignore[attr-defined]
    assert not form.fields["choice"].entry.widget.isEnabled()
    assert not form.save_button.isEnabled()
    assert form.save_button.toolTip() == "This window only reads: it cannot change anything."
    form.save()
    assert form.saved == []
    press(Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_words_under_the_fields_make_the_form_larger_not_the_fields_smaller(
    qtbot: QtBot, form: SmallForm
) -> None:
    before, name = form.height(), form.fields["name"].entry.widget.height()
    form.save()
    qtbot.waitUntil(lambda: form.height() > before)
    assert form.fields["name"].entry.widget.height() == name


def test_a_small_screen_scrolls_the_fields_and_keeps_the_buttons(qtbot: QtBot, form: SmallForm) -> None:
    form.resize(form.width(), 260)
    form.fields["number"].setFocus()
    form.save()
    qtbot.waitUntil(lambda: form.columns.verticalScrollBar().maximum() > 0)
    assert form.save_button.visibleRegion().boundingRect().height() == form.save_button.height()
