"""The dirt of real sheets as one workbook: every line of it with what must come of it.

Nobody in here exists.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from sheets import Formula

D = dt.date
ASKED, REFUSED, NOTHING = "asked", "refused", "nothing"
"""What may come of a cell besides a date."""


class Dirty(NamedTuple):
    """A cell of a column of dates obtained, and what it must become; `why` names the dirt."""

    why: str
    cell: Any
    becomes: Any


DATES = (
    Dirty("slashes", "15/03/2024", D(2024, 3, 15)),
    Dirty("dots", "15.03.2024", D(2024, 3, 15)),
    Dirty("hyphens", "15-03-2024", D(2024, 3, 15)),
    Dirty("blanks", "15 03 2024", D(2024, 3, 15)),
    Dirty("non-breaking blanks", "\u00a015\u00a0/ 03 / 2024\u202f", D(2024, 3, 15)),
    Dirty("two-digit year", "15/03/24", D(2024, 3, 15)),
    Dirty("serial number", 45366, D(2024, 3, 15)),
    Dirty("serial number as text", "45366", D(2024, 3, 15)),
    Dirty("time part", "15/03/2024 00:00:00", D(2024, 3, 15)),
    Dirty("time part of Excel", dt.datetime(2024, 3, 15, 8, 30), D(2024, 3, 15)),
    Dirty("month in words", "15 mars 2024", D(2024, 3, 15)),
    Dirty("month abbreviated with accent", "15 févr. 2024", D(2024, 2, 15)),
    Dirty("month abbreviated with circumflex", "15 août 24", D(2024, 8, 15)),
    Dirty("month abbreviated in December", "1er déc 2023", D(2023, 12, 1)),
    Dirty("ISO", "2024-03-15", D(2024, 3, 15)),
    Dirty("ambiguous: day first", "02/03/2024", D(2024, 3, 2)),
    Dirty("American order", "02/13/2024", ASKED),
    Dirty("month only", "mars 2024", ASKED),
    Dirty("month only, abbreviated", "déc 23", ASKED),
    Dirty("month only in figures", "03/2024", ASKED),
    Dirty("year only", "2024", ASKED),
    Dirty("year only as number", 2024, ASKED),
    Dirty("a tick", "X", ASKED),
    Dirty("planned", "à prévoir", ASKED),
    Dirty("31 February", "31/02/2024", REFUSED),
    Dirty("Excel's day zero", "00/01/1900", REFUSED),
    Dirty("the number zero as a date", 0, REFUSED),
    Dirty("in the future", "15/03/2031", REFUSED),
    Dirty("no date at all", "voir dossier", REFUSED),
    Dirty("an error", Formula("=#REF!+1", "#REF!"), REFUSED),
    Dirty("another error", Formula("=NA()", "#N/A"), REFUSED),
    Dirty("hyphen for nothing", "-", NOTHING),
    Dirty("N/A for nothing", "N/A", NOTHING),
    Dirty("blanks for nothing", " \u00a0 ", NOTHING),
)

CATEGORIES = (
    # A cell of a column « CACES », the records that come of it, and words of what is said; empty for nothing.
    ("1-3-5", (), "1A or 1B"),
    (D(2005, 3, 1), (), "Proposed: 1, 3, 5"),
    (D(2026, 5, 3), (), "Proposed: 3, 5"),
    ("1A/3/5", (), "R489-1A, R489-3, R489-5: no date"),
    ("1A, 3 et 5", (), "R489-1A, R489-3, R489-5: no date"),
    ("1A+3+5", (), "R489-1A, R489-3, R489-5: no date"),
    ("CACES 1A 3 5", (), "R489-1A, R489-3, R489-5: no date"),
    ("cat.1A-3-5", (), "R489-1A, R489-3, R489-5: no date"),
    ("R489 1B 3 (12/03/2024)", ("R489-1B", "R489-3"), ""),
    ("R.489-1a ; R485-2", (), "R489-1A, R485-2: no date"),
    ("R389 1 3 5", (), "R389-1, R389-3, R389-5: no date"),
    (3, (), "R489-3 is proposed"),
    ("nacelle", (), "R486-A (vertical) or R486-B (boom)"),
    ("Nacelle 3B", (), "today’s category would be R486-B"),
    ("5 (exp 06/26)", (), "The day is missing"),
    ("en cours", (), "To be planned"),
    ("à prévoir", (), "To be planned"),
    ("?", (), "To be planned"),
    ("NON", (), ""),
    ("-", (), ""),
    ("", (), ""),
    ("télescopique", (), "R482-F, not R489"),
)

PEOPLE = (
    # Cells of surname and first name in one, employee number, start date; what must be recorded, or None.
    (("FICTIF-TEST Chloé", "00123", "04/01/2016"), ("FICTIF-TEST", "Chloé", "00123")),
    (("fictif test CHLOE", 123.0, "04/01/2016"), None),
    (("DE\u00a0LA\u00a0FICTION JEAN ERIC", "124", ""), ("DE LA FICTION", "JEAN ERIC", "124")),
    (("Noël D'ESSAI", "125", ""), ("D'ESSAI", "Noël", "125")),
    (("ŒUVRE-MODÈLE Aïcha", "126", ""), ("ŒUVRE-MODÈLE", "Aïcha", "126")),
    (("MODÈLE née ESSAI Awa", "127", ""), ("MODÈLE née ESSAI", "Awa", "127")),
    (("GABARIT Paul", "128", "01/02/2010"), ("GABARIT", "Paul", "128")),
    (("GABARIT Paul", "129", "01/02/2020"), ("GABARIT", "Paul", "129")),
    (("Mme N'EXEMPLE Léa", "130", ""), ("N'EXEMPLE", "Léa", "130")),
)


def write(path: Path) -> Path:
    """Write the workbook: dates, people, and sheets whose form is the dirt."""
    book = xlsxwriter.Workbook(path)
    _Writer(book).write()
    book.close()
    return path


class _Writer:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._date = book.add_format({"num_format": "dd/mm/yyyy"})
        self._red = book.add_format({"bg_color": "#FF0000"})

    def write(self) -> None:
        self._dates()
        self._categories()
        self._people()
        self._leavers()
        self._blocks()

    def _dates(self) -> None:
        sheet = self._book.add_worksheet("Feuil1")
        sheet.write_row(6, 2, ["NOM", "Prénom", "R489 3 obtenu le"])
        for row, dirty in enumerate(DATES, start=7):
            sheet.write_row(row, 2, [f"DATE{row}", "Léa"])
            self._cell(sheet, row, 4, dirty.cell)
        last = 7 + len(DATES)
        # Two cells that ask each other, as Excel stores them: a zero that looks like a date.
        for number, text in enumerate((f"=E{last + 2}", f"=E{last + 1}")):
            sheet.write_row(last + number, 2, [f"DATE{last + number}", "Léa"])
            sheet.write_formula(last + number, 4, text, self._date, 0)

    def _categories(self) -> None:
        sheet = self._book.add_worksheet("MATRICE 2026")
        sheet.write(0, 0, "MATRICE DES FORMATIONS 2026")
        sheet.write(1, 0, "vert = OK, orange = < 3 mois, rouge = périmé, gris = N/A")
        sheet.write(3, 3, "CARISTE")
        sheet.write_row(4, 0, ["N°", "NOM", "PRENOM", "CACES"])
        for row, (cell, _kinds, _said) in enumerate(CATEGORIES, start=5):
            sheet.write_row(row, 0, [row - 4, f"CELLULE{row}", "Léa"])
            self._cell(sheet, row, 3, cell)

    def _people(self) -> None:
        sheet = self._book.add_worksheet("Effectif")
        sheet.merge_range(0, 0, 0, 4, "EFFECTIF AU 02/11/2026")
        for column, title in enumerate(["NOM Prénom", "Mle", "Date\nentrée", "Agence", "Obs."]):
            sheet.merge_range(2, column, 3, column, title)
        row = 4
        for cells, _recorded in PEOPLE:
            for column, cell in enumerate(cells):
                self._cell(sheet, row, column, cell)
            row += 1
            if row == 8:
                # The titles once more, as long lists repeat them for printing.
                sheet.write_row(row, 0, ["NOM Prénom", "Mle", "Date entrée", "Agence", "Obs."])
                row += 1
        sheet.write_row(row, 0, ["TOTAL", 9])
        sheet.write_row(row + 1, 0, ["Nb d'intérimaires : 2"])
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})
        sheet.write_comment(4, 0, "ne pas oublier")
        sheet.protect("secret")
        sheet.autofilter(2, 0, row, 4)

    def _leavers(self) -> None:
        sheet = self._book.add_worksheet("Sortis 2025")
        sheet.write_row(0, 0, ["Nom", "Prénom", "Mle", "Date de sortie"])
        sheet.write_row(1, 0, ["PARTI", "Luc", "140", "30/06/2025"], self._red)

    def _blocks(self) -> None:
        sheet = self._book.add_worksheet("Blocs")
        sheet.write_row(0, 0, ["Nom", "Prénom", "WMS", "Agence"])
        sheet.write_row(1, 0, ["PASSAGE", "Ida", "W150", "Agence A"])
        sheet.write_row(4, 0, ["Nom", "Prénom", "WMS", "SST valable jusqu'au"])
        sheet.write_row(5, 0, ["PASSAGE", "Ida", "W150", "30/06/2027"])
        sheet.write_row(8, 0, ["Nom", "Prénom", "WMS", "Agence"])
        sheet.write_row(9, 0, ["PASSAGE", "Ida", "W150", "Agence B"])

    def _cell(self, sheet: Any, row: int, column: int, cell: Any) -> None:
        if isinstance(cell, Formula):
            sheet.write_formula(row, column, cell.text, None, cell.value)
        elif isinstance(cell, dt.date):
            sheet.write_datetime(row, column, cell, self._date)
        elif isinstance(cell, str):
            sheet.write_string(row, column, cell)
        else:
            sheet.write_number(row, column, cell, self._date if cell == 0 else None)
