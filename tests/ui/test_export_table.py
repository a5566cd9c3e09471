"""« Exporter ce tableau… »: the file holds what the page shows."""

from __future__ import annotations

import csv
import datetime as dt
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from factories import employee
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from python_calamine import load_workbook

from cariste.ui.context import Context
from cariste.ui.dialogs import export_table
from cariste.ui.dialogs.export_table import ExportButton, export_tables, write_tables
from cariste.ui.dialogs.export_to import ask_where
from cariste.ui.pages.alerts import AlertsPage
from cariste.ui.pages.driving import DrivingPage
from cariste.ui.pages.employees import EmployeesPage
from cariste.ui.pages.missing import MissingPage

D = dt.date
Told = list[Any]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What was said to be written: rows, as the message would tell them."""
    said: Told = []
    monkeypatch.setattr(export_table, "say_written", lambda *words: said.append(words[-1]))
    return said


def shown(qtbot: QtBot, page: Any, filled: Callable[[], int]) -> Any:
    qtbot.addWidget(page)
    page.resize(1400, 800)
    page.show()
    qtbot.waitUntil(lambda: filled() > 0)
    return page


def written(qtbot: QtBot, context: Context, page: Any, path: Path, told: Told, *tables: Any) -> Path:
    write_tables(context, page, path, lambda: tables)
    qtbot.waitUntil(lambda: bool(told))
    return path


def rows_of(path: Path, sheet: int = 0) -> list[list[Any]]:
    return load_workbook(path).get_sheet_by_index(sheet).to_python()


def test_people_leave_as_they_are_filtered_sorted_and_with_the_columns_shown(
    qtbot: QtBot, context: Context, tmp_path: Path, told: Told
) -> None:
    page = EmployeesPage(context)
    shown(qtbot, page, page.model.rowCount)
    titles = [column.title() for column in page.model.columns]
    page.view.show_column(titles.index("Role"), False)
    page.view.show_column(titles.index("Start date"), True)
    page.view.sort_by(0, Qt.SortOrder.DescendingOrder)
    page.search.setText("e")
    expected = [page.model.row(place).name for place in range(page.model.rowCount())]
    path = written(qtbot, context, page, tmp_path / "a.xlsx", told, ("Employees", page.view))
    header, *rows = rows_of(path)
    assert [row[0] for row in rows] == expected
    assert "Role" not in header
    assert any(isinstance(row[header.index("Start date")], D) for row in rows)
    assert told == [len(expected)]


def test_alerts_carry_their_signs_and_colours(
    qtbot: QtBot, context: Context, tmp_path: Path, told: Told
) -> None:
    page = AlertsPage(context)
    shown(qtbot, page, page.model.rowCount)
    path = written(qtbot, context, page, tmp_path / "a.xlsx", told, ("Alerts", page.view))
    header, *rows = rows_of(path)
    urgencies = {str(row[0]) for row in rows}
    assert all(text[0] in "✖▲◷" for text in urgencies)
    dates = [row[header.index("Expiry date")] for row in rows]
    assert all(day == "" or isinstance(day, D) for day in dates)
    with zipfile.ZipFile(path) as package:
        styles, sheet = package.read("xl/styles.xml"), package.read("xl/worksheets/sheet1.xml")
    assert b"F8CBC4" in styles
    assert b'state="frozen"' in sheet
    assert b"<autoFilter" in sheet


def test_what_is_missing_leaves_as_text_for_france(
    qtbot: QtBot, context: Context, tmp_path: Path, told: Told
) -> None:
    page = MissingPage(context)
    shown(qtbot, page, page.model.rowCount)
    path = written(qtbot, context, page, tmp_path / "a.csv", told, ("Missing data", page.view))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";")
    assert header[0] == "Missing"
    assert len(rows) == page.model.rowCount()


def test_who_may_drive_is_one_workbook_with_both_answers(
    qtbot: QtBot, context: Context, tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(
        export_table, "ask_where", lambda *asks: asked.append(asks[-1]) or tmp_path / "a.xlsx"
    )
    page = DrivingPage(context)
    shown(qtbot, page, page.refused.model.rowCount)
    [button] = page.findChildren(ExportButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(told))
    # A text file has no room for two lists.
    assert asked == [("xlsx", "json")]
    assert load_workbook(tmp_path / "a.xlsx").sheet_names == ["May drive", "May not drive"]
    assert len(rows_of(tmp_path / "a.xlsx", 1)) == page.refused.model.rowCount() + 1


def test_no_text_of_a_table_becomes_a_formula(
    qtbot: QtBot, context: Context, tmp_path: Path, told: Told
) -> None:
    with context.workspace.change("hostile"):
        employee(first_name="=1+1", last_name="@SUM", role="-2", workspace="+3", agency="\t=4")
    page = EmployeesPage(context)
    shown(qtbot, page, page.model.rowCount)
    path = written(qtbot, context, page, tmp_path / "a.xlsx", told, ("Employees", page.view))
    with zipfile.ZipFile(path) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    told.clear()
    path = written(qtbot, context, page, tmp_path / "a.csv", told, ("Employees", page.view))
    lines = csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";")
    cells = [cell for row in lines for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_table_leaves_as_json_with_iso_dates(
    qtbot: QtBot, context: Context, tmp_path: Path, told: Told
) -> None:
    page = AlertsPage(context)
    shown(qtbot, page, page.model.rowCount)
    path = written(qtbot, context, page, tmp_path / "a.json", told, ("Alerts", page.view))
    [first, *_others] = json.loads(path.read_text("utf-8"))["alerts"]
    assert D.fromisoformat(first["expiry_date"])


def test_thinking_better_of_it_writes_nothing(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    monkeypatch.setattr(export_table, "ask_where", lambda *_any: None)
    page = AlertsPage(context)
    qtbot.addWidget(page)
    export_tables(context, page, "alerts", lambda: [("Alerts", page.view)])
    assert told == []


def test_the_menu_of_people_writes_a_template_and_says_where(
    qtbot: QtBot, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "cariste.ui.widgets.exchange_menu.say", lambda _page, _title, words: said.append(words)
    )
    page = EmployeesPage(context)
    qtbot.addWidget(page)
    page.exchange.write_template(tmp_path / "modele.xlsx")
    qtbot.waitUntil(lambda: bool(said))
    assert "modele.xlsx" in said[0]
    assert load_workbook(tmp_path / "modele.xlsx").sheet_names[0] == "Read me"


def test_a_file_that_the_ending_would_replace_is_asked_about(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "suivi.2026.csv").write_text("kept")
    typed = [str(tmp_path / "suivi.2026"), str(tmp_path / "suivi.2027")]
    proposed = []

    def choose(_page: QWidget, _title: str, name: str, kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return typed.pop(0), kinds.split(";;")[1]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    page = QWidget()
    qtbot.addWidget(page)
    assert ask_where(page, "Export", "suivi") == tmp_path / "suivi.2027.csv"
    # The second time with the name that is taken: pressing « Save » on it, the dialog asks before replacing.
    assert proposed == ["suivi.xlsx", str(tmp_path / "suivi.2026.csv")]
