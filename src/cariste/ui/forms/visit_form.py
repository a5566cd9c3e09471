"""The form of a medical visit: type, dates and what the doctor concluded; never why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core import clock
from cariste.core.i18n import _
from cariste.employee import constants, labels, validators
from cariste.employee.form_values import Held, Owner, VisitValues
from cariste.regulation import in_force
from cariste.ui.context import Context
from cariste.ui.forms import storing
from cariste.ui.forms.checks import at_most
from cariste.ui.forms.expiry import Expiry, Rule
from cariste.ui.forms.record_form import RecordForm
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import ChoiceField
from cariste.ui.widgets.text_area import TextArea

_USUAL_LENGTH = 200
"""Characters after which adjustments begin to look like a story."""


class VisitForm(RecordForm):
    """Adds a visit, or changes one. A window that only reads sees neither conclusion nor adjustments."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        owner: Owner,
        held: Held[VisitValues] | None = None,
        *,
        kind: str = "",
        at: str = "",
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window it lies over.
            owner: Whose visit it is.
            held: The one to change; None adds.
            kind: The type chosen first.
            at: The field to go to.
        """
        super().__init__(context, parent, _("Medical visit") if held else _("New medical visit"), owner, held)
        new = VisitValues(visit_type=kind or constants.PERIODIC, visit_date=None, result=constants.PENDING)
        values = held.values if held else new
        theme = context.theme
        types = [(labels.visit_label(code), code) for code in constants.VISIT_TYPES]
        self._type = ChoiceField(theme, types, values.visit_type)
        self._held_on = DateField(theme, values.visit_date, latest=clock.today)
        self._next = DateField(theme, values.expiration_date, since=lambda: self._held_on.value)
        self.add("visit_type", _("Visit type"), self._type)
        self.add("visit_date", _("Visit date"), self._held_on, required=True)
        field = self.add("expiration_date", _("Next visit no later than"), self._next, check=self._check_next)
        if values.result is not None:
            self._add_conclusion(values)
        self.add_proof("document_path", constants.MEDICAL_DOCUMENT)
        self._expiry = Expiry(field, self._rule, lambda _day: "", source=values.expiration_source)
        self._type.currentIndexChanged.connect(self._expiry.update)
        self._held_on.changed.connect(self._expiry.update)
        self.finish(at)

    def work(self) -> Callable[[], Any]:
        """Return what stores the visit."""
        seen = "result" in self.fields
        values = VisitValues(
            visit_type=self._type.currentData(),
            visit_date=self._held_on.value,
            expiration_date=self._expiry.day,
            expiration_source=self._expiry.source,
            result=self.fields["result"].value if seen else None,
            restrictions=self.fields["restrictions"].value if seen else None,
        )
        return self.storing(storing.store_visit, values)

    def _add_conclusion(self, values: VisitValues) -> None:
        theme = self.context.theme
        results = [(labels.result_label(code), code) for code in constants.RESULTS]
        self.add("result", _("Outcome"), ChoiceField(theme, results, values.result))
        adjustments = self.add(
            "restrictions",
            _("Adjustments"),
            TextArea(theme, values.restrictions or ""),
            check=at_most(constants.LONGEST_RESTRICTIONS),
            wide=True,
            hint=_(
                "As the doctor wrote them to the employer. Do not enter medical information (diagnosis, "
                "treatment, reason of absence)."
            ),
        )
        adjustments.edited.connect(self._watch_length)

    def _watch_length(self) -> None:
        field = self.fields["restrictions"]
        is_long = len(field.value or "") > _USUAL_LENGTH
        field.advise(_("This is long: only the doctor's conclusions belong here.") if is_long else "")

    def _rule(self) -> Rule:
        day, visit_type, regime = self._held_on.value, self._type.currentData(), self.owner.regime
        months = in_force.visit_months(visit_type, regime)
        if months is None:
            return Rule(None, note=_("This type of visit sets no next date."))
        if day is None or self._held_on.problem:
            return Rule(None)
        by_regime = months != in_force.visit_months(visit_type)
        because = labels.regime_label(regime) if by_regime else ""
        return Rule(in_force.medical_expiry(visit_type, day, regime), months, because)

    def _check_next(self, day: dt.date | None) -> str | None:
        held_on = self._held_on.value
        if day is not None and held_on is not None and day < held_on:
            return _("The next visit is before this one.")
        return validators.check_date(day)
