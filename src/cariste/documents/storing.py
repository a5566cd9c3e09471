"""Taking a file in: what it is, where it will lie, which record names it.

Everything that writes does so inside an open `workspace.change()`. The bytes are kept on this PC before the
record that names them is written, and reach the share before that record does (`share.attachments`).
"""

from __future__ import annotations

import hashlib
import re
import stat
import unicodedata
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cariste.authorisation.models import Authorisation, Induction
from cariste.core.errors import EnvironmentProblem, UserError, reason_of
from cariste.core.i18n import _
from cariste.core.text import fold, tidy
from cariste.core.wording import format_number
from cariste.documents.content import ENDINGS, examine
from cariste.employee import constants
from cariste.employee.models import Caces, Document, Employee, MedicalVisit, OnlineTraining
from cariste.share.attachments import DOCUMENTS, MEDICAL, Attachments

LARGEST = 25 * 2**20
"""Bytes of one document. A certificate scanned in colour has 1 to 3 MB."""

_MEGABYTE = 2**20
_MODELS: dict[str, tuple[Any, str]] = {
    constants.CACES_DOCUMENT: (Caces, "document_path"),
    constants.MEDICAL_DOCUMENT: (MedicalVisit, "document_path"),
    constants.TRAINING_DOCUMENT: (OnlineTraining, "certificate_path"),
}
"""Which record of a kind names its proof in which field."""
_NAMING: tuple[tuple[Any, str], ...] = (
    *_MODELS.values(),
    (Authorisation, "document_path"),
    (Induction, "document_path"),
)
"""Every record that may name a file of a person."""
_LONGEST_STEM = 40
_PREFIX = 12
_UNFIT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A file that was looked at and could be taken in; nothing is stored yet.

    Attributes:
        name: What people call it, without what cannot be read in it.
        source: Where it lies; None when it was pasted, and `held` has its bytes.
    """

    name: str
    size: int
    sha256: str
    mime: str
    pages: int
    source: Path | None
    held: bytes | None = field(default=None, repr=False)

    def content(self) -> bytes:
        """Return its bytes, the same as when it was looked at.

        Raises:
            UserError: The file has changed since.
            EnvironmentProblem: It cannot be read any more.
        """
        content = self.held if self.source is None else read_bounded(self.source)
        if content is None or hashlib.sha256(content).hexdigest() != self.sha256:
            raise UserError(
                _("{file} has changed since it was chosen. Choose it again.").format(file=self.name)
            )
        return content


def inspect(path: Path) -> Proposed:
    """Look at a file that somebody chose or dropped.

    Raises:
        UserError: Too large, empty, damaged, protected by a password, or no document. Names the file.
        EnvironmentProblem: It cannot be read.
    """
    return _proposed(read_bounded(path), plain_name(path.name), path)


def inspect_bytes(content: bytes, name: str) -> Proposed:
    """Look at something pasted. Raises UserError as `inspect`."""
    if len(content) > LARGEST:
        raise _too_large(name, len(content))
    return _proposed(content, plain_name(name), None)


def read_bounded(path: Path) -> bytes:
    """Return the bytes of a file; one that is too large is refused without being read.

    Raises:
        UserError: It is no file, or too large.
        EnvironmentProblem: It cannot be read.
    """
    name = plain_name(path.name)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a folder, or a device that never ends
            raise UserError(_("{file} is not a file.").format(file=name))
        if found.st_size > LARGEST:
            raise _too_large(name, found.st_size)
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise EnvironmentProblem(
            _("{file} cannot be read: {reason}.").format(file=name, reason=reason_of(error))
        ) from error
    if len(content) > LARGEST:
        raise _too_large(name, len(content))
    return content


def plain_name(name: str) -> str:
    """Return the name of a file as it can be shown: no folders, no marks that turn the writing round."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(char for char in last if unicodedata.category(char) not in {"Cf", "Cs", "Co", "Cn"})
    return tidy(shown)[: constants.LONGEST_TEXT] or _("document")


# -- taking in -----------------------------------------------------------------------------------


def store(documents: Attachments, employee_id: str, kind: str, proposed: Proposed) -> str:
    """Take a file in for a person; return its path, for the records that will name it.

    The same bytes are stored once per person: several categories of one certificate name one file.

    Args:
        documents: Where files are kept (`workspace.attachments`).
        employee_id: 32 hexadecimal digits.
        kind: One of `constants.DOCUMENT_KINDS`. A medical one leaves no trace of its name.
        proposed: What `inspect` returned.

    Raises:
        UserError: It has changed since it was looked at, or there is no such person.
        EnvironmentProblem: It cannot be read any more, or this PC does not take it.
    """
    return _store(documents, _person(employee_id), kind, proposed, proposed.content())


def attach(documents: Attachments, kind: str, record_id: str, proposed: Proposed) -> str:
    """Take a file in as the proof of a record; return its path. An earlier proof stays with the person.

    Args:
        documents: Where files are kept (`workspace.attachments`).
        kind: ``caces``, ``medical`` or ``training``.
        record_id: 32 hexadecimal digits.
        proposed: What `inspect` returned.

    Raises:
        UserError: The record is gone, or the file has changed since it was looked at.
        EnvironmentProblem: It cannot be read any more, or this PC does not take it.
    """
    record, name = _record(kind, record_id)
    path = _store(documents, record.employee, kind, proposed, proposed.content())
    setattr(record, name, path)
    record.save()
    return path


