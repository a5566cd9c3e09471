"""Where drafts lie that the mail program opens: they name people, and do not stay on this PC."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

_NAME = "drafts"
_KEPT_SECONDS = 86_400.0


def drafts_folder(local: Path) -> Path:
    """Return the folder of drafts among this PC's files of a shared folder."""
    return local / _NAME


def forget_old_drafts(local: Path) -> None:
    """Delete drafts made more than a day ago; one that is still open stays until next time."""
    for draft in list(drafts_folder(local).glob("*.eml")):
        with contextlib.suppress(OSError):
            if time.time() - draft.stat().st_mtime > _KEPT_SECONDS:
                draft.unlink()
