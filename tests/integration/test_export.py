"""Exports: what Excel opens, what a script reads, and no half file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from pathlib import Path

import pytest
import sheets
from factories import TODAY, caces, employee, training, visit
from python_calamine import load_workbook

from cariste.alerts.queries import list_alerts
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import EnvironmentProblem, UserError
from cariste.core.i18n import set_language
from cariste.exchange.exporting import export
from cariste.exchange.importing import plan_import
from cariste.exchange.storing import store
from cariste.exchange.template import write_template
from cariste.workspace import Workspace

D = dt.date
SECRET = "pas de port de charge"  # noqa: S105 - a restriction, which no export may carry


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    with workspace.change("people"):
        chloe = employee(external_id="00123", workspace="Quai", entry_date=D(2016, 1, 4))
        caces(chloe, "R489-5", completion_date=D(2021, 11, 9))
        caces(chloe, "R489-5", completion_date=D(2016, 11, 9))
        caces(chloe, "R489-3", completion_date=D(2021, 12, 30))
        visit(chloe, visit_date=D(2025, 12, 1), result="fit_with_restrictions", restrictions=SECRET)
        training(chloe, "SST", completion_date=D(2026, 1, 15))
        employee(first_name="=1+1", last_name="@SUM(A1)", agency="-2+3")
    return workspace


def write(workspace: Workspace, path: Path, *, alerts_only: bool = False, outcomes: bool = True) -> int:
    with workspace.reading():
        return export(path, TODAY, alerts_only=alerts_only, outcomes=outcomes)


@pytest.mark.parametrize("suffix", [".xlsx", ".json"])
def test_what_doctors_concluded_is_written_only_when_asked(
    filled: Workspace, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"tout{suffix}"
    for outcomes in (True, False):
        write(filled, path, outcomes=outcomes)
        if suffix == ".json":
            told = path.read_text("utf-8")
        else:
            told = str(load_workbook(path).get_sheet_by_name("Medical visits").to_python())
        assert ("Fit with adjustments" in told) is outcomes
        assert ("Outcome" in told or '"result"' in told) is outcomes


def test_a_workbook_has_one_sheet_per_list_with_dates_as_dates(filled: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "tout.xlsx"
    assert write(filled, path) == 2 + 3 + 1 + 1
    book = load_workbook(path)
    assert book.sheet_names == ["Employees", "CACES", "Medical visits", "Trainings"]
    rows = book.get_sheet_by_name("CACES").to_python()
    assert rows[0][:-1] == [
        "Employee number",
        "Surname",
        "First name",
        "CACES",
        "Date obtained",
        "Expiry date",
        "Option",
        "Status",
    ]
    assert ["00123", "Fictif-Test", "Chloé", "R489-5", D(2021, 11, 9), D(2026, 11, 9)] in [
        row[:6] for row in rows
    ]
    assert book.get_sheet_by_name("Employees").to_python()[1][:3] != rows[1][:3]


def test_the_sheets_are_in_the_language_spoken(filled: Workspace, tmp_path: Path) -> None:
    set_language("fr")
    write(filled, tmp_path / "tout.xlsx")
    book = load_workbook(tmp_path / "tout.xlsx")
    assert book.sheet_names == ["Salariés", "CACES", "Visites médicales", "Formations"]
    assert book.get_sheet_by_name("CACES").to_python()[0][:3] == ["Matricule", "Nom", "Prénom"]


def test_the_header_stays_in_sight_is_printed_on_each_page_and_filters(
    filled: Workspace, tmp_path: Path
) -> None:
    import zipfile

    write(filled, tmp_path / "tout.xlsx")
    with zipfile.ZipFile(tmp_path / "tout.xlsx") as package:
        sheet = package.read("xl/worksheets/sheet2.xml").decode()
        titles = package.read("xl/workbook.xml").decode()
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet
    assert "Print_Titles" in titles


def test_text_that_looks_like_a_formula_stays_text(filled: Workspace, tmp_path: Path) -> None:
    write(filled, tmp_path / "tout.xlsx")
    import zipfile

    with zipfile.ZipFile(tmp_path / "tout.xlsx") as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    assert ["@SUM(A1)", "=1+1"] in [
        row[1:3] for row in load_workbook(tmp_path / "tout.xlsx").get_sheet_by_index(0).to_python()
    ]
    write(filled, tmp_path / "tout.csv")
    assert ";'@SUM(A1);'=1+1;" in (tmp_path / "tout.csv").read_text("utf-8-sig")


def test_a_text_file_is_what_excel_in_france_opens(filled: Workspace, tmp_path: Path) -> None:
    set_language("fr")
    path = tmp_path / "tout.csv"
    assert write(filled, path) == 6
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][:4] == ["Matricule", "Nom", "Prénom", "Type"]
    assert ["00123", "Fictif-Test", "Chloé", "CACES", "R489-5", "09/11/2021", "09/11/2026"] in [
        row[:7] for row in rows
    ]


def test_json_has_one_list_per_key_and_iso_dates(filled: Workspace, tmp_path: Path) -> None:
    write(filled, tmp_path / "tout.json")
    document = json.loads((tmp_path / "tout.json").read_text("utf-8"))
    assert set(document) == {"employees", "caces", "medical_visits", "trainings"}
    assert document["trainings"][0]["obtained"] == "2026-01-15"
    assert document["employees"][1]["external_id"] == "00123"


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".json"])
def test_the_alerts_are_those_of_the_window(filled: Workspace, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"alertes{suffix}"
    with filled.reading():
        expected = [(alert.last_name, alert.expiration_date) for alert in list_alerts(TODAY)]
    assert write(filled, path, alerts_only=True) == len(expected) == 2
    if suffix == ".json":
        alerts = json.loads(path.read_text("utf-8"))["alerts"]
        assert [(a["last_name"], D.fromisoformat(a["expiration_date"])) for a in alerts] == expected


def test_a_restriction_leaves_in_no_format(filled: Workspace, tmp_path: Path) -> None:
    import zipfile

    for suffix in (".csv", ".json", ".xlsx"):
        path = tmp_path / f"tout{suffix}"
        write(filled, path)
        parts = [path.read_bytes()]
        if suffix == ".xlsx":
            with zipfile.ZipFile(path) as package:
                parts = [package.read(name) for name in package.namelist()]
        assert not any(SECRET.encode() in part for part in parts)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_export_comes_back_in_without_changing_anything(
    workspace: Workspace, tmp_path: Path, language: str
) -> None:
    set_language(language)
    with workspace.change("import"):
        store(plan_import(sheets.write_xlsx(tmp_path / "entrepot.xlsx", sheets.three_sheets())))
    write(workspace, tmp_path / "tout.xlsx")
    with workspace.reading():
        plan = plan_import(tmp_path / "tout.xlsx")
    assert plan.read == 4 + 9 + 5 + 5
    assert (plan.count("unchanged"), len(plan.people)) == (4, 4)
    assert plan.rejected == ()


def test_an_existing_file_is_replaced_and_nothing_else_is_left(filled: Workspace, tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.mkdir()
    (place / "tout.csv").write_text("old")
    write(filled, place / "tout.csv")
    assert [path.name for path in place.iterdir()] == ["tout.csv"]
    assert "old" not in (place / "tout.csv").read_text("utf-8-sig")


def test_a_file_open_in_excel_is_left_alone(filled: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "tout.xlsx"
    path.write_bytes(b"old")
    (tmp_path / "~$tout.xlsx").touch()
    with pytest.raises(EnvironmentProblem, match="open elsewhere"):
        write(filled, path)
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".json"])
def test_a_folder_that_is_not_there(filled: Workspace, tmp_path: Path, suffix: str) -> None:
    with pytest.raises(EnvironmentProblem, match="cannot be written"):
        write(filled, tmp_path / "absent" / f"tout{suffix}")


def test_names_that_are_no_file_to_write(filled: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"\.xlsx, \.csv, \.json"):
        write(filled, tmp_path / "tout.pdf")
    (tmp_path / "dossier.xlsx").mkdir()
    with pytest.raises(UserError, match="folder"):
        write(filled, tmp_path / "dossier.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="a disk that is full is made with /dev/full")
def test_a_full_disk_leaves_the_old_file(filled: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "tout.csv"
    path.write_text("old")
    before = Path.write_bytes

    def full(self: Path, _data: bytes) -> int:
        with Path("/dev/full").open("wb", buffering=0) as disk:
            return disk.write(b"x")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(EnvironmentProblem, match="cannot be written"):
            write(filled, path)
    assert Path.write_bytes is before
    assert path.read_text() == "old"
    assert [left.name for left in tmp_path.iterdir() if left.suffix == ".part"] == []


HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x";"y")')


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_no_text_field_becomes_a_formula(
    workspace: Workspace, tmp_path: Path, text: str, suffix: str
) -> None:
    with workspace.change("hostile"):
        person = employee(
            **dict.fromkeys(("external_id", "first_name", "last_name", "workspace", "role"), text),
            **dict.fromkeys(("agency", "phone"), text),
        )
        caces(person, text, expiration_date=D(2026, 12, 1))
        training(person, text)
    for alerts_only in (False, True):
        path = tmp_path / f"{alerts_only}{suffix}"
        write(workspace, path, alerts_only=alerts_only)
        if suffix == ".xlsx":
            assert not formulas(path)
        else:
            lines = io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
            cells = [cell for row in csv.reader(lines, delimiter=";") for cell in row]
            assert [cell for cell in cells if "1" in cell or "=" in cell]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_list_of_the_template_becomes_a_formula(workspace: Workspace, tmp_path: Path, text: str) -> None:
    with workspace.change("hostile"):
        training(employee(workspace=text, role=text, agency=text), text)
    with workspace.reading():
        write_template(tmp_path / "modele.xlsx", workspace.settings)
    assert not formulas(tmp_path / "modele.xlsx")


def formulas(path: Path) -> list[str]:
    import zipfile

    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        return [
            name for name in sheets if b"<f>" in package.read(name) or b"<hyperlink" in package.read(name)
        ]
