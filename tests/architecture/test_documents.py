"""What the documents say is what the program does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from cariste.cli.main import COMMANDS, run

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


README = (ROOT / "README.md").read_text("utf-8")
COMMAND_ROWS = dict(re.findall(r"^\| `([a-z-]+)[^`]*` \| (.+) \|$", README, re.MULTILINE))


def test_the_readme_shows_every_command_and_no_other() -> None:
    assert tuple(COMMAND_ROWS) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_the_readme_promises_exists(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    offered = capsys.readouterr().out
    assert [
        option for option in re.findall(r"--[a-z-]+", COMMAND_ROWS[command]) if option not in offered
    ] == []


def test_the_architecture_page_places_every_layer() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = " | ".join(project["tool"]["importlinter"]["contracts"][0]["layers"]).split(" | ")
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    named = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.+?) \|", page, re.MULTILINE)))
    assert named == layers


def test_every_link_of_the_documents_leads_somewhere() -> None:
    broken = [
        f"{document.name} -> {target}"
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)#\s]+)", document.read_text("utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert broken == []


def test_every_document_can_be_reached_from_the_readme() -> None:
    known: set[Path] = set()
    following = [ROOT / "README.md"]
    while following:
        document = following.pop()
        if document not in known:
            known.add(document)
            targets = re.findall(r"\]\(([^)#\s]+\.md)", document.read_text("utf-8"))
            following += [
                path for target in targets if (path := (document.parent / target).resolve()) in DOCUMENTS
            ]
    assert [document.name for document in DOCUMENTS if document not in known] == []


def test_every_file_the_documents_name_in_code_exists() -> None:
    named = re.compile(r"`((?:src|scripts|bench|tests|docs)/[\w./-]+\.(?:py|md|toml))`")
    missing = [
        f"{document.name}: {path}"
        for document in DOCUMENTS
        for path in named.findall(document.read_text("utf-8"))
        if not (ROOT / path).exists()
    ]
    assert missing == []
