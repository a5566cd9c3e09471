"""Undoing and doing again, step by step; `test_undo.py` tries any sequence."""

from __future__ import annotations

import pytest
from backups import content
from factories import caces, employee, visit

from cariste.audit.models import AuditChange
from cariste.core.errors import UserError
from cariste.employee.models import Caces, Employee
from cariste.workspace import Workspace


def names(workspace: Workspace) -> list[str]:
    with workspace.reading():
        return sorted(person.first_name for person in Employee.select())


def labels(workspace: Workspace) -> list[str]:
    with workspace.reading():
        return [change.label for change in AuditChange.select().order_by(AuditChange.id)]


def test_undo_takes_back_what_was_done_last_and_redo_does_it_again(workspace: Workspace) -> None:
    with workspace.change("hire Zoé"):
        caces(employee(first_name="Zoé"))
    with workspace.change("promote Zoé"):
        person = Employee.get()
        person.role = "Chef"
        person.save()
    assert workspace.undoable == "promote Zoé"
    assert workspace.undo() == "promote Zoé"
    with workspace.reading():
        assert Employee.get().role is None
    assert workspace.undo() == "hire Zoé"
    assert names(workspace) == []
    assert workspace.undoable is None
    with pytest.raises(UserError, match="nothing to undo"):
        workspace.undo()
    assert workspace.redo() == "hire Zoé"
    assert workspace.redo() == "promote Zoé"
    with workspace.reading():
        assert Employee.get().role == "Chef"
        assert Caces.select().count() == 1
    workspace.send()
    assert labels(workspace)[-1] == "Redone: promote Zoé"


def test_the_deletion_of_a_person_with_everything_is_undone_exactly(workspace: Workspace) -> None:
    with workspace.change("hire"):
        zoe = employee(first_name="Zoé", external_id="7")
        caces(zoe)
        visit(zoe, restrictions="pas de port de charge")
    before = content(workspace)
    with workspace.change("delete"):
        Employee.get().delete_instance()
    assert names(workspace) == []
    workspace.undo()
    assert content(workspace) == before
