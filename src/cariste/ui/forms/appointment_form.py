"""The form of an appointment: which visit, and when. Nothing else is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee import constants, labels
from cariste.employee.appointments import AppointmentValues
from cariste.employee.form_values import Held, Owner
from cariste.ui.context import Context
from cariste.ui.forms import storing_follow_up
from cariste.ui.forms.record_form import RecordForm
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import ChoiceField


class AppointmentForm(RecordForm):
    """Plans a visit, or changes what was planned."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        owner: Owner,
        held: Held[AppointmentValues] | None = None,
        *,
        kind: str = "",
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window it lies over.
            owner: Who is to see the doctor.
            held: The appointment to change; None plans one.
            kind: The type of visit chosen first.
        """
        title = _("Planned visit") if held else _("Plan a visit")
        super().__init__(context, parent, title, owner, held)
        new = AppointmentValues(visit_type=kind or constants.PERIODIC, planned_on=None)
        values = held.values if held else new
        types = [(labels.visit_label(code), code) for code in constants.VISIT_TYPES]
        self.add("visit_type", _("Visit type"), ChoiceField(context.theme, types, values.visit_type))
        self._day = DateField(context.theme, values.planned_on)
        field = self.add("planned_on", _("Planned on"), self._day, required=True)
        if held is not None:
            statuses = [(labels.appointment_label(code), code) for code in constants.APPOINTMENT_STATUSES]
            self.add("status", _("What became of it"), ChoiceField(context.theme, statuses, values.status))
        self._field = field
        self._day.changed.connect(self._warn)
        self.finish()

    def work(self) -> Callable[[], Any]:
        """Return what stores the appointment."""
        values = AppointmentValues(
            visit_type=self.fields["visit_type"].value,
            planned_on=self._day.value,
            status=self.fields["status"].value if "status" in self.fields else constants.PLANNED,
        )
        workspace = self.context.workspace
        return partial(storing_follow_up.store_appointment, workspace, self.owner, values, self.known)

    def _warn(self) -> None:
        day, today = self._day.value, self.context.bus.today
        past = day is not None and day < today and self.known is None
        self._field.advise(
            _("This day is past ({today} is today): a visit that was held is recorded, not planned.").format(
                today=format_date(today)
            )
            if past
            else ""
        )
