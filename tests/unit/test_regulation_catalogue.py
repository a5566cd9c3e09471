"""The catalogue: every kind with its validity, and files that say where they are wrong."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from cariste.core.i18n import set_language
from cariste.regulation.loading import BadRuleFile, build_catalogue, load_catalogue

# Typed from the regulation, not read from the files: the two must agree.
CACES = {
    **dict.fromkeys([f"R489-{c}" for c in ("1A", "1B", "2A", "2B", "3", "4", "5", "6", "7")], 60),
    **dict.fromkeys(["R485-1", "R485-2", "R486-A", "R486-B", "R486-C", "R484-1", "R484-2"], 60),
    **dict.fromkeys(
        [f"R482-{c}" for c in ("A", "B1", "B2", "B3", "C1", "C2", "C3", "D", "E", "F", "G")], 120
    ),
    **dict.fromkeys(["R483-A", "R483-B", "R487-1", "R487-2", "R487-3", "R490"], 60),
}
HISTORY = {
    **dict.fromkeys([f"R389-{n}" for n in range(1, 7)], 60),
    **dict.fromkeys([f"R386-{c}" for c in ("1A", "1B", "2A", "2B", "3A", "3B")], 60),
    **dict.fromkeys(["R390", "R377m", "R383m"], 60),
}
STILL_VALID = dict.fromkeys([f"R372m-{n}" for n in range(1, 11)], 120)
MEDICAL = {"MED-DRIVE": 60, "MED-ELEC": 60}
TRAININGS = {
    "SST": 24,
    "SST-MAC": 24,
    "ELEC": 36,
    "FIRE-EXT": 12,
    "FIRE-EPI": 12,
    "FIRE-EVAC": 12,
    "HARNESS": 36,
    "PRAP": 24,
    "GESTES": None,
    "HACCP": None,
    "ADR": 60,
    "FIMO": 60,
    "FCO": 60,
    "CQC": 60,
    "LICENCE-C": 60,
    "ACCUEIL": None,
    "FRS": None,
}
CATALOGUE = load_catalogue()


def test_every_kind_has_the_validity_of_the_regulation() -> None:
    expected = {**CACES, **HISTORY, **STILL_VALID, **MEDICAL, **TRAININGS}
    assert {kind.code: kind.months for kind in CATALOGUE} == expected
    assert len(CATALOGUE) == len(expected)


def test_kinds_are_sorted_into_their_groups() -> None:
    groups = {
        group: {kind.code for kind in CATALOGUE.of_group(group)} for group in ("caces", "medical", "training")
    }
    assert groups == {
        "caces": {*CACES, *HISTORY, *STILL_VALID},
        "medical": set(MEDICAL),
        "training": set(TRAININGS),
    }


def test_old_recommendations_are_history_except_the_ten_year_one() -> None:
    assert {kind.code for kind in CATALOGUE if kind.legacy} == {*HISTORY, *STILL_VALID}
    assert {kind.code for kind in CATALOGUE if kind.history_only} == set(HISTORY)
    assert {kind.until for kind in CATALOGUE if kind.legacy} == {dt.date(2019, 12, 31)}
    assert {kind.until for kind in CATALOGUE if not kind.legacy} == {None}


def test_only_two_dispensations_are_established() -> None:
    assert {kind.code: kind.covers for kind in CATALOGUE if kind.covers} == {
        "R489-1B": ("R489-1A",),
        "R485-2": ("R485-1",),
    }


def test_the_law_asks_no_authorisation_for_pedestrian_stackers_and_overhead_cranes() -> None:
    recommended = {kind.code for kind in CATALOGUE if kind.authorisation == "recommended"}
    assert recommended == {"R485-1", "R485-2", "R484-1", "R484-2"}
    assert {kind.group for kind in CATALOGUE if kind.authorisation == "required"} == {"caces"}
    assert {kind.group for kind in CATALOGUE if kind.authorisation is None} == {"medical", "training"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("R389-1", ("R489-1A", "R489-1B")),
        ("R389-6", ("R489-7",)),
        ("R386-3B", ("R486-B",)),
        ("R386-2A", ()),
        ("R372m-4", ("R482-C1",)),
        ("R372m-5", ()),
    ],
)
def test_an_old_category_points_to_the_new_ones_without_becoming_them(old: str, new: tuple[str, ...]) -> None:
    kind = CATALOGUE.find(old)
    assert kind is not None
    assert kind.code == old
    assert kind.successors == new


def test_a_refresher_lies_on_the_track_of_what_it_renews() -> None:
    tracks = {kind.code: kind.track for kind in CATALOGUE if kind.track != kind.code}
    assert tracks == {"SST-MAC": "SST", "FCO": "FIMO"}


def test_only_transport_certificates_continue_the_old_period() -> None:
    windows = {kind.code: kind.anchor_window_months for kind in CATALOGUE if kind.anchor != "issue_date"}
    assert windows == {"ADR": 12, "FCO": 6}


def test_only_the_reinforced_training_lasts_as_long_as_an_assignment() -> None:
    assert [kind.code for kind in CATALOGUE if kind.per_assignment] == ["FRS"]


def test_the_order_begins_with_the_forklifts_and_unknown_kinds_come_last() -> None:
    assert [kind.code for kind in CATALOGUE][:3] == ["R489-1A", "R489-1B", "R489-2A"]
    shuffled = ["Nacelle maison", "SST", "R489-5", "R485-2", "R489-1A"]
    expected = ["R489-1A", "R489-5", "R485-2", "SST", "Nacelle maison"]
    assert sorted(shuffled, key=CATALOGUE.order_of) == expected


def test_a_code_is_found_exactly_as_it_is_stored() -> None:
    kind = CATALOGUE.find("R489-5")
    assert kind is not None
    assert kind.label("fr") == "Chariots élévateurs à mât rétractable"
    assert kind.label("en") == "Reach trucks"
    assert CATALOGUE.find("r489-5") is None


@pytest.mark.parametrize(
    ("code", "fr", "en"),
    [
        ("R489-1A", "1A Transpalette porté", "1A Ride-on pallet truck"),
        ("R489-3", "3 Frontal ≤\u00a06\u00a0t", "3 Counterbalance ≤ 6 t"),
        ("R490", "Grue de chargement", "Lorry loader"),
        ("R389-6", "R389-6 Hors production", "R389-6 Non-production"),
        ("SST", "SST", "First-aider"),
    ],
)
def test_grids_show_the_category_and_a_few_words(code: str, fr: str, en: str) -> None:
    kind = CATALOGUE.find(code)
    assert kind is not None
    assert (kind.short_label("fr"), kind.short_label("en")) == (fr, en)


def test_labels_follow_the_language_spoken_now() -> None:
    kind = CATALOGUE.find("R489-1B")
    assert kind is not None
    assert kind.label() == kind.label("en")
    set_language("fr")
    assert kind.label() == kind.label("fr")
    assert kind.short_label() == "1B Gerbeur porté"


def test_overhang_is_said_of_counterbalance_trucks_only() -> None:
    overhanging = {kind.code for kind in CATALOGUE if "porte-à-faux" in kind.label_fr}
    assert overhanging == {"R489-3", "R489-4", "R389-3", "R389-4"}


def test_every_kind_has_short_readable_labels_and_a_source() -> None:
    for kind in CATALOGUE:
        assert len(kind.source) > 10, kind.code
        assert len(kind.short_label("fr")) <= 45, kind.code
        assert len(kind.short_label("en")) <= 45, kind.code
        assert not re.search(r" [:;?!%]", kind.label_fr + kind.short_fr), f"{kind.code}: ordinary blank"


def test_caces_in_force_are_issued_since_2020_and_medical_certificates_since_october_2025() -> None:
    assert {kind.since for kind in CATALOGUE if kind.code in CACES} == {dt.date(2020, 1, 1)}
    assert {kind.since for kind in CATALOGUE.of_group("medical")} == {dt.date(2025, 10, 1)}


def test_the_medical_rules_carry_the_intervals_of_the_law() -> None:
    intervals = {code: (each.months, each.intermediate_months) for code, each in CATALOGUE.regimes.items()}
    assert intervals == {"SIS": (60, None), "SIA": (36, None), "SIR": (48, 24)}


def test_visits_due_without_an_earlier_one_carry_the_terms_of_the_law() -> None:
    terms = {code: (each.months, each.days, each.age) for code, each in CATALOGUE.obligations.items()}
    assert terms == {
        "start": (3, None, None),
        "start_apprentice": (2, None, None),
        "start_night": (None, None, None),
        "start_minor": (None, None, 18),
        "start_reinforced": (None, None, None),
        "return": (None, 8, None),
        "mid_career": (None, None, 45),
    }


def test_the_catalogue_is_read_once() -> None:
    assert load_catalogue() is CATALOGUE


def test_the_catalogue_knows_when_it_was_last_revised() -> None:
    assert dt.date(2026, 1, 1) < CATALOGUE.revised < dt.date(2100, 1, 1)


HEAD = "order = 1\nrevised = 2026-01-01\n"
KIND = """[[kind]]
code = "X"
group = "training"
basis = "S"
source = "somewhere"
fr = "fr"
en = "en"
short_fr = "f"
short_en = "e"
"""


def other_kind(code: str) -> str:
    """Return an entry of another code and other labels."""
    return (
        KIND.replace('"X"', f'"{code}"')
        .replace('= "fr"', f'= "fr {code}"')
        .replace('= "en"', f'= "en {code}"')
    )


OBLIGATION = '[[obligation]]\ncode = "return"\nbasis = "S"\nsource = "law"\n'
REGIME = '[[regime]]\ncode = "SIS"\nmonths = 60\nbasis = "S"\nsource = "law"\n'
VISIT = '[[visit]]\ntype = "initial"\nmonths = 24\nbasis = "D"\nsource = "firm"\n'


def test_a_file_with_the_least_it_needs_is_read() -> None:
    catalogue = build_catalogue({"x.toml": HEAD + KIND + REGIME + VISIT})
    assert [kind.code for kind in catalogue] == ["X"]
    assert list(catalogue.regimes) == ["SIS"]
    assert list(catalogue.visits) == ["initial"]


def test_files_come_in_the_order_they_ask_for_whatever_their_names() -> None:
    second = HEAD.replace("= 1\n", "= 2\n") + other_kind("Y")
    catalogue = build_catalogue({"a.toml": second, "b.toml": HEAD + KIND})
    assert [kind.code for kind in catalogue] == ["X", "Y"]
    assert len(build_catalogue({})) == 0


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("order = ", ["x.toml", "not TOML"]),
        ("revised = 2026-01-01", ["x.toml", "order"]),
        ("order = true\nrevised = 2026-01-01", ["x.toml", "order", "True"]),
        ("order = 1", ["x.toml", "revised", "missing"]),
        ('order = 1\nrevised = "yesterday"', ["x.toml", "revised", "yesterday"]),
        ("order = 1\nrevised = 2026-01-01T10:00:00", ["x.toml", "revised"]),
        (HEAD + "colour = 3", ["x.toml", "unknown key", "colour"]),
        (HEAD + "kind = 3", ["x.toml", "kind", "[[kind]]"]),
        (HEAD + "kind = [3]", ["x.toml", "kind", "[[kind]]"]),
        (HEAD + "defaults = 3", ["x.toml", "defaults", "[defaults]"]),
        (HEAD + '[[kind]]\ngroup = "caces"', ["x.toml", "kind 1", "no code", "code is missing"]),
        (HEAD + KIND + "colour = 3", ["x.toml", "kind 1 (X)", "unknown key colour"]),
        (HEAD + KIND + "months = 0", ["kind 1 (X)", "months", "0", "1 to 600"]),
        (HEAD + KIND + "months = 601", ["months", "601"]),
        (HEAD + KIND + "months = true", ["months", "True"]),
        (HEAD + KIND + 'months = "60"', ["months", "'60'"]),
        (HEAD + KIND + 'legacy = "yes"', ["legacy", "true or false"]),
        (HEAD + KIND + 'until = "2019-12-31"', ["until", "2019-12-31", "without quotes"]),
        (HEAD + KIND + "covers = 3", ["covers", "a list of texts"]),
        (HEAD + KIND + 'covers = [""]', ["covers", "a list of texts"]),
        (HEAD + KIND + 'covers = ["Z"]', ["X", "covers", "Z"]),
        (HEAD + KIND + 'successors = ["Z"]', ["X", "successors", "Z"]),
        (HEAD + KIND + 'renews = "Z"', ["X", "renews", "Z"]),
        (HEAD + KIND + 'option = "radio"', ["option", "radio", "floor_control, remote_control"]),
        (HEAD + KIND + 'option_covers = ["X"]', ["option_covers needs an option"]),
        (HEAD + KIND + 'option = "floor_control"\noption_covers = ["Z"]', ["X", "option_covers", "Z"]),
        (HEAD + KIND + 'anchor = "easter"', ["anchor", "easter", "issue_date, previous_expiry"]),
        (HEAD + KIND + 'anchor = "previous_expiry"', ["anchor", "anchor_window_months"]),
        (HEAD + KIND + "anchor_window_months = 6", ["anchor", "anchor_window_months"]),
        (HEAD + KIND + 'authorisation = "maybe"', ["authorisation", "maybe", "recommended"]),
        (HEAD + KIND.replace('"S"', '"Z"'), ["basis", "Z"]),
        (HEAD + KIND.replace('"training"', '"sport"'), ["group", "sport"]),
        (HEAD + KIND.replace('en = "en"\n', ""), ["en is missing"]),
        (HEAD + KIND.replace('"somewhere"', '" "'), ["source", "not empty"]),
        (HEAD + KIND + KIND, ["X", "twice"]),
        (HEAD + other_kind("Y") + KIND + 'aliases = ["ÿ"]', ["X", "aliases", "ÿ", "Y"]),
        (HEAD + other_kind("FR") + KIND, ["X", "fr", "FR"]),
        (HEAD + REGIME.replace("months = 60\n", ""), ["regime 1 (SIS)", "months is missing"]),
        (HEAD + REGIME + "colour = 3", ["regime 1 (SIS)", "colour"]),
        (HEAD + OBLIGATION + "days = 0", ["obligation 1 (return)", "days is 0", "from 1 to 100"]),
        (HEAD + OBLIGATION + "age = true", ["obligation 1 (return)", "age is True"]),
        (HEAD + OBLIGATION + "weeks = 2", ["obligation 1 (return)", "weeks"]),
        (HEAD + VISIT + "colour = 3", ["visit 1 (initial)", "colour"]),
        (HEAD + VISIT + 'kind = "Z"', ["visit initial", "Z"]),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_and_what_is_allowed(text: str, named: list[str]) -> None:
    with pytest.raises(BadRuleFile) as caught:
        build_catalogue({"x.toml": text})
    for word in named:
        assert word in str(caught.value)


def test_family_and_category_make_the_code_and_shared_keys_are_written_once() -> None:
    shared = (
        KIND.replace("[[kind]]", "[defaults]")
        .replace('code = "X"', 'family = "R999"')
        .replace('fr = "fr"\n', "", 1)
    )
    shared = shared.replace('en = "en"\n', "", 1)
    kinds = "".join(f'[[kind]]\ncategory = "{n}"\nfr = "fr {n}"\nen = "en {n}"\n' for n in (1, 2))
    catalogue = build_catalogue({"x.toml": HEAD + shared + kinds})
    assert [(kind.code, kind.source) for kind in catalogue] == [
        ("R999-1", "somewhere"),
        ("R999-2", "somewhere"),
    ]
