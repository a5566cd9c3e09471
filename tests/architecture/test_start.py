"""What is loaded before it is needed makes every start slower; each claim is tried in a fresh process."""

from __future__ import annotations

import subprocess
import sys

import pytest


def loaded_by(module: str) -> set[str]:
    """Return the top-level packages in memory after importing one module in a new Python."""
    code = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_the_command_line_starts_without_qt() -> None:
    loaded = loaded_by("cariste.cli.main")
    assert "cariste" in loaded
    assert not loaded & {"PySide6", "shiboken6"}


def test_the_window_appears_before_the_database_and_the_settings_are_loaded() -> None:
    loaded = loaded_by("cariste.ui.app")
    assert "PySide6" in loaded
    assert not loaded & {"peewee", "playhouse", "pydantic"}


@pytest.mark.parametrize("module", ["cariste.cli.main", "cariste.ui.app"])
def test_libraries_for_files_are_loaded_on_use_only(module: str) -> None:
    assert not loaded_by(module) & {"python_calamine", "xlsxwriter", "icalendar"}
