"""What people write for a kind, and what it must become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.regulation.codes import categories, family_of, normalise_code, recognise
from cariste.regulation.rules import load_catalogue


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("R489-1A", "R489-1A"),
        ("R.489 1A", "R489-1A"),
        ("R489 cat. 1A", "R489-1A"),
        ("489-1a", "R489-1A"),
        ("CACES® R 489 catégorie 1A", "R489-1A"),
        ("caces®r489 categorie 1 a", "R489-1A"),
        ("\u00a0R\u00a0489\u202f1A ", "R489-1A"),
        ("R489CAT3", "R489-3"),
        ("489 3", "R489-3"),
        ("R4895", "R489-5"),
        ("Caces 489 n° 5", None),
        ("CACES (R489) - 6", "R489-6"),
        ("R485/2", "R485-2"),
        ("R486 groupe A", "R486-A"),
        ("r482 B 1", "R482-B1"),
        ("R482 CAT C1", "R482-C1"),
        ("R484 cat 2 option commande au sol", "R484-2"),
        ("R490", "R490"),
        ("R 490 option télécommande", "R490"),
        ("R490 catégorie unique", "R490"),
        ("R372m 9", "R372m-9"),
        ("R.372 m cat. 10", "R372m-10"),
        ("R372 modifiée 4", "R372m-4"),
        ("372-2", "R372m-2"),
        ("R389-6", "R389-6"),
        ("R386 3B", "R386-3B"),
        ("R390", "R390"),
        ("R377m", "R377m"),
        ("R377 GME", "R377m"),
        ("R383m 2B", "R383m"),
    ],
)
def test_every_way_of_writing_a_certificate_gives_one_code(text: str, code: str | None) -> None:
    assert normalise_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1A",
        "3",
        "CACES 3",
        "489",
        "4893",
        "490",
        "R489",
        "R489 8",
        "R489-1",
        "R389-1A",
        "R489m 3",
        "R490 3",
        "R999 1",
        "R489 1A 3",
        "R489 1-3-5",
        "R489 1A du 12/03/2024",
        "nacelle",
        "R372m",
        "en cours",
    ],
)
def test_what_names_no_single_certificate_is_left_to_be_asked(text: str) -> None:
    assert normalise_code(text) is None


@pytest.mark.parametrize("kind", load_catalogue().of_group("caces"), ids=lambda kind: kind.code)
def test_every_code_is_recognised_whatever_its_punctuation(kind) -> None:  # type: ignore[no-untyped-def]
    for text in (kind.code, kind.code.lower(), kind.code.replace("-", " "), f"CACES {kind.code}"):
        assert normalise_code(text) == kind.code
        assert recognise(text) is kind


@pytest.mark.parametrize("kind", load_catalogue().kinds, ids=lambda kind: kind.code)
def test_every_kind_is_recognised_by_its_code_its_labels_and_its_other_names(kind) -> None:  # type: ignore[no-untyped-def]
    for name in (kind.code, kind.label_fr, kind.label_en, kind.label_fr.upper(), *kind.aliases):
        assert recognise(name) is kind, name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sauveteur Secouriste du Travail", "SST"),
        ("MAC SST", "SST-MAC"),
        ("Hab. élec.", "ELEC"),
        ("B0 H0V", "ELEC"),
        ("Gestes & postures", "GESTES"),
        ("ÉQUIPIER DE PREMIÈRE INTERVENTION", "FIRE-EPI"),
        ("mât rétractable", "R489-5"),
        ("harnais", "HARNESS"),
    ],
)
def test_usual_names_are_recognised(text: str, code: str) -> None:
    kind = recognise(text)
    assert kind is not None
    assert kind.code == code


@pytest.mark.parametrize("text", ["EPI", "nacelle", "télescopique", "R489", "", "chariot"])
def test_names_with_two_meanings_are_not_guessed(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("R489 1-3-5", "R489"),
        ("anciens R389 1 3 5", "R389"),
        ("R.372 modifiée", "R372m"),
        ("R4891", None),
        ("489", None),
        ("PR489", None),
        ("R999", None),
    ],
)
def test_the_recommendation_a_text_mentions_is_found(text: str, family: str | None) -> None:
    assert family_of(text) == family


def test_the_categories_of_a_family_come_in_order() -> None:
    assert categories("R489") == ("1A", "1B", "2A", "2B", "3", "4", "5", "6", "7")
    assert categories("R372m") == tuple(str(n) for n in range(1, 11))
    assert categories("R490") == categories("R999") == ()


@pytest.mark.parametrize(
    "text", ["R489 1A" + " " * 10_000, "R" * 10_000, "R489" + "-1" * 5_000, "489 " * 2_500]
)
def test_a_hostile_cell_is_neither_a_code_nor_a_name(text: str) -> None:
    assert normalise_code(text) is None
    assert recognise(text) is None


def test_a_family_is_looked_for_at_the_beginning_of_a_long_text_only() -> None:
    assert family_of("x" * 10_000 + " R489") is None
    assert family_of("R489 " + "x" * 10_000) == "R489"


@given(st.text(max_size=300))
def test_any_text_gives_a_catalogued_code_or_nothing(text: str) -> None:
    code = normalise_code(text)
    assert code is None or load_catalogue().find(code) is not None
    kind = recognise(text)
    assert kind is None or kind in load_catalogue().kinds
    assert family_of(text) in {None, *load_catalogue().families}
