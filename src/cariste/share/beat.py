"""Signs of life: 512 bytes that the editor rewrites every 30 s, dated by the file server's own clock."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import uuid
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cariste.core.config import DRAFT
from cariste.share.listing import Listing, mark_folder, publication_file, reign_folder

BEAT_NAME = "beat"
SIZE = 512
_LONGEST = 32
"""Characters of a name: two of four bytes each still leave room for the rest."""


def write_beat(data: Path, epoch: int, said: Mapping[str, Any]) -> None:
    """Say that the editor of a reign lives, and who it is. Raises OSError when the share does not take it."""
    shortened = {key: value[:_LONGEST] if isinstance(value, str) else value for key, value in said.items()}
    text = json.dumps(shortened, default=str, ensure_ascii=False).encode()
    line = text + b" %08x" % zlib.crc32(text)
    if len(line) > SIZE:
        raise ValueError(f"a sign of life has {SIZE} bytes, not {len(line)}")
    with (reign_folder(data, epoch) / BEAT_NAME).open("wb") as file:
        file.write(line.ljust(SIZE))


def read_beat(data: Path, epoch: int) -> dict[str, Any] | None:
    """Read what the editor of a reign said last; None when there is nothing whole to read."""
    try:
        text, _blank, check = (reign_folder(data, epoch) / BEAT_NAME).read_bytes().rstrip().rpartition(b" ")
        if int(check, 16) != zlib.crc32(text):
            return None
        said = json.loads(text)
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def last_seen(data: Path, epoch: int) -> dt.datetime | None:
    """Return when the editor of a reign last said that he lives, by his own clock: for people to read."""
    said = read_beat(data, epoch)
    try:
        return dt.datetime.fromisoformat(str(said["last_heartbeat"])) if said else None
    except (KeyError, ValueError):
        return None


def seconds_silent(data: Path, listing: Listing, epoch: int) -> float | None:
    """Return how long a reign gave no sign of life: its folder, its beat, its publications.

    Both times are the server's: the newest of theirs against that of a file written just now. PC
    clocks do not matter.

    Returns:
        Seconds; None when the share does not let us know.
    """
    number = listing.highest_of(epoch)
    signs = [reign_folder(data, epoch), reign_folder(data, epoch) / BEAT_NAME]
    if number:
        signs.append(publication_file(data, (epoch, number)))
    signs += [mark_folder(data, mark) for mark in listing.marks if mark[0] == epoch and mark[1] >= number]
    seen = []
    for path in signs:
        with contextlib.suppress(OSError):
            seen.append(path.stat().st_mtime)
    present = server_time(data)
    return present - max(seen) if seen and present is not None else None


def server_time(data: Path) -> float | None:
    """Return the file server's time, in seconds: that of a file written just now.

    None when the share does not let us know.
    """
    probe = data / f"{DRAFT}clock-{uuid.uuid4().hex}"
    try:
        probe.write_bytes(b"")
        return probe.stat().st_mtime
    except OSError:
        return None
    finally:
        with contextlib.suppress(OSError):
            probe.unlink(missing_ok=True)
