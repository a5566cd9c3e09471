"""Contracts and assignments that end: of people who are here, until they leave or the end is moved."""

from __future__ import annotations

from typing import Any

from peewee import Case, Value

from cariste.alerts.obligations import MARK, likely_active
from cariste.employee.constants import ALTERNANCE, CDD, INTERIM
from cariste.employee.models import Employee

FIXED_TERM = (CDD, INTERIM, ALTERNANCE)
"""Contracts that end by themselves; what alerts is called by one of these codes."""

NAME = Value(f"contract{MARK}").concat(Employee.id)
"""What tells the end of somebody's contract from all the rest, as a record's id does."""


def last_day() -> Any:
    """Return the last day of a person's contract, of a temp that of the assignment; NULL where not known."""
    return Case(None, ((Employee.contract_type == INTERIM, Employee.assignment_end),), Employee.contract_end)


def ending_contracts() -> Any:
    """Return the query of people whose contract or assignment ends, or is over while they are listed here."""
    return Employee.select().where(
        likely_active() & Employee.contract_type.in_(FIXED_TERM) & last_day().is_null(False)
    )
