"""« Who may drive this, there, on that day? » as the supervisor asks it: one list, those who may first."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from cariste.authorisation.queries import who_may_drive
from cariste.authorisation.standing import concerns
from cariste.authorisation.verdict import NOT_HERE, Verdict
from cariste.employee.constants import ACTIVE
from cariste.employee.queries import EmployeeRow, list_employees
from cariste.requirement.queries import who_needs


class BoardLine(NamedTuple):
    """One person and the answer.

    Attributes:
        concerned: Whether the question arises at all, as `standing.concerns` has it.
    """

    person: EmployeeRow
    verdict: Verdict
    concerned: bool


class Board(NamedTuple):
    """The answer for one category, work area and day.

    Attributes:
        site: The work area; None is any.
        allowed: Who may drive, by name; also where something is only recommended.
        refused: Who is concerned and may not, by name.
        others: Everybody else who works there: never trained for it, never asked.
    """

    kind: str
    site: str | None
    on: dt.date
    allowed: tuple[BoardLine, ...]
    refused: tuple[BoardLine, ...]
    others: tuple[BoardLine, ...]


def board(kind: str, site: str | None, on: dt.date) -> Board:
    """Judge everybody for one category; three statements. Call inside `workspace.reading()`."""
    answers = {driver.employee_id: driver.verdicts[kind] for driver in who_may_drive((kind,), site, on=on)}
    required = who_needs(kind)
    lines = [
        BoardLine(
            person,
            answers[person.id],
            concerns(
                answers[person.id],
                active=person.current_status == ACTIVE,
                required=person.id in required,
            ),
        )
        for person in list_employees()
    ]
    return Board(
        kind,
        site,
        on,
        tuple(line for line in lines if line.verdict.allowed and line.concerned),
        tuple(line for line in lines if not line.verdict.allowed and line.concerned),
        tuple(line for line in lines if not line.concerned and _is_here(line.verdict)),
    )


def _is_here(verdict: Verdict) -> bool:
    return all(reason.code != NOT_HERE for reason in verdict.reasons)
