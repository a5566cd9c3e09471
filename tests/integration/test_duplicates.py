"""People recorded twice: found, told apart or merged, and nothing lost on the way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from factories import TODAY, absence, appointment, caces, employee, training, visit

from cariste.audit.models import AuditChange, AuditEntry
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import InvalidEntity, UserError
from cariste.database.operations import BOOKKEEPING, columns
from cariste.duplicates.looking import likely, look_alikes
from cariste.duplicates.merging import FIELDS, apart_label, compare, merge, merged_label, tell_apart
from cariste.duplicates.models import merged_into, told_apart
from cariste.employee.constants import PARTICULARS
from cariste.employee.models import (
    Absence,
    Appointment,
    Caces,
    Document,
    Employee,
    MedicalVisit,
    OnlineTraining,
)
from cariste.workspace import Workspace

BORN = dt.date(1990, 5, 12)


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def document(person: Employee, path: str, **fields: Any) -> Document:
    found = Document(
        employee=person,
        **{"path": path, "sha256": "a" * 64, "size": 4, "mime": "application/pdf", "kind": "caces", **fields},
    )
    found.save()
    return found


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows but what the program keeps count of."""
    models: Any = (Employee, Caces, MedicalVisit, OnlineTraining, Document)
    return {
        model._meta.table_name: sorted(
            tuple(str(value) for name, value in row.items() if name not in ("row_version", "updated_at"))
            for row in model.select().dicts()
        )
        for model in models
    }


def two_files() -> tuple[str, str]:
    """Save one person twice: with what only the one, only the other, and both say."""
    kept = employee(external_id="00123", role="Cariste", entry_date=dt.date(2016, 1, 4))
    other = employee(
        first_name="CHLOE", last_name="FICTIF TEST", external_id="123", birth_date=BORN, role="Préparateur"
    )
    caces(kept, "R489-3")
    caces(other, "R489-3", certificate_number="C-1", document_path="documents/c3.pdf")
    caces(other, "R489-5")
    visit(other, restrictions=None)
    training(kept, "SST")
    training(other, "SST", completion_date=dt.date(2023, 11, 21))
    document(other, "documents/c3.pdf")
    return kept.id.hex, other.id.hex


def test_whoever_is_recorded_already_is_found_while_typing(workspace: Workspace) -> None:
    with workspace.change("people"):
        employee(external_id="00123", birth_date=BORN)
        employee(first_name="Noël", last_name="Témoin")
        employee(first_name="Marc", last_name="Fictif-Test", current_status="inactive")
    with workspace.reading():
        [found] = likely("cloe", "fictif test")
        assert (found.person.first_name, found.likeness.certain) == ("Chloé", False)
        [found] = likely("Chloé", "FICTIF-TEST", birth_date=BORN)
        assert found.likeness.certain
        assert [one.person.first_name for one in likely("Marc", "Fictif Test")] == ["Marc"]
        assert likely("Chloé", "") == []
        assert likely("Zoé", "Patron") == []
        assert likely("x" * 10_000, "y " * 5_000) == []


def test_pairs_are_proposed_the_surest_first(workspace: Workspace) -> None:
    with workspace.change("people"):
        employee(birth_date=BORN)
        employee(first_name="CHLOE", last_name="Fictif Test", birth_date=BORN)
        employee(first_name="Noël", last_name="Témoin")
        employee(first_name="Noèl", last_name="Temoins")
        employee(first_name="Jean", last_name="Patron", birth_date=dt.date(1960, 1, 1))
        employee(first_name="Jean", last_name="Patron", birth_date=BORN)
    with workspace.reading():
        pairs = look_alikes()
    found = [({pair.first.last_name, pair.second.last_name}, pair.likeness.certain) for pair in pairs]
    assert found == [({"Fictif-Test", "Fictif Test"}, True), ({"Témoin", "Temoins"}, False)]


def test_after_an_import_only_those_imported_are_looked_at(workspace: Workspace) -> None:
    with workspace.change("people"):
        employee()
        employee(first_name="CHLOE")
        employee(first_name="Noël", last_name="Témoin")
        imported = employee(first_name="NOEL", last_name="TEMOIN").id.hex
    with workspace.reading():
        [pair] = look_alikes([imported])
    assert {pair.first.first_name, pair.second.first_name} == {"Noël", "NOEL"}


def test_people_told_apart_are_not_proposed_again_until_that_is_undone(workspace: Workspace) -> None:
    with workspace.change("people"):
        ids = [employee().id.hex, employee(first_name="CHLOE").id.hex]
    with workspace.change(apart_label()):
        tell_apart(*ids)
    with workspace.change(apart_label()):
        tell_apart(*reversed(ids))
    with workspace.reading():
        assert look_alikes() == []
        assert told_apart() == {frozenset(ids)}
        assert AuditEntry.select().where(AuditEntry.entity == "person_links").count() == 1
    workspace.undo()
    with workspace.reading():
        assert len(look_alikes()) == 1


