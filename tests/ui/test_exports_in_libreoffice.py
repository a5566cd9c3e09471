"""What leaves, opened in LibreOffice as by a double click: it asks nothing and warns of nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sheets
import xlsxwriter
from factories import TODAY, caces, employee, training, visit
from libreoffice import done_in_libreoffice, needs_uno
from pytestqt.qtbot import QtBot
from python_calamine import load_workbook

from cariste.core.i18n import set_language
from cariste.exchange.exporting import export
from cariste.exchange.journal_list import export_journal
from cariste.exchange.planner import make_plan
from cariste.exchange.reader import read_book
from cariste.exchange.rejected_rows import write_rejected
from cariste.exchange.template import write_template
from cariste.ui.context import Context
from cariste.ui.dialogs import export_table
from cariste.ui.dialogs.export_table import write_tables
from cariste.ui.pages.alerts import AlertsPage
from cariste.ui.pages.driving import DrivingPage
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.pages.missing import MissingPage

pytestmark = [needs_uno, pytest.mark.slow]

CLEAN = {
    "opened": True, "requests": [], "bars": [], "macros": False, "repaired": False, "links": [],
    "modified": False, "errors": [], "formulas": [],
}  # fmt: skip
TEXT_DIALOG = ["FilterOptionsRequest"]
"""LibreOffice opens it for every text file, whoever wrote it."""


@pytest.fixture
def filled(context: Context) -> Context:
    """The five people and one whose every text would rather be a formula."""
    set_language("fr")
    with context.workspace.change("hostile"):
        person = employee(
            first_name="=1+1", last_name="@SUM(A1)", agency="-2+3", workspace="+A1",
            role='=HYPERLINK("http://exemple.test";"ici")',
        )  # fmt: skip
        caces(person, "R489-3")
        visit(person)
        training(person, "=cmd|' /C calc'!A0")
    return context


def files_of_the_program(context: Context, folder: Path) -> Iterator[Path]:
    """Write what the program writes without a page being shown."""
    with context.workspace.reading():
        for suffix in (".xlsx", ".csv"):
            yield from (folder / f"{name}{suffix}" for name in ("tout", "alertes", "journal"))
            export(folder / f"tout{suffix}", TODAY, outcomes=True)
            export(folder / f"alertes{suffix}", TODAY, alerts_only=True)
            export_journal(folder / f"journal{suffix}")
        write_template(folder / "modele.xlsx", context.workspace.settings)
        yield folder / "modele.xlsx"
    book = read_book(sheets.write_xlsx(folder / "suivi.xlsx", sheets.three_sheets()))
    plan = make_plan(book, today=TODAY)
    assert write_rejected(folder / "refus.xlsx", book, plan, [*plan.rejected, *plan.to_check])
    yield folder / "refus.xlsx"


def files_of_the_pages(qtbot: QtBot, context: Context, folder: Path, told: list[Any]) -> Iterator[Path]:
    """Write each table as it is shown."""
    shown: dict[str, tuple[Any, Callable[[Any], Any]]] = {
        "salaries": (EmployeesPage, lambda page: page),
        "alertes-page": (AlertsPage, lambda page: page),
        "manquant": (MissingPage, lambda page: page),
        "conduite": (DrivingPage, lambda page: page.refused),
    }
    for name, (kind, table) in shown.items():
        page = kind(context)
        qtbot.addWidget(page)
        page.resize(1400, 800)
        page.show()
        qtbot.waitUntil(lambda: table(page).model.rowCount() > 0)  # noqa: B023
        for suffix in (".xlsx", ".csv"):
            path = folder / f"{name}{suffix}"
            told.clear()
            write_tables(context, page, path, lambda: [("Tableau", table(page).view)])  # noqa: B023
            qtbot.waitUntil(lambda: bool(told))
            yield path


def looks(folder: Path, paths: list[Path]) -> dict[str, dict[str, Any]]:
    deeds = [{"do": "look", "url": path.as_uri()} for path in paths]
    return {path.name: told for path, told in zip(paths, done_in_libreoffice(folder, deeds), strict=True)}


def test_every_export_opens_without_a_question_a_warning_or_an_error(
    qtbot: QtBot, filled: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(export_table, "say_written", lambda *words: told.append(words[-1]))
    paths = [*files_of_the_program(filled, tmp_path), *files_of_the_pages(qtbot, filled, tmp_path, told)]
    for name, found in looks(tmp_path, paths).items():
        cells = found.pop("cells")
        expected = CLEAN | ({"requests": TEXT_DIALOG} if name.endswith(".csv") else {})
        assert found == expected, name
        if name.endswith(".xlsx"):
            assert texts(cells) == texts(stored(tmp_path / name)), name


def stored(path: Path) -> dict[str, list[list[Any]]]:
    book = load_workbook(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def texts(cells: dict[str, list[list[Any]]]) -> dict[str, list[str]]:
    """Return the texts of each sheet in their order: nothing was left out on the way in."""
    return {
        name: [cell for row in rows for cell in row if isinstance(cell, str) and cell]
        for name, rows in cells.items()
    }


def test_a_workbook_that_is_not_clean_is_seen(tmp_path: Path) -> None:
    good = sheets.write_xlsx(tmp_path / "bon.xlsx", [sheets.visits()])
    whole = good.read_bytes()
    cut = tmp_path / "coupe.xlsx"
    cut.write_bytes(whole[:-400])
    linked, half = with_links(tmp_path / "liens.xlsx"), with_half_a_sheet(good, tmp_path / "moitie.xlsx")
    macro = tmp_path / "macro.ods"
    deeds = [
        {"do": "save", "url": good.as_uri(), "to": macro.as_uri(), "filter": "calc8",
         "macro": 'Sub Main\nMsgBox "essai"\nEnd Sub'},
        {"do": "save", "url": good.as_uri(), "to": (tmp_path / "secret.ods").as_uri(), "filter": "calc8",
         "password": "secret"},
    ]  # fmt: skip
    done_in_libreoffice(tmp_path, deeds)
    found = looks(tmp_path, [good, cut, linked, half, macro, tmp_path / "secret.ods"])
    # The sheet of visits has a cell with #REF!, as it should: that is seen, too.
    assert found["bon.xlsx"]["errors"] == found["bon.xlsx"]["formulas"] != []
    assert found["coupe.xlsx"]["requests"][0] == "BrokenPackageRequest"
    assert found["liens.xlsx"]["links"] == [(tmp_path / "autre.xlsx").as_uri()]
    # LibreOffice opens half a sheet without a word: hence the comparison of the texts.
    assert found["moitie.xlsx"]["requests"] == []
    assert texts(found["moitie.xlsx"]["cells"]) != texts(found["bon.xlsx"]["cells"])
    assert found["macro.ods"]["requests"] == ["ErrorCodeRequest"]
    assert found["macro.ods"]["macros"] is True
    assert found["secret.ods"]["requests"][0] == "DocumentPasswordRequest2"
    assert found["secret.ods"]["opened"] is False


def with_links(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Feuil1").write_formula(0, 0, "='[autre.xlsx]Feuil1'!A1", None, 3)
    book.close()
    return path


def with_half_a_sheet(good: Path, path: Path) -> Path:
    with zipfile.ZipFile(good) as whole, zipfile.ZipFile(path, "w") as half:
        for name in whole.namelist():
            part = whole.read(name)
            half.writestr(name, part[: len(part) // 2] if name.endswith("sheet1.xml") else part)
    return path
