"""A folder that is looked at again and again: a scanner leaves its files there."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from cariste.core.errors import CaristeError, EnvironmentProblem, reason_of
from cariste.core.i18n import _
from cariste.documents.content import ENDINGS
from cariste.ui.context import Context

_LOOK_EVERY = 4000
_LOOK_SOON = 1000
"""Milliseconds: between two looks, and before the one that shows whether a new file still grows."""
_SUFFIXES = frozenset({*ENDINGS.values(), ".jpeg", ".tiff"})
MOST_FILES = 2000


class Seen(NamedTuple):
    """A file as it was at one look."""

    path: Path
    size: int
    changed: int


def list_documents(folder: Path) -> list[Seen]:
    """Return the files of a folder that may be documents, by name; nothing is opened.

    Raises:
        EnvironmentProblem: The folder cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            found = [
                Seen(Path(entry.path), entry.stat().st_size, entry.stat().st_mtime_ns)
                for entry in entries
                if Path(entry.name).suffix.lower() in _SUFFIXES and not entry.name.startswith((".", "~"))
                if entry.is_file()
            ]
    except OSError as error:
        raise EnvironmentProblem(
            _("The folder {folder} cannot be read: {reason}.").format(folder=folder, reason=reason_of(error))
        ) from error
    return sorted(found)[:MOST_FILES]


class FolderWatch(QObject):
    """Looks into one folder while it is asked to, in the background: a folder that hangs holds nobody up.

    Looking again is the only way that works on network drives as well, where the system tells nothing.

    Attributes:
        found: Files that were not there before and have stopped growing: a list of paths.
        failed: The folder cannot be read, in words; empty when it can be again.
    """

    found = Signal(object)
    failed = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.folder: Path | None = None
        self._before: frozenset[Seen] = frozenset()
        self._told: set[Seen] = set()
        self._looking = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)

    def watch(self, folder: Path | None) -> None:
        """Look into this folder from now on; None for none."""
        self.folder = folder
        self._before, self._told = frozenset(), set()
        self.failed.emit("")

    def start(self) -> None:
        """Begin looking, now and every few seconds."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Stop looking."""
        self._timer.stop()

    def look(self) -> None:
        """Look once, unless the look before still waits for an answer."""
        if self.folder is None or self._looking:
            return
        self._looking = True
        show = partial(self._compare, self.folder)
        work = partial(list_documents, self.folder)
        self._context.tasks.beside(work, show, self._complain, owner=self)

    def _compare(self, folder: Path, seen: list[Seen]) -> None:
        self._looking = False
        if folder != self.folder:
            self.look()
            return
        self.failed.emit("")
        settled = [one for one in seen if one in self._before and one not in self._told]
        self._before = frozenset(seen)
        if settled:
            self._told.update(settled)
            self.found.emit([one.path for one in settled])
        if self._before - self._told and self._timer.isActive():
            QTimer.singleShot(_LOOK_SOON, self, self.look)

    def _complain(self, problem: CaristeError) -> None:
        self._looking = False
        self.failed.emit(str(problem))
