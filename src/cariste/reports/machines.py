"""For which machine a report is asked: by its number, or for a whole category."""

from __future__ import annotations

from typing import NamedTuple

from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.equipment.queries import MachineRow, machine_numbered
from cariste.regulation.driving import driving_kinds
from cariste.reports.asking import Asked
from cariste.reports.drafting import category_title


class Subject(NamedTuple):
    """What is to be driven.

    Attributes:
        kind: Its category.
        area: Where: the one asked for, else where the machine runs; None is anywhere.
        machine: The machine itself, if one was named.
    """

    kind: str
    area: str | None
    machine: MachineRow | None

    @property
    def title(self) -> str:
        """« 12 · Fenwick rouge », or the category in full."""
        if self.machine is None:
            return category_title(self.kind)
        return f"{self.machine.number} · {self.machine.name}"


def subject(asked: Asked) -> Subject:
    """Return what is to be driven; call inside `reading()`.

    Raises:
        UserError: No machine has this number, or the category is none in force.
    """
    if asked.machine is not None:
        machine = machine_numbered(asked.machine)
        return Subject(machine.kind, asked.area or machine.site, machine)
    kind = asked.kind or ""
    if kind not in driving_kinds():
        raise UserError(
            _("“{kind}” is not a category in force. There are: {kinds}.").format(
                kind=kind, kinds=", ".join(driving_kinds())
            )
        )
    return Subject(kind, asked.area, None)
