"""Become the editor: the next reign, the seals before it, the base to work on. docs/storage.md, « take »."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import sqlite3
import uuid
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cariste.core.clock import now
from cariste.core.errors import CaristeError, EnvironmentProblem, UserError
from cariste.core.i18n import _
from cariste.core.wording import format_moment
from cariste.share.backup import BEFORE_TAKEOVER, back_up
from cariste.share.beat import seconds_silent
from cariste.share.claims import Claim, claim, is_there
from cariste.share.listing import HIGHEST, Listing, Number, look, mark_folder, publication_file, reign_folder
from cariste.share.reign import WHO_NAME, Reign, Timing, wait_until
from cariste.share.remembered import Memory
from cariste.share.transfer import fetch

log = logging.getLogger(__name__)

_ATTEMPTS = 5
_FARTHEST = 10_000
"""No office opens a folder so often without publishing once: a reign beyond was made by hand."""


@dataclass(frozen=True)
class Holder:
    """Who made a reign, as its `who.json` says ("?" where it does not); for people, not for safety."""

    epoch: int
    hostname: str
    username: str
    since: str
    token: str
    left: bool


class HeldByAnother(EnvironmentProblem):
    """Somebody else edits.

    Attributes:
        holder: Who, when it is known.
    """

    def __init__(self, holder: Holder | None) -> None:
        self.holder = holder
        if holder is None:
            text = _("Another workstation is opening this folder for editing. Try again in a few minutes.")
        else:
            text = _(
                "{user} ({host}) has been editing since {since}. Nothing can be changed from here meanwhile."
            ).format(user=holder.username, host=holder.hostname, since=_in_words(holder.since))
        super().__init__(text)


def _in_words(since: str) -> str:
    try:
        return format_moment(dt.datetime.fromisoformat(since))
    except ValueError:
        return since


def holder_of(data: Path, epoch: int) -> Holder | None:
    """Read who made a reign; None when that cannot be known."""
    try:
        said = json.loads((reign_folder(data, epoch) / WHO_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(said, dict):
        return None
    hostname, username, since, token = (
        str(said.get(name, "?")) for name in ("hostname", "username", "since", "token")
    )
    return Holder(epoch, hostname, username, since, token, bool(said.get("left")))


def may_go_on(data: Path, local: Path, listing: Listing, timing: Timing, *, asked: bool = False) -> bool:
    """Tell whether good manners allow to take the next reign: nobody seems to edit.

    Manners, not safety: the claims decide. `asked`: a person wants to replace an editor who fell silent.
    """
    newest = listing.newest_reign
    if newest == 0:
        return True
    holder = holder_of(data, newest)
    if holder is not None and holder.left:
        return True
    token = Memory(local).token_of(newest)
    if token is not None and holder is not None and holder.token == token:
        return True  # this PC's own, before a crash
    number = listing.highest_of(newest)
    if number == 0 or asked:
        silent = seconds_silent(data, listing, newest)
        if silent is not None and silent > _patience(number, holder, token, timing):
            return True
    return number > 0 and _is_free_or_ours(publication_file(data, (newest, number)), local, token)


def _patience(number: int, holder: Holder | None, token: str | None, timing: Timing) -> float:
    """Return for how many seconds of silence somebody may still be behind the newest reign."""
    if number:
        return timing.stale_editor
    if token is not None and holder is None:
        # Perhaps our own claim, whose reply was lost: anybody else's note would be seen by then.
        return timing.stale_name
    return timing.unfinished_reign


def _is_free_or_ours(publication: Path, local: Path, token: str | None) -> bool:
    """Ask the last publication itself: `who.json` may not have been written, or not be readable."""
    copy = local / "look.db"
    try:
        fetch(publication, copy)
        with contextlib.closing(
            sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            query = "SELECT released FROM publications ORDER BY epoch DESC, number DESC LIMIT 1"
            released = connection.execute(query).fetchone()
            holder = connection.execute("SELECT token FROM app_locks").fetchone()
    except (CaristeError, sqlite3.DatabaseError):
        return False
    finally:
        copy.unlink(missing_ok=True)
    return released == (1,) or (token is not None and holder == (token,))


def take(
    data: Path,
    local: Path,
    work: Path,
    *,
    username: str,
    hostname: str,
    timing: Timing,
    asked: bool = False,
    older: bool = False,
) -> Reign:
    """Take the next reign and bring its base to `work`; only after publishing number 1 is one the editor.

    `asked`: a person wants to replace an editor who fell silent. `older`: a person wants to go on from older
    data, because the newest are damaged or the folder was restored.

    Raises:
        HeldByAnother: Somebody edits, or was faster.
        FolderWentBack: The folder was restored, and nobody said that this is right.
        EnvironmentProblem: The share does not answer.
        UserError: The base is damaged; a person must choose an older one.
    """
    listing = look(data)
    _refuse_a_number_made_by_hand(data, listing)
    if not older:
        _refuse_what_went_back(data, Memory(local), timing)
    _make_sure_nobody_edits(data, local, listing, timing, asked=asked, older=older)
    reign = _claim_the_next(data, local, listing, timing, username=username, hostname=hostname)
    try:
        _look_as_newest(reign)
        base = _seal_those_before(reign, timing)
        if base is not None:
            base = _bring(reign, base, work, older=older)
    except BaseException:
        if not reign.over:
            reign.leave()
        raise
    log.info("took reign %d on base %s", reign.epoch, base)
    return reign


def _make_sure_nobody_edits(
    data: Path, local: Path, listing: Listing, timing: Timing, *, asked: bool, older: bool
) -> None:
    if may_go_on(data, local, listing, timing):
        return
    if not asked or not may_go_on(data, local, listing, timing, asked=True):
        raise HeldByAnother(holder_of(data, listing.newest_reign))
    if listing.head is not None:
        _keep_what_was(data, local, listing.head, older=older)


def _keep_what_was(data: Path, local: Path, head: Number, *, older: bool) -> None:
    try:
        back_up(data, local, head, BEFORE_TAKEOVER)
    except UserError:
        if not older:  # known to be damaged; what lies there stays where it is
            raise


def _bring(reign: Reign, base: Number, work: Path, *, older: bool) -> Number:
    """Fetch the base; if it is damaged and a person wants it so, the highest one below that is not."""
    try:
        fetch(publication_file(reign.data, base), work)
    except UserError:
        below = sorted((one for one in _look_as_newest(reign).publications if one < base), reverse=True)
        for number in below if older else ():
            with contextlib.suppress(UserError):
                fetch(publication_file(reign.data, number), work)
                return number
        raise
    return base


def _claim_the_next(
    data: Path, local: Path, listing: Listing, timing: Timing, *, username: str, hostname: str
) -> Reign:
    memory = Memory(local)
    highest_seen = memory.highest_head or (0, 0)
    epoch = max(listing.newest_reign, highest_seen[0]) + 1
    # An old listing may hide a reign that this very PC made before it crashed: it stays known as ours.
    known = memory.token_of(epoch)
    token = known or uuid.uuid4().hex
    memory.took(epoch, token)
    outcome = claim(reign_folder(data, epoch))
    if outcome is Claim.EXISTS:
        if known is None:
            memory.forget(epoch)
        raise HeldByAnother(holder_of(data, epoch))
    if outcome is Claim.FAILED:
        # It may have been made all the same; remembering it, this PC need not wait for itself.
        raise EnvironmentProblem(
            _(
                "Nothing can be written to the shared folder {folder}, or it does not answer. "
                "Nothing was changed. Check the network drive and your rights to the folder."
            ).format(folder=data.parent)
        )
    said = {"token": token, "hostname": hostname, "username": username, "since": str(now())}
    with contextlib.suppress(OSError):
        (reign_folder(data, epoch) / WHO_NAME).write_text(json.dumps(said), "utf-8")
    return Reign(data, local, epoch, token, hostname, memory, timing)


class FolderWentBack(EnvironmentProblem):
    """The folder shows an older state than this PC saw before: it was restored, emptied, or is a copy."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The shared folder is older than what this workstation saw in it before: it was restored or "
                "replaced. Nothing was changed. If that is intended, go on from its present state."
            )
        )


