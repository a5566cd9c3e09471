"""Old publications go, but late: whoever slept on an old listing must still find newer names in the next."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable
from pathlib import Path

from cariste.share.listing import Listing, Number, mark_folder, publication_file, reign_folder

log = logging.getLogger(__name__)

KEPT_SECONDS = 24 * 3600.0
KEPT_BEFORE = 20
"""Publications kept before those younger than 24 hours, and the newest reign folders never touched."""


def prune(data: Path, listing: Listing, *, now: float) -> int:
    """Delete publications that nobody can need, with their marks, then reign folders left empty of both.

    Requests for the hand go when they are a day old, answered or not. Called by the editor after a
    publication. What somebody holds open stays until next time.

    Args:
        data: The folder of publications.
        listing: A look at it.
        now: The server's time, in seconds: that of a file written just now.

    Returns:
        How many publications went.
    """
    doomed = publications_to_delete(data, listing, now)
    for number in doomed:
        _delete_file(publication_file(data, number))
        _delete_folder(mark_folder(data, number))
    _delete_empty_reigns(data, listing, frozenset(doomed), now)
    _delete_old_requests(data, now)
    if doomed:
        log.info("pruned %d publications", len(doomed))
    return len(doomed)


def publications_to_delete(data: Path, listing: Listing, now: float) -> list[Number]:
    """Return the publications before the 20 that precede the first one younger than 24 hours."""
    ordered = sorted(listing.publications)
    # From the oldest: usually one look at a time is enough to know that nothing is to be done.
    young = len(ordered)
    for index, number in enumerate(ordered):
        if _age(publication_file(data, number), now) < KEPT_SECONDS:
            young = index
            break
    return ordered[: max(young - KEPT_BEFORE, 0)]


def _delete_empty_reigns(data: Path, listing: Listing, gone: frozenset[Number], now: float) -> None:
    living = {epoch for epoch, _number in listing.publications - gone}
    for epoch in sorted(listing.reigns)[:-KEPT_BEFORE]:
        marks = sorted(mark for mark in listing.marks - gone if mark[0] == epoch)
        # A young seal stops an owner who may still sleep on an old listing: it stays, with its reign.
        signs = [reign_folder(data, epoch), *(mark_folder(data, number) for number in marks)]
        if epoch in living or min(_age(sign, now) for sign in signs) < KEPT_SECONDS:
            continue
        for number in marks:
            _delete_folder(mark_folder(data, number))
        _delete_folder(reign_folder(data, epoch), within=("who.json", "beat"))


def _delete_old_requests(data: Path, now: float) -> None:
    for note in list(data.glob("ask-*.json")):
        if _age(note, now) > KEPT_SECONDS:
            _delete_file(note)
    for refusal in list(data.glob("ask-*.no")):
        if _age(refusal, now) > KEPT_SECONDS:
            _delete_folder(refusal)


def _age(path: Path, now: float) -> float:
    try:
        return now - path.stat().st_mtime
    except OSError:
        return 0.0  # not known: kept


def _delete_file(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _delete_folder(path: Path, within: Iterable[str] = ()) -> None:
    for name in within:
        _delete_file(path / name)
    with contextlib.suppress(OSError):
        path.rmdir()
