"""The form of an absence: from when, until when, and whether a visit is needed. Never why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee.appointments import AbsenceValues
from cariste.employee.form_values import Held, Owner
from cariste.regulation.rules import load_catalogue
from cariste.ui.context import Context
from cariste.ui.forms import storing_follow_up
from cariste.ui.forms.record_form import RecordForm
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.tick_box import TickBox


class AbsenceForm(RecordForm):
    """Records that somebody is away or back, and whether the doctor must see the person."""

    def __init__(
        self, context: Context, parent: QWidget, owner: Owner, held: Held[AbsenceValues] | None = None
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window it lies over.
            owner: Who is away.
            held: The absence to change; None adds one.
        """
        super().__init__(context, parent, _("Absence") if held else _("New absence"), owner, held)
        self._add_fields(held.values if held else AbsenceValues(starts_on=None))
        self._back.changed.connect(self._say_until_when)
        self._needed.toggled.connect(self._say_until_when)
        self._say_until_when()
        self.finish()

    def _add_fields(self, values: AbsenceValues) -> None:
        theme = self.context.theme
        self._start = DateField(theme, values.starts_on)
        self._back = DateField(theme, values.ended_on, since=lambda: self._start.value)
        self.add("starts_on", _("First day away"), self._start, required=True)
        self._return = self.add(
            "ended_on",
            _("First day back"),
            self._back,
            hint=_("Empty while the absence lasts."),
            check=self._check_back,
        )
        self._needed = TickBox(_("Return-to-work visit needed"), theme)
        self._needed.setChecked(values.return_visit)
        self.add(
            "return_visit",
            _("Return-to-work visit needed"),
            self._needed,
            wide=True,
            hint=_(
                "After maternity leave or an occupational disease, and from 30 days away after an accident "
                "at work or 60 days otherwise. Only yes or no is kept: the reason of the absence is not "
                "recorded anywhere in Cariste."
            ),
        )

    def work(self) -> Callable[[], Any]:
        """Return what stores the absence."""
        values = AbsenceValues(
            starts_on=self._start.value, ended_on=self._back.value, return_visit=self._needed.isChecked()
        )
        return partial(
            storing_follow_up.store_absence, self.context.workspace, self.owner, values, self.known
        )

    def _check_back(self, back: dt.date | None) -> str | None:
        start = self._start.value
        if back is not None and start is not None and back < start:
            return _("The return is before the start.")
        return None

    def _say_until_when(self) -> None:
        back, days = self._back.value, load_catalogue().obligations["return"].days
        if back is None or days is None or not self._needed.isChecked():
            self._return.advise("")
            return
        last = format_date(back + dt.timedelta(days=days))
        self._return.advise(_("The return-to-work visit is due by {day}.").format(day=last))
