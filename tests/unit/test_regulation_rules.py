"""How long something is valid: the firm's figure, the catalogue's, or ten years and a warning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from cariste.employee.constants import REGIMES, VISIT_TYPES
from cariste.regulation import in_force
from cariste.regulation.rules import OTHER_MONTHS, Validity, load_catalogue, months_to_next_visit, validity

OBTAINED = dt.date(2024, 3, 15)


@pytest.fixture(autouse=True)
def _the_firm_has_no_rules_of_its_own() -> Iterator[None]:
    in_force.use({})
    yield
    in_force.use({})


@pytest.mark.parametrize("kind", load_catalogue().kinds, ids=lambda kind: kind.code)
def test_a_catalogued_kind_never_falls_through_to_ten_years(kind) -> None:  # type: ignore[no-untyped-def]
    assert validity(kind.code) == Validity(kind.months, "catalogue")


@pytest.mark.parametrize("text", ["R489-5", "R.489 cat. 5", "CACES® R 489 catégorie 5", "mât rétractable"])
def test_a_reach_truck_has_five_years_however_it_is_written(text: str) -> None:
    assert validity(text) == Validity(60, "catalogue")


@pytest.mark.parametrize("text", ["Nacelle maison", "Pelle mécanique", "1A", ""])
def test_an_unknown_kind_has_ten_years_and_is_to_be_checked(text: str) -> None:
    assert validity(text) == Validity(120, "other", check=True)
    assert OTHER_MONTHS == 120


@pytest.mark.parametrize(
    ("text", "months"),
    [("R489-8", 60), ("R489 1-3-5", 60), ("R489", 60), ("R482 divers", 120), ("R372m", 120)],
)
def test_an_unclear_category_of_a_known_family_never_gets_more_than_the_family(
    text: str, months: int
) -> None:
    assert validity(text) == Validity(months, "catalogue", check=True)


def test_the_firm_may_be_stricter_without_a_note() -> None:
    assert validity("R489-5", {"R489-5": 48}) == Validity(48, "firm")


@pytest.mark.parametrize("months", [61, 120, None])
def test_a_figure_longer_than_the_catalogue_is_marked(months: int | None) -> None:
    assert validity("R489-5", {"R489-5": months}) == Validity(months, "firm", longer_than_catalogue=True)
    assert validity("R489-8", {"R489-8": months}).longer_than_catalogue


def test_the_firm_may_limit_what_the_catalogue_leaves_permanent() -> None:
    assert validity("GESTES", {"GESTES": 36}) == Validity(36, "firm")
    assert validity("GESTES", {"GESTES": None}) == Validity(None, "firm")


def test_the_firms_own_kind_is_known_and_no_longer_to_be_checked() -> None:
    overrides = {"Nacelle maison": 36}
    assert validity("NACELLE  MAISON", overrides) == Validity(36, "firm")
    assert validity("Nacelle du voisin", overrides) == Validity(120, "other", check=True)


def test_the_settings_may_write_a_code_in_any_usual_way() -> None:
    assert validity("R489-5", {"r489 cat. 5": 36}).months == 36
    assert validity("R489-3", {"r489 cat. 5": 36}).months == 60


@pytest.mark.parametrize(
    ("visit", "regime", "months"),
    [
        ("initial", None, 24),
        ("periodic", None, 24),
        ("recovery", None, 12),
        ("initial", "SIS", 60),
        ("periodic", "SIS", 60),
        ("initial", "SIA", 36),
        ("periodic", "SIA", 36),
        ("initial", "SIR", 24),
        ("periodic", "SIR", 24),
        ("intermediate", "SIR", 24),
        ("intermediate", None, 24),
        ("driving_certificate", None, 60),
        ("electrical_certificate", "SIR", 60),
    ],
)
def test_the_next_visit_follows_the_regime_else_the_firms_rule(
    visit: str, regime: str | None, months: int
) -> None:
    assert months_to_next_visit(visit, regime) == months


@pytest.mark.parametrize("regime", [None, *REGIMES])
def test_a_return_visit_is_never_good_for_the_long_interval_of_a_regime(regime: str | None) -> None:
    assert months_to_next_visit("recovery", regime) == 12


@pytest.mark.parametrize("regime", [None, *REGIMES])
@pytest.mark.parametrize("visit", ["pre_return", "on_request", "mid_career", "end_career"])
def test_a_visit_outside_the_series_leaves_the_earlier_date_alone(visit: str, regime: str | None) -> None:
    assert months_to_next_visit(visit, regime) is None


def test_no_visit_is_good_for_longer_than_its_regime_allows() -> None:
    for code, regime in load_catalogue().regimes.items():
        for visit in ("initial", "periodic", "recovery", "intermediate"):
            assert (months_to_next_visit(visit, code) or 0) <= regime.months


def test_the_firm_may_shorten_a_certificate() -> None:
    assert months_to_next_visit("driving_certificate", None, {"MED-DRIVE": 36}) == 36


def test_the_rules_and_the_records_know_the_same_visits_and_regimes() -> None:
    assert set(load_catalogue().visits) == set(VISIT_TYPES)
    assert set(load_catalogue().regimes) == set(REGIMES)


@pytest.mark.parametrize(("visit", "regime", "named"), [("tea", None, "tea"), ("initial", "SIX", "SIX")])
def test_an_unknown_visit_or_regime_is_refused_by_name(visit: str, regime: str | None, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        months_to_next_visit(visit, regime)


def test_what_the_firm_decides_holds_from_then_on() -> None:
    assert in_force.caces_expiry("R489-5", OBTAINED) == dt.date(2029, 3, 15)
    in_force.use({"R489-5": 48}, "day_before")
    assert in_force.caces_expiry("R489-5", OBTAINED) == dt.date(2028, 3, 14)
    assert in_force.medical_expiry("periodic", OBTAINED, "SIS") == dt.date(2029, 3, 14)
    assert in_force.training_expiry(OBTAINED, 12) == dt.date(2025, 3, 14)
    assert in_force.validity_of("R489-5") == Validity(48, "firm")


def test_a_caces_always_has_a_last_day() -> None:
    in_force.use({"R489-5": None})
    assert in_force.caces_expiry("R489-5", OBTAINED) == dt.date(2029, 3, 15)
    assert in_force.caces_expiry("Gestes et postures", OBTAINED) == dt.date(2034, 3, 15)


def test_visits_that_set_no_date_and_permanent_trainings_have_no_expiry() -> None:
    assert in_force.medical_expiry("on_request", OBTAINED) is None
    assert in_force.training_expiry(OBTAINED, None) is None


def test_a_refresher_replaces_what_it_renews_and_a_free_title_only_itself() -> None:
    assert (
        in_force.training_kind("MAC SST")
        == in_force.training_kind("Sauveteur secouriste du travail")
        == "SST"
    )
    assert in_force.training_kind("Accueil Entrepôt") == in_force.training_kind("ACCUEIL ENTREPOT")
    assert in_force.training_kind("R489-5") == "r489 5"


def test_history_never_alerts_but_what_is_still_valid_does() -> None:
    kinds = in_force.history_kinds()
    assert "R389-5" in kinds
    assert "R390" in kinds
    assert "R372m-9" not in kinds


def test_an_expiry_later_than_the_catalogue_allows_is_noticed() -> None:
    assert in_force.is_longer_than_catalogue("R489-5", OBTAINED, dt.date(2034, 3, 15))
    assert in_force.is_longer_than_catalogue("R489-5", OBTAINED, dt.date(2029, 3, 16))
    assert not in_force.is_longer_than_catalogue("R489-5", OBTAINED, dt.date(2029, 3, 15))


def test_an_expiry_that_cannot_be_compared_is_not_called_longer() -> None:
    later = dt.date(2099, 1, 1)
    assert not in_force.is_longer_than_catalogue("R489-5", None, later)
    assert not in_force.is_longer_than_catalogue("Nacelle maison", OBTAINED, later)
    assert not in_force.is_longer_than_catalogue("GESTES", OBTAINED, later)
