"""People against columns: as many blocks of columns as fit on the page, one below the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reportlab.platypus import Flowable

from cariste.core.i18n import _
from cariste.employee.queries import EmployeeRow
from cariste.paper.grid import Cell, Column, Grid, Row
from cariste.paper.looks import STRONG
from cariste.paper.words import heading
from cariste.reports.by_area import grouped

_MOST_COLUMNS = 9
_NAME, _NUMBER = 2.4, 0.9
_LETTERS = 7.5


def cross_table(
    people: Sequence[EmployeeRow],
    columns: Mapping[str, Column],
    cell: Callable[[EmployeeRow, str], Cell],
    *,
    holders: Callable[[EmployeeRow, Sequence[str]], bool] = lambda _person, _keys: True,
) -> list[Flowable]:
    """Return everybody by work area and name, and a cell for each column.

    Args:
        people: By name.
        columns: By what names them to `cell`.
        cell: Says what stands there.
        holders: Tells whether somebody is listed in a part with these columns.
    """
    keys = list(columns)
    blocks = _blocks(keys)
    story: list[Flowable] = []
    for place, block in enumerate(blocks):
        if len(blocks) > 1:
            told = _("Part {n} of {count}").format(n=place + 1, count=len(blocks))
            story += heading(told, STRONG._replace(before=8 if place else 0))
        heads = (
            Column(_("Employee"), _NAME, bold=True),
            Column(_("Number"), _NUMBER),
            *(columns[key] for key in block),
        )
        listed = [person for person in people if holders(person, block)]
        story.append(Grid(heads, grouped(listed, _lines(block, cell)), size=_LETTERS))
    return story


def _lines(
    keys: Sequence[str], cell: Callable[[EmployeeRow, str], Cell]
) -> Callable[[EmployeeRow], list[Row]]:
    def line(person: EmployeeRow) -> list[Row]:
        name = f"{person.last_name} {person.first_name}"
        return [(name, person.external_id or "", *(cell(person, key) for key in keys))]

    return line


def _blocks(keys: Sequence[str]) -> list[Sequence[str]]:
    """Return the columns in blocks of about the same number."""
    count = -(-len(keys) // _MOST_COLUMNS)
    size = -(-len(keys) // count)
    return [keys[start : start + size] for start in range(0, len(keys), size)]
