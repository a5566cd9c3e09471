"""Under a tenth of a second nothing is said; over a second one may give up."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.flat_button import FlatButton
from cariste.ui.widgets.waiting import Waiting


def test_words_come_first_then_a_bar_and_a_way_out(qtbot: QtBot, theme: Theme) -> None:
    waiting = Waiting(theme, "Opening the folder…")
    qtbot.addWidget(waiting)
    waiting.show()
    (words,) = waiting.findChildren(QLabel)
    (bar,) = waiting.findChildren(QProgressBar)
    (cancel,) = waiting.findChildren(FlatButton)
    assert not words.isVisible()
    qtbot.waitUntil(words.isVisible)
    assert not bar.isVisible()
    qtbot.waitUntil(lambda: bar.isVisible() and cancel.isVisible())
    with qtbot.waitSignal(waiting.cancelled):
        cancel.click()
