"""A session with several people: who gets which record, and what is said before it is stored."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from factories import TODAY

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.employee.batch import ABSENT, FAILED, PASSED, Batch, Facts, outcomes_of
from cariste.employee.labels import CACES, MEDICAL, TRAINING
from cariste.employee.renewal import Former, Holder

CHLOE = Holder("1" * 32, "Chloé", "Fictif", "00123")
NOEL = Holder("2" * 32, "Noël", "D'Essai", "9", "SIR")
AICHA = Holder("3" * 32, "Aïcha", "Modèle")
DAY = dt.date(2026, 11, 14)
HORIZON = TODAY + dt.timedelta(days=90)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def held(holder: Holder, kind: str, expiration: dt.date, type_: str = CACES, record: str = "") -> Former:
    return Former(
        holder=holder, type=type_, kind=kind, record_id=record or kind + holder.id, expiration=expiration
    )


FORMERS = [
    held(CHLOE, "R489-5", dt.date(2026, 11, 9)),
    held(CHLOE, "R489-1A", dt.date(2029, 1, 1)),
    held(NOEL, "R489-5", dt.date(2026, 12, 1)),
    held(NOEL, "periodic", dt.date(2026, 12, 1), MEDICAL),
]


def session(*kinds: str, **facts: object) -> Batch:
    batch = Batch([CHLOE, NOEL, AICHA], FORMERS)
    batch.facts = dataclasses.replace(Facts(kinds=kinds, day=DAY), **facts)  # type: ignore[arg-type]
    return batch


def test_everybody_passed_on_the_day_of_the_session_until_told_otherwise() -> None:
    lines = session("R489-5").lines()
    assert [(line.holder.first_name, line.outcome, line.day) for line in lines] == [
        ("Chloé", PASSED, DAY),
        ("Noël", PASSED, DAY),
        ("Aïcha", PASSED, DAY),
    ]
    assert {line.expiration for line in lines} == {dt.date(2031, 11, 14)}


def test_the_days_between_are_named_for_each() -> None:
    chloe, noel, aicha = session("R489-5").lines()
    assert chloe.warning == chloe.between == "Gap of 4 days: nothing valid from 10 Nov 2026 to 13 Nov 2026."
    assert noel.between.startswith("Overlap of 18 days")
    assert noel.warning == ""
    assert aicha.between == ""


def test_who_failed_or_was_absent_gets_no_record() -> None:
    batch = session("R489-5")
    chloe, noel, _aicha = (line.id for line in batch.lines())
    batch.set_outcome([chloe], FAILED)
    batch.set_outcome([noel], ABSENT)
    assert [line.holder.first_name for line, _renewal in batch.renewals()] == ["Aïcha"]
    assert [line.expiration for line in batch.lines()][:2] == [None, None]


def test_toggling_goes_round_and_several_follow_the_first() -> None:
    batch = session("R489-5")
    ids = [line.id for line in batch.lines()]
    batch.set_outcome(ids[1:2], ABSENT)
    seen = []
    for _time in range(3):
        batch.toggle(ids)
        seen.append({line.outcome for line in batch.lines()})
    assert seen == [{FAILED}, {ABSENT}, {PASSED}]
    batch.toggle([])


def test_nobody_fails_a_medical_visit() -> None:
    assert outcomes_of(MEDICAL) == (PASSED, ABSENT)
    assert FAILED in outcomes_of(TRAINING)


def test_a_day_of_his_own_stays_when_the_session_moves() -> None:
    batch = session("R489-5")
    chloe = batch.lines()[0].id
    own = dt.date(2026, 11, 16)
    batch.set_day([chloe], own)
    batch.facts = dataclasses.replace(batch.facts, day=dt.date(2026, 11, 15))
    assert [line.day for line in batch.lines()] == [own, dt.date(2026, 11, 15), dt.date(2026, 11, 15)]
    batch.set_day([chloe], None)
    assert not batch.lines()[0].own_day


def test_several_categories_make_a_line_each() -> None:
    batch = session("R489-1A", "R489-5")
    assert len(batch.lines()) == 6
    assert len(batch.renewals()) == 6
    [warned] = [line for line in batch.lines() if line.holder is CHLOE and line.kind == "R489-1A"]
    assert warned.between.startswith("Overlap of 780 days")


def test_alerts_selected_renew_just_those_records_until_another_kind_is_added() -> None:
    batch = Batch([CHLOE, NOEL], FORMERS, records=[FORMERS[0].record_id])
    kinds = batch.due_kinds(CACES, HORIZON)
    assert kinds == ("R489-5",)
    batch.facts = Facts(kinds=kinds, day=DAY)
    assert [line.holder for line in batch.lines()] == [CHLOE]
    batch.facts = Facts(kinds=(*kinds, "R489-3"), day=DAY)
    assert [(line.holder, line.kind) for line in batch.lines()] == [
        (CHLOE, "R489-5"),
        (CHLOE, "R489-3"),
        (NOEL, "R489-3"),
    ]


def test_what_most_people_are_due_for_is_proposed() -> None:
    batch = Batch([CHLOE, NOEL], FORMERS)
    assert batch.due_kinds(CACES, HORIZON) == ("R489-5",)
    assert batch.due_kinds(MEDICAL, HORIZON) == ("intermediate",)
    assert batch.due_kinds(TRAINING, HORIZON) == ()


def test_no_session_is_proposed_for_a_former_scheme_that_most_people_have_on_file() -> None:
    old = [held(holder, "R389-1", dt.date(2022, 6, 30)) for holder in (CHLOE, NOEL, AICHA)]
    assert Batch([CHLOE, NOEL, AICHA], [*old, *FORMERS]).due_kinds(CACES, HORIZON) == ("R489-5",)
    assert Batch([CHLOE, NOEL, AICHA], old).due_kinds(CACES, HORIZON) == ()


def test_a_visit_is_reckoned_with_the_follow_up_of_each() -> None:
    batch = session("periodic", type=MEDICAL, result="follow_up_certificate")
    due = {line.holder.first_name: line.expiration for line in batch.lines()}
    assert due == {
        "Chloé": dt.date(2028, 11, 14),
        "Noël": dt.date(2028, 11, 14),
        "Aïcha": dt.date(2028, 11, 14),
    }
    assert {renewal.result for _line, renewal in batch.renewals()} == {"follow_up_certificate"}


def test_a_training_takes_the_validity_of_the_session() -> None:
    batch = session("Gerbage à deux", type=TRAINING, validity_months=12, mode="online")
    [first, *_rest] = batch.renewals()
    assert (first[1].expiration, first[1].mode) == (dt.date(2027, 11, 14), "online")
    batch.facts = dataclasses.replace(batch.facts, validity_months=None)
    assert {line.expiration for line in batch.lines()} == {None}


def test_the_organisation_of_last_time_stays_unless_another_is_named() -> None:
    known = [dataclasses.replace(FORMERS[0], organisation="Centre Exemple")]
    batch = Batch([CHLOE], known, facts=Facts(kinds=("R489-5",), day=DAY))
    assert batch.renewals()[0][1].organisation == "Centre Exemple"
    batch.facts = dataclasses.replace(batch.facts, organisation="Centre Témoin")
    assert batch.renewals()[0][1].organisation == "Centre Témoin"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"kinds": ()}, "What was the session about?"),
        ({"kinds": ("",), "type": TRAINING}, "What was the session about?"),
        ({"day": None}, "Required field."),
        ({"day": TODAY + dt.timedelta(days=1)}, "future"),
        ({"day": dt.date(9999, 1, 1)}, "9999"),
    ],
)
def test_what_keeps_a_session_from_being_recorded_is_said(facts: dict[str, object], said: str) -> None:
    assert said in session("R489-5", **facts).problem()


def test_a_wrong_day_of_his_own_names_the_person() -> None:
    batch = session("R489-5")
    batch.set_day([batch.lines()[1].id], TODAY + dt.timedelta(days=3))
    assert batch.problem().startswith("Noël D'Essai: ")
    batch.set_outcome([line.id for line in batch.lines()], ABSENT)
    assert batch.problem() == "Nobody passed: there is nothing to record."


def test_a_session_says_whose_former_certificate_had_an_option() -> None:
    former = dataclasses.replace(held(CHLOE, "R490", DAY), option="remote_control")
    batch = Batch([CHLOE], [former], facts=Facts(kinds=("R490",), day=DAY))
    [line] = batch.lines()
    assert line.brief == "without the option"
    assert "“remote control”" in line.warning
    assert [new.option for _line, new in batch.renewals()] == [None]
