"""The form of a CACES: several categories of one session at once, the expiry computed as one types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core import clock
from cariste.core.i18n import _
from cariste.employee import constants, labels, validators
from cariste.employee.form_values import CacesValues, Held, Owner
from cariste.regulation import in_force, rules
from cariste.regulation.driving import options_of
from cariste.ui.context import Context
from cariste.ui.forms import storing
from cariste.ui.forms.checks import at_most
from cariste.ui.forms.expiry import Expiry, Rule
from cariste.ui.forms.record_form import RecordForm
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import ChoiceField, TextField
from cariste.ui.widgets.kinds_field import KindsField

_LONGEST_KIND = _LONGEST_NUMBER = 100


class CacesForm(RecordForm):
    """Adds certificates, or changes one."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        owner: Owner,
        held: Held[CacesValues] | None = None,
        *,
        organisations: Iterable[str] = (),
        kind: str = "",
        at: str = "",
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window it lies over.
            owner: Whose certificate it is.
            held: The one to change; None adds.
            organisations: Names of training providers that are offered.
            kind: A category ticked first.
            at: The field to go to.
        """
        super().__init__(context, parent, _("CACES") if held else _("New CACES"), owner, held)
        first = CacesValues(kinds=(kind,) if kind else (), completion_date=None)
        self._add_fields(held.values if held else first, organisations)
        self.finish(at)

    def work(self) -> Callable[[], Any]:
        """Return what stores the certificates."""
        values = CacesValues(
            kinds=self._kinds.value,
            completion_date=self._obtained.value,
            expiration_date=self._expiry.day,
            expiration_source=self._expiry.source,
            certificate_number=self.fields["certificate_number"].value,
            organisation=self.fields["organisation"].value,
            option=self.fields["option"].value,
        )
        return self.storing(storing.store_caces, values)

    def _add_fields(self, values: CacesValues, organisations: Iterable[str]) -> None:
        theme, single = self.context.theme, self.known is not None
        self._kinds = KindsField(theme, values.kinds, single=single)
        self._obtained = DateField(theme, values.completion_date, latest=clock.today)
        self._expires = DateField(theme, values.expiration_date, since=lambda: self._obtained.value)
        number = TextField(theme, values.certificate_number or "")
        organisation = CompletingField(theme, organisations, values.organisation or "")
        title = _("Category") if single else _("Categories")
        self.add("kinds", title, self._kinds, required=True, wide=True, check=_check_kinds)
        self.add("completion_date", _("Date obtained"), self._obtained, check=self._check_obtained)
        field = self.add("expiration_date", _("Expiry date"), self._expires, check=self._check_expiry)
        self.add("certificate_number", _("Certificate number"), number, check=at_most(_LONGEST_NUMBER))
        longest = constants.LONGEST_TEXT
        self.add("organisation", _("Training provider"), organisation, check=at_most(longest))
        self._option = ChoiceField(theme, labels.option_choices(options_of(values.kinds)), values.option)
        self.add("option", _("Option"), self._option)
        self.add_proof("document_path", constants.CACES_DOCUMENT)
        self._expiry = Expiry(field, self._rule, self._too_long, source=values.expiration_source)
        self._kinds.changed.connect(self._expiry.update)
        self._kinds.changed.connect(self._offer_options)
        self._offer_options()
        self._obtained.changed.connect(self._expiry.update)

    def _offer_options(self) -> None:
        """Offer what the categories may say besides; what is typed with them is chosen."""
        offered, named = options_of(self._kinds.value), self._kinds.option
        if offered:
            self._option.offer(labels.option_choices(offered), named or self._option.currentData())
        field = self.fields["option"]
        bearing = [kind for kind in self._kinds.value if options_of((kind,))]
        field.hint(_("For each of: {kinds}.").format(kinds=", ".join(bearing)) if len(bearing) > 1 else "")
        field.setVisible(bool(offered))
        self.columns.arrange()

    def _rule(self) -> Rule:
        kinds, obtained = self._kinds.value, self._obtained.value
        validities = [in_force.validity_of(kind) for kind in kinds]
        doubt = _unknown_kind() if any(validity.check for validity in validities) else ""
        if obtained is None or not kinds or self._obtained.problem:
            return Rule(None, doubt=doubt)
        days = {in_force.caces_expiry(kind, obtained) for kind in kinds}
        if len(days) > 1:
            return Rule(None, note=_("computed for each category"), doubt=doubt)
        return Rule(days.pop(), validities[0].months, doubt=doubt)

    def _too_long(self, day: dt.date) -> str:
        for kind in self._kinds.value:
            allowed = rules.validity(kind).months
            if allowed and in_force.is_longer_than_catalogue(kind, self._obtained.value, day):
                return _(
                    "Longer than the catalogue allows ({validity}): compare with the certificate."
                ).format(validity=labels.validity_label(allowed))
        return ""

    def _check_obtained(self, obtained: dt.date | None) -> str | None:
        return _("Required field.") if obtained is None and self._expires.value is None else None

    def _check_expiry(self, day: dt.date | None) -> str | None:
        return validators.check_date(day, not_before=self._obtained.value)


def _check_kinds(kinds: tuple[str, ...]) -> str | None:
    problems = (validators.check_text(kind, _LONGEST_KIND) for kind in kinds)
    return next(filter(None, problems), None)


def _unknown_kind() -> str:
    years = labels.validity_label(rules.OTHER_MONTHS)
    return _("Unknown kind: {years} by default, to be checked on the certificate.").format(years=years)
