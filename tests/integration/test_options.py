"""A certificate with an option, from a sheet to the proof: what it says is kept, told and never guessed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import xlsxwriter
from factories import TODAY, caces, employee
from papers import driver, told_by
from python_calamine import load_workbook

from cariste.authorisation.models import Authorisation
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.errors import InvalidEntity
from cariste.core.i18n import set_language
from cariste.duplicates.merging import merge
from cariste.employee.edits import store_caces
from cariste.employee.form_values import CacesValues
from cariste.employee.models import Caces
from cariste.exchange.exporting import export
from cariste.exchange.importing import plan_import
from cariste.exchange.plan import Plan
from cariste.exchange.review import lines
from cariste.exchange.storing import store
from cariste.journal.queries import list_actions
from cariste.journal.words import summary
from cariste.workspace import Workspace

D = dt.date
TITLES = ["Nom", "Prénom", "CACES", "Date d'obtention", "Option"]


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())


@pytest.fixture
def crane(workspace: Workspace) -> Workspace:
    with workspace.change("crane"):
        person = employee(external_id="00123")
        caces(person, "R484-2", completion_date=D(2024, 3, 1), option="floor_control")
        caces(person, "R490", completion_date=D(2024, 4, 1))
    return workspace


def saved(path: Path, *rows: list[object]) -> Path:
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("CACES")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def plan_of(workspace: Workspace, path: Path) -> Plan:
    with workspace.reading():
        return plan_import(path)


def options(workspace: Workspace) -> dict[str, str | None]:
    with workspace.reading():
        return {one.kind: one.option for one in Caces.select()}


def test_an_imported_option_is_shown_before_it_is_stored(workspace: Workspace, tmp_path: Path) -> None:
    day = D(2024, 3, 1)
    path = saved(
        tmp_path / "liste.xlsx",
        TITLES,
        ["FICTIF", "Chloé", "R484-2 option commande au sol", day, ""],
        ["FICTIF", "Chloé", "R490", day, "Télécommande"],
        ["FICTIF", "Chloé", "R489-3", day, ""],
    )
    plan = plan_of(workspace, path)
    assert plan.to_check == plan.rejected == ()
    told = [line.new for line in lines(plan)]
    assert any(words.endswith("· floor control") for words in told)
    assert any(words.endswith("· remote control") for words in told)
    with workspace.change("import"):
        store(plan)
    assert options(workspace) == {"R484-2": "floor_control", "R490": "remote_control", "R489-3": None}
    again = plan_of(workspace, path)
    assert [(person.action, person.records) for person in again.people] == [("unchanged", ())]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_exported_workbook_comes_back_without_any_change(
    crane: Workspace, tmp_path: Path, lang: str
) -> None:
    set_language(lang)
    with crane.reading():
        export(tmp_path / "tout.xlsx", TODAY)
    plan = plan_of(crane, tmp_path / "tout.xlsx")
    assert {person.action for person in plan.people} == {"unchanged"}
    assert plan.to_check == plan.rejected == ()


def test_the_one_list_of_a_text_file_names_the_option_with_its_category(
    crane: Workspace, tmp_path: Path
) -> None:
    set_language("fr")
    with crane.reading():
        export(tmp_path / "tout.csv", TODAY)
    told = (tmp_path / "tout.csv").read_text("utf-8-sig")
    assert ";R484-2, commande au sol;" in told
    assert ";R490;" in told


@pytest.mark.parametrize(
    ("kind", "cell", "after", "refused"),
    [
        ("R490", "télécommande", "remote_control", ""),
        ("R490", "Remote control", "remote_control", ""),
        ("R484-2", "", None, ""),
        ("R490", "floor control", None, "A certificate R490 has no such option."),
        ("R490", "radio", None, "is not allowed here"),
    ],
)
def test_an_option_edited_in_excel_is_one_change_or_is_refused(
    crane: Workspace, tmp_path: Path, kind: str, cell: str, after: str | None, refused: str
) -> None:
    with crane.reading():
        export(tmp_path / "tout.xlsx", TODAY)
    rows = load_workbook(tmp_path / "tout.xlsx").get_sheet_by_name("CACES").to_python()
    place = rows[0].index("Option")
    next(row for row in rows if kind in row)[place] = cell
    plan = plan_of(crane, saved(tmp_path / "edited.xlsx", *rows))
    assert [note.reason for note in plan.rejected if refused in note.reason] == [
        note.reason for note in plan.rejected
    ]
    assert bool(plan.rejected) is bool(refused)
    with crane.change("import"):
        store(plan)
    assert options(crane)[kind] == after


def test_a_certificate_cannot_be_given_an_option_it_does_not_have(workspace: Workspace) -> None:
    with pytest.raises(InvalidEntity, match="no such option"), workspace.change("wrong"):
        caces(employee(), "R489-3", option="remote_control")
    with workspace.change("right"):
        person = employee()
        values = CacesValues(
            kinds=("R482-F", "R489-3"), completion_date=D(2024, 3, 1), option="remote_control"
        )
        store_caces(person.id.hex, values)
    assert options(workspace) == {"R482-F": "remote_control", "R489-3": None}


def test_the_journal_says_the_option_in_words(crane: Workspace) -> None:
    with crane.change("Option"):
        record = Caces.get(Caces.kind == "R490")
        record.option = "remote_control"
        record.save()
    with crane.reading():
        assert summary(list_actions().actions[0]) == "Option: empty → remote control"


def test_two_files_made_one_keep_the_option_that_one_of_them_knows(workspace: Workspace) -> None:
    with workspace.change("people"):
        first, second = employee(external_id="1"), employee(external_id="2")
        caces(first, "R490", completion_date=D(2024, 3, 1))
        caces(second, "R490", completion_date=D(2024, 3, 1), option="remote_control")
    with workspace.change("one person"):
        merge(first.id.hex, second.id.hex)
    assert options(workspace) == {"R490": "remote_control"}


def test_papers_name_the_option_and_the_rule_it_brings(workspace: Workspace) -> None:
    with workspace.change("crane driver"):
        person = driver()
        caces(person, "R484-2", completion_date=D(2024, 3, 1), option="floor_control")
        Authorisation(
            employee=person,
            kind="R484-1",
            issued_on=D(2025, 11, 4),
            ends_on=D(2029, 3, 1),
            signatory="Mme Fictif",
        ).save()
    who = (person.id.hex,)
    proof = told_by(workspace, "proof-sheet", people=who, kind="R484-1")
    assert "CACES R484-2, floor control · stands for R484-1" in proof
    assert "R484-2 with the option “floor control” lets the employer authorise R484-1" in proof
    assert "R484-2, floor control" in told_by(workspace, "letters", people=who)
    assert "Crane, cab-controlled, floor control" in told_by(workspace, "person-file", people=who)
    with workspace.change("without"):
        record = Caces.get(Caces.kind == "R484-2")
        record.option = None
        record.save()
    proof = told_by(workspace, "proof-sheet", people=who, kind="R484-1")
    assert "R484-2" not in proof.replace("R484-2 ", "R484-2")


def test_json_for_other_programs_has_the_code(crane: Workspace, tmp_path: Path) -> None:
    with crane.reading():
        export(tmp_path / "tout.json", TODAY)
    told = json.loads((tmp_path / "tout.json").read_text("utf-8"))
    assert {row["kind"]: row["option"] for row in told["caces"]} == {"R484-2": "floor control", "R490": None}
