"""The form of a machine: its number, what it is, where it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.authorisation.labels import site_label
from cariste.core.i18n import _, pgettext
from cariste.employee import constants
from cariste.employee.labels import CACES, full_subject
from cariste.equipment.models import LONGEST_NUMBER
from cariste.equipment.values import HeldMachine, MachineValues
from cariste.regulation.driving import driving_kinds
from cariste.ui.context import Context
from cariste.ui.forms.checks import at_most
from cariste.ui.forms.form import Form
from cariste.ui.forms.opening import Stored, may_add, open_form
from cariste.ui.models.machines import read_machine, read_sites, store_machine
from cariste.ui.widgets.date_field import DateField
from cariste.ui.widgets.fields import ChoiceField, TextField
from cariste.workspace import Workspace

_USUAL_KIND = "R489-3"


class MachineForm(Form):
    """Adds a machine, or changes one."""

    def __init__(
        self, context: Context, parent: QWidget, sites: Sequence[str], held: HeldMachine | None = None
    ) -> None:
        """Make the form.

        Args:
            context: The open folder and the rest.
            parent: Some widget of the window it lies over.
            sites: Work areas to choose from.
            held: The machine to change; None adds one.
        """
        super().__init__(context, _("Machine") if held else _("New machine"), parent)
        new = MachineValues(number=None, name=None, kind=_USUAL_KIND)
        values = held.values if held is not None else new
        self._known = held.known if held is not None else None
        self._add_fields(values, sites)
        if not context.workspace.writing:
            self.be_read_only()
        self.begin()

    def _add_fields(self, values: MachineValues, sites: Sequence[str]) -> None:
        theme = self.context.theme
        self.add(
            "number",
            pgettext("machine", "Number"),
            TextField(theme, values.number or ""),
            required=True,
            hint=_("As it is painted on the machine."),
            check=at_most(LONGEST_NUMBER),
        )
        self.add(
            "name",
            _("Name"),
            TextField(theme, values.name or ""),
            required=True,
            check=at_most(constants.LONGEST_NAME),
        )
        kinds = [(full_subject(CACES, kind), kind) for kind in driving_kinds()]
        self.add("kind", _("Category"), ChoiceField(theme, kinds, values.kind))
        places = dict.fromkeys((None, *sites, values.site))
        self.add(
            "site", _("Work area"), ChoiceField(theme, [(site_label(s), s) for s in places], values.site)
        )
        self.add(
            "out_of_service_on",
            _("Out of service since"),
            DateField(theme, values.out_of_service_on),
            hint=_("Empty while it runs."),
        )

    def work(self) -> Callable[[], Any]:
        """Return what stores the machine."""
        values = MachineValues(**self.values())
        return partial(store_machine, self.context.workspace, values, self._known)

    @classmethod
    def add_one(cls, context: Context, parent: QWidget, stored: Stored | None = None) -> None:
        """Let the user add a machine."""

        def build(sites: tuple[str, ...]) -> Form:
            return cls(context, parent, sites)

        if may_add(context, parent):
            open_form(context, parent, read_sites, build, stored)

    @classmethod
    def edit(cls, context: Context, parent: QWidget, machine_id: str) -> None:
        """Let the user change a machine, or read it where this window only reads."""

        def read(workspace: Workspace) -> tuple[tuple[str, ...], HeldMachine]:
            return read_sites(workspace), read_machine(workspace, machine_id)

        def build(found: tuple[tuple[str, ...], HeldMachine]) -> Form:
            return cls(context, parent, *found)

        open_form(context, parent, read, build)
