"""The forms of the page « Entreprise »: identity, contract types, alert thresholds, names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core.config import Settings
from cariste.core.i18n import _
from cariste.employee import labels
from cariste.employee.constants import CONTRACT_TYPES
from cariste.firm import names
from cariste.firm.names import AREAS, Use
from cariste.settings.editing import problem_of
from cariste.settings.labels import setting_label, value_in_words
from cariste.ui.context import Context
from cariste.ui.dialogs.confirmation import Confirmation
from cariste.ui.forms import company_work
from cariste.ui.forms.form import Form
from cariste.ui.models.company import name_word
from cariste.ui.widgets.fields import ChoiceField, TextField
from cariste.ui.widgets.text_area import TextArea

IDENTITY = ("company", "siret", "address", "phone", "email", "signatory", "signatory_function")
"""The settings that say who the employer is."""
_THRESHOLDS = (("critical", "warning", "info"), ("contract_critical", "contract_warning"))
"""Of expiries, and of the ends of contracts; in each the next one has more days."""


class IdentityForm(Form):
    """Who the employer is, as PDFs and cards print it."""

    def __init__(self, context: Context, parent: QWidget, settings: Settings) -> None:
        super().__init__(context, _("Employer’s identity"), parent)
        stored = settings.model_dump(mode="json")
        for key in IDENTITY:
            if key == "address":
                widget: QWidget = TextArea(context.theme, "\n".join(stored[key]))
            else:
                widget = TextField(context.theme, value_in_words(key, stored[key]) if stored[key] else "")
            self.add(
                key,
                setting_label(key),
                widget,
                required=key == "company",
                check=partial(_problem, key),
                wide=key == "address",
            )
        self.fields["siret"].hint(_("14 digits; the last one is checked."))
        self.begin()

    def work(self) -> Callable[[], Any]:
        """Return what stores the identity."""
        values = {key: _as_json(key, self.fields[key].value) for key in IDENTITY}
        return partial(company_work.store, self.context.workspace, _("Employer’s identity"), values)


class ContractTypesForm(Form):
    """Which contracts forms offer, and in which order; the codes themselves are fixed."""

    def __init__(self, context: Context, parent: QWidget, settings: Settings) -> None:
        about = _("Whoever has a contract that is not offered keeps it.")
        super().__init__(context, _("Contract types"), parent, about=about)
        offered: list[tuple[str, object]] = [(_("(none)"), None)]
        offered += [(labels.contract_label(code), code) for code in CONTRACT_TYPES]
        chosen = [*settings.contract_types, *[None] * len(CONTRACT_TYPES)]
        for place in range(len(CONTRACT_TYPES)):
            field = ChoiceField(context.theme, offered, chosen[place])
            self.add(f"place_{place}", _("Place {n}").format(n=place + 1), field, check=self._problem)
        self.begin()

    def work(self) -> Callable[[], Any]:
        """Return what stores the list."""
        values = {"contract_types": self._chosen()}
        return partial(company_work.store, self.context.workspace, setting_label("contract_types"), values)

    def _chosen(self) -> list[str]:
        return [field.value for field in self.fields.values() if field.value is not None]

    def _problem(self, value: str | None) -> str | None:
        chosen = self._chosen()
        if value is not None and chosen.count(value) > 1:
            return _("This one is chosen twice.")
        return None if chosen else _("At least one is needed.")


class ThresholdsForm(Form):
    """How many days before an expiry an alert begins, and when it gets worse."""

    def __init__(self, context: Context, parent: QWidget, settings: Settings) -> None:
        about = _("Days before the expiry date. The lists of alerts follow at once.")
        super().__init__(context, setting_label("thresholds"), parent, about=about)
        words = (
            *(_("Critical below"), _("Warning below"), _("To plan below")),
            *(_("Contract end: critical below"), _("Contract end: warning below")),
        )
        for key, label in zip(chain(*_THRESHOLDS), words, strict=True):
            field = TextField(context.theme, str(getattr(settings.thresholds, key)))
            self.add(
                f"thresholds.{key}", label, field, required=True, check=partial(self._problem, key), wide=True
            )
        self.begin()

    def work(self) -> Callable[[], Any]:
        """Return what stores the thresholds."""
        values = {"thresholds": {key: self._days(key) for key in chain(*_THRESHOLDS)}}
        return partial(company_work.store, self.context.workspace, setting_label("thresholds"), values)

    def _days(self, key: str) -> int | None:
        typed = str(self.fields[f"thresholds.{key}"].value or "")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None

    def _problem(self, key: str, _text: str | None) -> str | None:
        days = self._days(key)
        if days is None:
            return _("A whole number of days is needed.")
        if problem := problem_of(f"thresholds.{key}", days):
            return problem
        [steps] = [steps for steps in _THRESHOLDS if key in steps]
        before = steps[: steps.index(key)]
        below = max((each for step in before if (each := self._days(step)) is not None), default=0)
        return _("More than {n} is needed here.").format(n=below) if days <= below else None


class NameForm(Form):
    """Adds a work area or a role, or renames one wherever it stands."""

    def __init__(
        self, context: Context, parent: QWidget, which: str, known: Sequence[Use], old: Use | None = None
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window.
            which: `AREAS` or `ROLES`.
            known: Every name of the list, and those in use beside it.
            old: The name to change; None adds one.
        """
        super().__init__(context, _title(which, old), parent, about=_concerned(old))
        self._which, self._known, self._old = which, [*known], old
        text = TextField(context.theme, old.name if old is not None else "")
        field = self.add(
            "name",
            _("Name"),
            text,
            required=True,
            check=lambda value: names.problem_of(value) if value else None,
            wide=True,
        )
        field.edited.connect(self._advise)
        text.selectAll()
        self.begin()

    def save(self) -> None:
        """Record it; ask first when two names would become one."""
        other = self._other()
        if self._old is None or other is None:
            super().save()
            return
        question = _("“{old}” and “{other}” become one, called “{other}”. {concerned}").format(
            old=self._old.name, other=other, concerned=_concerned(self._old)
        )
        Confirmation.ask(question, _("Make them one"), self._record, self.context.theme, self)

    def work(self) -> Callable[[], Any]:
        """Return what stores the name."""
        workspace, name = self.context.workspace, str(self.fields["name"].value)
        if self._old is None:
            return partial(company_work.add_name, workspace, self._which, name)
        return partial(company_work.rename, workspace, self._which, self._old.name, name)

    def _record(self) -> None:
        super().save()

    def _other(self) -> str | None:
        name = self.fields["name"].value
        if not name or names.problem_of(name):
            return None
        return company_work.becomes_one_with(self._known, self._old.name if self._old else "", name)

    def _advise(self) -> None:
        other = self._other() if self._old is not None else None
        doubt = _("“{name}” exists already: the two would become one.").format(name=other) if other else ""
        self.fields["name"].advise(doubt)


def _title(which: str, old: Use | None) -> str:
    if old is None:
        return _("New work area") if which == AREAS else _("New role")
    return _("Rename the {what} “{name}”").format(what=name_word(which), name=old.name)


def _concerned(use: Use | None) -> str:
    if use is None:
        return ""
    if not use.total:
        return _("Nobody uses it yet.")
    return _("Changes with it, as one action: {uses}.").format(uses=use.in_words())


def _as_json(key: str, value: Any) -> Any:
    if key == "address":
        return [line for line in str(value or "").splitlines() if line]
    return value or ""


def _problem(key: str, value: Any) -> str | None:
    return problem_of(key, _as_json(key, value)) if value else None
