"""The command line as a script meets it: exit codes, JSON, messages."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from factories import TODAY, caces, employee, training, visit

from cariste import bootstrap
from cariste.cli.main import COMMANDS, run
from cariste.core.clock import REHEARSAL_VARIABLE
from cariste.core.preferences import Preferences, save_preferences
from cariste.share.listing import data_folder, look, publication_file


@pytest.fixture(autouse=True)
def _english_on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL_VARIABLE, TODAY.isoformat())
    save_preferences(Preferences(language="en"))


@pytest.fixture
def filled(folder: Path) -> Path:
    import datetime as dt

    with bootstrap.create_folder(folder, "Essai") as workspace, workspace.change("people"):
        chloe = employee(
            external_id="00123",
            workspace="Quai",
            role="Cariste",
            contract_type="CDI",
            entry_date=dt.date(2016, 1, 4),
        )
        caces(chloe, "R489-5", completion_date=dt.date(2021, 11, 9))
        visit(chloe, visit_date=dt.date(2024, 12, 1), result="fit", restrictions="pas de port de charge")
        training(chloe, completion_date=dt.date(2025, 1, 15))
        employee(first_name="Éloïse", last_name="D'Essai", current_status="inactive")
    return folder


def ask(folder: Path, *arguments: str, capsys: pytest.CaptureFixture[str], code: int = 0) -> Any:
    assert run(["--folder", str(folder), "--json", *arguments]) == code
    return json.loads(capsys.readouterr().out)


def test_init_makes_a_folder_and_says_what_is_in_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--json", "init", str(folder)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"folder": str(folder), "head": {"epoch": 1, "number": 1}, "employees": 0}
    assert run(["init", str(folder)]) == 3
    assert "already" in capsys.readouterr().err


def test_status_says_what_is_there_and_who_edits(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(filled, "status", capsys=capsys)
    assert said["head"] == {"epoch": 1, "number": 3}
    assert (said["employees"], said["editor"], said["pending"]) == (2, None, 0)
    with bootstrap.open_workspace(filled, write=True):
        editor = ask(filled, "status", capsys=capsys)["editor"]
    assert set(editor) == {"hostname", "username", "since", "last_heartbeat", "stale"}
    assert editor["stale"] is False


def test_employees_are_found_without_accents_and_filtered(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(ask(filled, "employees", capsys=capsys)) == 2
    (eloise,) = ask(filled, "employees", "--search", "eloise", capsys=capsys)
    assert (eloise["first_name"], eloise["current_status"]) == ("Éloïse", "inactive")
    (chloe,) = ask(
        filled,
        "employees",
        "--status",
        "active",
        "--workspace",
        "Quai",
        "--role",
        "Cariste",
        "--contract",
        "CDI",
        capsys=capsys,
    )
    assert set(chloe) == {
        "id",
        "external_id",
        "first_name",
        "last_name",
        "current_status",
        "workspace",
        "role",
        "contract_type",
        "entry_date",
        "seniority",
    }
    assert (chloe["entry_date"], chloe["seniority"]) == ("2016-01-04", 10)
    assert ask(filled, "employees", "--search", "nobody", capsys=capsys) == []


@pytest.mark.parametrize("whom", ["00123", "chloe fictif test", "Fictif-Test Chloé"])
def test_show_finds_a_person_by_number_or_name(
    filled: Path, whom: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ask(filled, "show", whom, capsys=capsys)
    assert said["external_id"] == "00123"
    (record,) = said["caces"]
    assert (
        record["kind"],
        record["completion_date"],
        record["expiration_date"],
        record["status"],
        record["current"],
    ) == ("R489-5", "2021-11-09", "2026-11-09", "expired", True)
    assert said["medical_visits"][0]["visit_date"] == "2024-12-01"
    assert said["trainings"][0]["title"] == "SST"
    assert "port de charge" not in json.dumps(said)
    again = ask(filled, "show", said["id"], capsys=capsys)
    assert again == said


def test_show_names_the_people_when_several_or_none_match(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with bootstrap.open_workspace(filled, write=True) as workspace, workspace.change("homonym"):
        employee(external_id="00999")
    assert run(["--folder", str(filled), "show", "Chloé Fictif-Test"]) == 3
    said = capsys.readouterr().err
    assert "00123" in said
    assert "00999" in said
    assert run(["--folder", str(filled), "show", "Personne"]) == 3
    assert "Personne" in capsys.readouterr().err


def test_alerts_as_the_window_counts_them(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(filled, "alerts", capsys=capsys)
    assert said["on"] == "2026-11-21"
    assert said["counts"] == {"critical": 2, "warning": 1, "info": 0, "missing": 0}
    first = said["alerts"][0]
    assert (first["employee"], first["type"], first["kind"], first["days_until"], first["severity"]) == (
        "Chloé Fictif-Test",
        "caces",
        "R489-5",
        -12,
        "critical",
    )
    assert {"employee_id", "external_id", "workspace", "expiration_date", "record_id"} <= set(first)
    assert ask(filled, "alerts", "--on", "2021-11-09", capsys=capsys)["alerts"] == []
    assert len(ask(filled, "alerts", "--type", "medical", capsys=capsys)["alerts"]) == 1
    assert len(ask(filled, "alerts", "--severity", "warning", capsys=capsys)["alerts"]) == 1
    assert len(ask(filled, "alerts", "--workspace", "Bureau", capsys=capsys)["alerts"]) == 0
    assert len(ask(filled, "alerts", "--days", "15", capsys=capsys)["alerts"]) == 2


def test_check_is_quiet_when_all_is_well_and_names_what_is_not(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(filled, "check", capsys=capsys) == {"ok": True, "problems": []}
    with bootstrap.open_workspace(filled, write=True) as workspace, workspace.change("proofs"):
        caces(employee(last_name="Avec"), document_path="documents/x/absent.pdf")
        caces(employee(last_name="Sans"), document_path="../../etc/passwd")
    old = publication_file(data_folder(filled), (1, 1))
    old.write_bytes(old.read_bytes()[:-1])
    said = ask(filled, "check", capsys=capsys, code=3)
    assert said["ok"] is False
    assert {problem["place"] for problem in said["problems"]} == {
        old.name,
        "documents/x/absent.pdf",
        "../../etc/passwd",
    }


def test_config_shows_each_setting_with_its_origin(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(filled, "config", capsys=capsys)
    assert {"key": "company", "value": "Essai", "origin": "config.json"} in said
    wrong = filled.parent / "wrong.json"
    wrong.write_text('{"colour": 1}', "utf-8")
    assert run(["config", "--check", str(wrong)]) == 3
    assert "colour" in capsys.readouterr().err
    assert run(["config", "--check", str(Path(__file__).parents[2] / "config.example.json")]) == 0


@pytest.mark.parametrize(
    "command", [["status"], ["employees"], ["show", "00123"], ["alerts"], ["check"], ["config"]]
)
def test_every_command_also_prints_for_people_in_french(
    filled: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    save_preferences(Preferences(language="fr"))
    assert run(["--folder", str(filled), *command]) == 0
    said = capsys.readouterr()
    assert said.out.strip()
    assert said.err == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["fly"], 2),
        (["alerts", "--days", "soon"], 2),
        (["alerts", "--on", "31/02/2026"], 2),
        (["employees", "--status", "gone"], 2),
        (["--help"], 0),
        (["alerts", "--help"], 0),
        (["--version"], 0),
        (["--folder", "/nowhere/at/all", "status"], 4),
        (["--folder", "/", "status"], 3),
        (["status"], 3),
    ],
)
def test_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == code
    said = capsys.readouterr()
    assert (said.err if code else said.out).strip()


def test_the_help_speaks_french(capsys: pytest.CaptureFixture[str]) -> None:
    save_preferences(Preferences(language="fr"))
    run(["--help"])
    said = capsys.readouterr().out
    assert "Codes de sortie" in said
    for command in COMMANDS:
        assert f"    {command}" in said
    run(["fly"])
    assert "erreur" in capsys.readouterr().err


def test_a_bug_says_where_its_details_are(
    filled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from cariste.cli import status_command

    for handler in logging.getLogger("cariste").handlers[:]:
        logging.getLogger("cariste").removeHandler(handler)  # an earlier test's file
        handler.close()
    monkeypatch.setattr(status_command, "_status", lambda _workspace: 1 / 0)
    assert run(["--folder", str(filled), "status"]) == 5
    said = capsys.readouterr().err
    log = said.split()[-1].rstrip(".")
    assert "ZeroDivisionError" in Path(log).read_text("utf-8")


def test_an_import_interrupted_once_it_is_recorded_does_not_say_that_nothing_was_changed(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from cariste.cli import import_command

    def interrupted(_plan: object) -> None:
        raise KeyboardInterrupt

    sheet = tmp_path / "liste.csv"
    sheet.write_text("Nom;Prénom;Mle\nMODELE;Aïcha;126\n", "utf-8")
    monkeypatch.setattr(import_command, "_print", interrupted)
    assert run(["--folder", str(filled), "import", str(sheet)]) == 130
    said = capsys.readouterr().err
    assert "whole or not at all" in said
    assert "nothing" not in said
    found = ask(filled, "employees", "--search", "Modele", capsys=capsys)
    assert [person["external_id"] for person in found] == ["126"]


def test_a_command_writes_utf8_whatever_the_console_says(filled: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cariste", "--folder", str(filled), "employees"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
    )
    assert "Éloïse" in done.stdout.decode("utf-8")


def test_a_reader_that_stops_listening_is_no_error(filled: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "cariste", "--folder", str(filled), "employees"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    with program.stderr:
        assert program.stderr.read() == b""
    assert program.wait(60) == 0


def test_while_the_head_is_damaged_the_data_before_it_are_read_and_the_file_is_named(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = data_folder(filled)
    head = publication_file(data, look(data).head)
    head.write_bytes(b"nothing")
    assert run(["--folder", str(filled), "--json", "status"]) == 0
    said = capsys.readouterr()
    assert head.name in said.err
    assert json.loads(said.out)["employees"] > 0
    for path in data.glob("*.db"):
        path.write_bytes(b"nothing")
    assert run(["--folder", str(filled), "status"]) == 3
    assert head.name in capsys.readouterr().err
