"""Appointments for visits and absences, as tables of the personal file: which and when, never why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.platypus import Flowable

from cariste.core.i18n import _
from cariste.employee.field_labels import ABSENCES, APPOINTMENTS, field_label, value_in_words
from cariste.leaving.record_tables import counted_table
from cariste.paper.grid import Column

_Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def appointments_table(rows: _Rows) -> Sequence[Flowable]:
    """Return the medical visits planned, and what became of each."""
    columns = ("visit_type", "planned_on", "status")
    return _table(_("Appointments for medical visits"), APPOINTMENTS, columns, rows)


def absences_table(rows: _Rows) -> Sequence[Flowable]:
    """Return the absences; none where the extract leaves out what only HR sees."""
    return _table(_("Absences"), ABSENCES, ("starts_on", "ended_on", "return_visit"), rows)


def _table(title: str, table: str, names: Sequence[str], rows: _Rows) -> Sequence[Flowable]:
    found = rows.get(table, ())
    if not found:
        return []
    columns = tuple(Column(field_label(table, name), 1 / len(names)) for name in names)
    return counted_table(
        title, columns, [tuple(value_in_words(table, name, row[name]) for name in names) for row in found]
    )
