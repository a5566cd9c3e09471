"""What is shown while something takes its time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.parts import progress_bar

_WIDTH = 40 * GRID


class WorkingPage(QWidget):
    """A word and a bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self.bar: QProgressBar = progress_bar(theme)
        self.bar.setFixedWidth(_WIDTH)
        self.bar.setAccessibleName(_("Progress"))
        column = QVBoxLayout(self)
        column.addStretch()
        column.addWidget(self._words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def say(self, words: str) -> None:
        """Begin something else."""
        self._words.setText(words)
        self.bar.setRange(0, 0)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is; without a total, that it goes on."""
        if total:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
