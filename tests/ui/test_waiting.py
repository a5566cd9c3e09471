"""Under a tenth of a second nothing is said; over a second one may give up."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from cariste.ui.theme.theme import Theme
from cariste.ui.widgets import waiting as waiting_module
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.waiting import Waiting


class Comings(QObject):
    """Notes what becomes visible: a poll may come when all of it has."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.order: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            self.order.append(watched)
        return False


def test_words_come_first_then_a_bar_and_a_way_out(qtbot: QtBot, theme: Theme) -> None:
    waiting = Waiting(theme, "Opening the folder…")
    qtbot.addWidget(waiting)
    (words,) = waiting.findChildren(QLabel)
    (bar,) = waiting.findChildren(QProgressBar)
    other, cancel = waiting.findChildren(FlatButton)
    come = Comings(waiting)
    for widget in (words, bar, cancel):
        widget.installEventFilter(come)
    waiting.show()
    assert not words.isVisible()
    qtbot.waitUntil(lambda: bar.isVisible() and cancel.isVisible())
    assert come.order == [words, bar, cancel]
    with qtbot.waitSignal(waiting.cancelled):
        cancel.click()
    assert not other.isVisible()


def test_what_can_be_had_meanwhile_is_offered_later_and_only_where_there_is_something(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_module, "_MEANWHILE_AFTER", 10)
    for meanwhile in ("Show the last known data", ""):
        waiting = Waiting(theme, "Opening the folder…", meanwhile)
        qtbot.addWidget(waiting)
        waiting.show()
        other, cancel = waiting.findChildren(FlatButton)
        qtbot.waitUntil(cancel.isVisible)
        assert other.isVisible() == bool(meanwhile)
