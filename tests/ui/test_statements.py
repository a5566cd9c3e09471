"""No list of the window asks the database a question per row: forty people cost as many as three."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from drivers import assign, grant, induct, suspend
from factories import TODAY, absence, appointment, caces, employee, training, visit
from user_actions import document

from cariste.audit.models import AuditChange
from cariste.authorisation.standing import read_standing
from cariste.duplicates.models import PersonLink
from cariste.employee.file import employee_file
from cariste.employee.models import Employee
from cariste.equipment.models import Machine
from cariste.journal.queries import Filter
from cariste.requirement.models import Requirement
from cariste.ui.dialogs.bulk_work import read_selection
from cariste.ui.dialogs.leaving_work import read_belongings
from cariste.ui.dialogs.merge_work import read_pairs
from cariste.ui.dialogs.renewal_work import read_circle
from cariste.ui.forms import driving_storing, storing
from cariste.ui.models import scans
from cariste.ui.models.alerts import read_alerts
from cariste.ui.models.company import read_company
from cariste.ui.models.documents import read_documents
from cariste.ui.models.drivers import read_board
from cariste.ui.models.driving_records import read_driving
from cariste.ui.models.follow_up import read_follow_up
from cariste.ui.models.journal import read_journal, read_records
from cariste.ui.models.machines import read_machines
from cariste.ui.models.missing import read_missing
from cariste.ui.models.outbox import read_outbox
from cariste.ui.models.people import read_people
from cariste.ui.models.requirements import read_matrix
from cariste.ui.models.retention import read_retention
from cariste.workspace import Workspace

Read = Callable[[Workspace, list[str]], Any]
FEW, MANY = 3, 40

LISTS: dict[str, Read] = {
    "people": lambda workspace, _ids: read_people(workspace, TODAY),
    "alerts": lambda workspace, _ids: read_alerts(workspace, TODAY),
    "missing data": lambda workspace, _ids: read_missing(workspace),
    "journal": lambda workspace, _ids: read_journal(workspace, Filter(), limit=200),
    "records of an action": lambda workspace, _ids: read_records(workspace, last_action()),
    "retention": lambda workspace, _ids: read_retention(workspace, TODAY),
    "who may drive": lambda workspace, _ids: read_board(workspace, "R489-3", None, TODAY),
    "machines": lambda workspace, _ids: read_machines(workspace),
    "requirements": lambda workspace, _ids: read_matrix(workspace),
    "company": lambda workspace, _ids: read_company(workspace),
    "waiting changes": lambda workspace, _ids: read_outbox(workspace),
    "duplicates": lambda workspace, _ids: read_pairs(workspace, None),
    "people for scans": lambda workspace, _ids: scans.read_people(workspace),
    "scans": lambda workspace, ids: scans.read_scans(workspace, [Path(f"{one}.pdf") for one in ids]),
    "batch renewal": lambda workspace, ids: read_circle(workspace, ids, ("caces", "medical", "training")),
    "bulk change": lambda workspace, ids: read_selection(workspace, ids, ("role", "workspace")),
    "departures": read_belongings,
    "choices of a form": lambda workspace, _ids: storing.read_choices(workspace),
    "choices about driving": lambda workspace, _ids: driving_storing.read_choices(workspace),
}
"""What a page or a dialog reads, by what it shows."""

FILE: dict[str, Read] = {
    "records": lambda _workspace, ids: employee_file(ids[0], TODAY),
    "verdict": lambda _workspace, ids: read_standing(ids[0], TODAY),
    "documents": lambda workspace, ids: read_documents(workspace, ids[0]),
    "driving": lambda workspace, ids: read_driving(workspace, ids[0], TODAY),
    "medical follow-up": lambda workspace, ids: read_follow_up(workspace, ids[0], TODAY),
    "history": lambda workspace, ids: read_journal(workspace, Filter(employee_id=ids[0]), limit=50),
}
"""What the file of one person reads."""


def last_action() -> int:
    return int(AuditChange.select().order_by(AuditChange.id.desc()).get().id)


def somebody(number: int) -> Employee:
    """Save a person with something of every kind."""
    person = employee(
        first_name=f"Noé {number}",
        external_id=f"N{number}",
        role=f"Cariste {number}",
        workspace=f"Zone {number}",
        current_status="inactive" if number % 5 == 0 else "active",
        left_on=dt.date(2019, 1, 1) if number % 5 == 0 else None,
    )
    records_of(person)
    Machine(number=f"E{number}", name="Frontal", kind="R489-3", site="Quai").save()
    Requirement(role=f"Cariste {number}", kind="R489-3").save()
    PersonLink(employee_id=person.id, other_id=employee(last_name="Autre").id, relation="distinct").save()
    return person


def records_of(person: Employee) -> None:
    caces(person, "R489-3", expiration_date=dt.date(2026, 12, 1))
    caces(person, "Balayeuse")
    visit(person)
    training(person)
    appointment(person)
    absence(person)
    document(person)
    induct(person)
    assign(person, TODAY, None)
    suspend(grant(person), TODAY)


@pytest.fixture
def counted(workspace: Workspace) -> Callable[[Read, list[str]], int]:
    """Tell how many statements a reading takes."""

    def count(read: Read, ids: list[str]) -> int:
        seen: list[str] = []
        with workspace.reading():
            connection = workspace._database.connection()
            connection.set_trace_callback(seen.append)
            read(workspace, ids)
            connection.set_trace_callback(None)
        return len(seen)

    return count


@pytest.mark.parametrize("what", LISTS)
def test_a_list_takes_as_many_statements_for_forty_people_as_for_three(
    workspace: Workspace, counted: Callable[[Read, list[str]], int], what: str
) -> None:
    with workspace.change("few"):
        few = [somebody(number).id.hex for number in range(FEW)]
    before = counted(LISTS[what], few)
    assert before > 0 or what == "waiting changes"  # those lie in a database of their own
    with workspace.change("many"):
        many = [*few, *(somebody(number).id.hex for number in range(FEW, MANY))]
    assert counted(LISTS[what], many) <= before


@pytest.mark.parametrize("what", FILE)
def test_a_persons_file_takes_as_many_statements_for_forty_records_as_for_one(
    workspace: Workspace, counted: Callable[[Read, list[str]], int], what: str
) -> None:
    with workspace.change("few"):
        person = somebody(1)
    before = counted(FILE[what], [person.id.hex])
    assert before > 0
    for _again in range(4):
        with workspace.change("more"):
            records_of(person)
    assert counted(FILE[what], [person.id.hex]) <= before