def detach(kind: str, record_id: str) -> None:
    """Let a record name no proof any more; the file stays with the person. Raises UserError as `attach`."""
    record, name = _record(kind, record_id)
    setattr(record, name, None)
    record.save()


def remove(employee_id: str, path: str) -> None:
    """Take a document off a person's file, and off every record of the person that names it.

    The bytes stay in the shared folder, so that this can be undone.

    Raises:
        UserError: Nothing of this person names the document any more.
    """
    person = _person(employee_id)
    records = [
        (record, name)
        for model, name in _NAMING
        for record in model.select().where(model.employee == person, getattr(model, name) == path)
    ]
    if person.avatar_path == path:
        records.append((person, "avatar_path"))
    for record, name in records:
        setattr(record, name, None)
        record.save()
    document = Document.get_or_none((Document.path == path) & (Document.employee == person))
    if document is not None:
        document.delete_instance()
    elif not records:
        raise UserError(_("This document is no longer recorded."))


def keep_photo(documents: Attachments, employee_id: str, proposed: Proposed) -> str:
    """Take a file in as somebody's photo: small, upright, and without what the camera wrote into it.

    Raises:
        UserError: It is no image, has changed since it was looked at, or there is no such person.
        EnvironmentProblem: It cannot be read any more, or this PC does not take it.
    """
    from cariste.documents.photo import as_photo

    person = _person(employee_id)
    small = inspect_bytes(as_photo(proposed.content(), proposed.name), "photo.jpg")
    earlier = person.avatar_path
    person.avatar_path = _store(documents, person, constants.PHOTO, small, small.content())
    person.save()
    if earlier != person.avatar_path:
        _forget_photo(earlier)
    return str(person.avatar_path)


def remove_photo(employee_id: str) -> None:
    """Take the photo off a person's file. Raises UserError when there is no such person."""
    person = _person(employee_id)
    earlier, person.avatar_path = person.avatar_path, None
    person.save()
    _forget_photo(earlier)


def _forget_photo(path: str | None) -> None:
    """A proof stays for ever; a photo that nobody is shown with does not."""
    former = Document.get_or_none((Document.path == path) & (Document.kind == constants.PHOTO))
    if former is not None:
        former.delete_instance()


def path_of(employee_id: str, kind: str, proposed: Proposed) -> str:
    """Return where a document will lie below the shared folder; a medical one has another place each time."""
    ending = ENDINGS[proposed.mime]
    if kind == constants.MEDICAL_DOCUMENT:
        # Neither whose it is nor what it was called, nor a hash by which a copy could be recognised.
        return f"{DOCUMENTS}/{MEDICAL}/{uuid.uuid4().hex}{ending}"
    stem = "photo" if kind == constants.PHOTO else _tidy_stem(proposed.name)
    return f"{DOCUMENTS}/{employee_id}/{proposed.sha256[:_PREFIX]}-{stem}{ending}"


def _store(documents: Attachments, person: Employee, kind: str, proposed: Proposed, content: bytes) -> str:
    medical = kind == constants.MEDICAL_DOCUMENT
    same = (Document.employee == person) & (Document.sha256 == proposed.sha256)
    # A medical scan is never reached by the name of another document, nor the other way round.
    kept_alike = (Document.kind == kind) if medical else (Document.kind != constants.MEDICAL_DOCUMENT)
    known = Document.select().where(same & kept_alike).first()
    path = str(known.path) if known is not None else path_of(person.id.hex, kind, proposed)
    documents.keep(content, path)
    if known is None:
        Document(
            employee=person,
            path=path,
            sha256=proposed.sha256,
            size=proposed.size,
            mime=proposed.mime,
            kind=kind,
            original_name=None if medical or kind == constants.PHOTO else proposed.name,
        ).save()
    return path


def _person(employee_id: str) -> Employee:
    person: Employee | None = Employee.get_or_none(Employee.id == uuid.UUID(employee_id))
    if person is None:
        raise UserError(_("This person is no longer recorded."))
    return person


def _record(kind: str, record_id: str) -> tuple[Any, str]:
    model, name = _MODELS[kind]
    record = model.get_or_none(model.id == uuid.UUID(record_id))
    if record is None:
        raise UserError(_("This record is no longer there: it was deleted."))
    return record, name


def _proposed(content: bytes, name: str, source: Path | None) -> Proposed:
    mime, pages = examine(content, name)
    held = content if source is None else None
    return Proposed(name, len(content), hashlib.sha256(content).hexdigest(), mime, pages, source, held)


def _tidy_stem(name: str) -> str:
    """Return the name in letters, digits and hyphens that every server and every PC takes."""
    stem = name.rpartition(".")[0] or name
    return _UNFIT.sub("-", fold(stem))[:_LONGEST_STEM].strip("-") or "document"


def _too_large(name: str, size: int) -> UserError:
    return UserError(
        _(
            "{file} is too large: {size} MB, {most} MB at most. Scan it again with fewer points per inch, "
            "or in grey."
        ).format(
            file=name,
            size=format_number(-(-size // _MEGABYTE)),
            most=format_number(LARGEST // _MEGABYTE),
        )
    )
