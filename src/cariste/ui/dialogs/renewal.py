"""Renew one record: type and dates are filled in, the days between the two are named while one types."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core import clock
from cariste.core.i18n import _
from cariste.core.wording import format_date
from cariste.employee import constants, labels, renewal, validators
from cariste.employee.form_values import Choices, Owner
from cariste.employee.renewal import Former
from cariste.regulation import in_force, rules
from cariste.regulation.driving import options_of
from cariste.ui.context import Context
from cariste.ui.dialogs import renewal_work
from cariste.ui.errors import Message
from cariste.ui.forms.checks import at_most
from cariste.ui.forms.expiry import Expiry, Rule
from cariste.ui.forms.record_form import RecordForm
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import ChoiceField, TextField
from cariste.ui.widgets.months_field import MonthsField

_DAY: dict[str, tuple[str, Callable[[], str]]] = {
    labels.CACES: ("completion_date", lambda: _("Date obtained")),
    labels.MEDICAL: ("visit_date", lambda: _("Visit date")),
    labels.TRAINING: ("completion_date", lambda: _("Completion date")),
}
_PROOF = {
    labels.CACES: ("document_path", constants.CACES_DOCUMENT),
    labels.MEDICAL: ("document_path", constants.MEDICAL_DOCUMENT),
    labels.TRAINING: ("certificate_path", constants.TRAINING_DOCUMENT),
}


class RenewalForm(RecordForm):
    """A new record in place of one that ends or has ended; the old one stays with its proof."""

    def __init__(self, context: Context, parent: QWidget, former: Former, choices: Choices) -> None:
        holder = former.holder
        owner = Owner(holder.id, holder.full_name, holder.regime)
        about = labels.full_subject(former.type, former.kind, former.kind)
        super().__init__(context, parent, _("Renew: {what}").format(what=about), owner, None)
        self._former, self._first = former, renewal.prefill(former)
        theme = context.theme
        self._kind: QWidget | None = None
        self._day = DateField(theme, self._first.obtained, latest=clock.today)
        self._expires = DateField(theme, self._first.expiration, since=lambda: self._day.value)
        self._months = MonthsField(theme, self._first.validity_months)
        self._add_kind(choices)
        name, words = _DAY[former.type]
        self._day_field = self.add(name, words(), self._day, required=True)
        expiry_label = _("Next visit no later than") if former.type == labels.MEDICAL else _("Expiry date")
        field = self.add("expiration_date", expiry_label, self._expires, check=self._check_expiry)
        self._add_rest(choices)
        self.add_proof(*_PROOF[former.type])
        self._expiry = Expiry(field, self._rule, self._too_long)
        self._day.changed.connect(self._update)
        self._expires.changed.connect(self._say_between)
        self._months.changed.connect(self._update)
        self._update()
        self.finish(name)
        self._day.selectAll()

    @classmethod
    def ask(cls, context: Context, parent: QWidget, record_type: str, record_id: str) -> None:
        """Read the record, then open the form over the window; say so if it cannot be renewed."""

        def show(found: tuple[Former, Choices]) -> None:
            former, choices = found
            if reason := renewal.why_not(former):
                Message(context.theme, reason, parent.window()).open()
            else:
                cls(context, parent, former, choices).open()

        read = partial(renewal_work.read_former, context.workspace, record_type, record_id)
        context.tasks.read(read, show, owner=parent, key="form")

    def work(self) -> Callable[[], Any]:
        """Return what stores the new record with its proof."""
        values = self.values()
        result = dataclasses.replace(
            self._first,
            kind=self._kind_now(),
            obtained=values[_DAY[self._former.type][0]],
            expiration=self._expiry.day,
            source=self._expiry.source,
            organisation=values.get("organisation"),
            certificate_number=values.get("certificate_number"),
            option=values.get("option"),
            validity_months=self._months.value,
            mode=values.get("mode") or self._first.mode,
            result=values.get("result") or constants.PENDING,
        )
        proven = renewal_work.Proven(result, self.proof.value)
        return partial(renewal_work.store, self.context.workspace, [proven], [self.owner.name])

    # -- the fields of each type -----------------------------------------------------------------

    def _add_kind(self, choices: Choices) -> None:
        theme, kind = self.context.theme, self._first.kind
        if self._former.type == labels.MEDICAL:
            types = [(labels.visit_label(code), code) for code in constants.VISIT_TYPES]
            self._type = ChoiceField(theme, types, kind)
            self.add("visit_type", _("Visit type"), self._type)
            self._type.currentIndexChanged.connect(self._update)
        elif self._former.type == labels.TRAINING:
            self._title = CompletingField(theme, choices.titles, kind)
            self.add(
                "title",
                _("Training title"),
                self._title,
                required=True,
                wide=True,
                check=at_most(constants.LONGEST_TEXT),
            )
            self._title.textChanged.connect(self._update)

    def _add_rest(self, choices: Choices) -> None:
        theme = self.context.theme
        if self._former.type == labels.CACES:
            organisation = CompletingField(theme, choices.organisations, self._first.organisation or "")
            self.add(
                "organisation", _("Training provider"), organisation, check=at_most(constants.LONGEST_TEXT)
            )
            self.add("certificate_number", _("Certificate number"), TextField(theme), check=at_most(100))
            self._add_option()
        elif self._former.type == labels.MEDICAL:
            results = [(labels.result_label(code), code) for code in constants.RESULTS]
            self.add("result", _("Outcome"), ChoiceField(theme, results, constants.PENDING))
        else:
            months = self.add("validity_months", _("Validity (months)"), self._months)
            months.hint(_("Empty: permanent."))
            modes = [(labels.mode_label(code), code) for code in constants.TRAINING_MODES]
            self.add("mode", _("Mode"), ChoiceField(theme, modes, self._first.mode))

    def _add_option(self) -> None:
        """Ask for the option where there may be one: what the former certificate says proves nothing now."""
        if offered := options_of((self._former.kind,)):
            choice = ChoiceField(self.context.theme, labels.option_choices(offered), None)
            field, former = self.add("option", _("Option"), choice), self._former.option
            if former:
                field.hint(_("The former one: {option}.").format(option=labels.option_label(former)))

    def _kind_now(self) -> str:
        if self._former.type == labels.MEDICAL:
            return str(self._type.currentData())
        return self._title.text().strip() if self._former.type == labels.TRAINING else self._former.kind

    # -- dates -----------------------------------------------------------------------------------

    def _update(self, *_what: object) -> None:
        self._expiry.update()
        self._say_between()

    def _rule(self) -> Rule:
        former, kind, day = self._former, self._kind_now(), self._day.value
        months = self._validity(kind)
        if months is None and former.type == labels.MEDICAL:
            return Rule(None, note=_("This type of visit sets no next date."))
        if months is None:
            return Rule(None, note=_("Permanent: no expiry."))
        if day is None or self._day.problem or self._months.problem:
            return Rule(None)
        due = renewal.expiry(former, kind, day, months)
        return Rule(due, months, self._because(kind, months, due), doubt=self._doubt(kind))

    def _because(self, kind: str, months: int, due: dt.date | None) -> str:
        """Say what the validity comes from, where it is not the kind alone."""
        if self._former.type == labels.MEDICAL and months != in_force.visit_months(kind):
            return labels.regime_label(self.owner.regime)
        day = self._day.value
        if self._former.type == labels.TRAINING and day and due != in_force.training_expiry(day, months):
            return _("counted from the former expiry")
        return ""

    def _doubt(self, kind: str) -> str:
        if self._former.type != labels.CACES or not in_force.validity_of(kind).check:
            return ""
        years = labels.validity_label(rules.OTHER_MONTHS)
        return _("Unknown kind: {years} by default, to be checked on the certificate.").format(years=years)

    def _validity(self, kind: str) -> int | None:
        if self._former.type == labels.CACES:
            return in_force.validity_of(kind).months or rules.validity(kind).months
        if self._former.type == labels.MEDICAL:
            return in_force.visit_months(kind, self.owner.regime)
        return self._months.value

    def _too_long(self, day: dt.date) -> str:
        kind = self._former.kind
        allowed = rules.validity(kind).months if self._former.type == labels.CACES else None
        if not allowed or not in_force.is_longer_than_catalogue(kind, self._day.value, day):
            return ""
        return _("Longer than the catalogue allows ({validity}): compare with the certificate.").format(
            validity=labels.validity_label(allowed)
        )

    def _check_expiry(self, day: dt.date | None) -> str | None:
        return validators.check_date(day, not_before=self._day.value)

    def _say_between(self) -> None:
        """Name the days between the old record and the new one, and say which of them will count."""
        old, new = self._former.expiration, self._day.value
        between, warning = "", ""
        if new is not None and not self._day.problem:
            draft = dataclasses.replace(self._first, obtained=new, expiration=self._expires.value)
            between = renewal.gap_or_overlap(old, new)
            is_gap = old is not None and new > old
            warning = renewal.stays_current(self._former, draft) or (between if is_gap else "")
        self._day_field.advise(warning)
        self._day_field.hint("" if warning else between or _until(old))


def _until(old: dt.date | None) -> str:
    return _("The former one: until {date}.").format(date=format_date(old)) if old is not None else ""
