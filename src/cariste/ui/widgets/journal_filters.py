"""Which part of the journal is wanted: when, by whom, what was done, about whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.core.wording import format_number
from cariste.journal.queries import ACTIONS, Filter
from cariste.ui.models.journal import JournalContent
from cariste.ui.theme.theme import GRID, Theme
from cariste.ui.widgets.filter_button import Choice, FilterButton

PERIODS = (0, 7, 30, 90, 365)
"""Days to look back; 0 is today alone."""
_STORED = ("period", "who", "action")
_MOST_PEOPLE = 40


class JournalFilters(QWidget):
    """Four drop-downs. They do not count: that would mean reading the journal from end to end.

    Attributes:
        changed: Another choice is in force.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usernames: Sequence[str] = ()
        self._people: dict[str, str] = {}
        self._buttons = {
            "period": FilterButton(_("Period"), _periods, theme),
            "who": FilterButton(_("Who"), self._users, theme),
            "action": FilterButton(_("Action"), _actions, theme),
            "person": FilterButton(_("Employee"), self._named, theme),
        }
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        for button in self._buttons.values():
            button.refresh()
            button.changed.connect(self._button_changed)
            line.addWidget(button)
        line.addStretch()

    def button(self, key: str) -> FilterButton:
        """Return a drop-down: ``period``, ``who``, ``action`` or ``person``."""
        return self._buttons[key]

    @property
    def employee_id(self) -> str | None:
        """The one person looked at, None for everybody."""
        return self._buttons["person"].value

    @property
    def at_rest(self) -> bool:
        """Whether nothing is filtered."""
        return all(button.value is None for button in self._buttons.values())

    def wanted(self, today: dt.date, search: str) -> Filter:
        """Return what is asked for, with the words of the search field."""
        period = self._buttons["period"].value
        return Filter(
            since=None if period is None else today - dt.timedelta(days=int(period)),
            username=self._buttons["who"].value,
            action=self._buttons["action"].value,
            employee_id=self.employee_id,
            search=search,
        )

    def offer(self, content: JournalContent) -> None:
        """Offer the people in what is shown, and all who ever wrote."""
        chosen = self.employee_id
        people = {line.employee_id: line.person for line in content.lines if line.employee_id}
        if chosen is not None:
            people.setdefault(chosen, self._people.get(chosen, ""))
        self._people = people
        self._usernames = content.usernames or self._usernames
        for button in self._buttons.values():
            button.refresh()

    def reset(self) -> None:
        """Let everything through."""
        if self.at_rest:
            return
        for button in self._buttons.values():
            button.blockSignals(True)
            button.choose(None)
            button.blockSignals(False)
        self._button_changed()

    def save_state(self, settings: QSettings) -> None:
        """Write the choices; whom one looked at is forgotten."""
        for key in _STORED:
            settings.setValue(f"filter_{key}", self._buttons[key].value or "")

    def restore_state(self, settings: QSettings) -> None:
        """Take up what `save_state` wrote; what is not offered any more counts as nothing."""
        for key in _STORED:
            value = str(settings.value(f"filter_{key}", ""))
            if key == "who" and value:
                self._usernames = [value]
            self._buttons[key].choose(value or None)

    def _button_changed(self) -> None:
        for button in self._buttons.values():
            button.refresh()
        self.changed.emit()

    def _users(self) -> list[Choice]:
        return [Choice(None, _("All users")), *(Choice(name, name) for name in self._usernames)]

    def _named(self) -> list[Choice]:
        chosen = self.employee_id
        named = sorted(self._people.items(), key=lambda person: fold(person[1]))
        offered = [one for one in named if one[0] == chosen or chosen is None][:_MOST_PEOPLE]
        return [Choice(None, _("All employees")), *(Choice(id_, name) for id_, name in offered)]


def _periods() -> list[Choice]:
    labels = {0: _("Today")}
    choices = (
        Choice(str(days), labels.get(days) or _("Last {n} days").format(n=format_number(days)))
        for days in PERIODS
    )
    return [Choice(None, _("Any time")), *choices]


def _actions() -> list[Choice]:
    labels = (_("Additions"), _("Changes"), _("Deletions"))
    offered = (Choice(code, label) for code, label in zip(ACTIONS, labels, strict=True))
    return [Choice(None, _("All actions")), *offered]
