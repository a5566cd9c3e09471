"""The handle between two parts of a page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cariste.ui.widgets.split import Split


def split(qtbot: QtBot) -> Split:
    made = Split(QWidget(), QWidget(), (300, 100))
    qtbot.addWidget(made)
    made.resize(200, 412)
    made.show()
    return made


def test_the_handle_is_found_where_it_was_left_and_an_odd_memory_moves_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    first, second = split(qtbot), split(qtbot)
    first.setSizes([100, 300])
    first.save_state(settings)
    assert second.sizes() != first.sizes()
    second.restore_state(settings)
    assert second.sizes() == first.sizes()
    settings.setValue("splitter", "anything")
    second.restore_state(settings)
    assert second.sizes() == first.sizes()


def test_neither_part_can_be_pushed_away_altogether(qtbot: QtBot) -> None:
    made = split(qtbot)
    for part in (0, 1):
        made.widget(part).setMinimumHeight(40)
    made.setSizes([0, 412])
    assert min(made.sizes()) >= 40
