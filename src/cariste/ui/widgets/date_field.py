"""A date to type, to step through with the arrow keys or to pick in a calendar; never a format to obey."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cariste.core import clock
from cariste.core.i18n import _
from cariste.employee import typed_dates, validators
from cariste.regulation.calculations import add_months
from cariste.ui.theme.icons import icon
from cariste.ui.theme.theme import Theme
from cariste.ui.widgets.calendar_popup import CalendarPopup
from cariste.ui.widgets.fields import TextField

_LONGEST = 40


class DateField(TextField):
    """One date or none. What it understands is told in `employee.typed_dates.read_date`.

    Up and Down step days, Page Up and Page Down months, with Ctrl years; Ctrl+; is today, as in Excel;
    Alt+Down or F4 opens the calendar.

    Attributes:
        changed: The value is another one now, at each key.
        settled: The user leaves the field or presses Enter; what was typed is now written in full.
    """

    changed = Signal()
    settled = Signal()

    def __init__(
        self,
        theme: Theme,
        value: dt.date | None = None,
        *,
        latest: Callable[[], dt.date] | None = None,
        since: Callable[[], dt.date | None] | None = None,
        pivot_years: int = typed_dates.PIVOT_YEARS,
        parent: QWidget | None = None,
    ) -> None:
        """Make a field.

        Args:
            theme: Colours and fonts.
            value: The date shown first.
            latest: Asked for the last day that makes sense; `clock.today` for what lies in the past.
            since: Asked from which day « +5a » counts; from today without it, or where it knows none.
            pivot_years: As `read_date`: 0 for a date of birth.
            parent: Who owns the field.
        """
        super().__init__(theme, "", parent)
        self._latest, self._since, self._pivot_years = latest, since, pivot_years
        self._value: dt.date | None = None
        self.setMaxLength(_LONGEST)
        self.setPlaceholderText(_("dd/mm/yyyy"))
        self._opener = QAction(icon("calendar", lambda: theme.tokens.muted), _("Calendar (Alt+Down)"), self)
        self._opener.triggered.connect(self.open_calendar)
        self.addAction(self._opener, QLineEdit.ActionPosition.TrailingPosition)
        self.set_value(value)
        self.textChanged.connect(self._read)
        self.editingFinished.connect(self._settle)

    @property
    def value(self) -> dt.date | None:
        """The date meant now; None when the field is empty or holds no date."""
        return self._value

    @property
    def problem(self) -> str:
        """What is wrong with what was typed, in the user's language; empty when nothing is."""
        if self._value is None:
            return typed_dates.not_a_date() if self.text().strip() else ""
        latest = self._latest() if self._latest is not None else None
        return validators.check_date(self._value, not_after=latest) or ""

    def set_value(self, value: dt.date | None) -> None:
        """Show a date, or nothing."""
        self.setText("" if value is None else f"{value:%d/%m}/{value.year:04d}")
        self._read()

    def open_calendar(self) -> None:
        """Let the user pick a day in a calendar under the field."""
        if self.isReadOnly() or not self.isEnabled():
            return
        popup = CalendarPopup(self._theme, self._value or clock.today(), self)
        popup.picked.connect(self._pick)
        popup.show_below(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, open the calendar or write today; the rest is typing."""
        key, modifiers = event.key(), event.modifiers()
        down, alt = key == Qt.Key.Key_Down, bool(modifiers & Qt.KeyboardModifier.AltModifier)
        if (down and alt) or key == Qt.Key.Key_F4:
            self.open_calendar()
        elif self.isReadOnly() or alt:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Semicolon and modifiers & Qt.KeyboardModifier.ControlModifier:
            self._pick(clock.today())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(days=-1 if down else 1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            months = 12 if modifiers & Qt.KeyboardModifier.ControlModifier else 1
            self._step(months=months if key == Qt.Key.Key_PageUp else -months)
        else:
            super().keyPressEvent(event)

    def _step(self, *, days: int = 0, months: int = 0) -> None:
        if self.text().strip() and self._value is None:
            return
        if self._value is None:
            self._pick(clock.today())
            return
        first, last = validators.EARLIEST, validators.LATEST
        if first <= self._value <= last:
            moved = add_months(self._value, months) + dt.timedelta(days=days)
            self._pick(min(max(moved, first), last))

    def _pick(self, day: dt.date) -> None:
        self.set_value(day)
        self.selectAll()
        self.setFocus()

    def _read(self) -> None:
        read = typed_dates.read_date(
            self.text(),
            clock.today(),
            since=self._since() if self._since is not None else None,
            latest=self._latest() if self._latest is not None else None,
            pivot_years=self._pivot_years,
        )
        if read != self._value:
            self._value = read
            self.changed.emit()

    def _settle(self) -> None:
        if self._value is not None:
            self.set_value(self._value)
        self.settled.emit()
