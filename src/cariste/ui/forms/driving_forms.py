"""The small forms about driving: suspension, withdrawal, induction, assignment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.authorisation.labels import site_label
from cariste.authorisation.models import LONGEST_REASON
from cariste.authorisation.values import (
    AssignmentValues,
    AuthorisationValues,
    DrivingChoices,
    InductionValues,
    SuspensionValues,
    WithdrawalValues,
)
from cariste.core import clock
from cariste.core.i18n import _
from cariste.employee import constants, validators
from cariste.employee.edit_labels import kinds_in_words
from cariste.employee.form_values import Held, Owner
from cariste.ui.context import Context
from cariste.ui.forms import driving_storing
from cariste.ui.forms.checks import at_most
from cariste.ui.forms.record_form import RecordForm
from cariste.ui.forms.storing import chosen_in
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import ChoiceField
from cariste.ui.widgets.text_area import TextArea


class SuspensionForm(RecordForm):
    """Suspends authorisations for some days, or changes a suspension."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        owner: Owner,
        suspended: Sequence[Held[AuthorisationValues]],
        held: Held[SuspensionValues] | None = None,
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window it lies over.
            owner: Whose authorisations they are.
            suspended: The authorisations.
            held: The suspension to change; None suspends anew.
        """
        kinds = _kinds_of(suspended)
        title = _("Suspend the authorisation {kinds}").format(kinds=kinds_in_words(kinds))
        super().__init__(context, parent, title, owner, held)
        self._suspended, self._kinds = suspended, kinds
        values = held.values if held else SuspensionValues(starts_on=context.bus.today)
        theme = context.theme
        self._starts = DateField(theme, values.starts_on)
        self._ends = DateField(theme, values.ends_on, since=lambda: self._starts.value)
        self.add("starts_on", _("From"), self._starts, required=True)
        self.add(
            "ends_on",
            _("Until"),
            self._ends,
            hint=_("Without an end it lasts until you write one."),
            check=partial(_check_end, self._starts),
        )
        _add_reason(self, "reason", values.reason)
        self.finish()

    def work(self) -> Callable[[], Any]:
        """Return what records the suspension."""
        values = SuspensionValues(
            starts_on=self._starts.value, ends_on=self._ends.value, reason=self.fields["reason"].value
        )
        workspace = self.context.workspace
        if self.known is not None:
            return partial(
                driving_storing.store_suspension, workspace, self.owner, self._kinds, self.known, values
            )
        knowns = [one.known for one in self._suspended]
        return partial(driving_storing.suspend, workspace, self.owner, self._kinds, knowns, values)


class WithdrawalForm(RecordForm):
    """Withdraws authorisations from a day on."""

    def __init__(
        self, context: Context, parent: QWidget, withdrawn: Sequence[Held[AuthorisationValues]]
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window it lies over.
            withdrawn: The authorisations; of one person, at least one.
        """
        self._withdrawn, self._kinds = withdrawn, _kinds_of(withdrawn)
        title = _("Withdraw the authorisation {kinds}").format(kinds=kinds_in_words(self._kinds))
        super().__init__(context, parent, title, withdrawn[0].owner, None)
        self._day = DateField(context.theme, context.bus.today)
        self.add(
            "withdrawn_on",
            _("From"),
            self._day,
            required=True,
            hint=_("From this day on it does not hold any more."),
        )
        _add_reason(self, "withdrawn_reason", None)
        self.finish()

    def work(self) -> Callable[[], Any]:
        """Return what records the withdrawal."""
        values = WithdrawalValues(
            withdrawn_on=self._day.value, withdrawn_reason=self.fields["withdrawn_reason"].value
        )
        knowns = [one.known for one in self._withdrawn]
        workspace = self.context.workspace
        return partial(driving_storing.withdraw, workspace, self.owner, self._kinds, knowns, values)


class InductionForm(RecordForm):
    """Records that somebody was shown a work area and its instructions."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        owner: Owner,
        choices: DrivingChoices,
        held: Held[InductionValues] | None = None,
        *,
        site: str | None = None,
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window it lies over.
            owner: Who was shown it.
            choices: What is offered while typing.
            held: The induction to change; None adds one.
            site: The work area proposed.
        """
        super().__init__(context, parent, _("Site induction"), owner, held)
        values = held.values if held else InductionValues(held_on=context.bus.today, site=site)
        theme = context.theme
        sites = dict.fromkeys((None, *choices.sites, values.site))
        self._site = ChoiceField(theme, [(site_label(one), one) for one in sites], values.site)
        self._day = DateField(theme, values.held_on, latest=clock.today)
        self.add("held_on", _("Held on"), self._day, required=True)
        self.add("site", _("Work area"), self._site)
        self.add(
            "held_by",
            _("By"),
            CompletingField(theme, choices.trainers, values.held_by or ""),
            check=at_most(constants.LONGEST_TEXT),
        )
        self.add_proof("document_path", constants.OTHER_DOCUMENT)
        self.finish()

    def work(self) -> Callable[[], Any]:
        """Return what records the induction."""
        values = InductionValues(
            held_on=self._day.value, site=self._site.currentData(), held_by=self.fields["held_by"].value
        )
        proof = chosen_in(self.proof)
        return partial(
            driving_storing.store_induction, self.context.workspace, self.owner, values, self.known, proof
        )


class AssignmentForm(RecordForm):
    """Records one assignment of a temp: the right to drive ends with it."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        owner: Owner,
        choices: DrivingChoices,
        held: Held[AssignmentValues] | None = None,
    ) -> None:
        """Make the form; arguments as `InductionForm`."""
        super().__init__(context, parent, _("Assignment"), owner, held)
        values = held.values if held else AssignmentValues(agency=None, starts_on=context.bus.today)
        theme = context.theme
        self._starts = DateField(theme, values.starts_on)
        self._ends = DateField(theme, values.ends_on, since=lambda: self._starts.value)
        self.add(
            "agency",
            _("Temp agency"),
            CompletingField(theme, choices.agencies, values.agency or ""),
            required=True,
            check=at_most(constants.LONGEST_TEXT),
            wide=True,
        )
        self.add("starts_on", _("From"), self._starts, required=True)
        self.add("ends_on", _("Until"), self._ends, check=partial(_check_end, self._starts))
        self.add(
            "documents_on",
            _("Proofs received on"),
            DateField(theme, values.documents_on, latest=clock.today),
            hint=_("Copies of the CACES and of the medical certificate, which the agency keeps."),
        )
        self.add(
            "documents_by",
            _("Checked by"),
            CompletingField(theme, choices.trainers, values.documents_by or ""),
            check=at_most(constants.LONGEST_TEXT),
        )
        self.finish()

    def work(self) -> Callable[[], Any]:
        """Return what records the assignment."""
        values = AssignmentValues(**self.values())
        return partial(
            driving_storing.store_assignment, self.context.workspace, self.owner, values, self.known
        )


def _kinds_of(several: Sequence[Held[AuthorisationValues]]) -> list[str]:
    return [kind for one in several for kind in one.values.kinds]


def _add_reason(form: RecordForm, name: str, reason: str | None) -> None:
    form.add(
        name,
        _("Reason"),
        TextArea(form.context.theme, reason or ""),
        required=True,
        wide=True,
        hint=_("Do not enter medical information (diagnosis, treatment, reason of absence)."),
        check=at_most(LONGEST_REASON),
    )


def _check_end(start: DateField, day: dt.date | None) -> str | None:
    if day is not None and start.value is not None and day < start.value:
        return _("The end is before the start.")
    return validators.check_date(day)
