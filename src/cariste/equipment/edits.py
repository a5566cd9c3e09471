"""What the form and the page of machines store; functions that write are called inside `workspace.change`."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from cariste.core.i18n import _, ngettext
from cariste.core.wording import format_number
from cariste.employee.edits import fill, in_use, there, unchanged, values_of
from cariste.employee.form_values import Known
from cariste.employee.models import Employee
from cariste.equipment.models import Machine
from cariste.equipment.values import HeldMachine, MachineValues


def read_machine(machine_id: str) -> HeldMachine:
    """Return a machine for its form. Raises UserError when it is gone."""
    machine = there(Machine, machine_id)
    return HeldMachine(Known(machine.id.hex, machine.row_version), values_of(MachineValues, machine))


def sites_in_use() -> tuple[str, ...]:
    """Return the work areas that are written somewhere, in alphabetical order."""
    return tuple(sorted({*in_use(Machine.site), *in_use(Employee.workspace)}))


def store_machine(values: MachineValues, known: Known | None = None) -> str:
    """Add a machine, or write over the one that was read; return its id.

    Raises:
        InvalidEntity: Names each field that is wrong: two machines have not one number.
        UserError: It was changed by somebody else since, or is gone.
    """
    machine = Machine() if known is None else unchanged(Machine, known)
    fill(machine, dataclasses.asdict(values))
    machine.save()
    return str(machine.id.hex)


def take_out_of_service(machine_ids: Iterable[str], since: dt.date | None) -> list[str]:
    """Take machines out of service from a day on, or with None back into it; return their numbers.

    Raises:
        UserError: One of them is gone.
    """
    numbers = []
    for machine_id in machine_ids:
        machine = there(Machine, machine_id)
        machine.out_of_service_on = since
        machine.save()
        numbers.append(str(machine.number))
    return numbers


def delete_machines(machine_ids: Iterable[str]) -> int:
    """Delete machines; return how many. Raises UserError when one is gone already."""
    return sum(there(Machine, machine_id).delete_instance() for machine_id in machine_ids)


def stored_label(number: str | None) -> str:
    """Return what undo and the journal call it: « Engin 12 »."""
    return _("Machine {number}").format(number=number or "")


def service_label(numbers: Sequence[str], *, out: bool) -> str:
    """Return « Hors service : engin 12 », « Remise en service : 3 engins »."""
    words = _("Out of service: {machines}") if out else _("Back in service: {machines}")
    return words.format(machines=machines_in_words(numbers))


def deleted_label(numbers: Sequence[str]) -> str:
    """Return « Suppression : engin 12 »."""
    return _("Deleted: {label}").format(label=machines_in_words(numbers))


def machines_in_words(numbers: Sequence[str]) -> str:
    """Return « engin 12 », « 3 engins »."""
    if len(numbers) == 1:
        return _("machine {number}").format(number=numbers[0])
    count = len(numbers)
    return ngettext("{n} machine", "{n} machines", count).format(n=format_number(count))
