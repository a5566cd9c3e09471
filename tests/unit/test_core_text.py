"""How names and words are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.core.text import fold, has_words, tidy


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("eloise", "Éloïse"),
        ("JEAN ERIC", "Jean-Éric"),
        ("oeuvre modele", "ŒUVRE-Modèle"),
        ("d essai", "D’ESSAI"),
        ("d'essai", "d´Essai"),
        ("de la fiction", "DE\u00a0LA\u202fFICTION "),
        ("strasse", "Straße"),
        ("lukasz", "Łukasz"),
    ],
)
def test_names_that_people_take_for_the_same_fold_alike(typed: str, found: str) -> None:
    assert fold(typed) == fold(found)


def test_different_names_stay_different() -> None:
    assert fold("Modèle") != fold("Modele Junior")


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text())
def test_tidy_text_holds_no_control_character_and_no_double_blank(text: str) -> None:
    tidied = tidy(text)
    assert "  " not in tidied
    assert tidied == tidied.strip()
    assert all(char.isprintable() or ord(char) > 31 for char in tidied)


def test_tidy_keeps_accents_and_case() -> None:
    assert tidy(" Éloïse\t D'ESSAI\n") == "Éloïse D'ESSAI"


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("CACES R489-3 d'Éloïse Modèle", "eloise", True),
        ("CACES R489-3 d'Éloïse Modèle", "modele caces", True),
        ("CACES R489-3 d'Éloïse Modèle", "modele visite", False),
        ("CACES R489-3 d'Éloïse Modèle", "", True),
        ("", "eloise", False),
    ],
)
def test_a_text_has_words_in_any_order_whatever_its_accents(text: str, words: str, found: bool) -> None:
    assert has_words(text, words) is found
