"""Decisions about driving as forms store them: refused beside the field, undone in one go."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from drivers import proven, suspend
from factories import TODAY, caces

from cariste.authorisation import edits, labels
from cariste.authorisation.file import DrivingFile, driving_file
from cariste.authorisation.models import Authorisation
from cariste.authorisation.queries import facts_of_everybody
from cariste.authorisation.standing import read_standing
from cariste.authorisation.values import (
    AssignmentValues,
    AuthorisationValues,
    InductionValues,
    SuspensionValues,
    WithdrawalValues,
)
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import InvalidEntity, UserError
from cariste.core.i18n import set_language
from cariste.employee.form_values import Known
from cariste.employee.models import Employee
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


def issuing(*kinds: str, **more: Any) -> AuthorisationValues:
    return AuthorisationValues(
        **{"kinds": kinds, "site": "Quai", "issued_on": TODAY, "signatory": "Mme Fictif", **more}
    )


def issue(workspace: Workspace, person: str, values: AuthorisationValues, known: Known | None = None) -> Any:
    with workspace.change(labels.issued(values.kinds, "Chloé Fictif-Test")):
        return edits.issue(person, values, known)


def refused(workspace: Workspace, person: str, values: AuthorisationValues) -> dict[str, str]:
    with pytest.raises(InvalidEntity) as caught:
        issue(workspace, person, values)
    return dict(caught.value.problems)


def file_of(workspace: Workspace, person: str) -> DrivingFile:
    with workspace.reading():
        file = driving_file(person, TODAY)
    assert file is not None
    return file


def known(workspace: Workspace, record_id: str) -> Known:
    with workspace.reading():
        return edits.read_authorisation(record_id).known


# -- issuing ----------------------------------------------------------------------------------------


def test_several_categories_are_issued_at_once_each_with_its_own_end_and_undone_at_once(
    workspace: Workspace, chloe: str
) -> None:
    with workspace.change("longer"):
        caces(Employee.get(), "R489-5", completion_date=D(2025, 6, 1))
    ids = issue(workspace, chloe, issuing("R489-1A", "R489-5"))
    rows = {row.id: row for row in file_of(workspace, chloe).authorisations}
    assert [(rows[one].kind, rows[one].ends_on, rows[one].ends_source) for one in ids] == [
        ("R489-1A", D(2029, 3, 1), "computed"),
        ("R489-5", D(2030, 6, 1), "computed"),
    ]
    assert all(row.verdict.allowed and row.state == "running" for row in rows.values())
    assert workspace.undoable == "Authorisation R489-1A, 5 of Chloé Fictif-Test"
    workspace.undo()
    assert file_of(workspace, chloe).authorisations == ()


def test_a_typed_end_stays_as_typed(workspace: Workspace, chloe: str) -> None:
    issue(workspace, chloe, issuing("R489-3", ends_on=D(2027, 1, 31), ends_source="typed"))
    [row] = file_of(workspace, chloe).authorisations
    assert (row.ends_on, row.ends_source) == (D(2027, 1, 31), "typed")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (issuing(), {"kinds": "Required field."}),
        (issuing("R489-5"), {"other_proof": "No CACES in force for R489-5"}),
        (issuing("R489-3", "R489-5"), {"other_proof": "No CACES in force for R489-5"}),
        (issuing("R489-3", issued_on=None), {"issued_on": "Required field."}),
        (issuing("R489-3", signatory=" "), {"signatory": "Required field."}),
        (issuing("R489-3", ends_on=D(2026, 11, 20), ends_source="typed"), {"ends_on": "The end is before"}),
        (issuing("R489-8"), {"kinds": "“R489-8” is not allowed here"}),
        (issuing("R389-3"), {"kinds": "“R389-3” is not allowed here"}),
        (issuing("R489-3", limits="x" * 1001), {"limits": "Too long"}),
    ],
)
def test_what_cannot_be_issued_is_refused_beside_its_field(
    workspace: Workspace, chloe: str, values: AuthorisationValues, wrong: dict[str, str]
) -> None:
    problems = refused(workspace, chloe, values)
    assert problems.keys() == wrong.keys()
    for field, words in wrong.items():
        assert problems[field].startswith(words)
    assert file_of(workspace, chloe).authorisations == ()


def test_another_proof_is_kept_with_the_category_without_a_caces_only_and_flagged(
    workspace: Workspace, chloe: str
) -> None:
    issue(workspace, chloe, issuing("R489-3", "R489-5", other_proof="Formation interne et test"))
    rows = {row.kind: row for row in file_of(workspace, chloe).authorisations}
    assert rows["R489-3"].other_proof is None
    assert rows["R489-5"].other_proof == "Formation interne et test"
    assert rows["R489-5"].ends_on == D(2030, 11, 3)  # with the medical certificate
    [remark] = rows["R489-5"].verdict.reasons
    assert (rows["R489-5"].verdict.state, remark.code) == ("allowed", "caces_to_review")


def test_what_somebody_changed_meanwhile_is_not_overwritten(workspace: Workspace, chloe: str) -> None:
    [row_id] = issue(workspace, chloe, issuing("R489-3"))
    read = known(workspace, row_id)
    issue(workspace, chloe, issuing("R489-3", limits="Quai 1 seulement"), read)
    with pytest.raises(UserError, match="changed meanwhile"):
        issue(workspace, chloe, issuing("R489-3", limits="Quai 2"), read)
    [row] = file_of(workspace, chloe).authorisations
    assert row.limits == "Quai 1 seulement"


def test_a_new_decision_waits_until_somebody_takes_it(workspace: Workspace, chloe: str) -> None:
    assert file_of(workspace, chloe).waiting == ("R489-1A", "R489-3")
    issue(workspace, chloe, issuing("R489-1A", "R489-3"))
    assert file_of(workspace, chloe).waiting == ()
    with workspace.change("renewed"):
        caces(Employee.get(), "R489-3", completion_date=D(2026, 11, 21))
    assert file_of(workspace, chloe).waiting == ()  # of the same day
    with workspace.change("later"):
        record = Authorisation.get(Authorisation.kind == "R489-3")
        record.issued_on = D(2026, 11, 1)
        record.save()
    assert file_of(workspace, chloe).waiting == ("R489-3",)


# -- suspending and withdrawing ---------------------------------------------------------------------


def test_several_authorisations_are_suspended_together_and_hold_again_afterwards(
    workspace: Workspace, chloe: str
) -> None:
    ids = issue(workspace, chloe, issuing("R489-1A", "R489-3"))
    values = SuspensionValues(starts_on=D(2026, 11, 21), ends_on=D(2026, 11, 30), reason="Enquête")
    with workspace.change(labels.suspended(["R489-1A", "R489-3"], "Chloé Fictif-Test")):
        edits.suspend([known(workspace, one) for one in ids], values)
    assert workspace.undoable == "Suspension R489-1A, 3 of Chloé Fictif-Test"
    assert {row.state for row in file_of(workspace, chloe).authorisations} == {"suspended"}
    with workspace.reading():
        standing = read_standing(chloe, D(2026, 12, 1))
    assert standing is not None
    assert [one.kind for one in standing.allowed] == ["R489-1A", "R489-3"]
    workspace.undo()
    assert file_of(workspace, chloe).suspensions == ()


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (SuspensionValues(starts_on=None, reason="x"), "starts_on"),
        (SuspensionValues(starts_on=D(2026, 11, 21), ends_on=D(2026, 11, 20), reason="x"), "ends_on"),
        (SuspensionValues(starts_on=D(2026, 11, 21), ends_on=D(2026, 11, 22)), "reason"),
        # Without an end it would run into the next one.
        (SuspensionValues(starts_on=D(2026, 11, 21), reason="x"), "starts_on"),
        (SuspensionValues(starts_on=D(2026, 12, 10), ends_on=D(2026, 12, 20), reason="x"), "starts_on"),
    ],
)
def test_a_suspension_that_cannot_be_is_refused_beside_its_field(
    workspace: Workspace, chloe: str, values: SuspensionValues, wrong: str
) -> None:
    [row_id] = issue(workspace, chloe, issuing("R489-3"))
    with workspace.change("first"):
        suspend(Authorisation.get(), D(2026, 12, 1), D(2026, 12, 10))
    with pytest.raises(InvalidEntity) as caught, workspace.change("second"):
        edits.suspend([known(workspace, row_id)], values)
    assert list(caught.value.problems) == [wrong]


def test_a_suspension_without_an_end_can_be_given_one(workspace: Workspace, chloe: str) -> None:
    issue(workspace, chloe, issuing("R489-3"))
    with workspace.change("first"):
        suspension = suspend(Authorisation.get(), D(2026, 11, 1))
    with workspace.reading():
        held = edits.read_suspension(suspension.id.hex, reasons=True)
        assert edits.read_suspension(suspension.id.hex, reasons=False).values.reason is None
    with workspace.change("end"):
        ended = SuspensionValues(
            starts_on=held.values.starts_on, ends_on=D(2026, 11, 20), reason=held.values.reason
        )
        edits.store_suspension(ended, held.known)
    assert file_of(workspace, chloe).authorisations[0].state == "running"


def test_a_withdrawn_authorisation_stays_as_a_proof(workspace: Workspace, chloe: str) -> None:
    [row_id] = issue(workspace, chloe, issuing("R489-3"))
    for wrong, values in (
        ("withdrawn_on", WithdrawalValues(withdrawn_on=None, withdrawn_reason="x")),
        ("withdrawn_reason", WithdrawalValues(withdrawn_on=TODAY)),
        ("withdrawn_on", WithdrawalValues(withdrawn_on=D(2026, 11, 20), withdrawn_reason="x")),
    ):
        with pytest.raises(InvalidEntity) as caught, workspace.change("withdraw"):
            edits.withdraw([known(workspace, row_id)], values)
        assert list(caught.value.problems) == [wrong]
    with workspace.change(labels.withdrawn(["R489-3"], "Chloé Fictif-Test")):
        edits.withdraw(
            [known(workspace, row_id)],
            WithdrawalValues(withdrawn_on=TODAY, withdrawn_reason="Conduite dangereuse"),
        )
    [row] = file_of(workspace, chloe).authorisations
    assert (row.state, row.withdrawn_reason) == ("withdrawn", "Conduite dangereuse")
    assert not row.verdict.allowed


def test_why_somebody_was_stopped_is_not_told_by_the_journal(workspace: Workspace, chloe: str) -> None:
    from cariste.journal.queries import list_entries
    from cariste.journal.words import details, record_label

    [row_id] = issue(workspace, chloe, issuing("R489-3"))
    with workspace.change("withdraw"):
        edits.withdraw(
            [known(workspace, row_id)],
            WithdrawalValues(withdrawn_on=TODAY, withdrawn_reason="Motif-Secret"),
        )
    with workspace.change("suspend"):
        suspend(Authorisation.get(), D(2026, 11, 1))
    with workspace.change("delete"):
        edits.delete_records([row_id])
    with workspace.reading():
        entries = list_entries()
    told = "\n".join(f"{record_label(entry)} {details(entry)}" for entry in entries)
    assert "Driving authorisation R489-3 Counterbalance" in told
    assert "Motif-Secret" not in told
    assert "Choc" not in told


# -- inductions and assignments ---------------------------------------------------------------------


def test_an_induction_is_recorded_and_deleted(workspace: Workspace, chloe: str) -> None:
    with workspace.change("induction"):
        row_id = edits.store_induction(
            chloe, InductionValues(held_on=TODAY, site="Zone A", held_by="M. Test")
        )
    assert [(row.site, row.held_on) for row in file_of(workspace, chloe).inductions] == [
        ("Zone A", TODAY),
        ("Quai", D(2020, 1, 7)),
    ]
    with pytest.raises(InvalidEntity) as caught, workspace.change("future"):
        edits.store_induction(chloe, InductionValues(held_on=D(2026, 11, 22)))
    assert list(caught.value.problems) == ["held_on"]
    with workspace.change("delete"):
        assert edits.delete_records([row_id]) == 1
    with pytest.raises(UserError), workspace.change("again"):
        edits.delete_records([row_id])


@pytest.fixture
def temp(workspace: Workspace) -> str:
    with workspace.change("temp"):
        return str(proven(contract_type="Interim", entry_date=D(2026, 6, 1)).id.hex)


def assigned(workspace: Workspace, temp: str, start: dt.date, end: dt.date | None, agency: str = "A") -> str:
    with workspace.change(labels.assigned(agency, "Chloé Fictif-Test")):
        return edits.store_assignment(temp, AssignmentValues(agency=agency, starts_on=start, ends_on=end))


def here(workspace: Workspace, temp: str) -> list[tuple[dt.date | None, dt.date | None]]:
    with workspace.reading():
        return [tuple(period) for period in facts_of_everybody(temp)[temp].here]


def test_the_latest_assignment_stands_on_the_person_s_own_record(workspace: Workspace, temp: str) -> None:
    assigned(workspace, temp, D(2026, 11, 16), D(2026, 12, 18), "Agence Exemple")
    first = assigned(workspace, temp, D(2026, 6, 1), D(2026, 8, 31), "Autre Agence")
    with workspace.reading():
        person = Employee.get()
    assert (person.agency, person.assignment_end) == ("Agence Exemple", D(2026, 12, 18))
    assert sorted(here(workspace, temp)) == [
        (D(2026, 6, 1), D(2026, 8, 31)),
        (D(2026, 11, 16), D(2026, 12, 18)),
    ]
    with workspace.change("delete"):
        edits.delete_records([first])
    assert here(workspace, temp) == [(D(2026, 11, 16), D(2026, 12, 18))]


def test_an_assignment_lengthened_in_the_list_of_people_or_by_a_sheet_counts(
    workspace: Workspace, temp: str
) -> None:
    assigned(workspace, temp, D(2026, 6, 1), D(2026, 8, 31))
    assigned(workspace, temp, D(2026, 9, 1), D(2026, 11, 20))
    with workspace.change("lengthened"):
        person = Employee.get()
        person.assignment_end = D(2026, 12, 31)
        person.save()
    assert here(workspace, temp) == [(D(2026, 6, 1), D(2026, 8, 31)), (D(2026, 9, 1), D(2026, 12, 31))]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (AssignmentValues(agency=None, starts_on=TODAY), "agency"),
        (AssignmentValues(agency="A", starts_on=None), "starts_on"),
        (AssignmentValues(agency="A", starts_on=TODAY, ends_on=D(2026, 11, 20)), "ends_on"),
        (AssignmentValues(agency="A", starts_on=TODAY, documents_on=D(2026, 11, 22)), "documents_on"),
    ],
)
def test_an_assignment_that_cannot_be_is_refused_beside_its_field(
    workspace: Workspace, temp: str, values: AssignmentValues, wrong: str
) -> None:
    with pytest.raises(InvalidEntity) as caught, workspace.change("assignment"):
        edits.store_assignment(temp, values)
    assert list(caught.value.problems) == [wrong]


def test_what_was_typed_before_is_offered_and_the_last_signatory_first(
    workspace: Workspace, chloe: str, temp: str
) -> None:
    issue(workspace, chloe, issuing("R489-3", signatory="M. Ancien", issued_on=D(2026, 1, 5)))
    issue(workspace, chloe, issuing("R489-1A", signatory="Mme Nouvelle"))
    assigned(workspace, temp, D(2026, 11, 16), None, "Agence Exemple")
    with workspace.reading():
        choices = edits.read_driving_choices()
    assert (choices.signatory, choices.signatories) == ("Mme Nouvelle", ("M. Ancien", "Mme Nouvelle"))
    assert choices.agencies == ("Agence Exemple",)
    assert choices.sites == ("Quai",)
