"""The rules of docs/storage.md, « What must never be done », each with a switch; how far a search goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Rules:
    """What the program keeps to. Switching one off lets it do, now and then, what it must never do.

    Attributes:
        next_reign_after_restart: A restarted process takes the next reign; off: it goes on in its own,
            after the highest number it sees.
        skip_no_number: Numbers have no gaps; off: after an error the editor goes on with the next one.
        same_bytes: A number is tried again with the same bytes; off: with what the working copy holds now.
        exists_is_not_mine: A name that exists was claimed by somebody else; off: taken for a success.
        error_is_not_mine: A claim that ended in an error failed; off: taken for a success.
        seal_every_reign: An older reign is sealed by a claim; off: one without publications is passed over.
        wait_for_name: "Not found" counts only after W; off: a stale one is believed.
        error_is_not_absence: A look without an answer says nothing; off: taken for "not found".
        own_mark_only: A change is recorded by its editor's own mark, or in a publication that has a successor
            in the same reign; off: as soon as some head contains it.
        list_after_mark: After the claim of a mark, list; a newer reign: leave.
        list_after_reign: After the claim of a reign, list; a newer reign: leave.
        list_after_seal: After the claim of a seal, list; a newer reign: leave; a higher number: go on there.
        list_before_belief: Before a mark without a file is believed to be a seal, list in the same way.
        keep_young_publications: Pruning spares publications younger than a day.
        keep_young_seals: Pruning spares marks without a publication that are younger than a day.
        keep_young_reigns: Pruning spares reign folders younger than a day, as it does publications; off: it
            spares the newest ones only, whatever their age.
    """

    next_reign_after_restart: bool = True
    skip_no_number: bool = True
    same_bytes: bool = True
    exists_is_not_mine: bool = True
    error_is_not_mine: bool = True
    seal_every_reign: bool = True
    wait_for_name: bool = True
    error_is_not_absence: bool = True
    own_mark_only: bool = True
    list_after_mark: bool = True
    list_after_reign: bool = True
    list_after_seal: bool = True
    list_before_belief: bool = True
    keep_young_publications: bool = True
    keep_young_seals: bool = True
    keep_young_reigns: bool = True


class Budget(NamedTuple):
    """What may still happen; every event uses some of it up, so that a search ends.

    Attributes:
        reigns: Highest reign anybody may claim.
        edits: Changes made by editors.
        errors: Requests without an answer; the server may execute each at any time later, or never.
        crashes: Processes that end; their PC starts anew from its disk.
        ticks: Times that `TICKS_A_DAY`-th part of a day passes.
        deletions: Names removed by pruning.
    """

    reigns: int
    edits: int = 1
    errors: int = 0
    crashes: int = 0
    ticks: int = 0
    deletions: int = 0
