"""What roles ask for, as the matrix and the lists show it: frozen rows."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from peewee import fn

from cariste.employee.constants import ACTIVE
from cariste.employee.models import Caces, Employee
from cariste.requirement.models import Requirement


class Need(NamedTuple):
    """Whoever has this role, there, needs that; `site` None is every work area."""

    role: str
    site: str | None
    kind: str


def list_needs() -> frozenset[Need]:
    """Return everything that is required; one statement."""
    rows: Any = Requirement.select(Requirement.role, Requirement.site, Requirement.kind).tuples()
    return frozenset(map(Need._make, rows))


def people_by_role() -> dict[str, Counter[str | None]]:
    """Return how many active people have each role, by work area; one statement."""
    rows: Any = (
        Employee.select(Employee.role, Employee.workspace, fn.COUNT(Employee.id))
        .where((Employee.current_status == ACTIVE) & Employee.role.is_null(False))
        .group_by(Employee.role, Employee.workspace)
        .tuples()
    )
    found: dict[str, Counter[str | None]] = {}
    for role, site, count in rows:
        found.setdefault(role, Counter())[site] = count
    return found


def kinds_held() -> frozenset[str]:
    """Return the kinds of CACES that active people hold or held; one statement."""
    rows: Any = (
        Caces.select(Caces.kind).distinct().join(Employee).where(Employee.current_status == ACTIVE).tuples()
    )
    return frozenset(kind for (kind,) in rows)


def who_needs(kind: str) -> frozenset[str]:
    """Return the ids of those whose role asks for a kind where they work; one statement."""
    rows = Employee._meta.database.execute_sql(
        "SELECT e.id FROM requirements r JOIN employees e"
        " ON e.role = r.role AND (r.site IS NULL OR r.site = e.workspace) WHERE r.kind = ?",
        (kind,),
    )
    return frozenset(person for (person,) in rows.fetchall())
