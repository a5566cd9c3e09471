"""Leaving, coming back, and taking somebody's identity away: from the data, the journal and the share."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY, absence, appointment, caces, employee, visit
from leavers import LONG_AGO, REASON, chloe, everything, journal, store

from cariste import bootstrap
from cariste.alerts.queries import Filter, list_alerts
from cariste.audit.models import AuditChange, AuditEntry
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import EnvironmentProblem, InvalidEntity, UserError
from cariste.duplicates.merging import merge
from cariste.employee.models import (
    Absence,
    Appointment,
    Caces,
    Document,
    Employee,
    MedicalVisit,
    OnlineTraining,
)
from cariste.leaving.erasing import (
    anonymise,
    anonymised_label,
    belongings,
    check_reason,
    delete_for_good,
    deleted_label,
)
from cariste.leaving.models import Erasure
from cariste.leaving.proposals import (
    erased,
)
from cariste.leaving.status import back_label, come_back, left_label, mark_as_left
from cariste.leaving.sweeping import leftovers, remove
from cariste.share.listing import data_folder, look, publication_file
from cariste.ui.sweeping import sweep
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


# -- leaving and coming back -------------------------------------------------------------------


def test_several_people_leave_at_once_and_alert_no_more(workspace: Workspace) -> None:
    with workspace.change("people"):
        ids = [employee(first_name=name).id.hex for name in ("Chloé", "Noël")]
        caces(Employee.get_by_id(ids[0]), expiration_date=TODAY)
    with workspace.reading():
        assert len(list_alerts(TODAY, Filter())) == 1
    with workspace.change(left_label(["Chloé", "Noël"], TODAY)):
        assert mark_as_left(ids, TODAY) == 2
    with workspace.reading():
        assert {(one.current_status, one.left_on) for one in Employee.select()} == {("inactive", TODAY)}
        assert list_alerts(TODAY, Filter()) == []
    with workspace.change(back_label(["Chloé"])):
        assert come_back(ids[:1]) == 1
        assert come_back(ids[:1]) == 0
    with workspace.reading():
        back = Employee.get_by_id(ids[0])
        assert (back.current_status, back.left_on) == ("active", None)
        assert len(list_alerts(TODAY, Filter())) == 1
    assert workspace.undo() == "Return of Chloé"
    assert workspace.undo() == "Departure of 2 people on 21 Nov 2026"
    with workspace.reading():
        assert {one.current_status for one in Employee.select()} == {"active"}


@pytest.mark.parametrize("day", [None, TODAY + dt.timedelta(days=1), dt.date(2016, 1, 3)])
def test_a_leaving_date_that_cannot_be_is_refused_and_nobody_leaves(
    workspace: Workspace, day: dt.date | None
) -> None:
    with workspace.change("people"):
        ids = [employee().id.hex, employee(entry_date=dt.date(2016, 1, 4)).id.hex]
    with pytest.raises(InvalidEntity) as caught, workspace.change("leave"):
        mark_as_left(ids, day)
    assert [*caught.value.problems] == ["left_on"]
    with workspace.reading():
        assert {one.current_status for one in Employee.select()} == {"active"}


def test_somebody_who_is_gone_cannot_leave(workspace: Workspace) -> None:
    with pytest.raises(UserError), workspace.change("leave"):
        mark_as_left(["0" * 32], TODAY)


def test_a_departure_is_told_with_its_reason() -> None:
    assert left_label(["Chloé Fictif"], TODAY, "fin de mission") == (
        "Departure of Chloé Fictif on 21 Nov 2026 (fin de mission)"
    )


# -- identity ----------------------------------------------------------------------------------


def test_of_somebody_anonymised_no_absence_and_no_appointment_is_left(workspace: Workspace) -> None:
    person_id = chloe(workspace)
    with workspace.change("follow-up"):
        person = Employee.get_by_id(person_id)
        absence(person)
        appointment(person)
    with workspace.change(anonymised_label(1, REASON)):
        anonymise([person_id], REASON)
    with workspace.reading():
        assert Absence.select().count() == Appointment.select().count() == 0


def test_anonymising_keeps_kinds_and_dates_and_nothing_that_names_anybody(workspace: Workspace) -> None:
    person_id = chloe(workspace)
    with workspace.change(anonymised_label(1, REASON)):
        assert anonymise([person_id], REASON) == 1
        assert anonymise([person_id], REASON) == 0
    with workspace.reading():
        person = Employee.get_by_id(person_id)
        assert (person.last_name, person.first_name) == ("Anonymous", f"#{person_id[:6].upper()}")
        assert person.search_text == f"anonymous #{person_id[:6]} anonymous"
        gone = (person.external_id, person.birth_date, person.email, person.phone, person.medical_regime)
        assert gone == (None,) * 5
        assert (person.role, person.entry_date, person.left_on) == ("Cariste", dt.date(2016, 1, 4), LONG_AGO)
        certificate, held, passed = Caces.get(), MedicalVisit.get(), OnlineTraining.get()
        assert (certificate.kind, certificate.completion_date) == ("R489-3", dt.date(2024, 11, 21))
        assert (certificate.certificate_number, certificate.document_path) == (None, None)
        assert (held.visit_date, held.result, held.restrictions) == (dt.date(2025, 11, 21), "pending", None)
        assert (passed.kind, passed.certificate_path) == ("SST", None)
        assert Document.select().count() == 0


@pytest.mark.parametrize("form", ["anonymise", "delete"])
def test_the_journal_and_the_published_file_do_not_keep_the_name(
    workspace: Workspace, folder: Path, form: str
) -> None:
    person_id = chloe(workspace)
    with workspace.change("Nouveau salarié Marc Patron"):
        marc = employee(first_name="Marc", last_name="Patron")
        caces(marc, certificate_number="C-1")
    with workspace.change("Fiche de Marc Patron"):
        marc.role = "Cariste"
        marc.save()
    with workspace.reading():
        lines = AuditEntry.select().count()
        assert "Fictif-Test" in journal()
        assert "Témoin" in journal()
    with workspace.change(deleted_label(1, REASON)):
        (anonymise if form == "anonymise" else delete_for_good)([person_id], REASON)
    with workspace.reading():
        told = journal()
        assert AuditEntry.select().count() > lines
    for secret in ("Chlo", "Fictif", "Témoin", "M-123", "1990-05-12", "example.org", "C-4711", "p/c3", "SIA"):
        assert secret not in told
    assert "Fiche de Marc Patron" in told
    assert REASON in told
    workspace.send()
    newest = publication_file(data_folder(folder), look(data_folder(folder)).head or (0, 0)).read_bytes()
    for secret in ("Témoin", "Fictif-Test", "M-123", "C-4711", "chloe@example.org"):
        assert secret.encode() not in newest


def test_of_somebody_anonymised_the_journal_keeps_what_is_counted(workspace: Workspace) -> None:
    person_id = chloe(workspace)
    with workspace.change("anonymise"):
        anonymise([person_id], REASON)
    with workspace.reading():
        told = [
            json.loads(entry.fields)
            for entry in AuditEntry.select().where(AuditEntry.fields.is_null(False)).order_by(AuditEntry.id)
        ]
    assert told[0] == {"last_name": "changed", "search_text": "changed"}
    assert {"current_status": ["active", "inactive"], "left_on": [None, "2021-11-20"]} in told


def test_deleting_leaves_one_reason_and_no_value(workspace: Workspace) -> None:
    person_id = chloe(workspace)
    with workspace.change(deleted_label(1, REASON)):
        assert delete_for_good([person_id], REASON) == 1
    with workspace.reading():
        for model in (Employee, Caces, MedicalVisit, OnlineTraining, Document):
            assert model.select().count() == 0
        last = AuditChange.select().order_by(AuditChange.id.desc()).get()
        assert last.label == f"Deleted for good: 1 person ({REASON})"
        [gone] = AuditEntry.select().where(
            (AuditEntry.entity == "employees") & (AuditEntry.action == "delete")
        )
        assert gone.fields == "{}"
        [one] = erased()
        assert (one.form, one.reason, one.number) == ("deleted", REASON, f"#{person_id[:6].upper()}")


@pytest.mark.parametrize("form", ["anonymise", "delete"])
def test_what_was_taken_away_comes_back_while_the_program_is_open(workspace: Workspace, form: str) -> None:
    person_id = chloe(workspace)
    with workspace.reading():
        before = everything()
    with workspace.change("erase"):
        (anonymise if form == "anonymise" else delete_for_good)([person_id], REASON)
    with workspace.reading():
        after = everything()
    workspace.undo()
    with workspace.reading():
        assert everything() == before
    workspace.redo()
    with workspace.reading():
        assert everything()[:-1] == after[:-1]
        assert "Témoin" not in journal()
        assert "Chlo" not in journal()


def test_whoever_still_works_here_is_not_anonymised(workspace: Workspace) -> None:
    with workspace.change("people"):
        person = employee()
    with pytest.raises(UserError, match="still works here"), workspace.change("anonymise"):
        anonymise([person.id.hex], REASON)
    with workspace.reading():
        assert Employee.get().first_name == "Chloé"


@pytest.mark.parametrize("reason", ["", "   ", "départ de Mme FICTIF TEST"])
def test_a_reason_is_asked_that_does_not_name_the_person(workspace: Workspace, reason: str) -> None:
    with workspace.change("people"):
        ids = [employee(current_status="inactive").id.hex]
    for erase in (anonymise, delete_for_good):
        with pytest.raises(InvalidEntity) as caught, workspace.change("erase"):
            erase(ids, reason)
        assert [*caught.value.problems] == ["reason"]
    with pytest.raises(UserError), workspace.change("erase"):
        delete_for_good(["0" * 32], REASON)
    assert check_reason("essai", ["De"]) is None


def test_the_name_of_a_file_merged_before_goes_as_well(workspace: Workspace) -> None:
    with workspace.change("Nouveau salarié Chloé Faute-Frappe"):
        other = employee(last_name="Faute-Frappe")
    with workspace.change("Nouveau salarié Chloé Fictif-Test"):
        kept = employee(current_status="inactive")
    with workspace.change("Fusion"):
        merge(kept.id.hex, other.id.hex)
    with workspace.reading():
        assert "Faute-Frappe" in journal()
    with workspace.change("delete"):
        delete_for_good([kept.id.hex], REASON)
    with workspace.reading():
        assert "Faute-Frappe" not in journal()
        assert "Fictif" not in journal()


def test_what_goes_with_a_person_is_counted_and_named(workspace: Workspace) -> None:
    person_id = chloe(workspace)
    with workspace.change("more"):
        person = Employee.get_by_id(person_id)
        visit(person, visit_date=dt.date(2024, 1, 1), document_path="documents/m/0a1b.pdf")
        other = employee(first_name="Marc", last_name="Patron").id.hex
    with workspace.reading():
        marc, found = belongings([person_id, other, "0" * 32])
    assert (found.name, found.active, found.anonymous) == ("Chloé Témoin", False, False)
    assert (found.caces, found.visits, found.trainings) == (1, 2, 1)
    assert found.documents == ("CACES Chloé.pdf", "Medical document", "sst.pdf")
    assert (marc.name, marc.active, marc.documents) == ("Marc Patron", True, ())


# -- elsewhere ---------------------------------------------------------------------------------


def test_an_erasure_made_while_the_share_was_away_makes_the_newer_journal_forget(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_id = chloe(workspace)
    workspace.send()
    with workspace.change("erase"):
        delete_for_good([person_id], REASON)
    assert workspace.pending > 0
    monkeypatch.setattr(type(workspace), "send", lambda _self: False)  # the share does not answer
    workspace.close()
    monkeypatch.undo()
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    with bootstrap.open_workspace(folder, write=True) as again, again.reading():
        assert Employee.select().count() == 0
        assert "Témoin" not in journal()
        assert "Fictif" not in journal()


def test_the_files_go_when_nothing_can_bring_the_person_back(workspace: Workspace, folder: Path) -> None:
    person_id = chloe(workspace)
    own = f"documents/{person_id}/taken-off-earlier.pdf"
    store(folder, "documents/p/c3.pdf", "documents/p/sst.pdf", "documents/q/other.pdf", own)
    with workspace.change("erase"):
        delete_for_good([person_id], REASON)
    assert (folder / "documents/p/c3.pdf").exists()
    assert sweep(workspace) == 1
    assert sorted(path.name for path in (folder / "documents").rglob("*")) == ["other.pdf", "q"]
    with workspace.reading():
        assert Erasure.get().files is None
        assert "c3.pdf" not in journal()
    assert sweep(workspace) == 0
    assert workspace.undoable == "erase"


def test_a_file_that_somebody_else_needs_or_holds_stays(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_id = chloe(workspace)
    own = f"documents/{person_id}/shared.pdf"
    store(folder, "documents/p/c3.pdf", "documents/p/sst.pdf", own)
    with workspace.change("erase"):
        delete_for_good([person_id], REASON)
        marc = employee(first_name="Marc")
        caces(marc, document_path="documents/p/sst.pdf")
        caces(marc, "R489-5", document_path=own)

    def held(_self: Any, _path: str) -> None:
        raise EnvironmentProblem("open elsewhere")

    with monkeypatch.context() as busy:
        busy.setattr(type(workspace.attachments), "remove", held)
        sweep(workspace)
    assert (folder / "documents/p/c3.pdf").exists()
    sweep(workspace)
    assert not (folder / "documents/p/c3.pdf").exists()
    assert (folder / "documents/p/sst.pdf").exists()
    assert (folder / own).exists()


def test_a_share_that_is_away_keeps_the_files_for_next_time(workspace: Workspace, folder: Path) -> None:
    person_id = chloe(workspace)
    store(folder, "documents/p/c3.pdf")
    with workspace.change("erase"):
        delete_for_good([person_id], REASON)
    (folder / "data").rename(folder / "away")
    with workspace.reading():
        found = leftovers()
    assert remove(workspace.attachments, found, set()) == {
        found[0].erasure_id: ["documents/p/c3.pdf", "documents/p/sst.pdf"]
    }
    (folder / "away").rename(folder / "data")
    assert (folder / "documents/p/c3.pdf").exists()


def test_the_tables_of_0003_leaving_refuse_what_is_not_allowed(workspace: Workspace, folder: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        from importlib import import_module

        class Database:
            def execute_sql(self, statement: str) -> None:
                connection.execute(statement)

        import_module("cariste.database.migrations.0003_leaving").up(None, Database())
        row = (1, "a" * 32, "2026-11-21 08:00:00", "2026-11-21 08:00:00")
        head = "(row_version, id, created_at, updated_at, employee_id"
        connection.execute(
            f"INSERT INTO person_links {head}, other_id, relation) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*row, "b" * 32, "c" * 32, "distinct"),
        )
        for other, relation in (("b" * 32, "merged"), ("C" * 32, "merged"), ("c" * 32, "same")):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(
                    f"INSERT INTO person_links {head}, other_id, relation) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (1, "d" * 32, *row[2:], "b" * 32, other, relation),
                )
        for form, reason in (("gone", "x"), ("deleted", ""), ("deleted", "x" * 401)):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(
                    f"INSERT INTO erasures {head}, form, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (*row, "b" * 32, form, reason),
                )
