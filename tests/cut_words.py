"""Whether the words on a window have the room they need."""

from __future__ import annotations

from by_keyboard import named
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QTabBar, QToolButton, QWidget

from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.parts import CopyableLine, ElidedLabel
from cariste.ui.widgets.table_view import TableView

_GIVE_WAY = (ElidedLabel, CopyableLine)
"""Lines of data, made to end in « … » with the whole in the tooltip."""
_AROUND = 14
"""Pixels around the words of a button that it gives up before anything of the words."""
_AROUND_TAB = 4
"""Pixels that the words of a tab keep around them."""


def cut_words(within: QWidget) -> list[str]:
    """Return the buttons, boxes, labels and tabs that do not show all they say."""
    widgets = [one for one in within.findChildren(QWidget) if one.isVisible()]
    return [named(one) + f" {one.size().toTuple()}" for one in widgets if _is_cut(one)]


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, _GIVE_WAY):
        return False
    if isinstance(widget, QTabBar):
        return any(_narrow(widget, place) for place in range(widget.count()) if widget.isTabVisible(place))
    if isinstance(widget, QLabel) and widget.text():
        return _needs_more(widget, _asked(widget)) or _is_outside(widget)
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return False
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.width() < _room_for_words(widget) or _is_outside(widget)
    return False


def _room_for_words(button: QAbstractButton) -> int:
    """Return the width a button needs; the count after its words and the room around them give way first."""
    tail = button.tail if isinstance(button, FlatButton) else ""
    count = button.fontMetrics().horizontalAdvance(f"  {tail}") if tail else 0
    return button.sizeHint().width() - count - _AROUND


def _asked(label: QLabel) -> QSize:
    if label.wordWrap():
        return QSize(0, label.heightForWidth(label.width()))
    return label.sizeHint()


def _needs_more(widget: QWidget, asked: QSize) -> bool:
    return widget.width() < asked.width() or widget.height() < asked.height()


def _narrow(tabs: QTabBar, place: int) -> bool:
    area, words = tabs.tabRect(place), tabs.fontMetrics().horizontalAdvance(tabs.tabText(place))
    return area.width() < words + _AROUND_TAB or area.right() > tabs.width()


def _is_outside(widget: QWidget) -> bool:
    """Tell whether part of a widget lies outside the one that holds it, at its right or left."""
    holder = widget.parentWidget()
    if holder is None or widget.isWindow():
        return False
    return widget.geometry().left() < 0 or widget.geometry().right() > holder.width()


def cut_cells(view: TableView, title: str) -> list[str]:
    """Return the cells of a column that end in « … », by the title of the column."""
    model = view._model
    place = next(place for place, column in enumerate(model.columns) if column.title() == title)
    column = model.columns[place]
    texts = [column.text(model.row(row)) for row in range(model.rowCount())]
    room = view.columnWidth(place)
    return [text for text in texts if view._delegate.width_of(column, text) > room]
