"""Undo and redo: whatever was done, in whatever order, everything comes back exactly as it was."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from factories import TODAY, employee
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from user_actions import (
    ACTIONS,
    ENTITIES,
    Action,
    Written,
    choose_a_setting,
    decide_about_driving,
    document,
    equip_the_site,
    hire_with_records,
    pick,
    plan_or_be_away,
    say_who_is_who,
)

from cariste.audit.models import AuditChange, AuditEntry
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import InvalidEntity, UserError
from cariste.database.model import entities
from cariste.employee.models import Employee
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


@pytest.fixture
def peopled(workspace: Workspace) -> Workspace:
    """Two people with records, so that every action finds something to work on."""
    with workspace.change("two people"):
        hire_with_records(3)
        hire_with_records(1)
        document(pick(Employee, 0))
        choose_a_setting(1)
        for number in range(4):
            plan_or_be_away(number)
            decide_about_driving(number)
            equip_the_site(number)
            say_who_is_who(number)
    return workspace


def stored() -> dict[str, dict[str, dict[str, Any]]]:
    """Return every row of every entity by table and id, but for its version."""
    tables = {}
    for model in ENTITIES:
        query = model._meta.database.execute_sql(f"SELECT * FROM {model._meta.table_name}")
        names = [column[0] for column in query.description]
        rows = (dict(zip(names, row, strict=True)) for row in query.fetchall())
        tables[model._meta.table_name] = {row.pop("id"): row for row in rows}
    for rows in tables.values():
        for row in rows.values():
            del row["row_version"]
    return tables


a_user_action = st.tuples(st.sampled_from(ACTIONS), st.integers(0, 1_000))


def journalled(label: str) -> Written:
    """Return what the journal says of the last action, which must have this label."""
    last = AuditChange.select().order_by(AuditChange.id.desc()).get()
    assert last.label == label
    entries = AuditEntry.select().where(AuditEntry.change == last).order_by(AuditEntry.id)
    return [(entry.entity, entry.entity_id.hex) for entry in entries]


def do(workspace: Workspace, action: Action, number: int) -> bool:
    """Do something as the user; tell whether anything was written, which the journal must say once."""
    before, lines, label = stored(), AuditEntry.select().count(), f"action {uuid.uuid4().hex}"
    with workspace.change(label):
        wrote = action(number)
    if not wrote:
        assert (stored(), AuditEntry.select().count()) == (before, lines)
        return False
    assert sorted(journalled(label)) == sorted(wrote)
    assert workspace.undoable == label
    return True


def test_what_is_done_at_random_touches_every_kind_of_entity() -> None:
    tables = {model._meta.table_name for model in ENTITIES}
    assert tables == entities().keys() - {"expiring"}  # that one is what others have in common


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(a_user_action, min_size=1, max_size=8))
def test_everything_is_journalled_once_and_comes_back_exactly(
    peopled: Workspace, actions: list[tuple[Action, int]]
) -> None:
    workspace = peopled
    with workspace.reading():
        states = [stored()]
        for action, number in actions:
            if do(workspace, action, number):
                states.append(stored())
        steps = len(states) - 1
        for place in reversed(range(steps)):
            lines = AuditEntry.select().count()
            workspace.undo()
            assert stored() == states[place]
            assert AuditEntry.select().count() > lines
        for place in range(steps):
            workspace.redo()
            assert stored() == states[place + 1]
        assert workspace.redoable is None or not steps
        for _step in range(steps):
            workspace.undo()
        assert stored() == states[0]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.one_of(a_user_action, st.sampled_from(["undo", "redo"])), min_size=4, max_size=16))
def test_undo_and_redo_in_any_order_always_lead_to_a_state_that_was_there(
    peopled: Workspace, wishes: list[Any]
) -> None:
    workspace = peopled
    with workspace.reading():
        states, at = [stored()], 0
        for wish in wishes:
            if wish == "undo" and at > 0:
                workspace.undo()
                at -= 1
            elif wish == "redo" and at < len(states) - 1:
                workspace.redo()
                at += 1
            elif isinstance(wish, tuple) and do(workspace, *wish):
                # What was undone before is given up: nobody can go back to it any more.
                states = [*states[: at + 1], stored()]
                at += 1
            assert stored() == states[at]
        for place in reversed(range(at)):
            workspace.undo()
            assert stored() == states[place]


def test_the_journal_says_who_undid_what(workspace: Workspace) -> None:
    with workspace.change("A person"):
        employee()
    assert workspace.undo() == "A person"
    with workspace.reading():
        labels = [change.label for change in AuditChange.select().order_by(AuditChange.id)]
        assert labels == ["A person", "Undone: A person"]
        assert not Employee.select().exists()
    assert workspace.redo() == "A person"
    with workspace.reading():
        assert Employee.select().count() == 1


def test_what_was_refused_cannot_be_undone(workspace: Workspace) -> None:
    with pytest.raises(InvalidEntity), workspace.change("Half a change"):
        employee()
        employee(first_name="")
    assert workspace.undoable is None
    with pytest.raises(UserError, match="nothing to undo"):
        workspace.undo()


def test_something_new_gives_up_what_was_undone(workspace: Workspace) -> None:
    with workspace.change("One"):
        employee()
    workspace.undo()
    assert workspace.redoable == "One"
    with workspace.change("Two"):
        employee()
    assert workspace.redoable is None
    with pytest.raises(UserError, match="nothing to redo"):
        workspace.redo()


def test_what_somebody_changed_since_is_left_as_it_is_with_the_reason(workspace: Workspace) -> None:
    with workspace.change("First"):
        person, other = employee(external_id="1"), employee(external_id="2")
    with workspace.change("Second"):
        person.role, other.role = "Cariste", "Cariste"
        person.save()
        other.save()
    with workspace.reading():
        # As after a restore, or a decision about a conflict: not an action of this session.
        Employee.update(role="Préparateur").where(Employee.id == other.id).execute()
        before = stored()
        with pytest.raises(UserError, match="“Second” is left as it is: the record has been changed since"):
            workspace.undo()
        assert stored() == before
        assert workspace.undoable == "First"
