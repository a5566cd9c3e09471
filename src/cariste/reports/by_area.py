"""People by work area: a title, then their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cariste.core.text import fold
from cariste.core.wording import NO_BREAK_SPACE, format_number
from cariste.employee.queries import EmployeeRow
from cariste.paper.grid import Group, Row
from cariste.reports.drafting import area_title

_WITHOUT = "\uffff"
"""Sorts what has no work area last."""


def area_order(area: str | None) -> str:
    """Return what work areas are sorted by."""
    return fold(area) if area else _WITHOUT


def area_group(area: str | None, count: int) -> Group:
    """Return the title of a work area with how many rows or people follow."""
    return Group(f"{area_title(area)}{2 * NO_BREAK_SPACE}{format_number(count)}")


def grouped(people: Sequence[EmployeeRow], lines: Callable[[EmployeeRow], Iterable[Row]]) -> list[Row]:
    """Return the rows of people under the titles of their work areas.

    Args:
        people: By name.
        lines: Gives the rows of one of them.
    """
    areas: dict[str | None, list[EmployeeRow]] = {}
    for person in people:
        areas.setdefault(person.workspace, []).append(person)
    rows: list[Row] = []
    for area in sorted(areas, key=area_order):
        rows.append(area_group(area, len(areas[area])))
        for person in areas[area]:
            rows.extend(lines(person))
    return rows
