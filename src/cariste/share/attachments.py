"""Documents on their way: kept here first, then on the share before a record that names them is published."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
import re
import threading
import uuid
from pathlib import Path, PurePosixPath

from cariste.core.config import DRAFT
from cariste.core.errors import EnvironmentProblem, UserError, reason_of
from cariste.core.i18n import _
from cariste.share.claims import is_there
from cariste.share.listing import data_folder
from cariste.share.transfer import PART, copy_in_pieces, forget_lost_uploads, rename_to_new

log = logging.getLogger(__name__)

DOCUMENTS = "documents"
"""The folder of the share in which every document lies."""
MEDICAL = "medical"
"""The folder below it for what concerns health: it says nothing of whose a document is."""
LONGEST_PATH = 240
"""Characters of a whole path: Windows takes 259 at the most, and a name under way is longer."""

_DRAFT_LENGTH = len(DRAFT) + 32
_folders = threading.Lock()
"""Held while folders come and go on this PC: one thread keeps a document where another has sent the last."""
_FORBIDDEN = re.compile(r'[<>:"|?*\\]')
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])( *\..*)?", re.IGNORECASE)
"""What Windows takes for devices, with any ending (Microsoft, « Naming Files, Paths, and Namespaces »)."""


def checked(relative: str) -> PurePosixPath:
    """Return a document's path below the shared folder, after making sure that it lies there on every PC.

    Args:
        relative: As records name it: ``documents/…``, with slashes.

    Raises:
        UserError: It leads elsewhere, or is no name that Windows takes.
    """
    parts = relative.split("/")
    inside = len(parts) > 1 and parts[0] == DOCUMENTS and relative.isprintable()
    if not inside or _FORBIDDEN.search(relative) or any(map(_is_odd, parts)):
        raise UserError(_("“{path}” is not a place for a document.").format(path=relative))
    return PurePosixPath(*parts)


def _is_odd(part: str) -> bool:
    # Windows drops blanks and dots at the end: two names would be one.
    return part != part.strip(" ").rstrip(".") or part in {"", ".", ".."} or bool(_DEVICES.fullmatch(part))


def digest(path: Path) -> str:
    """Return a file's SHA-256, 64 hexadecimal digits. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Attachments:
    """The documents of a shared folder, and those that wait on this PC until the share takes them.

    Documents never change: a name, once given, always means the same bytes.
    """

    def __init__(self, folder: Path, local: Path) -> None:
        self.folder = folder
        self._local, self._waiting = local, local / "attachments"

    def keep(self, content: bytes, relative: str) -> None:
        """Store a document on this PC, under the name it will have on the share.

        Once this returns, it survives a crash; `send` brings it to the share.

        Args:
            content: The whole file; the caller has checked what it is.
            relative: Path below the shared folder: ``documents/…``.

        Raises:
            UserError: The path is not allowed, too long, or means other bytes already.
            EnvironmentProblem: This PC does not take it.
        """
        target = self._waiting / checked(relative)
        self._require_room(relative)
        draft = self._local / f"attachment-{uuid.uuid4().hex}{PART}"
        try:
            if is_there(target, self._local):
                _require_same(content, target)
                return
            _write_through(content, draft)
            with _folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                draft.rename(target)
                _flush_names(target.parent)
        except OSError as error:
            raise EnvironmentProblem(
                _(
                    "The document could not be stored on this workstation: {reason}. Nothing was recorded."
                ).format(reason=reason_of(error))
            ) from error
        finally:
            draft.unlink(missing_ok=True)

    def waiting(self) -> list[str]:
        """Return the paths of what the share has not taken yet."""
        files = (path for path in self._waiting.rglob("*") if path.is_file())
        return sorted(path.relative_to(self._waiting).as_posix() for path in files)

    def send(self) -> int:
        """Bring everything that waits to the share; call it before the records are published.

        May be repeated after any interruption: what is there already is not sent twice, and nothing on
        this PC is forgotten before the share gives back its very bytes.

        Returns:
            How many documents this PC need not keep any more.

        Raises:
            EnvironmentProblem: The share does not take one; it goes on waiting here.
        """
        sent = 0
        taken: FileExistsError | None = None
        for relative in self.waiting():
            try:
                self._send(relative)
            except FileExistsError as error:
                taken = taken or error  # the others can go all the same
                continue
            except OSError as error:
                raise EnvironmentProblem(
                    _(
                        "The shared folder did not take a document: {reason}. "
                        "The document stays on this workstation and will be sent again."
                    ).format(reason=reason_of(error))
                ) from error
            sent += 1
        if sent:
            log.info("sent %d documents", sent)
        if taken is not None:
            raise EnvironmentProblem(
                _(
                    "Another file lies in the shared folder as {file}. The document stays on this "
                    "workstation: have that file moved away."
                ).format(file=taken.filename)
            ) from taken
        return sent

    def remove(self, relative: str) -> None:
        """Delete a document from this PC and from the share; one that is nowhere is no problem.

        Only for what nobody may keep any more: undo will not find it again. A person's folder goes with its
        last file.

        Raises:
            UserError: The path leads elsewhere.
            EnvironmentProblem: Somebody holds it open, or the share does not answer.
        """
        path = checked(relative)
        try:
            self._require_share()
            for top in (self._waiting, self.folder):
                (top / path).unlink(missing_ok=True)
        except OSError as error:
            raise EnvironmentProblem(
                _("A document could not be deleted from the shared folder: {reason}.").format(
                    reason=reason_of(error)
                )
            ) from error
        _remove_empty((self._waiting / path).parent, self._waiting)
        if path.parts[1] != MEDICAL:  # that folder may have rights of its own
            _remove_empty((self.folder / path).parent, self.folder / DOCUMENTS)

    def below(self, folder: str) -> list[str]:
        """Return the paths of all files of a folder: those on the share and those that wait here.

        Raises:
            UserError: The path leads elsewhere.
            EnvironmentProblem: The share does not answer.
        """
        path = checked(folder)
        try:
            os.stat(data_folder(self.folder))  # noqa: PTH116 - away, the folder would seem to be empty
            found = {
                file.relative_to(top).as_posix()
                for top in (self._waiting, self.folder)
                for file in (top / path).rglob("*")
                if file.is_file() and not file.name.startswith(DRAFT)
            }
        except OSError as error:
            raise EnvironmentProblem(
                _("The shared folder {folder} does not answer: {reason}. Check the network drive.").format(
                    folder=self.folder, reason=reason_of(error)
                )
            ) from error
        return sorted(found)

    def place_of(self, relative: str) -> Path | None:
        """Return where a document can be read: the copy that waits here, else the one on the share.

        Returns:
            None when it is in neither place.

        Raises:
            UserError: The path leads elsewhere.
            EnvironmentProblem: It does not wait here, and the share does not answer.
        """
        path = checked(relative)
        waiting, sent = self._waiting / path, self.folder / path
        try:
            if is_there(waiting, self._local):
                return waiting
            return sent if is_there(sent, data_folder(self.folder)) else None
        except OSError as error:
            raise EnvironmentProblem(
                _("The shared folder {folder} does not answer: {reason}. Check the network drive.").format(
                    folder=self.folder, reason=reason_of(error)
                )
            ) from error

    def _require_share(self) -> None:
        # A drive that is away may leave an empty folder in its place: nothing may be left there, and what
        # is not there is not gone.
        os.stat(data_folder(self.folder))  # noqa: PTH116 - its error says why

    def _send(self, relative: str) -> None:
        source, target = self._waiting / relative, self.folder / relative
        self._require_share()
        if is_there(target, data_folder(self.folder)):
            _require_equal(source, target)
        else:
            self._upload(source, target)
        source.unlink()
        _remove_empty(source.parent, self._waiting)

    def _upload(self, source: Path, target: Path) -> None:
        _make_folders(target.parent, self.folder)
        # In the folder it is for: Windows gives a file the rights of the folder it was made in.
        draft = target.with_name(f"{DRAFT}{uuid.uuid4().hex}")
        try:
            copy_in_pieces(source, draft)
            _require_equal(source, draft)
            moment = draft.stat().st_mtime
            try:
                rename_to_new(draft, target)
            except FileExistsError:
                _require_equal(source, target)
            forget_lost_uploads(target.parent, moment)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)

    def _require_room(self, relative: str) -> None:
        name = relative.rpartition("/")[2]
        spare = max(_DRAFT_LENGTH - len(name), 0)
        longest = max(len(str(place / relative)) for place in (self.folder, self._waiting)) + spare
        if longest > LONGEST_PATH:
            raise UserError(
                _(
                    "The shared folder lies too deep for documents: {n} characters, {longest} at most. "
                    "Nothing was recorded."
                ).format(n=longest, longest=LONGEST_PATH)
            )


