"""Look through a shared folder without changing anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.database.connection import check_file
from cariste.employee.models import Caces, MedicalVisit, OnlineTraining
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
    named = [
        *Caces.select(Caces.document_path).tuples(),
        *MedicalVisit.select(MedicalVisit.document_path).tuples(),
        *OnlineTraining.select(OnlineTraining.certificate_path).tuples(),
    ]
    for name in sorted({path for (path,) in named if path}):
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts:
            yield Problem(name, _("The document lies outside the shared folder."))
        elif not (folder / parts).is_file():
            yield Problem(name, _("The document is missing."))
