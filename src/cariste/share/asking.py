"""Asking the editor for the hand: a note in `data/`, refused by a folder beside it. docs/storage.md."""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
import errno
import json
import logging
import os
import re
import unicodedata
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cariste.core.clock import elapsed_seconds, now
from cariste.core.errors import EnvironmentProblem, reason_of
from cariste.core.i18n import _
from cariste.core.text import tidy
from cariste.share.beat import server_time

log = logging.getLogger(__name__)

OPEN_SECONDS = 10 * 60.0
"""A request nobody answered for so long is none any more."""
_NOTE = re.compile(r"ask-([0-9a-f]{32})\.(json|no)")
_LARGEST = 1024
"""Bytes of a note; a larger one was not made by us."""
_LONGEST = 64
"""Characters of a name."""
_MAY_NOT = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@dataclass(frozen=True)
class Request:
    """Somebody asks for the hand.

    Attributes:
        key: What the request is told apart by: 32 hexadecimal digits.
        username: Who, as the note says; like the rest of it, for people and not to be trusted.
        hostname: On which PC.
        at: When, by the clock of that PC; None when the note does not say.
    """

    key: str
    username: str
    hostname: str
    at: dt.datetime | None

    @property
    def who(self) -> str:
        """« Marie (PC-QUAI-2) »."""
        return f"{self.username} ({self.hostname})"


class Standing(enum.Enum):
    """How a request of one's own stands."""

    OPEN = "open"
    DECLINED = "declined"
    UNANSWERED = "unanswered"


class Hand:
    """Both sides of a hand-over, for one person on one PC: asking for the hand, and being asked.

    What makes a hand-over safe is the reign: here people only talk to each other.

    Attributes:
        own: What this person asked for, None when nothing.
        request: The newest open request, as the last look found it.
    """

    def __init__(self, data: Path, *, username: str, hostname: str) -> None:
        self._data, self._username, self._hostname = data, username, hostname
        self._asked_after, self._declined = 0.0, False
        self.own: Request | None = None
        self.request: Request | None = None

    # -- the asker -----------------------------------------------------------------------------

    def ask(self, holder: str) -> Request:
        """Ask whoever edits for the hand; a request made before is withdrawn.

        Args:
            holder: Who edits, for the message if nothing can be written.

        Raises:
            EnvironmentProblem: The share does not take the note; says so, and what to do.
        """
        self.withdraw()
        request = Request(uuid.uuid4().hex, _name(self._username), _name(self._hostname), now())
        said = {"hostname": request.hostname, "username": request.username, "at": str(request.at)}
        note = self._note(request)
        try:
            # Nobody else makes this name; whoever reads it half-written looks again later.
            with note.open("xb") as file:
                file.write(json.dumps(said, ensure_ascii=False).encode())
        except OSError as error:
            _delete(note)
            raise _not_asked(error, holder) from error
        self.own, self._asked_after, self._declined = request, elapsed_seconds(), False
        log.info("asked for the hand")
        return request

    def withdraw(self) -> None:
        """Take one's own request back; one that the share keeps ends by itself."""
        if self.own is not None:
            _delete(self._note(self.own))
            with contextlib.suppress(OSError):
                self._refusal(self.own).rmdir()
        self.own = None

    @property
    def standing(self) -> Standing | None:
        """How one's own request stands, None without any; asks the share."""
        if self.own is None:
            return None
        with contextlib.suppress(OSError):
            self._declined = self._declined or self._refusal(self.own).is_dir()
        if self._declined:
            return Standing.DECLINED
        return Standing.UNANSWERED if elapsed_seconds() - self._asked_after > OPEN_SECONDS else Standing.OPEN

    # -- the editor ----------------------------------------------------------------------------

    def look(self) -> None:
        """Look for requests; a share that does not answer shows none."""
        try:
            self.request = self._newest_open()
        except OSError:
            self.request = None

    def decline(self, request: Request) -> None:
        """Refuse a request; the asker reads so within seconds.

        Raises:
            EnvironmentProblem: The share does not take the answer.
        """
        try:
            self._refusal(request).mkdir(exist_ok=True)
        except OSError as error:
            raise EnvironmentProblem(
                _("The shared folder does not answer: {reason}. {who} still waits for an answer.").format(
                    reason=reason_of(error), who=request.who
                )
            ) from error
        if self.request == request:
            self.request = None
        log.info("declined to give the hand")

    def _newest_open(self) -> Request | None:
        notes: dict[str, float] = {}
        answered: set[str] = set()
        with os.scandir(self._data) as entries:
            for entry in entries:
                if match := _NOTE.fullmatch(entry.name):
                    key, kind = match.groups()
                    if kind == "no":
                        answered.add(key)
                    elif entry.is_file(follow_symlinks=False):
                        notes[key] = entry.stat(follow_symlinks=False).st_mtime
        unanswered = sorted((moment, key) for key, moment in notes.items() if key not in answered)
        present = server_time(self._data) if unanswered else None
        if present is None:
            return None
        for moment, key in reversed(unanswered):
            if abs(present - moment) < OPEN_SECONDS and (request := _read(self._data, key)):
                return request
        return None

    def _note(self, request: Request) -> Path:
        return self._data / f"ask-{request.key}.json"

    def _refusal(self, request: Request) -> Path:
        return self._data / f"ask-{request.key}.no"


def _read(data: Path, key: str) -> Request | None:
    """Read a note that anybody may have written, with anything in it."""
    try:
        with (data / f"ask-{key}.json").open("rb") as file:
            raw = file.read(_LARGEST + 1)
        said = json.loads(raw) if len(raw) <= _LARGEST else None
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    try:
        at = dt.datetime.fromisoformat(str(said.get("at"))).replace(tzinfo=None)
    except ValueError:
        at = None
    return Request(key, _name(said.get("username")), _name(said.get("hostname")), at)


def _name(said: Any) -> str:
    """Return a name fit for one line of a window: no control or invisible characters, not too long."""
    if not isinstance(said, str):
        return "?"
    visible = "".join(" " if unicodedata.category(char).startswith("C") else char for char in said)
    return tidy(visible)[:_LONGEST] or "?"


def _not_asked(error: OSError, holder: str) -> EnvironmentProblem:
    if error.errno in _MAY_NOT:
        text = _(
            "From here the shared folder can only be read: no request can reach {who}, and nothing could be "
            "edited. Ask {who} by phone, and whoever looks after the folder for the right to change it."
        )
        return EnvironmentProblem(text.format(who=holder))
    text = _("The shared folder does not take the request: {reason}. Try again, or ask {who} by phone.")
    return EnvironmentProblem(text.format(reason=reason_of(error), who=holder))


def _delete(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