def test_a_merger_compares_and_the_extract_shows_whatever_is_recorded_about_a_person() -> None:
    recorded = {*columns(Employee)} - BOOKKEEPING - Employee.derived
    assert recorded == {*PARTICULARS, "avatar_path"} == {*FIELDS}


def test_merging_keeps_everything_once(workspace: Workspace) -> None:
    with workspace.change("people"):
        kept, other = two_files()
    with workspace.reading():
        compared = compare(kept, other)
    assert compared.joined == 1
    assert {field.name for field in compared.fields if field.differs} >= {"external_id", "role"}
    assert (compared.first.records, compared.second.records, compared.second.documents) == (2, 4, 1)
    with workspace.change(merged_label("Chloé Fictif-Test")):
        merge(kept, other, {"role": other})
    with workspace.reading():
        [person] = Employee.select()
        assert (person.id.hex, person.external_id, person.role) == (kept, "00123", "Préparateur")
        assert (person.last_name, person.birth_date) == ("Fictif-Test", BORN)
        certificates = {one.kind: one for one in Caces.select()}
        assert certificates.keys() == {"R489-3", "R489-5"}
        assert certificates["R489-3"].document_path == "documents/c3.pdf"
        assert certificates["R489-3"].certificate_number == "C-1"
        assert OnlineTraining.select().count() == 2
        assert {one.employee_id for one in Document.select()} == {person.id}
        assert merged_into([kept]) == {kept, other}


def test_a_merger_is_one_change_and_is_undone_to_the_last_field(workspace: Workspace) -> None:
    with workspace.change("people"):
        kept, other = two_files()
    with workspace.reading():
        before, changes = everything(), AuditChange.select().count()
    with workspace.change("merge"):
        merge(kept, other, {"external_id": other, "first_name": other})
    with workspace.reading():
        after = everything()
        assert AuditChange.select().count() == changes + 1
        assert Employee.get().external_id == "123"
    workspace.undo()
    with workspace.reading():
        assert everything() == before
        assert merged_into([kept]) == {kept}
    workspace.redo()
    with workspace.reading():
        assert everything() == after


def test_two_conclusions_of_one_day_are_not_made_one(workspace: Workspace) -> None:
    with workspace.change("people"):
        kept, other = employee(), employee(first_name="CHLOE")
        visit(kept, result="fit")
        visit(other, result="unfit")
        visit(other, visit_date=dt.date(2024, 5, 2), result="pending")
        visit(kept, visit_date=dt.date(2024, 5, 2), result="fit")
    with workspace.change("merge"):
        merge(kept.id.hex, other.id.hex)
    with workspace.reading():
        assert sorted(one.result for one in MedicalVisit.select()) == ["fit", "fit", "unfit"]


def test_who_was_told_apart_from_one_is_apart_from_both(workspace: Workspace) -> None:
    with workspace.change("people"):
        kept, other, third = (employee().id.hex for _ in range(3))
        tell_apart(other, third)
        tell_apart(kept, other)
    with workspace.change("merge"):
        merge(kept, other)
    with workspace.reading():
        assert told_apart() == {frozenset({kept, third})}


def test_a_choice_that_does_not_go_together_is_refused_as_a_whole(workspace: Workspace) -> None:
    with workspace.change("people"):
        kept, other = two_files()
        third = employee(external_id="77").id.hex
    with workspace.reading():
        before = everything()
    with pytest.raises(UserError), workspace.change("merge"):
        merge(kept, kept)
    with pytest.raises(UserError), workspace.change("merge"):
        merge(kept, "0" * 32)
    with pytest.raises(InvalidEntity), workspace.change("merge"):
        person = Employee.get_by_id(other)
        person.external_id = "77"
        person.save()
    with workspace.reading():
        assert everything() == before
        assert compare(kept, third).joined == 0


def test_everything_that_belongs_to_people_is_known_when_two_files_become_one(workspace: Workspace) -> None:
    """A table nobody told us of would lose its rows with the file that goes."""
    with workspace.reading():
        rows = Employee._meta.database.execute_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%REFERENCES employees%'"
        ).fetchall()
    assert {name for (name,) in rows} == {
        model._meta.table_name for model in Employee._meta.backrefs.values()
    }


def test_what_is_planned_and_who_was_away_move_along_and_are_kept_once(workspace: Workspace) -> None:
    with workspace.change("two files"):
        kept, other = employee(), employee(first_name="CHLOE")
        for person in (kept, other):
            appointment(person, planned_on=dt.date(2026, 12, 8))
            absence(person, starts_on=dt.date(2026, 9, 1), ended_on=None if person is kept else TODAY)
        appointment(other, "mid_career")
    with workspace.change("merger"):
        merge(kept.id.hex, other.id.hex)
    with workspace.reading():
        planned = Appointment.select().where(Appointment.employee == kept)
        assert sorted(one.visit_type for one in planned) == ["mid_career", "periodic"]
        [away] = Absence.select().where(Absence.employee == kept)
        assert away.ended_on == TODAY
