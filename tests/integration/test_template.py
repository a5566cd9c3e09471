"""The template workbook: the firm's own lists in it, and what is filled in comes back."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from factories import TODAY, employee, training
from libreoffice import needs_libreoffice, saved_by_libreoffice
from python_calamine import load_workbook

from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.i18n import _, set_language
from cariste.equipment.models import Machine
from cariste.exchange.planner import make_plan
from cariste.exchange.reader import read_book
from cariste.exchange.template import firm_choices, write_template
from cariste.workspace import Workspace

D = dt.date


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


def template(workspace: Workspace, path: Path) -> Path:
    with workspace.reading():
        assert write_template(path / "modele.xlsx", workspace.settings) == 4
    return path / "modele.xlsx"


def filled(path: Path, rows: dict[int, dict[str, Any]]) -> Path:
    """Fill in the first free row of some sheets, as one would."""
    book = load_workbook(path)
    out = xlsxwriter.Workbook(path.with_name("rempli.xlsx"))
    day = out.add_format({"num_format": "dd/mm/yyyy"})
    for place, name in enumerate(book.sheet_names):
        sheet = out.add_worksheet(name)
        old = book.get_sheet_by_name(name).to_python()
        for number, row in enumerate(old):
            sheet.write_row(number, 0, row)
        for title, value in rows.get(place, {}).items():
            sheet.write(1, old[0].index(title), value, day if isinstance(value, D) else None)
    out.close()
    return path.with_name("rempli.xlsx")


def test_the_lists_are_those_of_the_firm_its_own_first(workspace: Workspace) -> None:
    with workspace.change("in use"):
        chloe = employee(workspace="Cour", role="Chef de quai", agency="Agence Exemple")
        training(chloe, "Conduite de la balayeuse")
        Machine(number="12", name="Mât rétractable", kind="R489-5").save()
    with workspace.reading():
        choices = firm_choices(workspace.settings)
    assert choices.workspaces == ("Quai", "Zone A", "Zone B", "Bureau", "Cour")
    assert choices.roles[-1] == "Chef de quai"
    assert choices.agencies == ("Agence Exemple",)
    assert choices.kinds[0] == "R489-5"
    assert not any(kind.startswith("R389") for kind in choices.kinds)
    assert choices.trainings[0] == "Conduite de la balayeuse"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_template_asks_nothing(workspace: Workspace, tmp_path: Path, language: str) -> None:
    set_language(language)
    plan = make_plan(read_book(template(workspace, tmp_path)), today=TODAY)
    assert (plan.read, plan.to_check, plan.rejected) == (0, (), ())
    assert [table.layout for table in plan.tables] == ["people", "list", "list", "list"]


def test_what_is_filled_in_is_imported(workspace: Workspace, tmp_path: Path) -> None:
    set_language("fr")
    number = {_("Employee number"): "00123"}
    chloe = {
        **number, _("Surname"): "FICTIF", _("First name"): "Chloé", _("Status"): "Actif",
        _("Contract"): "Intérim", _("Work area"): "Quai", _("End of contract"): D(2027, 1, 31),
        _("Temp agency"): "Agence Exemple",
    }  # fmt: skip
    visit = {_("Visit type"): "Visite périodique", _("Visit date"): D(2025, 11, 5), _("Outcome"): "Apte"}
    path = filled(
        template(workspace, tmp_path),
        {
            1: chloe,
            2: number | {"CACES": "R489-5", _("Date obtained"): D(2024, 3, 15)},
            3: number | visit,
            4: number | {_("Training title"): "SST", _("Completion date"): D(2026, 2, 3)},
        },
    )
    plan = make_plan(read_book(path), today=TODAY)
    [person] = plan.people
    assert (person.number, person.fields["contract_type"][1]) == ("00123", "Interim")
    assert [record.kind for record in person.records] == [
        "R489-5",
        "periodic",
        "Sauveteur secouriste du travail (SST)",
    ]
    assert plan.rejected == ()


def test_cells_have_lists_date_limits_and_explanations(workspace: Workspace, tmp_path: Path) -> None:
    with zipfile.ZipFile(template(workspace, tmp_path)) as package:
        people = package.read("xl/worksheets/sheet2.xml").decode()
    assert len(re.findall(r"<dataValidation [^>]*type=\"list\"", people)) >= 4
    assert len(re.findall(r"<dataValidation [^>]*type=\"date\"", people)) == 4
    assert people.count("promptTitle") == people.count("<dataValidation ")
    assert "'Lists'!$A$2:$A$5" in people


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_libreoffice_opens_and_saves_it(workspace: Workspace, tmp_path: Path, suffix: str) -> None:
    path = saved_by_libreoffice(template(workspace, tmp_path), suffix)
    plan = make_plan(read_book(path), today=TODAY)
    assert (plan.read, plan.to_check, plan.rejected) == (0, (), ())
