"""How two PCs that share only a folder find each other and talk: notes, each under a name of its own."""

from __future__ import annotations

import contextlib
import json
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cariste.core.errors import EnvironmentProblem, reason_of
from cariste.core.i18n import _

PREFIX = ".cariste-share-test-"
HOST, GUEST = "host", "guest"
"""The host's folder is where both meet; otherwise the two do the same."""

_PAUSE = 0.05
_CHOSEN = "chosen.json"
_DAY = 24 * 3600.0


class PeerGone(EnvironmentProblem):
    """The other PC left, or cannot be heard."""


@dataclass
class Meeting:
    """Two PCs in one folder.

    Attributes:
        folder: Where they meet.
        role: `HOST` or `GUEST`.
        hostname: This PC.
        peer_hostname: The other one.
        patience: Seconds to wait for a note of the other: twice what a name may need to be seen.
    """

    folder: Path
    role: str
    hostname: str
    peer_hostname: str
    patience: float
    _looked: float = field(default=0.0, init=False)

    @property
    def peer(self) -> str:
        """The role of the other PC."""
        return GUEST if self.role == HOST else HOST

    def post(self, step: str, said: Any) -> None:
        """Leave a note, whole at once. Raises OSError."""
        _write_whole(self._note(self.role, step), said)

    def exchange(self, step: str, said: Any = None, *, patience: float | None = None) -> dict[str, Any]:
        """Leave a note and wait for the other's of the same step; return both, by role.

        Raises:
            PeerGone: It did not come.
            OSError: The share does not answer.
        """
        self.post(step, said)
        deadline = time.monotonic() + (self.patience if patience is None else patience)
        while (heard := _read(self._note(self.peer, step))) is None:
            if time.monotonic() > deadline:
                raise PeerGone(
                    _(
                        "{host} was not heard for a long time: it was stopped, or this server does not show "
                        "its files in time. Nothing is proved; run the test again on both PCs."
                    ).format(host=self.peer_hostname)
                )
            self.pause()
        return {self.role: said, self.peer: heard["said"]}

    def wait_for(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Look again and again; tell whether it came true in time. Raises PeerGone."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                return False
            self.pause()
        return True

    def pause(self) -> None:
        """Rest a moment between two looks; now and then see whether the other PC stopped.

        Raises:
            PeerGone: It did.
        """
        time.sleep(_PAUSE)
        if time.monotonic() - self._looked < 1:
            return
        self._looked = time.monotonic()
        # A drive that is away also says that nothing is there: only beside a living folder is that an answer.
        gone = _is_there(self.folder) is False and _is_there(self.folder.parent)
        if gone or _is_there(self._stopped(self.peer)):
            raise PeerGone(_("The test was stopped on {host}.").format(host=self.peer_hostname))

    def is_reachable(self) -> bool:
        """Tell whether this PC sees the folder."""
        return bool(_is_there(self.folder))

    def stop(self) -> None:
        """Tell the other PC not to wait for this one."""
        with contextlib.suppress(OSError):
            self._stopped(self.role).write_bytes(b"")

    def part(self) -> None:
        """End well: the host stays until the guest has read everything."""
        with contextlib.suppress(OSError, PeerGone):
            if self.role == GUEST:
                self.post("bye", None)
            else:
                self.wait_for(lambda: _read(self._note(GUEST, "bye")) is not None, self.patience)

    def _note(self, role: str, step: str) -> Path:
        return self.folder / f"{role}-{step}.json"

    def _stopped(self, role: str) -> Path:
        return self.folder / f"stopped-{role}"


@contextlib.contextmanager
def meet(directory: Path, *, hostname: str, wait: float, patience: float) -> Iterator[Meeting | None]:
    """Find the other PC in a folder; None when there is none within `wait` seconds. Leaves nothing behind.

    Raises:
        EnvironmentProblem: The folder cannot be written.
    """
    own = directory / f"{PREFIX}{uuid.uuid4().hex}"
    try:
        own.mkdir()
    except OSError as error:
        raise EnvironmentProblem(
            _("The folder {folder} cannot be used: {reason}.").format(
                folder=directory, reason=reason_of(error)
            )
        ) from error
    met: Meeting | None = None
    try:
        met = _find(own, hostname, wait, patience)
        if met is not None and met.role == GUEST:
            _remove(own)
        yield met
        if met is not None:
            met.part()
    except BaseException:
        if met is not None:
            met.stop()
        raise
    finally:
        _remove(own)


def _find(own: Path, hostname: str, wait: float, patience: float) -> Meeting | None:
    """Two folders meet in the one whose name comes first: its owner chooses among those who asked to join."""
    deadline = time.monotonic() + wait
    asked: set[Path] = set()
    _remove_leftovers(own)
    while True:
        for candidate in sorted(own.glob("join-*.json")):
            if (said := _read(candidate)) is not None:
                guest = candidate.stem.removeprefix("join-")
                _write_whole(own / _CHOSEN, {"guest": guest, "hostname": hostname})
                return Meeting(own, HOST, hostname, str(said["said"]), patience)
        for other in _others(own):
            if other.name < own.name:
                if other not in asked:
                    _ask_to_join(other, own, hostname)
                    asked.add(other)
                chosen = _read(other / _CHOSEN)
                if chosen is not None and chosen["said"]["guest"] == own.name:
                    return Meeting(other, GUEST, hostname, str(chosen["said"]["hostname"]), patience)
        if time.monotonic() >= deadline:
            for other in asked:
                with contextlib.suppress(OSError):
                    (other / f"join-{own.name}.json").unlink()
            return None
        time.sleep(4 * _PAUSE)


def _ask_to_join(other: Path, own: Path, hostname: str) -> None:
    with contextlib.suppress(OSError):  # it may be gone by now
        _write_whole(other / f"join-{own.name}.json", hostname)


def _others(own: Path) -> list[Path]:
    return [folder for folder in own.parent.glob(f"{PREFIX}*") if folder.name != own.name]


def _remove_leftovers(own: Path) -> None:
    """Remove what a test left behind that was killed a day ago, by the server's clock."""
    for other in _others(own):
        with contextlib.suppress(OSError):
            if own.stat().st_mtime - other.stat().st_mtime > _DAY:
                _remove(other)


def _remove(folder: Path) -> None:
    for _again in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if _is_there(folder) is False:
            return
        time.sleep(5 * _PAUSE)  # the other PC has just written into it, or a virus scanner reads


def _write_whole(path: Path, said: Any) -> None:
    draft = path.with_name(f".tmp-{uuid.uuid4().hex}")
    draft.write_text(json.dumps({"said": said}), "utf-8")
    draft.rename(path)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        note = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) else None


def _is_there(path: Path) -> bool | None:
    """None when the share does not answer."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError:
        return None
    return True
