"""The same work area, role, contract or status for many people, with the counts of what changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core import clock
from cariste.core.i18n import _, ngettext
from cariste.core.text import tidy
from cariste.core.wording import format_number
from cariste.employee import labels, person_fields
from cariste.employee.constants import INACTIVE, STATUSES
from cariste.employee.field_labels import EMPLOYEES, field_label
from cariste.ui.context import Context
from cariste.ui.dialogs.bulk_work import STATUS, Selection, read_selection, store_selection
from cariste.ui.forms.form import Form
from cariste.ui.widgets.completing_field import CompletingField
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import ChoiceField

_FIELDS = ("workspace", "role", "contract_type", STATUS)
_EMPTIED = object()
"""Stands in a list for: nobody shall have a value."""


class BulkChangeForm(Form):
    """Fields that say nothing are left as they are, for everybody."""

    def __init__(self, context: Context, parent: QWidget, selection: Selection) -> None:
        people = len(selection.held)
        about = ngettext("{n} person", "{n} people", people).format(n=format_number(people))
        super().__init__(context, _("Change for the selection"), parent, about=about)
        self._selection = selection
        self._left_on = DateField(context.theme, clock.today(), latest=clock.today)
        for name in _FIELDS:
            field = self.add(
                name, field_label(EMPLOYEES, name), self._widget(name), check=partial(_check, name)
            )
            field.edited.connect(self._count)
        self._day = self.add("left_on", field_label(EMPLOYEES, "left_on"), self._left_on)
        self._count()
        self.begin()

    @classmethod
    def ask(cls, context: Context, parent: QWidget, ids: Sequence[str]) -> None:
        """Read the people with these ids, then open the form over the window."""

        def show(selection: Selection) -> None:
            cls(context, parent, selection).open()

        read = partial(read_selection, context.workspace, ids, _FIELDS)
        context.tasks.read(read, show, owner=parent, key="form")

    def work(self) -> Callable[[], Any]:
        """Return what stores the values."""
        ids = list(self._selection.held)
        return partial(store_selection, self.context.workspace, ids, self._wanted(), self._left_on.value)

    def save(self) -> None:
        """Record what changes; with nothing to change, say so."""
        if self._wanted():
            super().save()
        else:
            self.notice.say(_("Nothing changes: fill in at least one field."))

    def _widget(self, name: str) -> QWidget:
        theme, choices = self.context.theme, self._selection.choices
        unchanged: list[tuple[str, object]] = [(_unchanged(), None)]
        if name == STATUS:
            return ChoiceField(theme, unchanged + [(labels.status_label(one), one) for one in STATUSES], None)
        if name == "contract_type":
            offered = self.context.workspace.settings.contract_types
            contracts: list[tuple[str, object]] = [(labels.contract_label(one), one) for one in offered]
            return ChoiceField(theme, [*unchanged, *contracts, (_("(none)"), _EMPTIED)], None)
        field = CompletingField(theme, choices.workspaces if name == "workspace" else choices.roles)
        field.setPlaceholderText(_unchanged())
        return field

    def _wanted(self) -> dict[str, Any]:
        """Return the values to give, by field; what would change nobody is left out."""
        values: dict[str, Any] = {}
        for place, name in enumerate(_FIELDS):
            value = self.fields[name].value
            if value is None:
                continue
            new = None if value is _EMPTIED else tidy(value) if isinstance(value, str) else value
            if any(held[place] != new for held in self._selection.held.values()):
                values[name] = new
        return values

    def _count(self) -> None:
        """Say under each field how many people it changes."""
        wanted, total = self._wanted(), len(self._selection.held)
        for place, name in enumerate(_FIELDS):
            if self.fields[name].value is None:
                self.fields[name].hint("")
                continue
            changed = 0
            if name in wanted:
                held = (values[place] for values in self._selection.held.values())
                changed = sum(value != wanted[name] for value in held)
            self.fields[name].hint(_counts(changed, total - changed))
        self._day.setVisible(wanted.get(STATUS) == INACTIVE)


def _check(name: str, value: Any) -> str | None:
    return None if value is None or value is _EMPTIED else person_fields.problem_of(name, value)


def _unchanged() -> str:
    return _("(unchanged)")


def _counts(changed: int, same: int) -> str:
    words = ngettext("{n} person changes", "{n} people change", changed).format(n=format_number(changed))
    if not same:
        return words
    rest = ngettext("{n} has it already", "{n} have it already", same).format(n=format_number(same))
    return f"{words} · {rest}"
