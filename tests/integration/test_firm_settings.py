"""What the firm decides in the window: stored above `config.json`, journalled, told to everybody, undone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from settings import store, stored

from cariste import bootstrap
from cariste.cli.main import run
from cariste.core.config import CONFIG_NAME
from cariste.core.errors import InvalidEntity, ReadOnlyHere
from cariste.firm import changes
from cariste.journal.queries import list_entries
from cariste.journal.words import details, record_label
from cariste.regulation import in_force
from cariste.settings import editing
from cariste.settings.models import Setting
from cariste.workspace import Workspace

SIRET = "73282932000074"


@pytest.fixture(autouse=True)
def _default_rules() -> Iterator[None]:
    yield
    in_force.use({})


def origins(workspace: Workspace) -> dict[str, str]:
    return {each.key: each.origin for each in workspace.origins}


def test_a_setting_changed_here_wins_over_config_json_and_is_undone(
    workspace: Workspace, folder: Path
) -> None:
    assert origins(workspace)["company"] == "config.json"
    store(workspace, company="Entrepôt du Nord", siret="732 829 320 00074")
    assert workspace.name == "Entrepôt du Nord"
    assert workspace.settings.siret == SIRET
    assert stored(workspace) == {"company": "Entrepôt du Nord", "siret": SIRET}
    assert origins(workspace)["company"] == origins(workspace)["siret"] == "database"
    workspace.undo()
    assert stored(workspace) == {}
    assert workspace.name == "Entrepôt d'essai"
    workspace.redo()
    assert workspace.name == "Entrepôt du Nord"


def test_everybody_else_gets_it_with_the_next_publication(workspace: Workspace, folder: Path) -> None:
    store(workspace, company="Entrepôt du Nord", thresholds={"critical": 10, "warning": 20, "info": 45})
    workspace.send()
    with bootstrap.open_for_window(folder) as reader:
        assert reader.name == "Entrepôt du Nord"
        assert reader.settings.thresholds.days == (10, 20, 45)
        with pytest.raises(ReadOnlyHere):
            store(reader, company="Ailleurs")


def test_what_has_the_value_already_writes_no_row(workspace: Workspace) -> None:
    store(workspace, company=workspace.settings.company, signatory="")
    assert stored(workspace) == {}
    assert workspace.undoable is None


def test_going_back_deletes_the_row_whatever_lies_below(workspace: Workspace, folder: Path) -> None:
    content = json.loads((folder / CONFIG_NAME).read_text("utf-8"))
    del content["roles"]
    (folder / CONFIG_NAME).write_text(json.dumps({**content, "phone": "01 99 00 00 01"}), "utf-8")
    workspace.load_settings()
    store(workspace, roles=["Pilote"], phone="01 99 00 00 02", email="a@exemple.fr")
    below = {each.key: (each.value, each.origin) for each in workspace.starting}
    assert below["phone"] == ("01 99 00 00 01", "config.json")
    assert below["roles"] == (["Préparateur", "Réceptionnaire", "Cariste"], "default")
    with workspace.change("back"):
        changes.reset(workspace.settings, workspace.starting, ["roles", "phone"])
    assert workspace.settings.roles == ("Préparateur", "Réceptionnaire", "Cariste")
    assert workspace.settings.phone == "01 99 00 00 01"
    assert stored(workspace) == {"email": "a@exemple.fr"}
    workspace.undo()
    assert workspace.settings.roles == ("Pilote",)


@pytest.mark.parametrize(
    ("values", "wrong", "allowed"),
    [
        ({"company": ""}, "company", "at least one character"),
        ({"company": "x" * 10_000}, "company", "100 characters at most"),
        ({"siret": "73282932000075"}, "siret", "14 digits with the right check digit"),
        ({"siret": "quatorze"}, "siret", "14 digits"),
        ({"email": "personne"}, "email", "an e-mail address"),
        ({"address": ["rue"] * 7}, "address", "6 values at most"),
        ({"address": [""]}, "address.0", "at least one character"),
        ({"workspaces": [f"Zone {n}" for n in range(201)]}, "workspaces", "200 values at most"),
        ({"contract_types": []}, "contract_types", "at least one value"),
        ({"contract_types": ["CDI", "CDI"]}, "contract_types", "each value once"),
        ({"contract_types": ["CDI", "Stage"]}, "contract_types.1", "'CDI', 'CDD', 'Interim', 'Alternance'"),
        ({"thresholds": {"critical": 60, "warning": 30, "info": 90}}, "thresholds", "critical < warning"),
        ({"thresholds": {"critical": 0, "warning": 30, "info": 90}}, "thresholds.critical", "1 or more"),
        ({"thresholds": {"critical": 1, "warning": 30, "info": 9999}}, "thresholds.info", "3650 or less"),
        ({"validity_months": {"GESTES": 0}}, "validity_months.GESTES", "1 or more"),
        ({"expiry_convention": "next_day"}, "expiry_convention", "'same_day', 'day_before'"),
        ({"colour": "red"}, "colour", "this key is unknown"),
    ],
)
def test_a_wrong_value_is_refused_with_its_key_and_what_is_allowed(
    workspace: Workspace, values: dict[str, Any], wrong: str, allowed: str
) -> None:
    with pytest.raises(InvalidEntity) as caught:
        store(workspace, phone="01 99 00 00 01", **values)
    assert list(caught.value.problems) == [wrong]
    assert allowed in caught.value.problems[wrong]
    assert stored(workspace) == {}


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("siret", SIRET, None),
        ("siret", "1", "Allowed: 14 digits"),
        ("thresholds.critical", 400, None),  # the order is looked at with all three
        ("thresholds.critical", 4000, "Allowed: 3650 or less."),
        ("address", ["x" * 101], "Allowed: 100 characters at most."),
    ],
)
def test_a_single_field_tells_what_is_allowed_in_it(key: str, value: Any, problem: str | None) -> None:
    found = editing.problem_of(key, value)
    assert found == problem if problem is None else str(found).startswith(problem)


def test_a_wrong_row_is_left_out_told_and_can_be_taken_away(workspace: Workspace) -> None:
    with workspace.change("by an older version"):
        Setting(key="thresholds", value='{"critical": 0}').save()
        Setting(key="motto", value='"Plus haut"').save()
    assert workspace.writing
    assert len(workspace.warnings) == 2
    with workspace.change("back"):
        changes.reset(workspace.settings, workspace.starting, ["thresholds", "motto"])
    assert workspace.warnings == []
    assert stored(workspace) == {}


def test_the_journal_tells_settings_in_words(workspace: Workspace) -> None:
    store(workspace, siret=SIRET)
    store(workspace, siret="", validity_months={"R489-5": 24, "GESTES": None})
    with workspace.reading():
        lines = [(record_label(entry), details(entry)) for entry in list_entries()]
    assert ("Setting SIRET number", "added") in lines
    assert ("Setting SIRET number", "Value: 732\u00a0829\u00a0320\u00a000074 → empty") in lines
    assert ("Setting Validity rules", "added") in lines


def test_the_command_line_says_what_was_set_here(
    workspace: Workspace, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store(workspace, thresholds={"critical": 10, "warning": 20, "info": 45})
    workspace.send()
    assert run(["--folder", str(folder), "--json", "config"]) == 0
    said = {each["key"]: (each["value"], each["origin"]) for each in json.loads(capsys.readouterr().out)}
    contracts = {"contract_critical": 7, "contract_warning": 30}
    assert said["thresholds"] == ({"critical": 10, "warning": 20, "info": 45, **contracts}, "database")
    assert said["siret"] == ("", "config.json")
