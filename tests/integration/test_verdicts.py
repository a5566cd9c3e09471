"""From what is recorded to who may drive: the same answers, whether asked for one person or for everybody."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from factories import caces, employee, visit

from cariste.authorisation.file import driving_file
from cariste.authorisation.models import Assignment, Authorisation, Induction, Suspension
from cariste.authorisation.queries import facts_of_everybody, who_may_drive
from cariste.authorisation.verdict import Verdict
from cariste.cli.main import run
from cariste.core.errors import InvalidEntity
from cariste.core.preferences import Preferences, save_preferences
from cariste.employee.models import Employee
from cariste.equipment.models import Machine
from cariste.workspace import Workspace

D = dt.date
ON = D(2026, 11, 21)


def driver(name: str = "Chloé", **fields: Any) -> Employee:
    """Save somebody with everything for R489-3 on Quai."""
    person = employee(**{"first_name": name, "entry_date": D(2020, 1, 6), **fields})
    caces(person, "R489-3", completion_date=D(2024, 3, 1))
    visit(person, visit_type="driving_certificate", visit_date=D(2025, 11, 3), result="fit")
    Induction(employee=person, site="Quai", held_on=D(2020, 1, 7)).save()
    grant(person)
    return person


def grant(person: Employee, **fields: Any) -> Authorisation:
    given = {
        "kind": "R489-3",
        "site": "Quai",
        "issued_on": D(2025, 11, 4),
        "ends_on": D(2029, 3, 1),
        "signatory": "Mme Fictif",
        **fields,
    }
    authorisation = Authorisation(employee=person, **given)
    authorisation.save()
    return authorisation


def judged(workspace: Workspace, kind: str = "R489-3", site: str | None = "Quai", on: D = ON) -> Verdict:
    """Judge the only person there, and make sure that asking for one or for all gives the same answer."""
    with workspace.reading():
        [everybody] = who_may_drive((kind,), site, on=on)
        [alone] = who_may_drive((kind,), site, on=on, employee_id=everybody.employee_id)
    assert alone == everybody
    return everybody.verdicts[kind]


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def test_who_has_everything_may_drive(workspace: Workspace) -> None:
    with workspace.change("driver"):
        driver()
    found = judged(workspace)
    assert (found.state, found.reasons, found.until) == ("allowed", (), D(2029, 3, 1))


def test_nobody_may_drive_on_the_strength_of_a_certificate_alone(workspace: Workspace) -> None:
    with workspace.change("certificate"):
        caces(employee())
    assert codes(judged(workspace)) == ["medical_missing", "induction_missing", "authorisation_missing"]


@pytest.mark.parametrize(
    ("fields", "on", "expected"),
    [
        ({"left_on": D(2026, 11, 20), "current_status": "inactive"}, ON, ["not_here"]),
        ({"left_on": D(2026, 11, 20), "current_status": "inactive"}, D(2026, 11, 20), []),
        ({"current_status": "inactive"}, D(2026, 1, 1), ["not_here"]),
        ({"contract_type": "CDD", "contract_end": D(2026, 11, 20)}, ON, ["not_here"]),
        (
            {"contract_type": "Interim", "assignment_end": D(2026, 11, 20)},
            ON,
            ["not_here", "authorisation_ended"],
        ),
        ({"contract_type": "Interim", "assignment_end": ON}, ON, []),
        ({"contract_type": "CDI", "assignment_end": D(2026, 11, 20)}, ON, []),
    ],
)
def test_the_right_ends_with_the_contract(
    workspace: Workspace, fields: dict[str, Any], on: D, expected: list[str]
) -> None:
    with workspace.change("driver"):
        driver(**fields)
    assert codes(judged(workspace, on=on)) == expected


def test_a_temp_comes_back_through_another_agency(workspace: Workspace) -> None:
    with workspace.change("temp"):
        temp = driver(contract_type="Interim", assignment_end=None)
        for agency, starts, ends in (
            ("Intérim Fictif", D(2026, 6, 1), D(2026, 8, 31)),
            ("Autre Intérim", D(2026, 11, 16), None),
        ):
            Assignment(employee=temp, agency=agency, starts_on=starts, ends_on=ends).save()
    assert codes(judged(workspace, on=D(2026, 8, 31))) == []
    assert codes(judged(workspace, on=D(2026, 9, 1))) == ["not_here", "authorisation_ended"]
    # Whatever end was typed: it was issued for the assignment that is over.
    assert codes(judged(workspace)) == ["authorisation_ended"]
    with workspace.reading():
        file = driving_file(temp.id.hex, ON)
    assert file is not None
    assert ([one.state for one in file.authorisations], file.waiting) == (["ended"], ("R489-3",))
    with workspace.change("anew"):
        grant(temp, issued_on=D(2026, 11, 16))
    assert codes(judged(workspace)) == []


def test_two_agencies_at_the_same_time_are_two_assignments(workspace: Workspace) -> None:
    with workspace.change("temp"):
        temp = driver(contract_type="Interim", assignment_end=None)
        temp.authorisations.get().delete_instance()
        for agency, starts, ends in (
            ("Intérim Fictif", D(2026, 6, 1), D(2026, 9, 30)),
            ("Autre Intérim", D(2026, 9, 1), D(2026, 12, 31)),
        ):
            Assignment(employee=temp, agency=agency, starts_on=starts, ends_on=ends).save()
        grant(temp, issued_on=D(2026, 9, 15))
    assert judged(workspace, on=D(2026, 9, 30)).until == D(2026, 12, 31)
    assert codes(judged(workspace, on=D(2026, 10, 1))) == []
    assert codes(judged(workspace, on=D(2027, 1, 1))) == ["not_here", "authorisation_ended"]


@pytest.mark.parametrize(
    ("visited", "expected"),
    [
        ({"visit_type": "periodic", "visit_date": D(2025, 9, 30), "result": "fit"}, []),
        ({"visit_type": "periodic", "visit_date": D(2025, 10, 1), "result": "fit"}, ["medical_missing"]),
        ({"visit_type": "periodic", "visit_date": D(2021, 11, 20), "result": "fit"}, ["medical_expired"]),
        ({"visit_type": "periodic", "visit_date": D(2025, 9, 1), "result": "pending"}, ["medical_missing"]),
        (
            {"visit_type": "periodic", "visit_date": D(2025, 9, 1), "result": "follow_up_certificate"},
            ["medical_missing"],
        ),
        ({"visit_type": "recovery", "visit_date": D(2026, 9, 1), "result": "unfit"}, ["medical_refused"]),
        (
            {"visit_type": "electrical_certificate", "visit_date": D(2026, 9, 1), "result": "unfit"},
            ["medical_missing"],
        ),
    ],
)  # fmt: skip
def test_what_the_doctor_concluded_counts_as_the_law_says(
    workspace: Workspace, visited: dict[str, Any], expected: list[str]
) -> None:
    with workspace.change("driver"):
        person = driver()
        person.medical_visits.get().delete_instance()
        visit(person, **visited)
    assert codes(judged(workspace)) == expected


def test_a_suspended_authorisation_does_not_hold_and_then_does_again(workspace: Workspace) -> None:
    with workspace.change("driver"):
        authorisation = driver().authorisations.get()
        Suspension(
            authorisation=authorisation,
            starts_on=D(2026, 11, 1),
            ends_on=D(2026, 11, 30),
            reason="accident matériel",
        ).save()
    assert codes(judged(workspace)) == ["authorisation_suspended"]
    assert judged(workspace, on=D(2026, 12, 1)).allowed


def test_two_suspensions_of_the_same_days_are_refused_beside_the_field(workspace: Workspace) -> None:
    with workspace.change("driver"):
        authorisation = driver().authorisations.get()
        Suspension(authorisation=authorisation, starts_on=D(2026, 11, 1), reason="enquête").save()
    with pytest.raises(InvalidEntity) as caught, workspace.change("again"):
        Suspension(
            authorisation=authorisation, starts_on=D(2027, 1, 1), ends_on=D(2027, 1, 2), reason="encore"
        ).save()
    assert list(caught.value.problems) == ["starts_on"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"ends_on": D(2025, 11, 3)}, "ends_on"),
        ({"kind": "R489-8"}, "kind"),
        ({"kind": "R389-3"}, "kind"),
        ({"signatory": " "}, "signatory"),
        ({"withdrawn_on": D(2026, 1, 1)}, "withdrawn_reason"),
        ({"withdrawn_on": D(2025, 1, 1), "withdrawn_reason": "x"}, "withdrawn_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    workspace: Workspace, fields: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(InvalidEntity) as caught, workspace.change("grant"):
        grant(employee(), **fields)
    assert list(caught.value.problems) == [wrong]


def test_everything_goes_with_the_person_and_comes_back_with_undo(workspace: Workspace) -> None:
    with workspace.change("driver"):
        authorisation = driver().authorisations.get()
        Suspension(authorisation=authorisation, starts_on=D(2026, 11, 1), reason="enquête").save()
    with workspace.reading():
        before = facts_of_everybody()
    with workspace.change("delete"):
        Employee.get().delete_instance()
    with workspace.reading():
        assert facts_of_everybody() == {}
    workspace.undo()
    with workspace.reading():
        assert facts_of_everybody() == before


def test_everything_is_read_in_one_statement(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with workspace.change("drivers"):
        for number in range(20):
            driver(f"P{number}")
    with workspace.reading():
        database = workspace._database
        asked: list[str] = []
        really = database.execute_sql
        monkeypatch.setattr(
            database, "execute_sql", lambda sql, *rest: asked.append(sql) or really(sql, *rest)
        )
        assert len(who_may_drive(on=ON)) == 20
    assert len(asked) == 1


def test_the_command_says_who_may_and_why_not(
    workspace: Workspace, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARISTE_TODAY", ON.isoformat())
    save_preferences(Preferences(language="en"))
    with workspace.change("drivers"):
        driver("Anaïs")
        caces(employee(first_name="Bruno"), "R489-3", completion_date=D(2021, 11, 20))
    workspace.send()
    command = ["--folder", str(folder), "--json", "verdict", "--kind", "R489-3", "--workspace", "Quai"]
    assert run(command) == 0
    anais, bruno = json.loads(capsys.readouterr().out)
    assert (anais["employee"], anais["allowed"], anais["reasons"]) == ("Anaïs Fictif-Test", True, [])
    assert anais["until"] == "2029-03-01"
    assert bruno["allowed"] is False
    assert bruno["reasons"][0] == {
        "code": "caces_expired",
        "text": "CACES expired since 21 Nov 2026",
        "since": "2026-11-21",
    }
    assert run([*command, "--on", "2026-11-20"]) == 0
    assert json.loads(capsys.readouterr().out)[1]["reasons"][0]["code"] == "medical_missing"
    assert run(["--folder", str(folder), "verdict", "Bruno Fictif-Test"]) == 0
    assert "May not drive" in capsys.readouterr().out
    assert run(["--folder", str(folder), "verdict", "--kind", "R489-8"]) == 3
    assert "R489-1A" in capsys.readouterr().err


def test_the_command_is_asked_for_a_machine_and_answers_for_where_it_runs(
    workspace: Workspace, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARISTE_TODAY", ON.isoformat())
    save_preferences(Preferences(language="en"))
    with workspace.change("site"):
        driver("Anaïs")
        for number, site in (("12", "Quai"), ("b7", "Zone B")):
            Machine(number=number, name="Frontal", kind="R489-3", site=site).save()
    workspace.send()
    command = ["--folder", str(folder), "--json", "verdict", "--machine"]
    for number, allowed in (("12", True), ("B7", False)):
        assert run([*command, number]) == 0
        [line] = json.loads(capsys.readouterr().out)
        assert (line["kind"], line["allowed"]) == ("R489-3", allowed)
    assert run([*command, "13"]) == 3
    assert "There is no machine “13”." in capsys.readouterr().err