def _write_through(content: bytes, target: Path) -> None:
    with target.open("xb") as writer:
        writer.write(content)
        writer.flush()
        os.fsync(writer.fileno())


def _require_same(content: bytes, target: Path) -> None:
    if target.read_bytes() != content:
        raise UserError(
            _("Another document waits on this workstation under the same name. Nothing was recorded.")
        )


def _require_equal(source: Path, there: Path) -> None:
    """Compare what lies on the share with what was to be brought there, size and content.

    Raises:
        FileExistsError: `there` is not ours, and other.
        OSError: What we wrote arrived otherwise, or cannot be read.
    """
    if source.stat().st_size == there.stat().st_size and digest(source) == digest(there):
        return
    if there.name.startswith(DRAFT):
        raise OSError(_("the copy differs from the original"))
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(there))


def _make_folders(folder: Path, top: Path) -> None:
    """Make the folders below the share's own, which must be there."""
    for place in reversed([folder, *folder.parents]):
        if place.is_relative_to(top) and place != top:
            place.mkdir(exist_ok=True)


def _remove_empty(folder: Path, top: Path) -> None:
    with _folders, contextlib.suppress(OSError):
        while folder != top:
            folder.rmdir()
            folder = folder.parent


def _flush_names(folder: Path) -> None:
    """Make sure that a new name survives a power cut, where a folder can be flushed: not on Windows."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
