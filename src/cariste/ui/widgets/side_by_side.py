"""Two values of one field side by side: arrow keys choose, Tab goes on to the next field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QWidget

from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.parts import colour_words, muted
from cariste.ui.widgets.radio_dot import INDENT, RadioDot


class SideBySide(QWidget):
    """The lines of a comparison. What is the same on both sides, or on one only, needs no choice.

    Attributes:
        changed: Another value was chosen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sides: dict[str, tuple[RadioDot, RadioDot]] = {}
        self._labels: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        for column in (1, 2):
            self._grid.setColumnStretch(column, 1)
        self._line = 0

    def add_heads(self, first: QWidget, second: QWidget) -> None:
        """Put something over the two sides."""
        self._add_line("", first, second)

    def add_line(self, label: str, first: str, second: str) -> None:
        """Show a field about which there is nothing to choose."""
        sides = []
        for words in (first, second):
            shown = muted(words)
            shown.setIndent(INDENT)
            sides.append(shown)
        self._add_line(label, *sides)

    def add_choice(self, name: str, label: str, first: str, second: str) -> None:
        """Show a field of which somebody must choose one of two values; none is chosen at first."""
        sides = RadioDot(first, self._theme), RadioDot(second, self._theme)
        group = QButtonGroup(self)
        for button, words in zip(sides, (first, second), strict=True):
            button.setAccessibleName(f"{label}: {words}")
            button.toggled.connect(lambda _checked: self.changed.emit())
            group.addButton(button)
        self._sides[name] = sides
        self._labels[name] = self._add_line(label, *sides)

    @property
    def choices(self) -> dict[str, int]:
        """Which side was chosen, 0 or 1, by field; without those of which none is chosen yet."""
        return {
            name: place
            for name, sides in self._sides.items()
            for place, button in enumerate(sides)
            if button.isChecked()
        }

    @property
    def open_fields(self) -> list[str]:
        """The fields of which no value is chosen yet."""
        return [name for name in self._sides if name not in self.choices]

    def button(self, name: str, side: int) -> RadioDot:
        """Return what chooses one of the two values."""
        return self._sides[name][side]

    def label_of(self, name: str) -> str:
        """Return the words of a field."""
        return self._labels[name].text()

    def choose_all(self, side: int) -> None:
        """Choose one side's value wherever there is a choice."""
        for sides in self._sides.values():
            sides[side].setChecked(True)

    def point_out(self, names: Sequence[str]) -> None:
        """Mark the fields without a choice, and go to the first."""
        tokens = self._theme.tokens
        for name, label in self._labels.items():
            colour_words(label, tokens.red if name in names else tokens.text)
        if names:
            self._sides[names[0]][0].setFocus()

    def _add_line(self, label: str, first: QWidget, second: QWidget) -> QLabel:
        title = QLabel(label)
        for column, widget in enumerate((title, first, second)):
            self._grid.addWidget(widget, self._line, column)
        self._line += 1
        return title
