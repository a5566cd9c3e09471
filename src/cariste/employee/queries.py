"""What lists and files show: frozen rows, one statement per list. Entities do not leave for the widgets."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from peewee import ModelSelect

from cariste.core.text import fold
from cariste.employee import calculations
from cariste.employee.models import Employee


class EmployeeRow(NamedTuple):
    """One person in a list. `id` is 32 hexadecimal digits."""

    id: str
    external_id: str | None
    first_name: str
    last_name: str
    current_status: str
    workspace: str | None
    role: str | None
    contract_type: str | None
    entry_date: dt.date | None
    search_text: str

    @property
    def full_name(self) -> str:
        """First name, then surname."""
        return f"{self.first_name} {self.last_name}"

    def seniority(self, today: dt.date) -> int | None:
        """Complete calendar years on a day; None without an entry date."""
        return None if self.entry_date is None else calculations.complete_years(self.entry_date, today)


def list_employees(
    *,
    search: str = "",
    status: str | None = None,
    workspace: str | None = None,
    role: str | None = None,
    contract: str | None = None,
) -> list[EmployeeRow]:
    """Return people sorted by name; every word of `search` must occur, accents and case aside."""
    query = _rows()
    for word in fold(search).split():
        query = query.where(Employee.search_text.contains(word))
    wanted = {
        Employee.current_status: status,
        Employee.workspace: workspace,
        Employee.role: role,
        Employee.contract_type: contract,
    }
    for field, value in wanted.items():
        if value is not None:
            query = query.where(field == value)
    return _fetch(query)


class Reach(NamedTuple):
    """How to reach a person, and who lends them; what the list of people may show besides."""

    email: str | None
    phone: str | None
    agency: str | None


def list_reaches() -> dict[str, Reach]:
    """Return, by employee id, the e-mail, phone and agency of everybody of whom one of them is known."""
    known = Employee.email.is_null(False) | Employee.phone.is_null(False) | Employee.agency.is_null(False)
    query = Employee.select(Employee.id, Employee.email, Employee.phone, Employee.agency).where(known)
    rows = Employee._meta.database.execute(query).fetchall()
    return {row_id: Reach(*rest) for row_id, *rest in rows}


def find_employee(text: str) -> list[EmployeeRow]:
    """Return whom a text names: an id, a WMS number, else everybody of that full name."""
    plain = text.strip()
    try:
        by_id = _fetch(_rows().where(Employee.id == uuid.UUID(plain)))
    except ValueError:
        by_id = []
    found = by_id or _fetch(_rows().where(Employee.external_id == plain))
    if found or not fold(plain):
        return found
    wanted = sorted(fold(plain).split())
    return [
        row
        for row in list_employees(search=plain)
        if sorted(fold(f"{row.first_name} {row.last_name}").split()) == wanted
    ]


def count_employees() -> int:
    """Return how many people are recorded, inactive ones included."""
    return int(Employee.select().count())


def _rows() -> ModelSelect[Employee]:
    columns = [getattr(Employee, name) for name in EmployeeRow._fields]
    # The search text begins with the folded surname: É sorts beside E.
    return Employee.select(*columns).order_by(Employee.search_text, Employee.id)


def _fetch(query: ModelSelect[Employee]) -> list[EmployeeRow]:
    # Rows of the cursor, not model instances: ten times less at 50,000 people.
    make, day = EmployeeRow._make, dt.date.fromisoformat
    entry, rows = EmployeeRow._fields.index("entry_date"), Employee._meta.database.execute(query).fetchall()
    return [make((*row[:entry], day(row[entry]) if row[entry] else None, *row[entry + 1 :])) for row in rows]
