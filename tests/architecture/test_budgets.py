"""The sizes we keep to, so that every file can be read in one sitting (CONTRIBUTING.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE, CLASS, FUNCTION, MAIN_WINDOW = 400, 250, 40, 300
FOLDERS = ("src", "scripts", "bench", "tests")
# The tests tell stories, and a story may be long; their files may not.
CODE_FOLDERS = ("src", "scripts", "bench")


def python_files(folders: tuple[str, ...]) -> list[Path]:
    """Return our Python files below some folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def too_long(source: str, label: str) -> Iterator[str]:
    """Name each class and function of a source that is over its budget."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            budget = CLASS
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            budget = FUNCTION
        else:
            continue
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        length = (node.end_lineno or node.lineno) - first + 1
        if length > budget:
            yield f"{label}:{node.lineno} {node.name}: {length} lines, at most {budget}"


def test_no_file_is_longer_than_its_budget() -> None:
    files = python_files(FOLDERS)
    assert ROOT / "src/cariste/core/clock.py" in files
    over = []
    for path in files:
        length = len(path.read_text("utf-8").splitlines())
        budget = MAIN_WINDOW if path.name == "main_window.py" else FILE
        if length > budget:
            over.append(f"{path.relative_to(ROOT)}: {length} lines, at most {budget}")
    assert over == []


def test_no_class_or_function_is_longer_than_its_budget() -> None:
    over = [
        problem
        for path in python_files(CODE_FOLDERS)
        for problem in too_long(path.read_text("utf-8"), str(path.relative_to(ROOT)))
    ]
    assert over == []


@pytest.mark.parametrize(
    ("head", "budget"), [("class A:", CLASS), ("def f():", FUNCTION), ("async def f():", FUNCTION)]
)
def test_the_measure_counts_from_the_first_line_to_the_last(head: str, budget: int) -> None:
    fits = "\n".join([head, *["    pass"] * (budget - 1)])
    assert list(too_long(fits, "x.py")) == []
    assert len(list(too_long(fits + "\n    pass", "x.py"))) == 1
