"""Shared folders at odd places: long paths, spaces, accents, names that differ by case."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import employee

from cariste import bootstrap
from cariste.cli.main import run
from cariste.core.errors import UserError
from cariste.employee.models import Employee
from cariste.integrity.restore import restore
from cariste.share.backup import MANUAL, back_up
from cariste.share.listing import data_folder
from cariste.workspace import Workspace

LONG = 240
"""Characters of a path that Windows still takes without being asked for more."""


def long_path(start: Path) -> Path:
    """Return a path of exactly `LONG` characters, with spaces, accents and an apostrophe."""
    path = start / "Entrepôt n° 3 – Suivi de l'été" / "été à côté & cœur (ß, İ, Ω) [1]"
    while LONG - len(str(path)) > 60:
        path /= "un nom qui en dit long"
    return path / "x".ljust(LONG - len(str(path)) - 1, "é")


def hire(workspace: Workspace, name: str) -> None:
    with workspace.change(f"hire {name}"):
        employee(first_name=name)


def names(folder: Path) -> list[str]:
    with bootstrap.open_workspace(folder, write=False) as reader, reader.reading():
        return sorted(person.first_name for person in Employee.select())


def test_a_path_of_240_characters_with_spaces_and_accents_does_for_everything_but_scans(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = long_path(tmp_path)
    assert len(str(folder)) == LONG
    with bootstrap.create_folder(folder, "Essai") as workspace:
        hire(workspace, "Chloé")
        workspace.send()
        workspace.beat()
        backup = back_up(data_folder(folder), workspace.local, workspace.head, MANUAL)
        hire(workspace, "Noël")
    with bootstrap.open_workspace(folder, write=True) as workspace:
        restore(workspace, backup.name)
        with pytest.raises(UserError, match=str(LONG)):
            workspace.attachments.keep(b"%PDF-1.4", f"documents/{'0' * 32}/scan.pdf")
    assert names(folder) == ["Chloé"]
    assert run(["--folder", str(folder), "employees"]) == 0
    assert "Chloé" in capsys.readouterr().out
    assert run(["--folder", str(folder), "check"]) == 0


def test_two_folders_whose_names_differ_by_case_are_two_folders(tmp_path: Path) -> None:
    lower, upper = tmp_path / "caristes été", tmp_path / "CARISTES ÉTÉ"
    lower.mkdir()
    try:
        upper.mkdir()
    except FileExistsError:
        pytest.skip("this disk takes the two names for one")
    with (
        bootstrap.create_folder(lower, "Petit") as here,
        bootstrap.create_folder(upper, "Grand") as there,
    ):
        hire(here, "Chloé")
        hire(there, "Noël")
        assert here.local != there.local
    assert names(lower) == ["Chloé"]
    assert names(upper) == ["Noël"]
