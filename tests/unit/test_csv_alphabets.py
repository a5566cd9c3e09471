"""Text files without Unicode: which alphabet they are written in, so that no name is spoilt."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cariste.exchange.csvfile import read_csv
from cariste.exchange.progress import Watch

HEADER = "Nom;Prénom;Société;Début;Fin de contrôle;Observations\n"
"""Titles as any list has them: what French looks like in an alphabet."""
NAMES = (
    "D'ŒUVRE", "Cœur", "SŒUR", "LŸS", "L'Haÿ", "Bœuf", "Œil-Modèle", "NAÏMA", "BÉATRICE", "Noël", "GÉRÔME",
    "Françoise", "ÈVE", "Gaëlle", "ÎLE", "Hélène", "ÇA",
)  # fmt: skip
NOTES = ("", "120 €", "l'été", "½ journée", "2½ j", "1¼ h", "¾ temps", "mi-temps ½")


def read(path: Path, text: str, alphabet: str) -> str:
    path.write_bytes(text.encode(alphabet))
    return "\n".join(";".join(map(str, row)) for row in read_csv(path, Watch())) + "\n"


def sheet_of(names: list[str], notes: list[str], header: str = HEADER) -> str:
    return header + "".join(f"{name};{name};;;;{note}\n" for name, note in zip(names, notes, strict=True))


@given(rows=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NOTES)), min_size=1, max_size=12))
def test_no_name_and_no_note_changes_in_the_alphabet_of_windows(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    text = sheet_of([name for name, _note in rows], [note for _name, note in rows])
    assert read(tmp_path_factory.getbasetemp() / "windows.csv", text, "cp1252") == text


@given(rows=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["", "120 €", "l'été"])), max_size=12))
def test_no_name_changes_in_the_alphabet_that_has_the_euro_and_the_ligature(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    text = sheet_of([name for name, _note in rows], [note for _name, note in rows])
    assert read(tmp_path_factory.getbasetemp() / "latin9.csv", text, "iso8859-15") == text


@pytest.mark.parametrize("alphabet", ["cp1252", "iso8859-15"])
@pytest.mark.parametrize(
    "line", ["BÉATRICE;LOÏC", "NAÏMA;ZOÉ", "RENÉE;JOSÉ", "GÛNTER;ÉLODIE", "ÎLE;THÉRÈSE", "DÉSIRÉ;ANDRÉ"]
)
def test_names_in_capitals_are_no_signs_of_a_macintosh(tmp_path: Path, alphabet: str, line: str) -> None:
    text = f"NOM;PRENOM\n{line}\n"
    assert read(tmp_path / "capitales.csv", text, alphabet) == text


def test_an_apostrophe_of_word_among_capitals_stays_one(tmp_path: Path) -> None:
    text = "NOM;PRENOM\nD’ÉTÉ;ÉLODIE\nRENÉE;ZOÉ\n"
    assert read(tmp_path / "word.csv", text, "cp1252") == text


@pytest.mark.parametrize("alphabet", ["cp850", "mac_roman"])
@pytest.mark.parametrize("line", ["Béatrice;Loïc", "NAÏMA;ZOÉ", "Noël;Hélène", "GÉRÔME;FRANÇOISE"])
def test_old_programs_keep_their_names(tmp_path: Path, alphabet: str, line: str) -> None:
    text = f"{HEADER}{line}\n"
    assert read(tmp_path / "ancien.csv", text, alphabet) == text


def test_an_accent_typed_for_an_apostrophe_makes_no_other_letter(tmp_path: Path) -> None:
    text = f"{HEADER}D´ESSAI;Noël;;;;¨ ¸ ¦\n"
    assert read(tmp_path / "accent.csv", text, "cp1252") == text
