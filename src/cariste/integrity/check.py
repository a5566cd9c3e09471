"""Look through a shared folder without changing anything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cariste.core.errors import CaristeError, UserError
from cariste.core.i18n import _
from cariste.database.connection import check_file
from cariste.documents.content import examine
from cariste.documents.storing import read_bounded
from cariste.employee.models import Caces, Document, Employee, MedicalVisit, OnlineTraining
from cariste.share.attachments import checked
from cariste.share.listing import data_folder, look, publication_file


class Problem(NamedTuple):
    """Something that is not as it should be, and where."""

    place: str
    text: str


def problems_of(folder: Path) -> list[Problem]:
    """Check every publication, every backup and every document that a record names.

    Call inside `workspace.reading()`. Whole files are read: on a slow share this takes a while.
    """
    return [*_publications(folder), *_backups(folder), *_documents(folder)]


def _publications(folder: Path) -> Iterator[Problem]:
    data = data_folder(folder)
    for number in sorted(look(data).publications):
        yield from _file(publication_file(data, number))


def _backups(folder: Path) -> Iterator[Problem]:
    for path in sorted((data_folder(folder) / "backups").glob("*.db")):
        yield from _file(path)


def _file(path: Path) -> Iterator[Problem]:
    try:
        check_file(path)
    except CaristeError as error:
        yield Problem(path.name, str(error))


def _documents(folder: Path) -> Iterator[Problem]:
    """Each document named by a record, a person or its own description: there, whole, and what was stored."""
    named = [
        *Caces.select(Caces.document_path).tuples(),
        *MedicalVisit.select(MedicalVisit.document_path).tuples(),
        *OnlineTraining.select(OnlineTraining.certificate_path).tuples(),
        *Employee.select(Employee.avatar_path).tuples(),
    ]
    described: Any = Document.select(Document.path, Document.sha256).tuples()
    hashes: dict[str, str] = dict(described)
    for name in sorted({path for (path,) in named if path} | set(hashes)):
        try:
            place = folder / checked(name)
        except UserError:
            yield Problem(name, _("The document lies outside the shared folder."))
            continue
        if problem := _problem_with(place, hashes.get(name)):
            yield Problem(name, problem)


def _problem_with(place: Path, stored: str | None) -> str | None:
    if not place.is_file():
        return _("The document is missing.")
    try:
        content = read_bounded(place)
        if stored is not None and hashlib.sha256(content).hexdigest() != stored:
            return _("The document is not the one that was stored: somebody changed it.")
        examine(content, place.name)
    except CaristeError as error:
        return str(error)
    return None
