"""Removing the files of people without identity: at the next opening, when nothing can be undone."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cariste.core.errors import CaristeError
from cariste.core.i18n import _
from cariste.database.model import entities
from cariste.duplicates.models import merged_into
from cariste.employee.anonymity import is_placeholder
from cariste.employee.models import Employee
from cariste.leaving.models import COPY, Erasure
from cariste.share.attachments import DOCUMENTS, Attachments

log = logging.getLogger(__name__)

_NAMING = ("path", "document_path", "certificate_path", "avatar_path")
"""The columns that name a file, of whatever table."""


class Leftover(NamedTuple):
    """What somebody without identity left on the share.

    Attributes:
        erasure_id: 32 hexadecimal digits.
        paths: Files that were named when the identity went.
        folders: Where everything is that person's: also what was taken off the file earlier.
    """

    erasure_id: str
    paths: tuple[str, ...]
    folders: tuple[str, ...]


def leftovers() -> list[Leftover]:
    """Return what people without identity left on the share; the caller is connected.

    Nothing of somebody whom a restored backup brought back.
    """
    return [
        Leftover(
            erasure.id.hex,
            tuple(erasure.paths),
            () if erasure.form == COPY else _folders(erasure.employee_id),
        )
        for erasure in Erasure.select().where(Erasure.files.is_null(False))
        if erasure.form == COPY or _is_gone(erasure.employee_id)
    ]


def still_named(found: Iterable[Leftover]) -> set[str]:
    """Return which of these files a record names: people may share a proof. The caller is connected."""
    paths = {path for one in found for path in one.paths}
    folders = [folder for one in found for folder in one.folders]
    named: set[str] = set()
    fields = (model._meta.fields.get(name) for model in entities().values() for name in _NAMING)
    for field in filter(None, fields):
        condition = field.in_(paths)
        for folder in folders:
            condition |= field.startswith(f"{folder}/")
        named |= {path for (path,) in field.model.select(field).where(condition).tuples()}
    return named


def remove(attachments: Attachments, found: Sequence[Leftover], named: set[str]) -> dict[str, list[str]]:
    """Delete files from the share; return by erasure what is left, because somebody holds it open.

    Args:
        attachments: `workspace.attachments`.
        found: What `leftovers` returned.
        named: What `still_named` returned: it stays.
    """
    left = {}
    for one in found:
        left[one.erasure_id] = [
            path for path in one.paths if path not in named and not _removed(attachments, path)
        ]
        for folder in one.folders:
            left[one.erasure_id] += _emptied(attachments, folder, named)
    log.info("removed the files of %d people without identity", len(found))
    return left


def note_removed(left: dict[str, list[str]]) -> None:
    """Note which files are left to remove; call inside a change."""
    for erasure_id, paths in left.items():
        erasure = Erasure.get_or_none(Erasure.id == uuid.UUID(erasure_id))
        if erasure is not None:
            erasure.files = json.dumps(paths, ensure_ascii=False) if paths else None
            erasure.save()


def swept_label() -> str:
    """Return what the journal calls it."""
    return _("Files of people without identity deleted")


def _emptied(attachments: Attachments, folder: str, named: set[str]) -> list[str]:
    try:
        paths = attachments.below(folder)
    except CaristeError:
        return []
    return [path for path in paths if path not in named and not _removed(attachments, path)]


def _removed(attachments: Attachments, path: str) -> bool:
    try:
        attachments.remove(path)
    except CaristeError:
        return False
    return True


def _folders(employee_id: uuid.UUID) -> tuple[str, ...]:
    return tuple(f"{DOCUMENTS}/{one}" for one in sorted(merged_into([employee_id.hex])))


def _is_gone(employee_id: uuid.UUID) -> bool:
    person = Employee.get_or_none(Employee.id == employee_id)
    return person is None or is_placeholder(employee_id.hex, person.first_name)
