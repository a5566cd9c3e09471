"""What passes between the form of a machine and the database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from cariste.employee.form_values import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineValues:
    """What the form of a machine holds; names and meanings as `Machine` has them."""

    number: str | None
    name: str | None
    kind: str
    site: str | None = None
    out_of_service_on: dt.date | None = None


class HeldMachine(NamedTuple):
    """A stored machine as its form gets it."""

    known: Known
    values: MachineValues
