"""The machines as lists show them."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.core.text import fold
from cariste.equipment.models import Machine


class MachineRow(NamedTuple):
    """One machine; `site` None is every work area."""

    id: str
    number: str
    name: str
    kind: str
    site: str | None
    out_of_service_on: dt.date | None
    row_version: int

    def runs_on(self, day: dt.date) -> bool:
        """Tell whether it may be used on a day."""
        return self.out_of_service_on is None or day < self.out_of_service_on


def list_machines() -> list[MachineRow]:
    """Return every machine, by number as people count: 2 before 12. Call inside `workspace.reading()`."""
    fields = [getattr(Machine, name) for name in MachineRow._fields]
    rows: Any = Machine.select(*fields).tuples()
    found = [MachineRow(row[0].hex, *row[1:]) for row in rows]
    return sorted(found, key=lambda machine: (machine.number.zfill(40), machine.name))


def machine_numbered(number: str) -> MachineRow:
    """Return the machine with a number, whatever its case.

    Raises:
        UserError: There is none.
    """
    wanted = fold(number)
    found = next((one for one in list_machines() if fold(one.number) == wanted), None)
    if found is None:
        raise UserError(_("There is no machine “{number}”.").format(number=number))
    return found
