"""What need not be kept any longer: proposed, never taken away by itself."""

from __future__ import annotations

import datetime as dt
import sqlite3

import pytest
from backups import Clock, back_up_now
from factories import TODAY, employee, visit
from leavers import chloe, journal

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.employee.models import Employee
from cariste.integrity.restore import restore
from cariste.leaving.erasing import anonymise, delete_for_good
from cariste.leaving.proposals import (
    CAME_BACK,
    CERTIFICATE,
    LEFT,
    TEMP_LEFT,
    UNKNOWN_DAY,
    proposals,
)
from cariste.leaving.sweeping import leftovers
from cariste.workspace import Workspace

REASON = "fin de la durée de conservation"


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def test_what_need_not_be_kept_any_longer_is_proposed(workspace: Workspace) -> None:
    recently = dt.date(2025, 11, 22)
    with workspace.change("people"):
        gone = {"current_status": "inactive", "contract_type": "CDI"}
        employee(first_name="Old", **gone, left_on=dt.date(2021, 11, 21))
        employee(first_name="Young", **gone, left_on=dt.date(2021, 11, 22))
        temp = {"current_status": "inactive", "contract_type": "Interim"}
        employee(first_name="Temp", **temp, assignment_end=dt.date(2025, 11, 21))
        employee(first_name="Recent", **temp, left_on=dt.date(2025, 1, 1), assignment_end=recently)
        employee(first_name="Unknown", current_status="inactive")
        driver = employee(first_name="Driver")
        visit(driver, "driving_certificate", visit_date=dt.date(2016, 1, 4))
        visit(driver, "driving_certificate", visit_date=dt.date(2021, 1, 4))
        unrenewed = employee(first_name="Unrenewed")
        visit(unrenewed, "driving_certificate", visit_date=dt.date(2016, 1, 4))
        person = employee(first_name="Passed", **gone, left_on=recently)
        visit(person, "driving_certificate", visit_date=dt.date(2020, 1, 4))
    with workspace.reading():
        found = proposals(TODAY)
    assert [(one.name.split()[1], one.reason) for one in found] == [
        ("Old", LEFT),
        ("Temp", TEMP_LEFT),
        ("Driver", CERTIFICATE),
        ("Passed", CERTIFICATE),
        ("Unknown", UNKNOWN_DAY),
    ]
    assert (found[0].since, found[0].due) == (dt.date(2021, 11, 21), TODAY)
    assert found[2].record_id == found[2].id != found[2].employee_id


def test_proposals_are_one_statement_whatever_the_number_of_people(workspace: Workspace) -> None:
    with workspace.change("people"):
        Employee.insert_rows(
            {
                "first_name": f"N{number}",
                "last_name": "Fictif",
                "current_status": "inactive",
                "left_on": "2020-01-01",
                "night_worker": 0,
                "search_text": f"fictif n{number}",
            }
            for number in range(500)
        )
    with workspace.reading():
        database: sqlite3.Connection = Employee._meta.database.connection()
        asked: list[str] = []
        database.set_trace_callback(asked.append)
        try:
            found = proposals(TODAY)
        finally:
            database.set_trace_callback(None)
    assert len(found) == 500
    assert len(asked) == 1


def test_somebody_whom_a_restored_backup_brings_back_is_proposed_first(
    workspace: Workspace, clock: Clock
) -> None:
    person_id = chloe(workspace)
    workspace.send()
    backup = back_up_now(workspace).name
    with workspace.change("erase"):
        delete_for_good([person_id], REASON)
    workspace.send()
    restore(workspace, backup)
    with workspace.reading():
        assert Employee.get().full_name == "Chloé Témoin"
        assert [one.reason for one in proposals(TODAY)] == [CAME_BACK]
        # Her files on the share are left alone meanwhile.
        assert leftovers() == []
    with workspace.change("again"):
        anonymise([person_id], REASON)
    with workspace.reading():
        assert proposals(TODAY) == []
        assert "Témoin" not in journal()