def went_back(listing: Listing, memory: Memory) -> bool:
    """Tell whether a look at the folder shows less than this PC has seen there."""
    highest = memory.highest_head
    return highest is not None and (listing.head is None or listing.head < highest)


def _refuse_what_went_back(data: Path, memory: Memory, timing: Timing) -> None:
    # A listing may be old for a while; only what is still missing after that is gone.
    if not wait_until(lambda: not went_back(look(data), memory), timing):
        raise FolderWentBack


def _refuse_a_number_made_by_hand(data: Path, listing: Listing) -> None:
    """Every reign down to the base has to be sealed one by one: a far number would take hours."""
    last_used = listing.head[0] if listing.head else 0
    if listing.newest_reign - last_used > _FARTHEST or listing.newest_reign == HIGHEST:
        raise EnvironmentProblem(
            _(
                "The names with the number {number} in {folder} were not made by Cariste. "
                "Nothing was changed. Have them removed by whoever looks after the shared folder."
            ).format(number=f"{listing.newest_reign:06d}", folder=data)
        )


def _seal_those_before(reign: Reign, timing: Timing) -> Number | None:
    """Seal every older reign until one has a base; None in a new folder."""
    for epoch in range(reign.epoch - 1, 0, -1):
        if epoch < reign.epoch - 1:
            # Each may take W: whoever insists, too, must not think this one given up and take the next.
            with contextlib.suppress(EnvironmentProblem):
                reign.beat({})
        base = _seal(reign, epoch, timing)
        if base:
            return epoch, base
    return None


def _seal(reign: Reign, epoch: int, timing: Timing) -> int:
    """Make the first free mark of an older reign: from then on its editor can confirm nothing."""
    data, failures = reign.data, 0
    n = _look_as_newest(reign).highest_of(epoch) + 1
    while True:
        there = publication_file(data, (epoch, n))
        outcome = claim(mark_folder(data, (epoch, n)))
        if outcome is Claim.MINE:
            higher = _look_as_newest(reign).highest_of(epoch)
            if higher > n:  # n had been pruned: the listing before was old
                n = higher + 1
                continue
            return n if is_there(there) else n - 1
        if outcome is Claim.EXISTS:
            if not wait_until(partial(is_there, there), timing):
                higher = _look_as_newest(reign).highest_of(epoch)
                if higher < n:
                    return n - 1  # somebody's seal
                n = higher  # n was seen late, or had been pruned
            n += 1
            continue
        failures += 1
        if failures == _ATTEMPTS:
            raise EnvironmentProblem(_("The shared folder does not answer. Nothing was changed; try again."))


def _look_as_newest(reign: Reign) -> Listing:
    listing = look(reign.data)
    if listing.newest_reign > reign.epoch:
        raise reign.leave()
    return listing
