"""What undo and the journal call an edit."""

from __future__ import annotations

import pytest

from cariste.core.i18n import set_language
from cariste.core.wording import of_person
from cariste.employee import edit_labels, labels


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (["R489-5", "R489-1A", "R489-3"], "R489-1A, 3, 5"),
        (["R485-2", "R489-2A", "R489-1A"], "R489-1A, 2A, R485-2"),
        (["Autolaveuse", "R489-3"], "R489-3, Autolaveuse"),
        (["R490"], "R490"),
        ([f"R489-{each}" for each in ("1A", "1B", "2A", "2B", "3", "4", "5")], "R489-1A, 1B, 2A, 2B, 3, 4…"),
    ],
)
def test_the_family_is_written_once(kinds: list[str], words: str) -> None:
    assert edit_labels.kinds_in_words(kinds) == words


def test_an_edit_is_named_as_one_would_say_it() -> None:
    set_language("fr")
    assert edit_labels.record_stored(labels.CACES, ["R489-3", "R489-1A"], "Chloé Martin") == (
        "CACES R489-1A, 3 de Chloé Martin"
    )
    assert edit_labels.record_stored(labels.MEDICAL, ["periodic"], "Aïcha Modèle") == (
        "Visite périodique d’Aïcha Modèle"
    )
    deleted = edit_labels.record_deleted(labels.TRAINING, "SST", "Éloïse X")
    assert deleted == "Suppression\u00a0: SST d’Éloïse X"
    assert edit_labels.person_added("Noël D'Essai") == "Nouveau salarié Noël D'Essai"
    assert edit_labels.person_changed("Hugo Patron") == "Fiche d’Hugo Patron"
    set_language("en")
    assert edit_labels.person_changed("Hugo Patron") == "Record of Hugo Patron"


def test_a_name_without_letters_breaks_nothing() -> None:
    set_language("fr")
    assert of_person("😀") == "de 😀"
    assert of_person("") == "de "
