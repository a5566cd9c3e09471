"""Slim scroll bars scroll like any other."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.scroll_bar import SlimScrollBar, slim_scroll_bars


def test_the_handle_is_dragged_and_can_be_seen(qtbot: QtBot, theme: Theme) -> None:
    many = QListWidget()
    qtbot.addWidget(many)
    slim_scroll_bars(many, theme)
    many.addItems([f"line {number}" for number in range(200)])
    many.resize(200, 300)
    many.show()
    bar = many.verticalScrollBar()
    assert isinstance(bar, SlimScrollBar)
    drawn = bar.grab().toImage()
    middle = drawn.width() // 2
    column = {drawn.pixelColor(middle, y).name() for y in range(drawn.height())}
    assert len(column) > 1
    handle = QPoint(bar.width() // 2, 24)
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=handle)
    qtbot.mouseMove(bar, handle + QPoint(0, 100))
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=handle + QPoint(0, 100))
    assert bar.value() > 0
