"""A line of drop-down filters over one list; each counts what the others let through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.filter_button import Choice, FilterButton

Row = TypeVar("Row")
Predicate = Callable[[Row], bool]
_STATE = "filter_{key}"


@dataclass(frozen=True)
class Filter(Generic[Row]):
    """One drop-down.

    Attributes:
        key: Its name in the stored state.
        name: What it filters: « Secteur ».
        everything: Its first line: « Tous les secteurs ».
        value_of: The row's value; an empty text is a value too.
        label_of: How a value is called.
        order: Values that are always offered, first; any others follow by their label.
        default: The value at the start, None for everything.
    """

    key: str
    name: str
    everything: str
    value_of: Callable[[Row], str]
    label_of: Callable[[str], str] = str
    order: Sequence[str] = ()
    default: str | None = None


class FilterBar(QWidget, Generic[Row]):
    """The drop-downs side by side.

    Attributes:
        changed: Another choice is in force.
    """

    changed = Signal()

    def __init__(self, filters: Sequence[Filter[Row]], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters = tuple(filters)
        self._rows: Sequence[Row] = ()
        self._buttons: dict[str, FilterButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        for each in self._filters:
            button = FilterButton(each.name, partial(self._choices, each), theme, value=each.default)
            button.changed.connect(self._button_changed)
            self._buttons[each.key] = button
            line.addWidget(button)
        line.addStretch()
        self._refresh()

    def button(self, key: str) -> FilterButton:
        """Return one of the drop-downs."""
        return self._buttons[key]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Count over these rows from now on; a value nobody has any more gives way to everything."""
        self._rows = rows
        self._refresh()

    def predicate(self, **instead: str | None) -> Predicate[Row] | None:
        """Return what a row must pass, None when everything passes.

        Args:
            instead: By key, a value to take in place of the one in force.
        """
        wanted = [
            (each.value_of, value)
            for each in self._filters
            if (value := instead.get(each.key, self._buttons[each.key].value)) is not None
        ]
        if not wanted:
            return None
        if len(wanted) == 1:
            [(value_of, only)] = wanted
            return lambda row: value_of(row) == only
        return lambda row: all(value_of(row) == value for value_of, value in wanted)

    def value(self, key: str) -> str | None:
        """Return the value in force, None for everything."""
        return self._buttons[key].value

    def choose(self, **values: str | None) -> None:
        """Put several values in force at once."""
        before = {key: self.value(key) for key in values}
        for key, value in values.items():
            button = self._buttons[key]
            button.blockSignals(True)
            button.choose(value)
            button.blockSignals(False)
        if before != values:
            self._button_changed()

    def reset(self) -> None:
        """Go back to the values at the start."""
        self.choose(**{each.key: each.default for each in self._filters})

    @property
    def at_rest(self) -> bool:
        """Whether every value is the one at the start."""
        return all(self.value(each.key) == each.default for each in self._filters)

    def save_state(self, settings: QSettings) -> None:
        """Write the values in force."""
        for each in self._filters:
            value = self.value(each.key)
            settings.setValue(_STATE.format(key=each.key), "*" if value is None else f"={value}")

    def restore_state(self, settings: QSettings) -> None:
        """Take up the stored values; those nobody has any more give way when the rows come."""
        found = {each.key: str(settings.value(_STATE.format(key=each.key), "")) for each in self._filters}
        self.choose(
            **{
                key: None if text == "*" else text[1:]
                for key, text in found.items()
                if text[:1] in {"*", "="}
            }
        )

    def _button_changed(self) -> None:
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        for each in self._filters:
            button = self._buttons[each.key]
            if self._rows:
                button.refresh()
            else:
                # Nothing to count, and a restored value must not give way before the first rows.
                button.say(each.everything if button.value is None else each.label_of(button.value))

    def _choices(self, of: Filter[Row]) -> list[Choice]:
        passes: Callable[[Any], bool] | None = self.predicate(**{of.key: None})
        rows = self._rows if passes is None else filter(passes, self._rows)
        counts = Counter(map(of.value_of, rows))
        others = sorted(
            {of.value_of(row) for row in self._rows} - set(of.order),
            key=lambda value: fold(of.label_of(value)),
        )
        named = [Choice(value, of.label_of(value), counts[value]) for value in (*of.order, *others) if value]
        nothing = [Choice("", _("(none)"), counts[""])] if "" in others else []
        return [Choice(None, of.everything, counts.total()), *named, *nothing]
