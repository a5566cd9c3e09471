"""A named file is whole, and a rewritten sign of life is seen: with the program's own upload and beat."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from pathlib import Path

from cariste.share.beat import read_beat, write_beat
from cariste.share.listing import reign_folder
from cariste.share.transfer import upload
from cariste.sharetest.meeting import GUEST, HOST, Meeting
from cariste.sharetest.verdicts import Proof, Whole, judge_whole

FILE_BYTES = 2_000_000
_DIGEST = hashlib.sha256().digest_size


def prove_whole_files(meeting: Meeting, count: int, bound: float) -> Proof:
    """The PCs send `count` files between them; each fetches the other's as soon as it is named."""
    mine, theirs = (meeting.folder / f"files-{role}" for role in (meeting.role, meeting.peer))
    shares = {HOST: count - count // 2, GUEST: count // 2}
    mine.mkdir()
    meeting.exchange("files-folder")
    wrong, fetched = _send_and_fetch(
        meeting, mine, theirs, (shares[meeting.role], shares[meeting.peer]), bound
    )
    meeting.exchange("files-done", patience=meeting.patience + 2 * bound)
    whole = Whole(fetched, wrong, shares[meeting.peer] - fetched, _beat_seen(meeting, bound))
    said = meeting.exchange("files-fetched", whole, patience=3 * bound)
    return judge_whole([Whole(*said[HOST]), Whole(*said[GUEST])], bound=bound)


def _send_and_fetch(
    meeting: Meeting, mine: Path, theirs: Path, numbers: tuple[int, int], bound: float
) -> tuple[int, int]:
    """Send ours while fetching theirs; return how many were wrong, of how many fetched."""
    sent, (to_send, to_fetch) = 0, numbers
    right: dict[str, bool] = {}
    deadline = time.monotonic() + bound
    with tempfile.TemporaryDirectory() as local:
        while sent < to_send or (len(right) < to_fetch and time.monotonic() < deadline):
            before = sent + len(right)
            if sent < to_send:
                _send(Path(local) / "file", mine / f"file-{sent:04d}.bin", meeting.hostname)
                sent += 1
            _fetch_new(theirs, right)
            if sent + len(right) > before:
                deadline = time.monotonic() + bound
            meeting.pause()
    return list(right.values()).count(False), len(right)


def _send(draft: Path, target: Path, hostname: str) -> None:
    content = os.urandom(FILE_BYTES - _DIGEST)
    draft.write_bytes(hashlib.sha256(content).digest() + content)
    upload(draft, target, hostname)


def _fetch_new(folder: Path, right: dict[str, bool]) -> None:
    """Read what is newly listed. Not readable yet is tried again, wrong content is not forgiven."""
    with contextlib.suppress(OSError):
        for path in sorted(folder.glob("file-*.bin")):
            if path.name not in right:
                read = path.read_bytes()
                digest = hashlib.sha256(read[_DIGEST:]).digest()
                right[path.name] = len(read) == FILE_BYTES and digest == read[:_DIGEST]


def _beat_seen(meeting: Meeting, bound: float) -> float | None:
    """Rewrite a sign of life the other PC has just read; return the seconds until we read its new one."""
    epochs = {HOST: 1, GUEST: 2}
    mine, theirs = epochs[meeting.role], epochs[meeting.peer]

    def reads(turn: int) -> bool:
        return (read_beat(meeting.folder, theirs) or {}).get("turn") == turn

    reign_folder(meeting.folder, mine).mkdir()
    write_beat(meeting.folder, mine, {"turn": 1})
    meeting.exchange("beat-first")
    meeting.wait_for(lambda: reads(1), bound)
    meeting.exchange("beat-read", patience=meeting.patience + bound)
    write_beat(meeting.folder, mine, {"turn": 2})
    meeting.exchange("beat-second")
    heard = time.monotonic()
    return time.monotonic() - heard if meeting.wait_for(lambda: reads(2), bound) else None
