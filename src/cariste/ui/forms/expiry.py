"""The expiry of a form: computed by the rules until somebody types over it; the printed date prevails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject

from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee import labels
from cariste.employee.constants import COMPUTED, TYPED
from cariste.ui.forms.form_field import FormField
from cariste.ui.widgets.date_field import DateField


class Rule(NamedTuple):
    """What the rules say with what is typed now.

    Attributes:
        day: The expiry; None when there is none, or when each of several categories has another one.
        months: The validity it comes from; None for none.
        because: What it comes from, if that is to be said: the person's medical follow-up, another document.
        note: What is to be said when there is no expiry: that there is no end, or that each has another one.
        doubt: What to compare with the certificate, empty for nothing.
    """

    day: dt.date | None
    months: int | None = None
    because: str = ""
    note: str = ""
    doubt: str = ""


class Expiry(QObject):
    """Keeps a date field, the words under it and where the date comes from in step.

    Attributes:
        source: ``computed`` or ``typed``.
    """

    def __init__(
        self,
        field: FormField,
        rule: Callable[[], Rule],
        is_too_long: Callable[[dt.date], str],
        *,
        source: str = COMPUTED,
    ) -> None:
        """Watch a field.

        Args:
            field: Around a `DateField` that shows what is stored, if anything is.
            rule: Asked for what the rules say whenever something it depends on changes.
            is_too_long: Asked for a doubt about a date that was typed.
            source: Where the date shown comes from.
        """
        super().__init__(field)
        self._field, self._rule, self._is_too_long = field, rule, is_too_long
        self._dates: DateField = _date_field(field)
        self._filling = False
        self.source = source
        self._dates.changed.connect(self._typed)
        self._dates.settled.connect(self._settled)
        self._say()

    @property
    def day(self) -> dt.date | None:
        """The expiry to store; None to have it computed where it is stored."""
        return self._dates.value

    def update(self) -> None:
        """Take up what the expiry depends on; a date that was typed stays."""
        if self.source == COMPUTED:
            self._fill(self._rule().day)
        self._say()

    def _fill(self, day: dt.date | None) -> None:
        self._filling = True
        self._dates.set_value(day)
        self._filling = False

    def _typed(self) -> None:
        if self._filling:
            return
        day = self._dates.value
        self.source = COMPUTED if day is None or day == self._rule().day else TYPED
        self._say()

    def _settled(self) -> None:
        # An emptied field is given back to the rules.
        if not self._dates.text().strip():
            self.source = COMPUTED
            self.update()

    def _say(self) -> None:
        rule, day = self._rule(), self._dates.value
        if self.source == TYPED:
            ruled = format_date(rule.day)
            self._field.hint(_("typed (by the rule: {date})").format(date=ruled) if ruled else _("typed"))
        elif day is not None and rule.months is not None and day == rule.day:
            validity = ", ".join(filter(None, (labels.validity_label(rule.months), rule.because)))
            self._field.hint(_("computed ({validity})").format(validity=validity))
        elif day is not None and rule.because and day == rule.day:
            self._field.hint(_("computed ({validity})").format(validity=rule.because))
        else:
            self._field.hint(_("computed") if day is not None else rule.note)
        typed_doubt = self._is_too_long(day) if day is not None else ""
        self._field.advise(typed_doubt or (rule.doubt if self.source == COMPUTED else ""))


def _date_field(field: FormField) -> DateField:
    widget = field.entry.widget
    if not isinstance(widget, DateField):
        raise TypeError(widget)
    return widget
