"""Promises about the repository itself: what it carries, and what it must not."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MIGRATIONS = sorted((ROOT / "src/cariste/database/migrations").glob("[0-9]*.py"))
TEXT_FILES = {".py", ".md", ".toml", ".json", ".lock", ".po", ".svg", ".txt", ".yml", ""}


def our_files() -> list[Path]:
    """Return the text files we wrote."""
    tops = [path for path in ROOT.iterdir() if path.is_file()]
    below = [
        path
        for folder in ("src", "scripts", "bench", "tests", "docs", ".ci")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    ]
    return [
        path
        for path in tops + below
        if path.suffix in TEXT_FILES and not path.name.startswith(".coverage") and "egg-info" not in str(path)
    ]


def test_no_file_names_a_place_on_the_machine_it_was_written_on() -> None:
    files = our_files()
    assert ROOT / "requirements.lock" in files
    here = {f"{place}{os.sep}" for place in (ROOT, Path.home(), Path(sys.prefix)) if len(place.parts) > 1}
    found = [
        f"{path.relative_to(ROOT)}: {place}"
        for path in files
        for place in here
        if place in path.read_text("utf-8")
    ]
    assert found == []


@pytest.mark.parametrize("migration", MIGRATIONS, ids=lambda path: path.stem)
def test_every_migration_is_named_by_a_test(migration: Path) -> None:
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert migration.stem in tests


def test_the_migrations_are_numbered_without_a_gap() -> None:
    assert [int(path.stem.split("_")[0]) for path in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_no_test_waits_by_sleeping() -> None:
    sleepers = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "sleep", "QTest.qSleep"}
    ]
    assert sleepers == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["project"]["optional-dependencies"]["dev"]),
    ],
)
def test_the_lock_files_pin_what_the_project_asks_for(lock: str, wanted: list[str]) -> None:
    pinned = dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pinned[requirement.name.lower()]), requirement


def test_the_lock_files_say_nothing_about_where_packages_come_from() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert not re.search(r"://|^-|@", (ROOT / lock).read_text("utf-8"), re.MULTILINE)


def test_the_tests_run_against_the_locked_qt() -> None:
    """An environment that drifted from the lock file proves nothing about what users get."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert f"pyside6-essentials=={importlib.metadata.version('PySide6-Essentials')} " in lock
