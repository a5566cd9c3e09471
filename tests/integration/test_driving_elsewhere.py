"""Decisions about driving, and what else knows of them: the board, the header, merging, anonymising."""

from __future__ import annotations

import datetime as dt

import pytest
from drivers import assign, grant, induct, proven, suspend
from factories import TODAY, employee

from cariste.authorisation.board import board
from cariste.authorisation.file import DrivingFile, driving_file
from cariste.authorisation.models import Assignment, Authorisation, Induction, Suspension
from cariste.authorisation.standing import read_standing
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.i18n import set_language
from cariste.duplicates.merging import merge
from cariste.employee.models import Employee
from cariste.leaving.erasing import anonymise
from cariste.requirement.edits import ask_for
from cariste.requirement.queries import Need
from cariste.workspace import Workspace

D = dt.date


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    set_language("en")


@pytest.fixture
def chloe(workspace: Workspace) -> str:
    """Somebody with the proofs for R489-1A and R489-3, and nothing issued."""
    with workspace.change("person"):
        return str(proven(kinds=("R489-1A", "R489-3")).id.hex)


def file_of(workspace: Workspace, person: str) -> DrivingFile:
    with workspace.reading():
        file = driving_file(person, TODAY)
    assert file is not None
    return file


def test_the_page_lists_who_needs_the_category_for_the_role_though_nothing_is_recorded(
    workspace: Workspace,
) -> None:
    with workspace.change("people"):
        proven("Chloé")
        employee(first_name="Bruno", role="Cariste", workspace="Zone A", entry_date=D(2020, 1, 6))
        employee(first_name="Anaïs", role="Bureau", entry_date=D(2020, 1, 6))
    with workspace.reading():
        before = board("R489-3", None, TODAY)
    assert [line.person.first_name for line in before.refused] == ["Chloé"]
    assert [line.person.first_name for line in before.others] == ["Anaïs", "Bruno"]
    with workspace.change("required"):
        ask_for(Need("Cariste", None, "R489-3"), asked=True)
    with workspace.reading():
        after = board("R489-3", None, TODAY)
    assert [line.person.first_name for line in after.refused] == ["Bruno", "Chloé"]
    assert [line.person.first_name for line in after.others] == ["Anaïs"]


def test_a_temp_who_turns_up_after_the_assignment_is_listed_with_the_reason(workspace: Workspace) -> None:
    with workspace.change("people"):
        grant(proven("Hugo", contract_type="Interim", assignment_end=D(2026, 11, 20)))
        grant(proven("Parti", current_status="inactive", left_on=D(2026, 11, 20)))
    with workspace.reading():
        found = board("R489-3", None, TODAY)
    assert [(line.person.first_name, line.verdict.reasons[0].code) for line in found.refused] == [
        ("Hugo", "not_here")
    ]
    assert found.others == ()


def test_one_person_costs_one_statement(
    workspace: Workspace, chloe: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace.reading():
        database = workspace._database
        asked: list[str] = []
        really = database.execute_sql
        monkeypatch.setattr(
            database, "execute_sql", lambda sql, *rest: asked.append(sql) or really(sql, *rest)
        )
        assert read_standing(chloe, TODAY) is not None
        assert read_standing("f" * 32, TODAY) is None
    assert len(asked) == 2


def test_everything_moves_with_a_merged_person_and_what_both_have_is_kept_once(workspace: Workspace) -> None:
    with workspace.change("twice"):
        kept = proven("Chloé", contract_type="Interim")
        other = proven("Chloe", contract_type="Interim")
        assign(kept, D(2026, 6, 1), D(2026, 8, 31))
        assign(other, D(2026, 6, 1), D(2026, 8, 31))
        assign(other, D(2026, 11, 16), None, "Autre Agence")
        suspend(grant(other, issued_on=D(2026, 11, 16)), D(2026, 11, 17))
        induct(other, "Zone A")
    with workspace.change("merge"):
        merge(kept.id.hex, other.id.hex)
    with workspace.reading():
        assert Employee.select().count() == 1
        for model, number in ((Authorisation, 1), (Suspension, 1), (Induction, 2), (Assignment, 2)):
            assert model.select().where(model.employee == kept).count() == model.select().count() == number
    assert file_of(workspace, kept.id.hex).authorisations[0].state == "suspended"


def test_anonymising_leaves_no_decision_behind(workspace: Workspace) -> None:
    with workspace.change("left"):
        person = proven(current_status="inactive", left_on=D(2026, 1, 5), contract_type="Interim")
        assign(person, D(2025, 6, 1), D(2026, 1, 5))
        suspend(grant(person), D(2025, 12, 1))
    with workspace.change("anonymise"):
        anonymise([person.id.hex], "fin de conservation")
    with workspace.reading():
        for model in (Authorisation, Suspension, Induction, Assignment):
            assert model.select().count() == 0
    workspace.undo()
    assert len(file_of(workspace, person.id.hex).authorisations) == 1
