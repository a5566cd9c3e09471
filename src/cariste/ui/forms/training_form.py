"""The form of a training: a title from the catalogue or any other, and how long it is valid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core import clock
from cariste.core.i18n import _
from cariste.employee import constants, labels, validators
from cariste.employee.form_values import Held, Owner, TrainingValues
from cariste.regulation import in_force
from cariste.regulation.codes import recognise
from cariste.regulation.rules import load_catalogue
from cariste.ui.context import Context
from cariste.ui.forms import storing
from cariste.ui.forms.checks import at_most
from cariste.ui.forms.expiry import Expiry, Rule
from cariste.ui.forms.record_form import RecordForm
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import ChoiceField
from cariste.ui.widgets.months_field import MonthsField


class TrainingForm(RecordForm):
    """Adds a training, or changes one."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        owner: Owner,
        held: Held[TrainingValues] | None = None,
        *,
        titles: Iterable[str] = (),
        kind: str = "",
        at: str = "",
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window it lies over.
            owner: Whose training it is.
            held: The one to change; None adds.
            titles: Titles in use, offered after those of the catalogue.
            kind: The title written first, or its code in the catalogue.
            at: The field to go to.
        """
        super().__init__(context, parent, _("Training") if held else _("New training"), owner, held)
        first = TrainingValues(title=_title(kind), completion_date=None)
        self._add_fields(held.values if held else first, titles)
        if kind and held is None:
            self._take_validity()
        self.finish(at)

    def work(self) -> Callable[[], Any]:
        """Return what stores the training."""
        values = TrainingValues(
            title=self.fields["title"].value,
            completion_date=self._done.value,
            validity_months=self._months.value,
            expiration_date=self._expiry.day,
            expiration_source=self._expiry.source,
            mode=self._mode.currentData(),
        )
        return self.storing(storing.store_training, values)

    def _add_fields(self, values: TrainingValues, titles: Iterable[str]) -> None:
        theme, longest = self.context.theme, constants.LONGEST_TEXT
        self._title = CompletingField(theme, _titles(titles), values.title)
        self._done = DateField(theme, values.completion_date, latest=clock.today)
        self._months = MonthsField(theme, values.validity_months)
        self._expires = DateField(theme, values.expiration_date, since=lambda: self._done.value)
        modes = [(labels.mode_label(code), code) for code in constants.TRAINING_MODES]
        self._mode = ChoiceField(theme, modes, values.mode)
        title = _("Training title")
        self.add("title", title, self._title, required=True, wide=True, check=at_most(longest))
        self.add("completion_date", _("Completion date"), self._done, check=self._check_done)
        self.add("mode", _("Mode"), self._mode)
        self.add("validity_months", _("Validity (months)"), self._months, hint=_("Empty: permanent."))
        field = self.add("expiration_date", _("Expiry date"), self._expires, check=self._check_expiry)
        self.add_proof("certificate_path", constants.TRAINING_DOCUMENT)
        self._expiry = Expiry(field, self._rule, lambda _day: "", source=values.expiration_source)
        self._title.textChanged.connect(self._take_validity)
        self._done.changed.connect(self._expiry.update)
        self._months.changed.connect(self._expiry.update)

    def _take_validity(self) -> None:
        """Write the validity of a title that the catalogue knows."""
        known = recognise(self._title.text())
        if known is not None and known.group == "training":
            self._months.set_value(in_force.validity_of(known.code).months)

    def _rule(self) -> Rule:
        done, months = self._done.value, self._months.value
        if months is None:
            return Rule(None, note=_("Permanent: no expiry."))
        if done is None or self._done.problem or self._months.problem:
            return Rule(None)
        return Rule(in_force.training_expiry(done, months), months)

    def _check_done(self, done: dt.date | None) -> str | None:
        return _("Required field.") if done is None and self._expires.value is None else None

    def _check_expiry(self, day: dt.date | None) -> str | None:
        return validators.check_date(day, not_before=self._done.value)


def _titles(used: Iterable[str]) -> list[str]:
    catalogued = [kind.label() for kind in load_catalogue().of_group("training")]
    return [*catalogued, *used]


def _title(kind: str) -> str:
    known = recognise(kind)
    return known.label() if known is not None and known.group == "training" else kind
