"""What a report is asked for, and from which folder."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from cariste.core.config import Settings
from cariste.share.attachments import Attachments

DAYS, PEOPLE, AREA, KIND, MACHINE, ON = "days", "people", "area", "kind", "machine", "on"
SCANS, OUTCOMES = "scans", "outcomes"
OPTIONS = (PEOPLE, ON, DAYS, AREA, KIND, MACHINE, SCANS, OUTCOMES)
"""Everything that can be asked, by the names of `Asked`; a report takes some of them."""

HORIZONS = (30, 60, 90, 180, 365)
DEFAULT_HORIZON = 90


class Author(Protocol):
    """Who makes a report."""

    @property
    def username(self) -> str:
        """As others read it."""


class Folder(Protocol):
    """An open shared folder, as far as reports need it."""

    @property
    def settings(self) -> Settings:
        """The firm's settings in force."""

    @property
    def attachments(self) -> Attachments:
        """The files that records name."""

    @property
    def person(self) -> Author:
        """Who uses this process."""

    @property
    def head(self) -> tuple[int, int]:
        """The publication shown: reign, number."""

    @property
    def pending(self) -> int:
        """How many actions of this PC are not published yet."""

    def reading(self) -> AbstractContextManager[None]:
        """Connect this thread for queries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one report shall say; a report reads only what it takes.

    Attributes:
        on: The day it is about.
        days: How far ahead.
        people: Whom it is about, 32 hexadecimal digits each; empty for everybody.
        area: Of which work area; None for all.
        kind: Of which category or training, by its code; None for all.
        machine: The number of the machine it is about.
        scans: With the documents behind the records.
        outcomes: With what doctors concluded and their documents: for HR alone, who asks for it.
    """

    on: dt.date
    days: int = DEFAULT_HORIZON
    people: tuple[str, ...] = ()
    area: str | None = None
    kind: str | None = None
    machine: str | None = None
    scans: bool = True
    outcomes: bool = False
