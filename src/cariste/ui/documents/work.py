"""What is done about documents off the UI thread: plain values in and out, no widget is touched."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import time
import uuid
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from cariste.core.errors import EnvironmentProblem, UserError, reason_of
from cariste.core.i18n import _
from cariste.documents.pages import Pages, Picture
from cariste.documents.queries import hash_of
from cariste.documents.storing import Proposed, inspect, inspect_bytes, read_bounded
from cariste.employee.constants import MEDICAL_DOCUMENT
from cariste.workspace import Workspace

PREVIEW = 240
"""Pixels of a preview's width: enough for a small field on a screen of twice the points."""


_DAY = 24 * 3600.0


class Looked(NamedTuple):
    """A file that was chosen, and its first page, small."""

    proposed: Proposed
    preview: QImage


class Opened(NamedTuple):
    """A document that can be looked at.

    Attributes:
        altered: Whether its bytes are not those that were stored.
    """

    pages: Pages
    altered: bool = False


def look_at_file(path: Path, width: int = PREVIEW) -> Looked:
    """Look at a file that was chosen, dropped or pasted. Raises as `documents.storing.inspect`.

    Args:
        path: Where it lies.
        width: Pixels of the preview's width.
    """
    return _looked(inspect(path), width)


def look_at_image(image: QImage) -> Looked:
    """Look at a picture from the clipboard. Raises UserError when it is too large, or none."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return _looked(inspect_bytes(bytes(buffer.data().data()), _("pasted image") + ".png"))


def _looked(proposed: Proposed, width: int = PREVIEW) -> Looked:
    return Looked(proposed, page_image(Pages(proposed.content(), proposed.name), 0, width))


def page_image(pages: Pages, page: int, width: int) -> QImage:
    """Return a page as the screen takes it. Raises UserError when it is damaged."""
    picture: Picture = pages.picture(page, width)
    stored = QImage(
        picture.pixels, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888
    )
    return stored.copy()  # the first one only borrows the bytes


def open_stored(workspace: Workspace, path: str, kind: str) -> Opened:
    """Open a document of somebody.

    Args:
        workspace: The open folder.
        path: As a record names it.
        kind: One of `constants.DOCUMENT_KINDS`; what concerns health opens for HR alone.

    Raises:
        UserError: It is not for whoever only reads, is missing (says where it was expected), or damaged.
        EnvironmentProblem: The share does not answer.
    """
    if kind == MEDICAL_DOCUMENT and not workspace.writing:
        raise UserError(medical_reason())
    place = workspace.attachments.place_of(path)
    if place is None:
        raise UserError(
            _("The document is missing. It was expected here: {place}").format(
                place=workspace.attachments.folder / path
            )
        )
    content = read_bounded(place)
    with workspace.reading():
        stored = hash_of(path)
    altered = stored is not None and hashlib.sha256(content).hexdigest() != stored
    return Opened(Pages(content, place.name), altered)


def open_chosen(proposed: Proposed) -> Opened:
    """Open a file that was chosen and is not stored yet. Raises as `Proposed.content`."""
    return Opened(Pages(proposed.content(), proposed.name))


def preview_stored(workspace: Workspace, path: str, kind: str) -> QImage:
    """Return the first page of a document, small. Raises as `open_stored`."""
    return page_image(open_stored(workspace, path, kind).pages, 0, PREVIEW)


def medical_reason() -> str:
    """Say why a medical document does not open here."""
    return _("Medical documents open in the window that edits, for whoever looks after them.")


def copy_for_others(workspace: Workspace, pages: Pages) -> Path:
    """Write a copy for another program of this PC, and return where; those of the day before go.

    The copy is read-only, for what is written into it would be lost.

    Raises:
        EnvironmentProblem: This PC does not take it.
    """
    folder = workspace.local / "opened"
    try:
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            if time.time() - old.stat().st_mtime > _DAY:
                _forget(old)
        copy = folder / uuid.uuid4().hex / pages.name
        copy.parent.mkdir()
        copy.write_bytes(pages.content)
        copy.chmod(0o400)
    except OSError as error:
        raise EnvironmentProblem(
            _("{file} cannot be written: {reason}.").format(file=folder, reason=reason_of(error))
        ) from error
    return copy


def _forget(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for copy in folder.iterdir():
            copy.chmod(0o600)  # Windows deletes nothing that is read-only
    shutil.rmtree(folder, ignore_errors=True)


def save_copy(content: bytes, target: Path) -> None:
    """Write a copy somewhere.

    Raises:
        EnvironmentProblem: It cannot be written there.
    """
    try:
        target.write_bytes(content)
    except OSError as error:
        raise EnvironmentProblem(
            _("{file} cannot be written: {reason}.").format(file=target, reason=reason_of(error))
        ) from error
