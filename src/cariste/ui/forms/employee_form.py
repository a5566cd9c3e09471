"""The form of a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core import clock
from cariste.core.i18n import _
from cariste.employee import constants, labels, person_fields
from cariste.employee.field_labels import EMPLOYEES, field_label
from cariste.employee.form_values import Choices, Held, Known, PersonValues
from cariste.ui.context import Context
from cariste.ui.forms import storing
from cariste.ui.forms.form import Form
from cariste.ui.forms.form_field import FormField
from cariste.ui.forms.lookalikes import Lookalikes
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import ChoiceField, TextField
from cariste.ui.widgets.tick_box import TickBox

_REQUIRED = frozenset({"last_name", "first_name"})


class EmployeeForm(Form):
    """Adds a person, or changes one.

    Attributes:
        known: The person who is written over; None adds one.
    """

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        choices: Choices,
        held: Held[PersonValues] | None = None,
        *,
        at: str = "",
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window it lies over.
            choices: What is offered while typing.
            held: The person to change; None adds one.
            at: The field to go to.
        """
        title = _("Employee record") if held else _("New employee")
        super().__init__(context, title, parent, about=held.owner.name if held else "")
        self.known: Known | None = held.known if held else None
        self._held_photo = held.document if held else None
        self._values = held.values if held else PersonValues(last_name="", first_name="")
        self._choices = choices
        self._add_identity()
        self._add_job()
        if context.workspace.writing:
            self._add_follow_up()
        self._add_contact()
        self.fields["external_id"].left.connect(self._ask_about_number)
        if held is None:
            Lookalikes(self)
        if not context.workspace.writing:
            self.be_read_only()
        self._show_what_matters()
        self.begin(at)

    def work(self) -> Callable[[], Any]:
        """Return what stores the person."""
        typed = {name: value for name, value in self.values().items() if name in _FIELDS}
        values = PersonValues(**{**typed, "night_worker": bool(typed["night_worker"])})
        return partial(
            storing.store_person, self.context.workspace, values, self.known, storing.chosen_in(self._photo)
        )

    # -- the fields ----------------------------------------------------------------------------

    def _add_identity(self) -> None:
        self._text("last_name")
        self._text("first_name")
        self._text("external_id")
        self._date("birth_date", latest=clock.today, pivot_years=0)

    def _add_job(self) -> None:
        self.columns.section(_("Job"))
        self._completing("workspace", self._choices.workspaces)
        self._completing("role", self._choices.roles)
        offered = self.context.workspace.settings.contract_types
        # Whoever has a contract that is not offered keeps it.
        codes = dict.fromkeys((*offered, *filter(None, [self._values.contract_type])))
        contracts = [(labels.contract_label(code), code) for code in codes]
        contract = self._choice("contract_type", [(_("Not known"), None), *contracts])
        self._date("entry_date", latest=clock.today)
        self._completing("agency", self._choices.agencies)
        self._date("assignment_end", since=self._since_entry)
        self._date("contract_end", since=self._since_entry, check=self._check_end)
        statuses = [(labels.status_label(code), code) for code in constants.STATUSES]
        status = self._choice("current_status", statuses)
        self._date("left_on", check=self._check_end)
        contract.edited.connect(self._show_what_matters)
        status.edited.connect(self._show_what_matters)

    def _add_follow_up(self) -> None:
        self.columns.section(_("Medical follow-up"))
        regimes = [(labels.regime_label(code), code) for code in constants.REGIMES]
        self._choice("medical_regime", [(_("Not known"), None), *regimes], label=_("Type of follow-up"))
        night = TickBox(_("Night worker"), self.context.theme)
        night.setChecked(self._values.night_worker)
        self.add("night_worker", _("Night worker"), night)

    def _add_contact(self) -> None:
        self.columns.section(_("Contact"))
        self._text("email")
        self._text("phone")
        label = field_label(EMPLOYEES, "avatar_path")
        self._photo = self.add_document(
            "avatar_path", label, constants.PHOTO, self._held_photo, images_only=True
        )

    def _text(self, name: str) -> FormField:
        return self._add(name, TextField(self.context.theme, getattr(self._values, name) or ""))

    def _completing(self, name: str, choices: Sequence[str]) -> FormField:
        value = getattr(self._values, name) or ""
        return self._add(name, CompletingField(self.context.theme, choices, value))

    def _choice(
        self, name: str, choices: Sequence[tuple[str, object]], label: str | None = None
    ) -> FormField:
        chosen = getattr(self._values, name)
        return self._add(name, ChoiceField(self.context.theme, choices, chosen), label=label)

    def _date(self, name: str, *, check: Any = None, **how: Any) -> FormField:
        field = DateField(self.context.theme, getattr(self._values, name), **how)
        return self._add(name, field, check=check)

    def _add(self, name: str, widget: QWidget, *, check: Any = None, label: str | None = None) -> FormField:
        return self.add(
            name,
            label or field_label(EMPLOYEES, name),
            widget,
            required=name in _REQUIRED,
            check=check or partial(person_fields.problem_of, name),
        )

    # -- what depends on what ------------------------------------------------------------------

    def _show_what_matters(self) -> None:
        """Hide what cannot apply, such as the agency of somebody with a permanent contract; never a value."""
        contract, status = self.fields["contract_type"].value, self.fields["current_status"].value
        wanted = {
            "agency": contract == constants.INTERIM,
            "assignment_end": contract == constants.INTERIM,
            "contract_end": contract != constants.CDI,
            "left_on": status == constants.INACTIVE,
        }
        for name, applies in wanted.items():
            self.fields[name].setVisible(applies or self.fields[name].value is not None)
        self.columns.arrange()

    def _since_entry(self) -> dt.date | None:
        entry: dt.date | None = self.fields["entry_date"].value
        return entry

    def _check_end(self, day: dt.date | None) -> str | None:
        entry = self._since_entry()
        if day is not None and entry is not None and day < entry:
            return _("This is before the start date.")
        return person_fields.problem_of("left_on", day)

    def _ask_about_number(self) -> None:
        number = self.fields["external_id"].value
        if number is None or not self.fields["external_id"].touched:
            return
        employee_id = self.known.id if self.known is not None else None
        self.context.tasks.read(
            partial(storing.who_has_number, self.context.workspace, number, employee_id),
            partial(self._answer_about_number, number),
            owner=self,
            key="number",
        )

    def _answer_about_number(self, number: str, name: str | None) -> None:
        field = self.fields["external_id"]
        if name is not None and field.value == number:
            field.say(_("{name} has this number already.").format(name=name))


_FIELDS = frozenset(PersonValues.__dataclass_fields__)
