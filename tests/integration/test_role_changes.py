"""Somebody who changes role has the authorisation looked at again, until somebody decides."""

from __future__ import annotations

import datetime as dt

import pytest
from drivers import grant, proven
from factories import TODAY
from peewee import fn

from cariste.audit.models import AuditChange
from cariste.authorisation.edits import issue, maintain, read_several
from cariste.authorisation.labels import reasons_in_words
from cariste.authorisation.models import Authorisation
from cariste.authorisation.queries import who_may_drive
from cariste.authorisation.values import AuthorisationValues
from cariste.authorisation.verdict import ALLOWED, GRANT_TO_REVIEW, Verdict
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.employee.models import Employee
from cariste.firm.names import ROLES, remove, rename, uses
from cariste.workspace import Workspace

CHANGED = TODAY + dt.timedelta(days=10)
LATER = TODAY + dt.timedelta(days=20)


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def decide(person: Employee, **fields: object) -> str:
    given = {"site": "Quai", "issued_on": TODAY, "signatory": "Mme Fictif", **fields}
    [record_id] = issue(person.id.hex, AuthorisationValues(kinds=("R489-3",), **given))
    return record_id


def authorised(workspace: Workspace, **fields: object) -> Employee:
    with workspace.change("driver"):
        person = proven(**fields)
        decide(person)
    return person


def becomes(workspace: Workspace, person: Employee, role: str | None, day: dt.date = CHANGED) -> None:
    with workspace.change("role"):
        again = Employee.get_by_id(person.id)
        again.role = role
        again.save()
        # The journal goes by the clock of the PC, which no rehearsal moves.
        latest = AuditChange.select(fn.MAX(AuditChange.id))
        AuditChange.update(at=dt.datetime.combine(day, dt.time(9))).where(AuditChange.id == latest).execute()


def answer(workspace: Workspace, person: Employee, day: dt.date = LATER) -> Verdict:
    with workspace.reading():
        [driver] = who_may_drive(("R489-3",), on=day, employee_id=person.id.hex)
    return driver.verdicts["R489-3"]


def test_a_changed_role_sends_the_authorisation_to_review_and_says_since_when(workspace: Workspace) -> None:
    person = authorised(workspace)
    assert answer(workspace, person).reasons == ()
    becomes(workspace, person, "Réceptionnaire")
    found = answer(workspace, person)
    assert found.state == ALLOWED  # a remark: nothing says that the person may not
    assert [(one.code, one.since) for one in found.reasons] == [(GRANT_TO_REVIEW, CHANGED)]
    assert reasons_in_words(found) == "to review, role changed since 1 Dec 2026"


def test_the_days_before_the_change_are_judged_without_it(workspace: Workspace) -> None:
    person = authorised(workspace)
    becomes(workspace, person, "Réceptionnaire")
    assert answer(workspace, person, CHANGED - dt.timedelta(days=1)).reasons == ()
    assert answer(workspace, person, CHANGED).reasons != ()


@pytest.mark.parametrize("role", ["CARISTE", "cariste", "Caristé", None])
def test_another_spelling_or_no_role_at_all_changes_nothing(workspace: Workspace, role: str | None) -> None:
    person = authorised(workspace)
    becomes(workspace, person, role)
    assert answer(workspace, person).reasons == ()


def test_whoever_goes_back_needs_no_review(workspace: Workspace) -> None:
    person = authorised(workspace)
    becomes(workspace, person, "Réceptionnaire")
    becomes(workspace, person, "Cariste", LATER)
    assert answer(workspace, person).reasons == ()


def test_keeping_it_ends_the_review_and_can_be_undone(workspace: Workspace) -> None:
    person = authorised(workspace)
    becomes(workspace, person, "Réceptionnaire")
    with workspace.reading():
        [held] = read_several([row.id.hex for row in Authorisation.select()])
    with workspace.change("kept"):
        maintain([held.known])
    assert answer(workspace, person).reasons == ()
    workspace.undo()
    assert [one.code for one in answer(workspace, person).reasons] == [GRANT_TO_REVIEW]


def test_issuing_anew_ends_the_review(workspace: Workspace) -> None:
    person = authorised(workspace)
    becomes(workspace, person, "Réceptionnaire")
    with workspace.change("anew"):
        # It ends before the old one does: the one that need not be looked at again counts all the same.
        decide(person, issued_on=CHANGED, ends_on=LATER + dt.timedelta(days=30), ends_source="typed")
    assert answer(workspace, person).reasons == ()


def test_correcting_the_authorisation_is_no_decision_about_the_role(workspace: Workspace) -> None:
    person = authorised(workspace)
    becomes(workspace, person, "Réceptionnaire")
    with workspace.change("corrected"):
        [held] = read_several([row.id.hex for row in Authorisation.select()])
        issue(person.id.hex, held.values, held.known)
    assert [one.code for one in answer(workspace, person).reasons] == [GRANT_TO_REVIEW]


def test_a_role_renamed_by_the_firm_sends_nobody_to_review(workspace: Workspace) -> None:
    person = authorised(workspace)
    with workspace.change("renamed"):
        rename(workspace.settings, ROLES, "Cariste", "Conducteur de chariot")
    assert answer(workspace, person).reasons == ()
    with workspace.reading():
        assert Employee.get_by_id(person.id).role == "Conducteur de chariot"


def test_a_role_nobody_holds_any_more_is_not_kept_in_use_by_old_authorisations(workspace: Workspace) -> None:
    person = authorised(workspace)
    becomes(workspace, person, "Réceptionnaire")
    with workspace.reading():
        assert {use.name: use.total for use in uses(workspace.settings, ROLES)}["Cariste"] == 0
    with workspace.change("removed"):
        remove(workspace.settings, ROLES, "Cariste")
    assert [one.code for one in answer(workspace, person).reasons] == [GRANT_TO_REVIEW]


def test_what_was_issued_when_no_role_was_known_is_not_sent_to_review(workspace: Workspace) -> None:
    person = authorised(workspace, role=None)
    becomes(workspace, person, "Cariste")
    assert answer(workspace, person).reasons == ()


def test_without_a_journal_the_review_stays_and_no_day_is_guessed(workspace: Workspace) -> None:
    with workspace.change("driver"):
        person = proven()
        grant(person, issued_as="Préparateur")
    found = answer(workspace, person)
    assert [(one.code, one.since) for one in found.reasons] == [(GRANT_TO_REVIEW, None)]
