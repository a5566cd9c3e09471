"""What is done about reports off the UI thread: plain values in and out, no widget is touched."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from cariste.documents.pages import Pages
from cariste.employee.queries import list_employees
from cariste.equipment.queries import MachineRow, list_machines
from cariste.reports.asking import Asked
from cariste.reports.making import Made, make, write
from cariste.reports.registry import report_named
from cariste.ui.documents.work import Opened
from cariste.workspace import Workspace


class Choices(NamedTuple):
    """Whom and what a report may be about.

    Attributes:
        people: Ids by the words that name each.
        machines: By number.
    """

    people: dict[str, str]
    machines: list[MachineRow]


def read_choices(workspace: Workspace) -> Choices:
    """Return everybody, those who left included, and every machine."""
    with workspace.reading():
        people = {
            " · ".join(filter(None, (f"{row.last_name} {row.first_name}", row.external_id))): row.id
            for row in list_employees()
        }
        return Choices(people, list_machines())


def make_report(workspace: Workspace, name: str, asked: Asked) -> Made:
    """Make a report. Raises as `reports.making.make`."""
    return make(report_named(name), workspace, asked)


def open_report(workspace: Workspace, name: str, asked: Asked) -> Opened:
    """Make a report to be looked at. Raises as `make_report`."""
    return opened(make_report(workspace, name, asked))


def opened(made: Made) -> Opened:
    """Return a report as the viewer takes it."""
    return Opened(Pages(made.content, made.file_name))


def write_report(made: Made, path: Path) -> Path:
    """Write a report and return where. Raises as `reports.making.write`."""
    write(made, path)
    return path
