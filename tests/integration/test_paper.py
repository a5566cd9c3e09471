"""Pages to print: letters, lines, tables that go on, and which page of how many."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import pages_of
from reportlab.platypus import PageBreak

from cariste.core.i18n import set_language
from cariste.paper import letters
from cariste.paper.grid import RIGHT, Cell, Column, Grid, Group
from cariste.paper.letters import Face, face
from cariste.paper.looks import BAD, FINE, TITLE
from cariste.paper.page import Imprint, build
from cariste.paper.words import Section, Words, heading

IMPRINT = Imprint("Échéancier", "Entrepôt Exemple", "imprimé le 21/11/2026")
COLUMNS = (Column("Nom", 2, bold=True), Column("Situation", 2), Column("Nombre", 1, RIGHT))


def test_accents_ligatures_and_signs_are_embedded_and_read_back() -> None:
    text = "« Éloïse Œuvre-Łuczak » ≤ 6 t – à l’été, 1 200 €"
    built = build([Words(text, TITLE), Words(FINE.signed("valide") + BAD.signed("expiré"))], IMPRINT)
    [page] = pages_of(built.content)
    assert text in page.replace("\u00a0", " ")
    assert "✓ valide✖ expiré" in page.replace("\u00a0", " ")
    assert b"/FontFile2" in built.content


def test_letters_of_other_alphabets_come_from_this_pc_or_lose_their_accent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(letters, "_of_this_pc", lambda *, bold: iter(()))
    bare = Face(bold=False)
    assert bare.runs("Żőů") == [(bare.name, "Zou")]
    assert bare.runs("محمد")[0][1] == "????"
    assert bare.runs("a\u200bb\x07") == [(bare.name, "ab")]
    assert bare.runs("→") == [(bare.name, "->")]


def test_an_installation_without_our_font_prints_with_what_every_reader_has(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(letters.reportlab, "__file__", str(tmp_path / "gone.py"))
    assert Face(bold=True).runs("Chloé œuvre") == [("Helvetica-Bold", "Chloé œuvre")]


@given(st.text(max_size=60), st.floats(min_value=1, max_value=300))
def test_a_text_in_lines_keeps_every_letter_and_fits_where_one_letter_does(text: str, room: float) -> None:
    lines = face().wrap(text, 8, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(face().width(line, 8) <= room or len(line.strip()) <= 1 for line in lines)


def test_a_word_that_is_too_long_breaks_after_its_hyphen() -> None:
    room = face().width("De La Fontaine-Ł", 8)
    assert face().wrap("De La Fontaine-Łuczak", 8, room) == ["De La", "Fontaine-Łuczak"]
    assert face().wrap("Fontaine-Łuczak", 8, face().width("Fontaine-Łu", 8)) == ["Fontaine-", "Łuczak"]


@given(st.text(max_size=80))
def test_a_clipped_text_fits_and_says_that_it_was_cut(text: str) -> None:
    room = face().width("…" + "m" * 8, 8)
    clipped = face().clipped(text, 8, room)
    assert clipped == text or clipped.endswith("…")
    assert face().width(clipped, 8) <= room


def test_a_table_goes_on_with_its_heads_and_the_title_of_its_group() -> None:
    rows = [Group("Quai  90"), *((f"Personne {n}", Cell("expiré", BAD), str(n)) for n in range(90))]
    rows += [Group("Zone A  1"), ("Dernière", "", "")]
    built = build([Grid(COLUMNS, rows)], IMPRINT)
    pages = pages_of(built.content)
    assert built.pages == len(pages) > 1
    assert all("Nom Situation Nombre" in page for page in pages)
    assert "Quai 90" in pages[0]
    assert "Quai 90 (continued)" in pages[1]
    told = " ".join(pages)
    assert [told.count(f"Personne {n} ") for n in range(90)] == [1] * 90


@pytest.mark.parametrize("before", range(40, 60))
def test_no_title_is_left_alone_at_the_end_of_a_page(before: int) -> None:
    rows = [("x", "", "")] * before
    story = [Grid(COLUMNS, [*rows, Group("Zone A"), ("Suite", "", "")])]
    for page in pages_of(build(story, IMPRINT).content):
        assert ("Zone A" in page) == ("Suite" in page)
    story = [Grid(COLUMNS, rows), *heading("Formations"), Grid(COLUMNS, [("Suite", "", "")])]
    for page in pages_of(build(story, IMPRINT).content):
        assert ("Formations" in page) == ("Suite" in page)


def test_a_row_longer_than_a_page_is_cut_and_loses_nothing() -> None:
    told = [f"mot{n:04}" for n in range(3000)]
    built = build([Grid(COLUMNS, [("avant", "", ""), ("nom", " ".join(told), "1")])], IMPRINT)
    assert built.pages > 2
    page = " ".join(pages_of(built.content))
    assert [word for word in page.split() if word.startswith("mot")] == told


def test_a_long_text_goes_on_the_next_page() -> None:
    told = [f"mot{n:04}" for n in range(2500)]
    pages = pages_of(build([Words(" ".join(told))], IMPRINT).content)
    assert len(pages) > 1
    assert [word for word in " ".join(pages).split() if word.startswith("mot")] == told


def test_the_foot_says_what_whose_and_which_page_of_how_many_for_each_person_anew() -> None:
    set_language("fr")
    long = [Words("ligne\n" * 100)]
    story = [Section("Chloé"), *long, PageBreak(), Section("Zoé"), Words("fin")]
    pages = pages_of(build(story, IMPRINT).content)
    feet = [page[page.index("Entrepôt Exemple") :] for page in pages]
    assert feet[0].startswith("Entrepôt Exemple · Échéancier · Chloé Page 1 sur 2")
    assert "Chloé Page 2 sur 2" in feet[1]
    assert "Zoé Page 1 sur 1" in feet[2]
    assert all("imprimé le 21/11/2026" in foot for foot in feet)


def test_pages_are_a4_upright_or_across_and_name_title_and_language() -> None:
    set_language("fr")
    sizes = []
    for wide in (False, True):
        pdf = pypdfium2.PdfDocument(build([Words("x")], IMPRINT, wide=wide).content)
        sizes.append(tuple(round(side) for side in pdf[0].get_size()))
        assert pdf.get_metadata_dict()["Title"] == "Échéancier"
        pdf.close()
    assert sizes == [(595, 842), (842, 595)]
