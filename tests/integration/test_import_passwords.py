"""Workbooks that somebody really encrypted, brought in by the command."""

from __future__ import annotations

from pathlib import Path

import pytest
from passwords import PROTECTED, protected

from cariste import bootstrap
from cariste.cli.main import run
from cariste.core.preferences import Preferences, save_preferences
from cariste.employee.queries import list_employees


@pytest.mark.parametrize("name", PROTECTED)
def test_a_protected_workbook_is_refused_with_what_to_do(
    folder: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    save_preferences(Preferences(language="fr"))
    bootstrap.create_folder(folder, "Essai").close()
    path = protected(tmp_path, name)
    for dry in ([], ["--dry-run"]):
        assert run(["--folder", str(folder), "import", str(path), *dry]) == 3
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.strip().endswith(
            f"{name} est protégé par un mot de passe. Rien n’a été importé\u00a0: enregistrez une copie "
            "sans mot de passe, puis importez-la."
        )
    with bootstrap.open_workspace(folder, write=False) as workspace, workspace.reading():
        assert list_employees() == []
