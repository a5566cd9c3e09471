"""Typing as people do, accents included: `qtbot.keyClicks("é")` would abort Qt."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

_NONE = Qt.KeyboardModifier.NoModifier


def focused() -> QWidget:
    """Return whatever has the keyboard: a list or menu that is open, before any field."""
    widget = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget


def give_keyboard(qtbot: QtBot, widget: QWidget) -> None:
    """Put the keyboard on a widget, whichever window had it; no window manager does that here."""

    def has_it() -> bool:
        widget.activateWindow()
        widget.setFocus()
        return widget.hasFocus()

    qtbot.waitUntil(has_it)


def type_text(text: str) -> None:
    """Type letter by letter into whatever has the keyboard."""
    for letter in text:
        type_into(focused(), letter)


def type_into(widget: QWidget, letter: str) -> None:
    """Type one letter into a widget, whatever has the keyboard."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, 0, _NONE, letter))


def press(*keys: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    """Press keys one after the other, each going to whatever has the keyboard then; shortcuts act, too."""
    for key in keys:
        QTest.keyPress(focused(), key, modifiers)
        # The key may have closed the window: then nobody hears that it is let go.
        if QApplication.activePopupWidget() or QApplication.focusWidget():
            QTest.keyRelease(focused(), key, modifiers)
