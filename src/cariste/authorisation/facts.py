"""What is known about one person, as plain data: the verdict needs nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from cariste.regulation.driving import certificates_for


class Period(NamedTuple):
    """Days from `start` to `end`, both included; None is open."""

    start: dt.date | None
    end: dt.date | None

    def covers(self, day: dt.date) -> bool:
        """Tell whether a day lies in it."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Certificate(NamedTuple):
    """A CACES. `obtained` may be unknown; it is valid on its last day; `option` as `Caces` has it."""

    kind: str
    obtained: dt.date | None
    expires: dt.date
    option: str | None = None

    def counts_for(self, kind: str) -> bool:
        """Tell whether the employer may authorise a category on its strength while it runs."""
        return self.kind in certificates_for(kind, self.option)


class Opinion(NamedTuple):
    """What the occupational physician concluded.

    Attributes:
        issued: The day of the visit.
        ends: Last day on which it proves that nothing speaks against driving; None when it proves nothing.
        unfit: It says that the person may not do this work.
        certificate: A no-contraindication certificate, rather than a fitness opinion.
    """

    issued: dt.date
    ends: dt.date | None
    unfit: bool = False
    certificate: bool = True


class Grant(NamedTuple):
    """An authorisation the employer issued.

    Attributes:
        id: 32 hexadecimal digits; empty in reckonings.
        kind: The category of machine.
        site: The work area; None for all of them.
        issued: First day.
        ends: Last day; of a temp, no later than that of the assignment it was issued for.
        withdrawn: Day from which it holds no more; None while it was not withdrawn.
        suspensions: Days on which it does not hold.
        other_proof: Issued on another proof of skill than a CACES, for a reason that is written down.
        issued_as: The role it was issued for; None when none is known.
    """

    id: str
    kind: str
    site: str | None
    issued: dt.date
    ends: dt.date | None
    withdrawn: dt.date | None = None
    suspensions: tuple[Period, ...] = ()
    other_proof: bool = False
    issued_as: str | None = None


class Induction(NamedTuple):
    """The day on which somebody was shown a place and its instructions; None is every work area."""

    site: str | None
    held: dt.date


class Facts(NamedTuple):
    """One person.

    Attributes:
        here: When the person belongs to the firm: contract, or each assignment of a temp.
        temp: Whether the right ends with an assignment rather than with a contract.
        role: What the person does today; None when it is not known.
        role_since: Since when, where an authorisation was issued for another role and the journal tells.
    """

    here: tuple[Period, ...]
    temp: bool = False
    certificates: tuple[Certificate, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    inductions: tuple[Induction, ...] = ()
    grants: tuple[Grant, ...] = ()
    role: str | None = None
    role_since: dt.date | None = None


NOBODY = Facts(here=())
"""Of whom nothing is known."""


def for_one_assignment(grant: Grant, assignments: Sequence[Period]) -> Grant:
    """Return a temp's authorisation, which ends with the assignment it was issued for whatever was typed.

    The user company issues it anew for each assignment. It was issued during that one, or before it began.
    """
    meant = [one for one in assignments if one.covers(grant.issued)]
    if not meant:
        to_come = [one for one in assignments if one.start is not None and one.start > grant.issued]
        meant = [min(to_come, key=lambda one: one.start or dt.date.min)] if to_come else []
    last_days = [one.end for one in meant if one.end is not None]
    if not last_days or len(last_days) < len(meant):
        return grant
    return grant._replace(ends=min(max(last_days), grant.ends or dt.date.max))
