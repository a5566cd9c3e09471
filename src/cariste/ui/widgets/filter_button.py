"""A filter as a drop-down: every value, with how many rows it would leave where that is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from cariste.core.wording import format_number
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.flat_button import FlatButton


class Choice(NamedTuple):
    """One line of the drop-down.

    Attributes:
        value: What to filter by, None for everything.
        label: What it is called.
        number: How many rows it would leave; None where counting them would take too long.
    """

    value: str | None
    label: str
    number: int | None = None


class FilterButton(FlatButton):
    """Shows the value in force with its count, and offers the others.

    Attributes:
        changed: Another value was chosen.
    """

    changed = Signal()
    says_value = True

    def __init__(
        self,
        name: str,
        choices: Callable[[], Sequence[Choice]],
        theme: Theme,
        *,
        value: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Start with a value.

        Args:
            name: What is filtered, for the tooltip and for screen readers: « Secteur ».
            choices: Asked each time the values or counts may be different; the first is the default.
            theme: Colours and fonts.
            value: The value in force.
            parent: Who owns the button.
        """
        super().__init__("", theme, parent=parent)
        self._name = name
        self._choices = choices
        self._default = value
        self._value = value
        self.setToolTip(name)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)

    @property
    def value(self) -> str | None:
        """The value in force, None for everything."""
        return self._value

    def choose(self, value: str | None) -> None:
        """Filter by a value, as if the user had chosen it."""
        if value != self._value:
            self._value = value
            self.changed.emit()

    def refresh(self) -> None:
        """Show the value in force with its count as it is now; a value that is gone gives way to all."""
        choices = self._choices()
        chosen = next((choice for choice in choices if choice.value == self._value), choices[0])
        self._value = chosen.value
        self.say(chosen.label, "" if chosen.number is None else format_number(chosen.number))

    def say(self, label: str, number: str = "") -> None:
        """Show words for the value in force, and how many rows it leaves where that is known."""
        self.highlighted = self._value != self._default
        self.tail = number
        self.setText(label.replace("&", "&&"))
        self.setAccessibleName(", ".join(filter(None, (self._name, label, number))))
        self.updateGeometry()
        self.update()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        for value, label, number in self._choices():
            text = label if number is None else f"{label}\t{format_number(number)}"
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value == self._value)
            action.triggered.connect(lambda _on=False, wanted=value: self.choose(wanted))
            group.addAction(action)
