"""The forms about validities: what they do to the expiries is told, and confirmed, before it is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core.config import Settings
from cariste.core.errors import CaristeError, InvalidEntity
from cariste.core.i18n import _
from cariste.firm import rules
from cariste.firm.changes import Effect
from cariste.firm.rules import RuleLine
from cariste.regulation.rules import load_catalogue
from cariste.settings.labels import setting_label, value_in_words
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.forms import company_work
from cariste.ui.forms.form import Form
from cariste.ui.models.company import catalogue_in_words, kind_in_words
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.fields import ChoiceField
from cariste.ui.widgets.months_field import MonthsField

_CONVENTIONS = ("same_day", "day_before")


class ForeseeingForm(Form):
    """Looks, before it records, at what becomes of the expiries; asks when there is something to ask."""

    def wanted(self) -> dict[str, Any]:
        """Return the settings to store. Raises InvalidEntity with what is wrong, by field."""
        raise NotImplementedError

    def warning(self) -> str:
        """Return what must be confirmed whatever becomes of the expiries; empty for nothing."""
        return ""

    def save(self) -> None:
        """Record it, once what it does is confirmed."""
        wrong = [field for field in self.fields.values() if not field.check()]
        if wrong:
            super().save()  # says what is wrong, and where
            return
        read = partial(company_work.foresee, self.context.workspace, self.wanted())
        self.context.tasks.read(read, self._ask, self._not_foreseen, owner=self, key="effect")

    def _ask(self, effect: Effect) -> None:
        said = [self.warning(), company_work.effect_in_words(effect) if effect.total else ""]
        question = "\n".join(filter(None, said))
        if question:
            Confirmation.ask(question, _("Confirm"), self._record, self.context.theme, self)
        else:
            self._record()

    def _record(self) -> None:
        super().save()

    def _not_foreseen(self, problem: CaristeError) -> None:
        told = problem.problems.values() if isinstance(problem, InvalidEntity) else [str(problem)]
        self.notice.say(" ".join(told))


class RuleForm(ForeseeingForm):
    """How long one kind is valid in this firm."""

    def __init__(self, context: Context, parent: QWidget, line: RuleLine | None = None) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window.
            line: The kind to decide about; None lets one be named.
        """
        title = _("Validity rule") if line is not None else _("New validity rule")
        super().__init__(context, title, parent, about=kind_in_words(line) if line is not None else "")
        self._line = line
        if line is None:
            kinds = [f"{kind.code} – {kind.label()}" for kind in load_catalogue() if not kind.history_only]
            kind = CompletingField(context.theme, kinds)
            self.add("kind", _("Kind"), kind, required=True, check=self._problem_of_kind, wide=True)
            self.fields["kind"].edited.connect(self._advise)
            self.fields["kind"].left.connect(self._propose)
        months = MonthsField(context.theme, _months_now(line))
        self.add("months", _("Validity (months)"), months, check=self._problem_of_months, wide=True)
        self.fields["months"].edited.connect(self._advise)
        self._advise()
        self.begin()

    def wanted(self) -> dict[str, Any]:
        """Return the firm's validities with this one."""
        settings, months = self.context.workspace.settings, self.fields["months"].value
        return {"validity_months": rules.with_rule(settings, self._kind(), months)}

    def warning(self) -> str:
        """Ask for a confirmation of what is looser than the catalogue."""
        name, months = rules.name_of(self._kind()), self.fields["months"].value
        if not rules.is_longer(name, months):
            return ""
        return _(
            "This is longer than the catalogue’s {catalogue}: certificates would count as valid beyond what "
            "the regulation or good practice says. The rule keeps this warning. Do you confirm it?"
        ).format(catalogue=self._by_the_catalogue())

    def work(self) -> Callable[[], Any]:
        """Return what stores the rule."""
        label = _("Validity rule: {kind}").format(kind=rules.name_of(self._kind()))
        return partial(company_work.store, self.context.workspace, label, self.wanted())

    def _kind(self) -> str:
        if self._line is not None:
            return self._line.name
        return str(self.fields["kind"].value or "").partition(" – ")[0]

    def _by_the_catalogue(self) -> str:
        kind = load_catalogue().find(rules.name_of(self._kind()))
        return "" if kind is None else catalogue_in_words(RuleLine(kind.code, kind, False, None, False))

    def _problem_of_kind(self, _text: str | None) -> str | None:
        return rules.problem_of_name(self._kind())

    def _problem_of_months(self, months: int | None) -> str | None:
        return rules.problem_of_months(self._kind(), months)

    def _propose(self) -> None:
        """Begin with what the catalogue says, so that nothing becomes permanent by being left empty."""
        kind, field = load_catalogue().find(rules.name_of(self._kind())), self.fields["months"]
        months = field.entry.widget
        if kind is not None and isinstance(months, MonthsField) and not months.text().strip():
            months.set_value(kind.months)

    def _advise(self) -> None:
        field = self.fields["months"]
        told = self._by_the_catalogue()
        known = _("By the catalogue: {validity}.").format(validity=told) if told else ""
        may_be_empty = rules.problem_of_months(self._kind(), None) is None
        field.hint(" ".join(filter(None, (known, _("Empty: permanent.") if may_be_empty else ""))))
        longer = bool(self._kind()) and bool(told) and not field.entry.problem()
        longer = longer and rules.is_longer(rules.name_of(self._kind()), field.value)
        field.advise(_("Longer than the catalogue: to be confirmed.") if longer else "")


class ConventionForm(ForeseeingForm):
    """Whether a certificate of the 14th ends on the 14th or on the 13th."""

    def __init__(self, context: Context, parent: QWidget, settings: Settings) -> None:
        super().__init__(context, setting_label("expiry_convention"), parent)
        choices = [(value_in_words("expiry_convention", each), each) for each in _CONVENTIONS]
        choice = ChoiceField(context.theme, choices, settings.expiry_convention)
        self.add("expiry_convention", setting_label("expiry_convention"), choice, wide=True)
        self.begin()

    def wanted(self) -> dict[str, Any]:
        """Return the way chosen."""
        return {"expiry_convention": self.fields["expiry_convention"].value}

    def work(self) -> Callable[[], Any]:
        """Return what stores it."""
        label = setting_label("expiry_convention")
        return partial(company_work.store, self.context.workspace, label, self.wanted())


def _months_now(line: RuleLine | None) -> int | None:
    if line is None:
        return None
    return line.months if line.overridden or line.kind is None else line.kind.months
