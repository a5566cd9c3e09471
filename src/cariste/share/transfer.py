"""Whole files between this PC and the share, checked at both ends."""

from __future__ import annotations

import contextlib
import os
import time
import uuid
from pathlib import Path

from cariste.core.config import DRAFT
from cariste.core.errors import EnvironmentProblem, UserError, reason_of
from cariste.core.i18n import _
from cariste.database.connection import check_file

_PIECE = 1 << 20
PART = ".part"
"""How the name of a copy under way on this PC ends."""
DAY = 24 * 3600.0
"""Seconds after which an upload or a copy under way is one no more."""
_RENAME_PAUSES = (0.1, 0.3, 0.6, 0.9, 1.1)


def copy_in_pieces(source: Path, target: Path) -> int:
    """Copy a file piece by piece, flushed to disk; return its size in bytes. Raises OSError."""
    size = 0
    with source.open("rb") as reader, target.open("xb") as writer:
        while piece := reader.read(_PIECE):
            writer.write(piece)
            size += len(piece)
        writer.flush()
        os.fsync(writer.fileno())
    return size


def upload(source: Path, target: Path, hostname: str) -> None:
    """Bring a file to the share under a name only we use: a temporary name first, then a rename.

    Raises:
        OSError: The share refused; nothing lies under `target`, or what lies there is ours.
        FileExistsError: The name is taken.
    """
    if target.exists():
        raise FileExistsError(target)
    draft = target.parent / f"{DRAFT}{hostname}-{uuid.uuid4().hex}"
    try:
        copy_in_pieces(source, draft)
        if draft.stat().st_size != source.stat().st_size:
            raise OSError(f"short write: {draft.name}")
        rename_to_new(draft, target)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def rename_to_new(draft: Path, target: Path) -> None:
    """Give a file its name, which must be free.

    Raises:
        FileExistsError: The name is taken.
        OSError: The share refused, even after some patience.
    """
    if target.exists():
        raise FileExistsError(target)
    for pause in (*_RENAME_PAUSES, None):
        try:
            draft.rename(target)
        except FileExistsError:
            raise
        except PermissionError:
            # Windows: an antivirus holds a fresh file for a moment.
            if pause is None:
                raise
            time.sleep(pause)
        else:
            return


def forget_lost_uploads(data: Path, now: float) -> None:
    """Delete what uploads and clock probes left behind a day ago.

    Args:
        data: The folder of publications.
        now: The server's time, in seconds: that of a file written just now.
    """
    _delete_old(data, f"{DRAFT}*", now)


def forget_lost_copies(local: Path) -> None:
    """Delete what processes that were lost while copying left on this PC a day ago."""
    _delete_old(local, f"*{PART}", time.time())


def _delete_old(folder: Path, pattern: str, now: float) -> None:
    for path in list(folder.glob(pattern)):
        with contextlib.suppress(OSError):
            if now - path.stat().st_mtime > DAY:
                path.unlink()


def fetch(source: Path, target: Path) -> None:
    """Copy a publication or a backup to this PC and check that it is whole before anybody sees it.

    Raises:
        EnvironmentProblem: The share does not answer.
        UserError: The file is damaged; names it.
    """
    draft = target.with_name(f"{target.name}.{uuid.uuid4().hex}{PART}")
    try:
        copy_in_pieces(source, draft)
        check_file(draft)
        draft.replace(target)
    except OSError as error:
        raise EnvironmentProblem(
            _("{file} cannot be read: {reason}.").format(file=source, reason=reason_of(error))
        ) from error
    except UserError as error:
        raise UserError(
            _("The file {file} cannot be used. {problem}").format(
                file=source, problem=str(error).replace(str(draft), source.name)
            )
        ) from error
    finally:
        draft.unlink(missing_ok=True)
