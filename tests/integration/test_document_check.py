"""`cariste check` looks into every document: there, whole, and the one that was stored."""

from __future__ import annotations

import pytest
import scans
from factories import caces, employee, visit

from cariste.documents.storing import attach, inspect_bytes, keep_photo, store
from cariste.integrity.check import Problem, problems_of
from cariste.workspace import Workspace


def found(workspace: Workspace) -> list[Problem]:
    workspace.send()
    with workspace.reading():
        return problems_of(workspace.folder)


@pytest.fixture
def stored(workspace: Workspace) -> dict[str, str]:
    """One document of each kind; the paths."""
    kept = workspace.attachments
    with workspace.change("documents"):
        person = employee()
        pdf, photo = inspect_bytes(scans.pdf(), "a.pdf"), inspect_bytes(scans.image(), "b.png")
        return {
            "caces": attach(kept, "caces", caces(person).id.hex, pdf),
            "medical": attach(kept, "medical", visit(person).id.hex, pdf),
            "photo": keep_photo(kept, person.id.hex, photo),
            "other": store(kept, person.id.hex, "other", photo),
        }


def test_documents_as_they_were_stored_are_in_order(workspace: Workspace, stored: dict[str, str]) -> None:
    assert found(workspace) == []


@pytest.mark.parametrize("kind", ["caces", "medical", "photo", "other"])
def test_a_missing_a_changed_and_a_cut_document_are_named(
    workspace: Workspace, stored: dict[str, str], kind: str
) -> None:
    workspace.send()
    file = workspace.folder / stored[kind]
    original = file.read_bytes()
    for content, said in (
        (None, "The document is missing."),
        (scans.pdf(2), "not the one that was stored"),
        (original[:-20], "not the one that was stored"),
    ):
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
        [problem] = found(workspace)
        assert problem.place == stored[kind]
        assert said in problem.text


@pytest.mark.parametrize(
    ("content", "said"), [(b"%PDF-1.4 cut", "is damaged"), (b"some words", "neither a PDF nor an image")]
)
def test_a_document_that_nobody_described_is_opened_all_the_same(
    workspace: Workspace, content: bytes, said: str
) -> None:
    with workspace.change("as imported"):
        caces(employee(), document_path="documents/old.pdf")
    (workspace.folder / "documents/old.pdf").write_bytes(content)
    [problem] = found(workspace)
    assert said in problem.text
    (workspace.folder / "documents/old.pdf").write_bytes(scans.pdf())
    assert found(workspace) == []


@pytest.mark.parametrize("path", ["../../etc/passwd", "config.json", "documents/../data/x.db", "C:\\x.pdf"])
def test_a_record_that_names_something_else_is_reported_and_nothing_is_read(
    workspace: Workspace, path: str
) -> None:
    with workspace.change("odd"):
        caces(employee(), document_path=path)
    assert found(workspace) == [(path, "The document lies outside the shared folder.")]
