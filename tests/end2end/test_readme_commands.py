"""The commands of the README's first screen, as a stranger types them on a machine without a display."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    Path(sys.prefix) != ROOT / ".venv", reason="elsewhere run.py would first install an environment"
)


def run_py(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call scripts/run.py in a folder, without any display."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, str(ROOT / "scripts/run.py"), *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, encoding="utf-8", cwd=folder, env=environment
    )


@pytest.mark.parametrize("arguments", [[], ["demo"]])
def test_without_a_display_one_reads_the_alerts_of_the_demo_and_gets_a_picture_of_the_window(
    tmp_path: Path, arguments: list[str]
) -> None:
    done = run_py(tmp_path, *arguments)
    assert done.returncode == 0, done.stderr
    assert "no display" in done.stderr
    assert "R489" in done.stdout
    picture = QImage(str(tmp_path / "cariste.png"))
    assert picture.width() >= 1000
    # A blank window has a handful of colours; text and chips have hundreds.
    colours = {
        picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)
    }
    assert len(colours) > 100


def test_a_second_start_keeps_the_demo_warehouse_it_made(tmp_path: Path) -> None:
    first = run_py(tmp_path, "demo", "alerts", "--json")
    second = run_py(tmp_path, "demo", "alerts", "--json")
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert "Making a demo warehouse" in first.stderr
    assert "Making a demo warehouse" not in second.stderr
    assert json.loads(second.stdout)["alerts"] == json.loads(first.stdout)["alerts"]


def test_a_command_is_passed_on_with_its_exit_code(tmp_path: Path) -> None:
    assert run_py(tmp_path, "--help").returncode == 0
    assert run_py(tmp_path, "no-such-command").returncode == 2
    assert run_py(tmp_path, "--folder", str(tmp_path / "nowhere"), "alerts").returncode == 4
