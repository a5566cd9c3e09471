"""`config.json`: strict, named errors, last good values, and the database above it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cariste import bootstrap
from cariste.core import config
from cariste.core.config import CONFIG_NAME, CONFIG_VERSION, MIGRATORS, Config, read_config
from cariste.core.errors import EnvironmentProblem, ReadOnlyHere, UserError
from cariste.employee.models import Caces
from cariste.regulation import in_force
from cariste.settings.models import Setting
from cariste.workspace import Workspace

EXAMPLE = Path(__file__).parents[2] / "config.example.json"


@pytest.fixture(autouse=True)
def _default_rules() -> object:
    yield
    in_force.use({})


def write(folder: Path, **changes: Any) -> None:
    path = folder / CONFIG_NAME
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), "utf-8")


def test_the_example_is_valid_and_names_every_setting() -> None:
    read_config(EXAMPLE)
    example = json.loads(EXAMPLE.read_text("utf-8"))
    assert set(example) | {"folder_id"} == set(Config.model_fields)


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"colour": "red"}, ["colour", "unknown key"]),
        ({"company": 12}, ["company", "12"]),
        ({"company": ""}, ["company", '""']),
        (
            {"thresholds": {"critical": 60, "warning": 30, "info": 90}},
            ["thresholds", "critical < warning < info"],
        ),
        ({"thresholds": {"critical": "30"}}, ["thresholds.critical", '"30"', "integer"]),
        ({"thresholds": {"soon": 1}}, ["thresholds.soon", "unknown key"]),
        ({"expiry_convention": "next_day"}, ["expiry_convention", "next_day", "same_day", "day_before"]),
        ({"validity_months": {"GESTES": 0}}, ["validity_months.GESTES", "0"]),
        ({"workspaces": "Quai"}, ["workspaces", "Quai"]),
        ({"folder_id": "x"}, ["folder_id"]),
        ({"schema_version": 99}, ["newer version"]),
        ({"schema_version": 0}, ["schema_version", "0"]),
    ],
)
def test_a_wrong_value_is_named_with_its_key_and_what_is_allowed(
    tmp_path: Path, changes: dict[str, Any], names: list[str]
) -> None:
    path = tmp_path / CONFIG_NAME
    path.write_text(json.dumps({**json.loads(EXAMPLE.read_text("utf-8")), **changes}), "utf-8")
    with pytest.raises(UserError) as caught:
        read_config(path)
    for name in [*names, str(path)]:
        assert name in str(caught.value)


@pytest.mark.parametrize("text", ["{", "[]", "12", '{"company": NaN}', "", "\x00"])
def test_what_is_not_json_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / CONFIG_NAME
    path.write_text(text, "utf-8")
    with pytest.raises(UserError, match=CONFIG_NAME):
        read_config(path)


def test_a_huge_or_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / CONFIG_NAME
    path.write_bytes(b" " * 2_000_000)
    with pytest.raises(UserError, match="too large"):
        read_config(path)
    path.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(EnvironmentProblem, match=CONFIG_NAME):
        read_config(path)


def test_every_older_version_has_its_migrator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert sorted(MIGRATORS) == list(range(1, CONFIG_VERSION))
    monkeypatch.setattr(config, "CONFIG_VERSION", 2)
    monkeypatch.setitem(
        MIGRATORS, 1, lambda old: {**old, "company": old["company"] + "!", "schema_version": 2}
    )
    path = tmp_path / CONFIG_NAME
    path.write_text('{"schema_version": 1, "company": "Essai"}', "utf-8")
    assert read_config(path).company == "Essai!"


def test_a_setting_of_the_database_wins_over_the_file_and_the_file_over_the_default(
    workspace: Workspace, folder: Path
) -> None:
    write(folder, roles=["Cariste"])
    with workspace.change("settings"):
        Setting(key="company", value='"Nouveau nom"').save()
    origins = {origin.key: (origin.value, origin.origin) for origin in workspace.origins}
    assert origins["company"] == ("Nouveau nom", "database")
    assert origins["roles"] == (["Cariste"], "config.json")
    assert workspace.name == "Nouveau nom"


def test_a_key_left_out_of_the_file_has_its_default(workspace: Workspace, folder: Path) -> None:
    content = json.loads((folder / CONFIG_NAME).read_text("utf-8"))
    del content["roles"]
    (folder / CONFIG_NAME).write_text(json.dumps(content), "utf-8")
    workspace.load_settings()
    assert {origin.key: origin.origin for origin in workspace.origins}["roles"] == "default"


def test_a_file_that_became_wrong_opens_read_only_with_the_last_good_values(folder: Path) -> None:
    with bootstrap.create_folder(folder, "Bon nom") as opened:
        assert opened.writing
    write(folder, thresholds={"critical": 90, "warning": 60, "info": 30})
    with pytest.raises(EnvironmentProblem, match="thresholds"):
        bootstrap.open_workspace(folder, write=True)
    with bootstrap.open_for_window(folder) as reader:
        assert not reader.writing
        assert reader.name == "Bon nom"
        assert reader.settings.thresholds.days == (30, 60, 90)
        (warning,) = reader.warnings
        assert "thresholds" in warning
        assert "last good" in warning
        with pytest.raises(ReadOnlyHere, match="thresholds"), reader.change("x"):
            pytest.fail("must not write")


def test_even_a_file_that_is_no_json_any_more_finds_this_pcs_last_good_values(folder: Path) -> None:
    bootstrap.create_folder(folder, "Bon nom").close()
    text = (folder / CONFIG_NAME).read_text("utf-8")
    (folder / CONFIG_NAME).write_text(text[:-5], "utf-8")
    with bootstrap.open_for_window(folder) as reader:
        assert reader.name == "Bon nom"
        assert not reader.writing


def test_a_wrong_row_of_the_database_is_left_out_and_said(workspace: Workspace) -> None:
    with workspace.change("settings"):
        Setting(key="thresholds", value='{"critical": 0}').save()
    assert workspace.settings.thresholds.days == (30, 60, 90)
    assert "thresholds" in workspace.warnings[0]


def test_the_firms_own_validities_are_applied(workspace: Workspace, folder: Path) -> None:
    write(folder, validity_months={"R489-5": 24, "Conduite de balayeuse": 36})
    workspace.load_settings()
    import datetime as dt

    day = dt.date(2024, 1, 15)
    assert Caces.calculate_expiration("R489-5", day) == dt.date(2026, 1, 15)
    assert Caces.calculate_expiration("Conduite de balayeuse", day) == dt.date(2027, 1, 15)
    assert Caces.calculate_expiration("Engin inconnu", day) == dt.date(2034, 1, 15)
    write(folder, validity_months={}, expiry_convention="day_before")
    workspace.load_settings()
    assert Caces.calculate_expiration("R489-5", day) == dt.date(2029, 1, 14)
