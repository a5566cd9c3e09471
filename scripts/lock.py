"""Rewrite both lock files from pyproject.toml: ``python3 scripts/lock.py [--upgrade]``.

Every package is pinned with its hashes, for Python 3.11 to 3.13 on Linux, Windows and macOS. Where the
packages came from is left out: pip's own settings say that on each machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from _environment import LOCKS, ROOT

HEADER = "# Written by scripts/lock.py from pyproject.toml; pip checks every hash.\n"


def compile_lock(uv: Path, kind: str, options: list[str]) -> None:
    """Resolve one lock file; versions already in it stay unless an upgrade is asked for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extra = ["--extra", "dev"] if kind == "dev" else []
    # The run lock constrains the dev lock: what is tested is what runs.
    constraints = ["--constraints", str(LOCKS["run"])] if kind == "dev" else []
    command = [
        *(str(uv), "pip", "compile", "pyproject.toml", "-", "--output-file", str(LOCKS[kind])),
        *("--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--no-header", "--no-annotate", "--no-config", "--quiet"),
    ]
    build = "\n".join(project["build-system"]["requires"])
    subprocess.run([*command, *extra, *constraints, *options], input=build, text=True, cwd=ROOT, check=True)
    pins = LOCKS[kind].read_text("utf-8")
    LOCKS[kind].write_text(HEADER + pins.removeprefix(HEADER), "utf-8")


def main(options: list[str]) -> None:
    """Fetch uv into an environment that is thrown away, and resolve."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        bin_folder = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        subprocess.run([bin_folder / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
        for kind in LOCKS:
            compile_lock(bin_folder / "uv", kind, options)


if __name__ == "__main__":
    main(sys.argv[1:])
