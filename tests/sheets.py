"""The three sheets that warehouses keep, as real files: wide per CACES, list of visits, matrix of trainings.

Nobody in here exists.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

D = dt.date
Cell = Any


class Formula(NamedTuple):
    """A formula with the value that Excel stored for it; None when it never computed it."""

    text: str
    value: Cell


class Grid(NamedTuple):
    """A sheet: its name, its rows, and merged ranges as (first row, first column, last row, last column)."""

    name: str
    rows: list[list[Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_columns: tuple[int, ...] = ()


_DATES = ["Obtenu le", "Valable jusqu'au"]


def wide() -> Grid:
    """« SUIVI CACES »: one row per person, a pair of columns per category, a header on two levels."""
    rows: list[list[Cell]] = [
        ["SUIVI CACES – ENTREPÔT EXEMPLE – MAJ 02/11/2026", *[""] * 15],
        [""] * 16,
        ["NOM Prénom", "Mle", "Contrat", "Date entrée",
         "R489 1A", "", "R489 1B", "", "R489 3", "", "R489 5", "", "CACES (ancien)",
         "Autor. conduite", "Obs.", ""],
        ["", "", "", "", *_DATES * 4, "", "", "", ""],
        ["FICTIF-TEST Chloé ", "00123", "CDI", D(2016, 1, 4),
         D(2024, 3, 15), Formula("=EDATE(E5,60)", D(2029, 3, 15)),
         "", "", "", "", "", "", "", "OK", "", ""],
        ["D'ESSAI Noël", 124, "cdi", "02.05.2019",
         "", "", "", "", D(2024, 2, 29), Formula("=EDATE(I6,60)", D(2029, 2, 28)),
         D(2024, 2, 29), D(2034, 2, 28), "", "X", "", Formula("=L6-TODAY()", 2656)],
        ["DE\u00a0LA\u00a0FICTION JEAN ERIC", "00125", "INTERIM", D(2026, 1, 12),
         "12/03/24", "", "", "", "", "", "", "",
         "R389 1-3-5 du 12/03/2018", "oui", "agence X", ""],
        ["Œuvre-Modèle Aïcha", "", "CDD", 45366,
         "mars 2025", "", "", "", "", "", "", "", "", "", "fin 31/12", ""],
        ["FICTIF TEST CHLOE", 123, "CDI", D(2016, 1, 4),
         "", "", "", "", "", "", "31/02/2023", "", "", "", "doublon ?", ""],
        ["TOTAL", 5, *[""] * 14],
    ]  # fmt: skip
    merged = ((0, 0, 0, 15), *((2, column, 2, column + 1) for column in (4, 6, 8, 10)))
    return Grid("SUIVI CACES", rows, merged, hidden_columns=(2,))


def visits() -> Grid:
    """« VM »: medical visits as a long list, the same person on several rows."""
    rows: list[list[Cell]] = [
        ["Nom", "Prénom", "Service", "Type VM", "Date VM", "Avis", "Validité", "Prochaine VM", "Commentaire"],
        ["D'ESSAI", "Noël", "Quai", "Embauche", D(2019, 5, 14), "Apte", "2 ans", D(2021, 5, 14), ""],
        [
            "D'ESSAI",
            "NOEL",
            "quai ",
            "Périodique",
            D(2021, 6, 3),
            "Apte",
            "24 mois",
            D(2023, 6, 3),
            "mal au dos",
        ],
        ["D'ESSAI", "Noël", "Quai", "VIP", "05/11/2025", "AS", "5ans", D(2030, 11, 5), ""],
        [
            "FICTIF-TEST",
            "Chloé",
            "ZA",
            "Reprise",
            D(2026, 9, 2),
            "apte sous réserve pas de charge >10kg",
            "",
            "",
            "",
        ],
        ["ŒUVRE-MODELE", "Aicha", "Zone-A", "VIP", "convoqué", "", "", Formula("=#REF!+1", "#REF!"), ""],
        ["DE LA FICTION", "Jean-Éric", "Bureaux", "SIR", D(2024, 9, 20), "Apte", "2 ans", D(2026, 9, 20), ""],
    ]
    return Grid("VM", rows)


MATRIX_HEADERS = ["N°", "NOM", "PRENOM", "Fonction", "CACES", "SST", "Habilitation\nélectrique", "Incendie",
                  "Gestes & postures", "Harnais", "ADR / FCO", "E-learning accueil"]  # fmt: skip


def matrix() -> Grid:
    """« MATRICE 2026 »: people × trainings, headers on row 5 below a legend and group headings."""
    rows: list[list[Cell]] = [
        ["MATRICE DES FORMATIONS 2026", *[""] * 11],
        ["vert = OK, orange = < 3 mois, rouge = périmé, gris = N/A", *[""] * 11],
        [""] * 12,
        ["", "", "", "", "CARISTE", "SÉCURITÉ", "", "", "", "", "TRANSPORT", ""],
        MATRIX_HEADERS,
        [1, "FICTIF-TEST", "Chloé", "cariste", "R489 1B 3 (12/03/2024)",
         D(2027, 3, 1), "B0 H0V", D(2026, 2, 3), "X", "N/A",
         "ADR 03/2027", 1.0],
        [2, "D'ESSAI", "NOEL", "PREPARATEUR", D(2005, 3, 1),
         "2026", "BS 12/2025", "", "oui", "NC", "FCO 11/28", "Fait"],
        [3, "DE LA FICTION", "Jean Eric", "Récept.", "1A/3/5",
         "X", D(2025, 4, 2), "", "2024", "-", "", "permanent"],
        [4, "ŒUVRE-MODÈLE", "Aïcha", "Prépa", "en cours", "", "", "", "", "", "", ""],
    ]  # fmt: skip
    return Grid("MATRICE 2026", rows)


def three_sheets() -> list[Grid]:
    """The workbook of the warehouse."""
    return [wide(), visits(), matrix()]


def write_xlsx(
    path: Path,
    grids: Sequence[Grid],
    *,
    date_1904: bool = False,
    decorate: Callable[[Any], None] | None = None,
) -> Path:
    """Write an .xlsx as Excel would: merged titles, typed dates, formulas with values, a filter."""
    book = xlsxwriter.Workbook(path, {"date_1904": date_1904})
    date = book.add_format({"num_format": "dd/mm/yyyy"})
    red = book.add_format({"bg_color": "#FF0000"})
    for grid in grids:
        sheet = book.add_worksheet(grid.name)
        for first_row, first_column, last_row, last_column in grid.merged:
            text = str(grid.rows[first_row][first_column])
            sheet.merge_range(first_row, first_column, last_row, last_column, text)
        covered = {
            (row, column)
            for r1, c1, r2, c2 in grid.merged
            for row in range(r1, r2 + 1)
            for column in range(c1, c2 + 1)
        }
        for row, cells in enumerate(grid.rows):
            for column, cell in enumerate(cells):
                if (row, column) in covered:
                    continue
                _write_xlsx_cell(sheet, row, column, cell, date, red)
        for column in grid.hidden_columns:
            sheet.set_column(column, column, None, None, {"hidden": True})
        sheet.autofilter(len(grid.rows) // 2, 0, len(grid.rows), len(grid.rows[0]) - 1)
        if decorate is not None:
            decorate(sheet)
    book.close()
    return path


def _write_xlsx_cell(sheet: Any, row: int, column: int, cell: Cell, date: Any, red: Any) -> None:
    if isinstance(cell, Formula):
        shape = date if isinstance(cell.value, D) else None
        value = (cell.value - D(1899, 12, 30)).days if isinstance(cell.value, D) else cell.value
        sheet.write_formula(row, column, cell.text, shape, "" if value is None else value)
    elif isinstance(cell, D):
        sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), date)
    elif isinstance(cell, str):
        if cell == "":
            sheet.write_blank(row, column, None, red)
        else:
            sheet.write_string(row, column, cell)
    else:
        sheet.write(row, column, cell)


def write_xls(path: Path, grids: Sequence[Grid]) -> Path:
    """Write an .xls of Excel 97; formulas become their values."""
    book = xlwt.Workbook()
    date = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for grid in grids:
        sheet = book.add_sheet(grid.name)
        for row, cells in enumerate(grid.rows):
            for column, cell in enumerate(map(_value, cells)):
                if cell != "":
                    sheet.write(row, column, cell, *([date] if isinstance(cell, D) else []))
    book.save(str(path))
    return path


def write_ods(path: Path, grids: Sequence[Grid]) -> Path:
    """Write an .ods as LibreOffice would; formulas become their values."""
    document = OpenDocumentSpreadsheet()
    for grid in grids:
        table = Table(name=grid.name)
        for cells in grid.rows:
            row = TableRow()
            for cell in map(_value, cells):
                row.addElement(_ods_cell(cell))
            table.addElement(row)
        # LibreOffice fills the sheet to its last row.
        table.addElement(TableRow(numberrowsrepeated=1_048_000))
        document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def _ods_cell(cell: Cell) -> Any:
    if cell == "":
        return TableCell()
    if isinstance(cell, D):
        made = TableCell(valuetype="date", datevalue=cell.isoformat())
    elif isinstance(cell, int | float):
        made = TableCell(valuetype="float", value=cell)
    else:
        made = TableCell(valuetype="string")
    for line in str(cell).split("\n"):
        made.addElement(P(text=line))
    return made


def write_csv(path: Path, grid: Grid, *, encoding: str = "cp1252", separator: str = ";") -> Path:
    """Write a text file as Excel in France does: `;`, Windows-1252, dates as 15/03/2024."""
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.writer(file, delimiter=separator)
        for cells in grid.rows:
            writer.writerow([_as_shown(_value(cell)) for cell in cells])
    return path


def _as_shown(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return f"{cell:.0%}"
    return cell.strftime("%d/%m/%Y") if isinstance(cell, D) else cell


def _value(cell: Cell) -> Cell:
    value = cell.value if isinstance(cell, Formula) else cell
    return "" if value is None else value
