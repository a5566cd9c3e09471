"""Going round a window with Tab, as somebody without a mouse does."""

from __future__ import annotations

from fingers import focused
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTabBar,
    QWidget,
)

from cariste.ui.widgets.count_line import CountLine
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.kinds_field import KindsField

LEAST_SCREEN = (960, 500)
"""What a full HD screen at 200 % leaves to a window, in device-independent pixels: half of 1920 by 1080, less
a title bar. A laptop of 1366 by 768 has more."""
_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTabBar, QPlainTextEdit)
_MANY = 200


def controls(within: QWidget) -> list[QWidget]:
    """Return what the mouse could act on: the parts of a field or a table are for the mouse alone."""
    found = [widget for kind in _CONTROLS for widget in within.findChildren(kind)]
    found += [line for line in within.findChildren(CountLine) if "<a " in line.text()]
    return [
        widget
        for widget in found
        if widget.isVisible()
        and widget.isEnabled()
        and not isinstance(widget.parent(), QLineEdit | QAbstractItemView | QTabBar | QComboBox)
        and not _by_other_keys(widget)
    ]


def _by_other_keys(widget: QWidget) -> bool:
    """Tell whether arrows or the field beside lead there: one stop for a group is enough."""
    if isinstance(widget, QRadioButton):
        return not widget.isChecked()
    return isinstance(widget, QAbstractButton) and _inside(widget, KindsField)


def _inside(widget: QWidget | None, kind: type[QWidget]) -> bool:
    while widget is not None and not isinstance(widget, kind):
        widget = widget.parentWidget()
    return widget is not None


def reached() -> list[QWidget]:
    """Return the stops of Tab and those of Shift+Tab: a group may begin with the one that is used most."""
    return stops() + stops(Qt.Key.Key_Backtab)


def stops(key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Press Tab until the keyboard is where it was; return where it stopped. A line of links is one stop."""
    found = [focused()]
    for _press in range(_MANY):
        QTest.keyClick(focused(), key)
        if focused() is found[0]:
            return found
        if focused() is not found[-1]:
            found.append(focused())
    raise AssertionError([named(widget) for widget in found])


def unseen_stops() -> list[QWidget]:
    """Press Tab as often; return the stops at which nothing on the widget shows that it has the keyboard."""
    found, every = [], stops()
    for widget in every:
        assert focused() is widget
        with_focus = picture(widget)
        if len(every) == 1:
            widget.clearFocus()
        while QApplication.focusWidget() is widget:
            QTest.keyClick(widget, Qt.Key.Key_Tab)
        if picture(widget) == with_focus:
            found.append(widget)
    return found


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def without_letter(within: QWidget) -> list[str]:
    """Return the buttons that no letter presses with Alt, and the letters that lead to two places.

    Those that only show a value or a sign, those that have keys of their own, and those that say the same as
    another one need none.
    """
    buttons = [one for one in within.findChildren(FlatButton) if one.isVisible() and one.takes_letter()]
    said_once = [one for one in buttons if [each.words for each in buttons].count(one.words) == 1]
    fields = [label.text() for label in within.findChildren(QLabel) if label.buddy() is not None]
    taken = [keys.toString()[-1:] for keys in map(QKeySequence.mnemonic, fields) if not keys.isEmpty()]
    letters = [*taken, *(one.letter for one in buttons if one.letter)]
    assert all(one.shortcut().toString() == (f"Alt+{one.letter}" if one.letter else "") for one in buttons)
    return [
        *(one.words for one in said_once if not one.letter and any(map(str.isalpha, one.words))),
        *(letter for letter in set(letters) if letters.count(letter) > 1),
    ]


def said(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def named(widget: QWidget) -> str:
    """Return what finds a widget in the code, for a message."""
    return (
        f"{type(widget).__name__} {widget.objectName()} {said(widget)!r} in {type(widget.parent()).__name__}"
    )


def too_large(widget: QWidget) -> bool:
    """Tell whether a window cannot be made as small as `LEAST_SCREEN`."""
    least = widget.minimumSizeHint().expandedTo(widget.minimumSize())
    return least.width() > LEAST_SCREEN[0] or least.height() > LEAST_SCREEN[1]
