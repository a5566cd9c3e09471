"""How alike two people are: a proposal, never a decision."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.duplicates.scoring import (
    CLOSE_BIRTH,
    OTHER_BIRTH,
    OTHER_NUMBER,
    SAME_BIRTH,
    SAME_NUMBER,
    SWAPPED,
    Traits,
    likeness,
    number_key,
    sorted_name,
    words_alike,
)

MAY, JUNE = dt.date(1990, 5, 12), dt.date(1971, 6, 3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Fictif-Test", "Chloé"), ("FICTIF TEST", "CHLOE")),
        (("D'Essai", "Noël"), ("ESSAI", "Noel")),
        (("De La Fiction", "Jean-Éric"), ("LA FICTION", "Jean Eric")),
        (("Œuvre-Modèle", "Aïcha"), ("Oeuvre Modele", "Aicha")),
        (("Témoin née Patron", "Lucie"), ("Patron", "Lucie")),
        (("Ben Exemple", "Sami"), ("Exemple", "Sami")),
    ],
)
def test_one_person_written_in_two_ways_is_proposed(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert likeness(Traits(*one), Traits(*other)).score == 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Fictif", "Chloé"), ("Fictif", "Chole")),
        (("Gabarit", "Idriss"), ("Gabaritt", "Idriss")),
        (("Exemple", "Mohamed"), ("Exemple", "Mohammed")),
        (("Modèle", "Jean"), ("Modèle", "Jean-Éric")),
        (("Modèle-Fictif", "Awa"), ("Modèle", "Awa")),
        (("Témoin", "N."), ("Témoin", "Noël")),
        (("Lucie", "Patron"), ("Patron", "Lucie")),
    ],
)
def test_a_slip_a_shortened_or_exchanged_name_is_proposed_but_not_certain(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    found = likeness(Traits(*one), Traits(*other))
    assert found.proposed
    assert not found.certain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Fictif", "Chloé"), ("Fictif", "Noël")),
        (("Fictif", "Chloé"), ("Modèle", "Chloé")),
        (("Exemple", "Jean"), ("Exemple", "Jeanne")),
        (("Li", "An"), ("Lu", "Am")),
        (("Témoin", "Marc"), ("Patron", "Lucie")),
    ],
)
def test_people_who_share_one_of_two_names_are_not_proposed(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert not likeness(Traits(*one), Traits(*other)).proposed


def test_the_same_name_and_date_of_birth_are_certain() -> None:
    found = likeness(Traits("Fictif", "Chloé", None, MAY), Traits("FICTIF", "CHLOE", None, MAY))
    assert found.certain
    assert SAME_BIRTH in found.reasons


def test_a_number_that_lost_its_zeros_is_the_same_number() -> None:
    found = likeness(Traits("Fictif", "Chloé", "00123"), Traits("Fictif", "Chloe", "123"))
    assert found.certain
    assert SAME_NUMBER in found.reasons
    assert number_key("0") == "0"
    assert number_key(None) == ""


def test_father_and_son_are_not_proposed() -> None:
    father, son = Traits("Fictif", "Jean", "12", JUNE), Traits("Fictif", "Jean", "340", MAY)
    found = likeness(father, son)
    assert not found.proposed
    assert {OTHER_BIRTH, OTHER_NUMBER} <= {*found.reasons}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Traits("Fictif", "Chloé", None, MAY), Traits("Fictif", "Chloé", None, JUNE)),
        (Traits("Fictif", "Chloé", "12", MAY), Traits("Fictif", "Chloé", "340", MAY)),
        (Traits("Fictif", "Chloé", "12"), Traits("Fictif", "Chloé", "340")),
        (Traits("Fictif", "Chloé"), Traits("Fictif", "Chloé")),
    ],
)
def test_homonyms_are_never_certain(one: Traits, other: Traits) -> None:
    assert not likeness(one, other).certain


def test_the_same_temp_through_two_agencies_is_proposed() -> None:
    found = likeness(Traits("Fictif", "Chloé", "A12", MAY), Traits("Fictif", "Chloé", "B7", MAY))
    assert found.proposed


@pytest.mark.parametrize("mistyped", [dt.date(1990, 12, 5), dt.date(1990, 5, 13), dt.date(1991, 5, 12)])
def test_a_date_of_birth_with_one_slip_still_lets_people_be_proposed(mistyped: dt.date) -> None:
    found = likeness(Traits("Fictif", "Chloé", None, MAY), Traits("Fictif", "Chloé", None, mistyped))
    assert found.proposed
    assert not found.certain
    assert CLOSE_BIRTH in found.reasons


def test_a_date_of_birth_confirms_a_name_that_alone_would_not_do() -> None:
    apart = likeness(Traits("Exemple", "Jean"), Traits("Exemple", "Jeanne"))
    confirmed = likeness(Traits("Exemple", "Jean", None, MAY), Traits("Exemple", "Jeanne", None, MAY))
    assert not apart.proposed
    assert confirmed.proposed
    assert not confirmed.certain


def test_twins_are_not_proposed() -> None:
    assert not likeness(Traits("Exemple", "Rose", None, MAY), Traits("Exemple", "Paul", None, MAY)).proposed


def test_a_number_alone_makes_nobody_the_same() -> None:
    assert not likeness(Traits("Fictif", "Chloé", "12"), Traits("Patron", "Marc", "12")).proposed


def test_exchanged_names_are_said_to_be_so() -> None:
    assert SWAPPED in likeness(Traits("Lucie", "Patron"), Traits("Patron", "Lucie")).reasons


def test_names_of_nothing_but_particles_are_compared_all_the_same() -> None:
    assert likeness(Traits("De", "La"), Traits("DE", "LA")).score == 100
    assert sorted_name("De", "La") == "de la"


def test_an_empty_name_is_like_nothing() -> None:
    assert words_alike("", "") == 0
    assert words_alike("a", "") == 0
    assert words_alike("a", "bernard") == 0
    assert likeness(Traits("", ""), Traits("", "")).score == 0


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
traits = st.builds(
    Traits,
    names,
    names,
    st.none() | st.text("0123456789A", min_size=1, max_size=6),
    st.none() | st.dates(dt.date(1950, 1, 1), dt.date(2008, 1, 1)),
    st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2026, 1, 1)),
)


@given(traits, traits)
def test_likeness_has_no_direction_and_stays_in_its_bounds(one: Traits, other: Traits) -> None:
    found = likeness(one, other)
    mirrored = likeness(other, one)
    assert (found.score, found.certain, {*found.reasons}) == (
        mirrored.score,
        mirrored.certain,
        {*mirrored.reasons},
    )
    assert 0 <= found.score <= 100
    assert found.proposed or not found.certain


@given(traits, st.dates(dt.date(1950, 1, 1), dt.date(1969, 1, 1)))
def test_another_date_of_birth_never_speaks_for_anybody(one: Traits, born: dt.date) -> None:
    older = one._replace(birth_date=born)
    younger = one._replace(birth_date=born.replace(year=born.year + 20, day=1 + born.day % 28))
    assert likeness(older, younger).score <= likeness(older._replace(birth_date=None), younger).score
    assert not likeness(older, younger).certain
