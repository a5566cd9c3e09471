"""The machines of the site as rows of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cariste.authorisation.labels import site_label
from cariste.core.i18n import _, pgettext
from cariste.core.text import fold
from cariste.core.wording import format_date
from cariste.employee.form_values import Known
from cariste.employee.labels import CACES, full_subject
from cariste.equipment import edits
from cariste.equipment.queries import MachineRow, list_machines
from cariste.equipment.values import HeldMachine, MachineValues
from cariste.ui.models.table import Column, Look
from cariste.ui.widgets.chip import GREEN, ORANGE
from cariste.workspace import Workspace

_DIGITS = 40


def read_machines(workspace: Workspace) -> list[MachineRow]:
    """Return the machines of the site, by number."""
    with workspace.reading():
        return list_machines()


def read_machine(workspace: Workspace, machine_id: str) -> HeldMachine:
    """Return a machine for its form. Raises UserError when it is gone."""
    with workspace.reading():
        return edits.read_machine(machine_id)


def read_sites(workspace: Workspace) -> tuple[str, ...]:
    """Return the work areas to choose from: those of the settings, then others in use."""
    with workspace.reading():
        return tuple(dict.fromkeys((*workspace.settings.workspaces, *edits.sites_in_use())))


def read_machines_and_sites(workspace: Workspace) -> tuple[list[MachineRow], tuple[str, ...]]:
    """Return what `read_machines` and `read_sites` return, for a page that asks about both."""
    return read_machines(workspace), read_sites(workspace)


def store_machine(workspace: Workspace, values: MachineValues, known: Known | None) -> str:
    """Store a machine in one change; return its id. Raises as `edits.store_machine`."""
    with workspace.change(edits.stored_label(values.number)):
        return edits.store_machine(values, known)


def set_service(workspace: Workspace, machines: Sequence[MachineRow], since: dt.date | None) -> None:
    """Take machines out of service from a day on, or with None back into it, in one change."""
    numbers = [machine.number for machine in machines]
    with workspace.change(edits.service_label(numbers, out=since is not None)):
        edits.take_out_of_service([machine.id for machine in machines], since)


def delete_machines(workspace: Workspace, machines: Sequence[MachineRow]) -> None:
    """Delete machines in one change. Raises UserError when one is gone already."""
    with workspace.change(edits.deleted_label([machine.number for machine in machines])):
        edits.delete_machines([machine.id for machine in machines])


def machine_columns(today: dt.date) -> list[Column[MachineRow]]:
    """Return the columns of the page, as of a day."""
    longest_state = _("out of service since {day}").format(day=format_date(dt.date(2026, 12, 28)))
    return [
        Column(
            lambda: pgettext("machine", "Number"),
            lambda machine: machine.number,
            key=lambda machine: fold(machine.number).zfill(_DIGITS),
            sample="0012",
            look=Look.STRONG,
        ),
        Column(
            lambda: _("Name"),
            lambda machine: machine.name,
            sample="Préparateur de commandes P1",
            least="Mât rétractable",
            tooltip=lambda machine: machine.name,
        ),
        Column(
            lambda: _("Category"),
            lambda machine: full_subject(CACES, machine.kind),
            sample="R489-1A Transpalette porté",
            tooltip=lambda machine: full_subject(CACES, machine.kind),
        ),
        Column(lambda: _("Work area"), lambda machine: site_label(machine.site), sample=site_label(None)),
        Column(
            lambda: _("State"),
            lambda machine: state_of(machine, today),
            sample=longest_state,
            least=longest_state,
            look=Look.CHIP,
            tone=lambda machine: GREEN if machine.runs_on(today) else ORANGE,
        ),
    ]


def state_of(machine: MachineRow, today: dt.date) -> str:
    """Say whether a machine may be used on a day."""
    stops = machine.out_of_service_on
    if stops is None:
        return _("in service")
    words = _("out of service from {day}") if stops > today else _("out of service since {day}")
    return words.format(day=format_date(stops))
