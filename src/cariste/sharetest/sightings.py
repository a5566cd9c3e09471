"""A fresh name is seen: each PC makes names that the other has just asked for in vain."""

from __future__ import annotations

import os
import time
from pathlib import Path

from cariste.sharetest.clocks import ServerClock
from cariste.sharetest.meeting import Meeting
from cariste.sharetest.verdicts import Proof, judge_fresh

SLOW = 15.0
"""Seconds after which a name is late, though not lost: people would notice."""

_OPENING, _LISTING = "by-opening", "by-listing"
_MKDIR, _WRITING, _RENAMING = range(3)


def prove_fresh_names(meeting: Meeting, clock: ServerClock, count: int, bound: float) -> Proof:
    """Each PC makes `count` names by mkdir, writing and renaming; the other looks by opening and listing."""
    mine = _names(meeting.folder / f"fresh-{meeting.role}", count)
    theirs = _names(meeting.folder / f"fresh-{meeting.peer}", count)
    for folder in sorted({path.parent for path in mine}):
        folder.mkdir(parents=True)
    meeting.exchange("fresh-folders")
    # The look in vain is the point: a client may remember that there was no such name.
    _look(theirs)
    meeting.exchange("fresh-asked")
    made, seen = _make_and_look(meeting, clock, mine, theirs, 2 * bound)
    # The other PC may still be looking for the last of ours.
    instants = meeting.exchange("fresh-made", made, patience=3 * bound)[meeting.peer]
    delays = [
        None if number not in seen else max(0.0, seen[number] - instant)
        for number, instant in enumerate(instants)
    ]
    said = meeting.exchange("fresh-delays", delays)
    return judge_fresh([*said[meeting.role], *said[meeting.peer]], bound=bound, slow=SLOW)


def _names(folder: Path, count: int) -> list[Path]:
    """The names of one PC: what is looked for by listing lies apart, as a listing also teaches to open."""
    return [folder / (_OPENING, _LISTING)[number % 2] / f"name-{number:04d}" for number in range(count)]


def _make_and_look(
    meeting: Meeting, clock: ServerClock, mine: list[Path], theirs: list[Path], patience: float
) -> tuple[list[float], dict[int, float]]:
    """Make one name after the other while looking; return the instants made, and seen by number."""
    made: list[float] = []
    seen: dict[int, float] = {}
    deadline = time.monotonic() + patience
    while len(made) < len(mine) or (len(seen) < len(theirs) and time.monotonic() < deadline):
        if len(made) < len(mine):
            _make(mine[len(made)], len(made) % 3)
            made.append(clock.now())
        missing = [number for number in range(len(theirs)) if number not in seen]
        found = _look([theirs[number] for number in missing])
        seen.update({number: clock.now() for number in missing if theirs[number] in found})
        meeting.pause()
    return made, seen


def _make(path: Path, way: int) -> None:
    if way == _MKDIR:
        path.mkdir()
    elif way == _WRITING:
        path.write_bytes(b"fresh")
    else:
        draft = path.with_name(f".tmp-{path.name}")
        draft.write_bytes(b"fresh")
        draft.rename(path)


def _look(paths: list[Path]) -> set[Path]:
    listed = {path.parent for path in paths if path.parent.name == _LISTING}
    names = {found for folder in listed for found in _listing(folder)}
    return {path for path in paths if (path in names if path.parent in listed else _opens(path))}


def _listing(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _opens(path: Path) -> bool:
    try:
        path.open("rb").close()
    except (IsADirectoryError, PermissionError):
        return os.path.isdir(path)  # noqa: PTH112 - a folder, which Windows refuses to open as a file
    except OSError:
        return False
    return True
