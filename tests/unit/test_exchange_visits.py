"""What a plan makes of medical visits: conclusions with care, reasons never."""

from __future__ import annotations

import datetime as dt

import pytest
from plans import VISITS, D, chloe, plan_of, records

from cariste.exchange.people import StoredRecord
from cariste.exchange.plan import MEDICAL_VISITS
from cariste.exchange.values import Row, SheetError


def test_unfit_waits_for_confirmation_and_health_remarks_are_not_read() -> None:
    row: Row = ["FICTIF", "Chloé", "Reprise", D(2026, 9, 2), "Inapte", "", "", "mal au dos"]
    plan = plan_of(VISITS, row)
    (record,) = plan.people[0].records
    assert record.result == "pending"
    assert "mal au dos" not in repr(plan)
    confirmed = plan_of(VISITS, row, mapping={"cells": {"Feuil1": {"E2": "unfit"}}})
    assert confirmed.people[0].records[0].result == "unfit"


def test_the_text_of_adjustments_is_stored_only_once_approved() -> None:
    row: Row = [
        "FICTIF",
        "Chloé",
        "Reprise",
        D(2026, 9, 2),
        "apte sous réserve pas de charge >10kg",
        "",
        "",
        "",
    ]
    plan = plan_of(VISITS, row)
    assert plan.people[0].records[0].restrictions is None
    assert plan.to_check[0].value == "apte sous réserve pas de charge >10kg"
    mapping = {"cells": {"Feuil1": {"E2": "fit_with_restrictions: pas de charge de plus de 10 kg"}}}
    assert (
        plan_of(VISITS, row, mapping=mapping).people[0].records[0].restrictions
        == "pas de charge de plus de 10 kg"
    )


@pytest.mark.parametrize(
    ("validity", "due", "expected"),
    [
        ("2 ans", "", D(2027, 5, 14)),
        ("24", D(2026, 1, 1), D(2026, 1, 1)),
        ("", "", D(2027, 5, 14)),
        ("1 an", SheetError("#REF!"), D(2026, 5, 14)),
    ],
)
def test_the_printed_next_visit_wins_then_the_validity_then_the_rule(
    validity: str, due: str | dt.date, expected: dt.date
) -> None:
    plan = plan_of(VISITS, ["FICTIF", "Chloé", "VIP", D(2025, 5, 14), "AS", validity, due, ""])
    assert plan.people[0].records[0].expires == expected


def test_a_fitness_opinion_from_before_october_2025_may_serve_as_driving_certificate() -> None:
    plan = plan_of(
        VISITS,
        ["FICTIF", "Chloé", "SIR", D(2024, 9, 20), "Apte", "", "", ""],
        ["ESSAI", "Noël", "SIR", D(2019, 9, 20), "Apte", "", "", ""],
        ["TEST", "Aïcha", "SIR", D(2025, 10, 20), "Apte", "", "", ""],
    )
    assert ["20 Sep 2029" in note.reason for note in plan.to_check] == [True]


@pytest.mark.parametrize(
    ("row", "asked", "refused"),
    [
        (["FICTIF", "Chloé", "VIP", "", "AS", "", D(2027, 5, 14), ""], "D", ""),
        (["FICTIF", "Chloé", "VIP", "reportée", "", "", "", ""], "D", ""),
        (["FICTIF", "Chloé", "", D(2025, 5, 14), "AS", "", "", ""], "C", ""),
        (["FICTIF", "Chloé", "surprise", D(2025, 5, 14), "AS", "", "", ""], "C", ""),
        (["FICTIF", "Chloé", "VIP", D(2025, 5, 14), "AS", "", "mai 2027", ""], "G", ""),
        (["FICTIF", "Chloé", "VIP", D(2025, 5, 14), "AS", "", D(2024, 5, 14), ""], "", "G"),
        (["FICTIF", "Chloé", "VIP", D(2027, 5, 14), "AS", "", "", ""], "", "D"),
    ],
)
def test_a_visit_that_lacks_something_is_not_stored(row: Row, asked: str, refused: str) -> None:
    plan = plan_of(VISITS, row)
    assert not plan.people[0].records
    assert [note.column for note in plan.to_check] == list(asked)
    assert [note.column for note in plan.rejected] == list(refused)


def test_a_validity_that_cannot_be_read_leaves_the_due_date_to_the_rule() -> None:
    plan = plan_of(VISITS, ["FICTIF", "Chloé", "VIP", D(2025, 5, 14), "AS", "longtemps", "", ""])
    assert plan.people[0].records[0].expires == D(2027, 5, 14)
    assert [note.column for note in plan.rejected] == ["F"]


def test_visits_in_a_wide_sheet_need_a_date_and_a_clear_title() -> None:
    header: Row = ["Nom", "Prénom", "Dernière visite", "Prochaine visite"]
    plan = plan_of(header, ["FICTIF", "Chloé", D(2025, 5, 14), D(2027, 5, 14)])
    assert records(plan) == [("periodic", D(2025, 5, 14), D(2027, 5, 14), "typed")]
    for header in (["Nom", "Prénom", "VM"], ["Nom", "Prénom", "Prochaine visite"]):
        plan = plan_of(header, ["FICTIF", "Chloé", D(2027, 5, 14)], ["ESSAI", "Noël", D(2027, 5, 14)])
        assert records(plan) == []
        assert [(note.row, note.column) for note in plan.to_check] == [(1, "C")]


def test_a_conclusion_that_was_awaited_is_completed_and_a_known_one_is_kept() -> None:
    row: Row = ["FICTIF", "Chloé", "VIP", D(2025, 5, 14), "AS", "", "", ""]
    for result, updates in (("pending", 1), ("fit", 0)):
        known = chloe(
            StoredRecord("c" * 32, MEDICAL_VISITS, "periodic", D(2025, 5, 14), D(2027, 5, 14), result)
        )
        assert len(plan_of(VISITS, row, stored=(known,)).people[0].updates) == updates
