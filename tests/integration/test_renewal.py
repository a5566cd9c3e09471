"""Renewals on a real folder: the old record stays, its alert goes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from factories import TODAY, caces, employee, training, visit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warehouse import in_days

from cariste.alerts.queries import list_alerts
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.employee import constants, labels
from cariste.employee.bulk import NotForAll
from cariste.employee.models import Caces, Employee, MedicalVisit, OnlineTraining
from cariste.employee.renewal import prefill
from cariste.employee.renewal_records import current_records, former_record, holders, store_renewals
from cariste.workspace import Workspace


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def due(workspace: Workspace) -> list[tuple[str, str]]:
    with workspace.reading():
        return [(alert.type, alert.record_id) for alert in list_alerts(TODAY)]


def test_the_old_alert_goes_and_the_old_record_keeps_its_proof(workspace: Workspace) -> None:
    with workspace.change("people"):
        chloe = employee()
        old = caces(chloe, "R489-5", expiration_date=in_days(-12), document_path="documents/old.pdf")
    assert due(workspace) == [("caces", old.id.hex)]
    with workspace.reading():
        former = former_record(labels.CACES, old.id.hex)
    assert former is not None
    with workspace.change("Renewal") as change:
        [new] = store_renewals([prefill(former)])
    assert due(workspace) == []
    assert [operation.entity_id for operation in change.operations] == [new]
    with workspace.reading():
        kept = Caces.get_by_id(old.id)
        assert (kept.document_path, kept.expiration_date) == ("documents/old.pdf", in_days(-12))
        assert Caces.get_by_id(new).completion_date == TODAY


def test_each_type_of_record_can_be_renewed(workspace: Workspace) -> None:
    with workspace.change("people"):
        noel = employee(medical_regime="SIA")
        records = {
            labels.CACES: caces(noel, "R489-3", expiration_date=in_days(8), organisation="Centre Exemple"),
            labels.MEDICAL: visit(noel, "recovery", expiration_date=in_days(8)),
            labels.TRAINING: training(noel, "SST", expiration_date=in_days(8)),
        }
    assert len(due(workspace)) == 3
    with workspace.change("Renewals"):
        formers = [former_record(type_, record.id.hex) for type_, record in records.items()]
        store_renewals([prefill(former) for former in formers if former is not None])
    assert due(workspace) == []
    with workspace.reading():
        new = MedicalVisit.get(MedicalVisit.visit_date == TODAY)
        assert (new.visit_type, new.expiration_date, new.result) == (
            "periodic",
            dt.date(2029, 11, 21),
            "pending",
        )
        assert OnlineTraining.get(OnlineTraining.completion_date == TODAY).kind == "SST"
        assert Caces.get(Caces.completion_date == TODAY).organisation == "Centre Exemple"


def test_a_typed_expiry_is_stored_as_typed(workspace: Workspace) -> None:
    with workspace.change("people"):
        old = caces(employee(), "R489-3", expiration_date=in_days(8))
    with workspace.change("Renewal"):
        former = former_record(labels.CACES, old.id.hex)
        assert former is not None
        typed = replace(prefill(former), expiration=dt.date(2030, 1, 1), source=constants.TYPED)
        store_renewals([typed])
    with workspace.reading():
        new = Caces.get(Caces.completion_date == TODAY)
        assert (new.expiration_date, new.expiration_source) == (dt.date(2030, 1, 1), "typed")


def test_one_wrong_renewal_and_none_is_stored(workspace: Workspace) -> None:
    with workspace.change("people"):
        ids = [
            caces(employee(first_name=name), "R489-3", expiration_date=in_days(8)).id.hex
            for name in ("Chloé", "Noël")
        ]
    with workspace.reading():
        first, second = (former_record(labels.CACES, one) for one in ids)
    assert first is not None
    assert second is not None
    with pytest.raises(NotForAll) as refused, workspace.change("Renewals"):
        store_renewals([prefill(first), prefill(second, in_days(3))])
    assert str(refused.value).splitlines()[1].startswith("Noël Fictif-Test · R489-3 ")
    assert "future" in str(refused.value)
    assert len(due(workspace)) == 2


def test_the_same_renewal_is_not_stored_twice(workspace: Workspace) -> None:
    with workspace.change("people"):
        old = caces(employee(), "R489-3", expiration_date=in_days(8))
    with workspace.reading():
        former = former_record(labels.CACES, old.id.hex)
    assert former is not None
    with pytest.raises(NotForAll, match="recorded already"), workspace.change("twice at once"):
        store_renewals([prefill(former), prefill(former)])
    with workspace.change("once"):
        store_renewals([prefill(former)])
    with pytest.raises(NotForAll, match="recorded already"), workspace.change("once more"):
        store_renewals([prefill(former)])


def test_people_and_their_current_records_come_with_one_statement_each(workspace: Workspace) -> None:
    with workspace.change("people"):
        chloe, noel = employee(medical_regime="SIR"), employee(first_name="Noël")
        caces(chloe, "R489-5", expiration_date=in_days(-12))
        caces(chloe, "R489-5", completion_date=dt.date(2015, 1, 1))
        caces(noel, "R489-1A")
    with workspace.reading():
        ids = [noel.id.hex, chloe.id.hex]
        named = holders(ids)
        current = current_records(labels.CACES, ids)
    assert [(holder.listed, holder.regime) for holder in named] == [
        ("Fictif-Test Noël", None),
        ("Fictif-Test Chloé", "SIR"),
    ]
    assert sorted((former.holder.full_name, former.kind) for former in current) == [
        ("Chloé Fictif-Test", "R489-5"),
        ("Noël Fictif-Test", "R489-1A"),
    ]


def test_a_record_that_is_gone_is_nothing_to_renew(workspace: Workspace) -> None:
    with workspace.reading():
        assert former_record(labels.CACES, "0" * 32) is None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    expired=st.integers(-4000, 89),
    kind=st.sampled_from(["R489-1A", "R489-5", "R482-F", "R490", "Autolaveuse"]),
)
def test_renewing_today_what_is_due_always_clears_the_alert(
    workspace: Workspace, expired: int, kind: str
) -> None:
    with workspace.change("people"):
        for person in Employee.select():
            person.delete_instance()
        person = employee()
        expiry = in_days(expired)
        old = caces(person, kind, expiration_date=expiry, completion_date=in_days(-5000))
        former = former_record(labels.CACES, old.id.hex)
    assert former is not None
    assert due(workspace) == [("caces", old.id.hex)]
    with workspace.change("Renewal"):
        store_renewals([prefill(former)])
    assert due(workspace) == []
