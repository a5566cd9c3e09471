"""What somebody holds and may not drive: nobody who reads « up to date » may take it for a permission."""

from __future__ import annotations

import datetime as dt

import pytest

from cariste.authorisation.facts import Certificate, Facts, Grant, Induction, Opinion, Period
from cariste.authorisation.labels import shortfall_briefly, shortfall_in_words
from cariste.authorisation.shortfall import shortfall
from cariste.authorisation.verdict import CACES_TO_REVIEW, GRANT_SUSPENDED, MEDICAL_MISSING

D = dt.date
ON = D(2026, 11, 21)
LATER = D(2029, 3, 1)


def certificate(kind: str, expires: dt.date = LATER) -> Certificate:
    """A CACES obtained in 2024."""
    return Certificate(kind, D(2024, 3, 1), expires)


def grant(kind: str, ends: dt.date | None = LATER) -> Grant:
    """An authorisation for all work areas."""
    return Grant("", kind, None, D(2025, 11, 4), ends)


def driver(*kinds: str, **more: object) -> Facts:
    """Somebody with everything it takes for some categories."""
    return Facts(
        here=(Period(D(2020, 1, 6), None),),
        certificates=tuple(map(certificate, kinds)),
        opinions=(Opinion(D(2025, 11, 3), D(2030, 11, 3)),),
        inductions=(Induction(None, D(2020, 1, 7)),),
        grants=tuple(map(grant, kinds)),
    )._replace(**more)


def test_nothing_is_wrong_with_whoever_may_drive_all_of_it() -> None:
    assert shortfall(driver("R489-1A", "R489-3"), ON) is None


def test_nothing_is_wrong_with_whoever_holds_nothing() -> None:
    assert shortfall(Facts(here=(Period(None, None),)), ON) is None


def test_without_a_medical_certificate_nothing_held_may_be_driven() -> None:
    found = shortfall(driver("R489-1A", "R489-3", opinions=()), ON)
    assert found is not None
    assert [(one.kinds, one.reason.code) for one in found.refused] == [
        (("R489-1A", "R489-3"), MEDICAL_MISSING)
    ]
    assert shortfall_briefly(found) == "may not drive"
    assert shortfall_in_words(found) == "Not 1A 3: no medical certificate for driving"


def test_of_several_categories_those_refused_are_named() -> None:
    found = shortfall(driver("R489-1A", "R489-3", grants=(grant("R489-1A"),)), ON)
    assert found is not None
    assert shortfall_briefly(found) == "may not drive 3"
    assert shortfall_in_words(found) == "Not 3: no authorisation issued"


def test_a_suspension_stops_whoever_has_all_the_rest() -> None:
    held = grant("R489-3")._replace(suspensions=(Period(D(2026, 11, 1), None),))
    found = shortfall(driver("R489-3", grants=(held,)), ON)
    assert found is not None
    assert [one.reason.code for one in found.refused] == [GRANT_SUSPENDED]


def test_another_proof_of_skill_is_to_be_reviewed_not_refused() -> None:
    held = grant("R489-3")._replace(other_proof=True)
    found = shortfall(driver("R489-3", certificates=(), grants=(held,)), ON)
    assert found is not None
    assert not found.refused
    assert [(one.kinds, one.reason.code) for one in found.review] == [(("R489-3",), CACES_TO_REVIEW)]
    assert shortfall_briefly(found) == "to review"


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(
            driver("R489-3", certificates=(certificate("R489-3"), certificate("R489-5", D(2026, 11, 9)))),
            id="a CACES that expired and was never renewed is an alert of its own",
        ),
        pytest.param(driver("R489-1B"), id="the dispensation 1B gives for 1A is an offer, nothing held"),
        pytest.param(
            driver("R489-3", certificates=(certificate("R489-3"), certificate("R389-3", D(2024, 12, 31)))),
            id="an old recommendation that ended is history",
        ),
        pytest.param(
            driver("R489-3", grants=(grant("R489-3"), grant("R489-5", D(2026, 3, 1)))),
            id="an authorisation that ended goes with its CACES",
        ),
        pytest.param(
            driver("R489-3", certificates=(certificate("R489-3"), certificate("R485-2"))),
            id="for pedestrian stackers the law asks no authorisation",
        ),
        pytest.param(
            driver("R489-3", certificates=(certificate("R489-3"), certificate("Autolaveuse"))),
            id="what the catalogue does not know takes no authorisation",
        ),
    ],
)
def test_what_is_not_held_today_does_not_count(facts: Facts) -> None:
    assert shortfall(facts, ON) is None


def test_an_old_certificate_still_in_force_counts_for_the_category_it_leads_to() -> None:
    old = certificate("R372m-9", D(2027, 5, 1))
    assert shortfall(driver(certificates=(old,), grants=(grant("R482-F"),)), ON) is None
    found = shortfall(driver(certificates=(old,)), ON)
    assert found is not None
    assert [one.kinds for one in found.refused] == [("R482-F",)]


def test_somebody_whose_contract_is_over_may_not_drive() -> None:
    found = shortfall(driver("R489-3", here=(Period(D(2020, 1, 6), D(2026, 10, 31)),)), ON)
    assert found is not None
    assert shortfall_in_words(found) == "Not 3: contract or assignment over since 1 Nov 2026"
