"""What a moment of the model consists of: the share, the PCs, what was said to be recorded, the budget."""

from __future__ import annotations

import enum
from typing import NamedTuple

from protocol_model.rules import Budget
from protocol_model.share import Name, Number, Share


class At(enum.IntEnum):
    """Where a process is: what it does next."""

    READING = 0
    CLAIMING_REIGN = 1
    LISTING_AFTER_REIGN = 2
    LISTING_OLDER_REIGN = 3
    CLAIMING_SEAL = 4
    LISTING_AFTER_SEAL = 5
    LOOKING_FOR_FILE = 6
    LISTING_BEFORE_BELIEF = 7
    FETCHING = 8
    RENAMING = 9
    CLAIMING_MARK = 10
    LISTING_AFTER_MARK = 11
    EDITING = 12
    RESTARTED = 13


HAS_BASE = frozenset({At.RENAMING, At.CLAIMING_MARK, At.LISTING_AFTER_MARK, At.EDITING})


class Pc(NamedTuple):
    """One PC with its process. Sets of changes are bits of an int, as all contents are.

    Attributes:
        at: What it does next.
        reign: The reign it claimed.
        number: The number it publishes, or published last; while it seals: the number looked at.
        sealing: The older reign looked at.
        work: Changes in the working copy.
        frozen: Changes in the bytes of `number`.
        pending: Its own changes not yet recorded for all, on its disk.
    """

    at: At = At.READING
    reign: int = 0
    number: int = 0
    sealing: int = 0
    work: int = 0
    frozen: int = 0
    pending: int = 0

    def ended(self) -> Pc:
        """Return what is left when the process leaves its reign, or ends: the disk."""
        return Pc(pending=self.pending)


class State(NamedTuple):
    """A moment.

    Attributes:
        share: The truth on the server.
        pcs: The PCs.
        recorded: Publications whose editor told its user "recorded", or "up to date for all".
        budget: What may still happen.
    """

    share: Share
    pcs: tuple[Pc, ...]
    recorded: frozenset[tuple[Number, int]]
    budget: Budget

    def key(self) -> tuple[object, ...]:
        """Return the same moment with the PCs in order: it does not matter which of them is which."""
        return self.share, tuple(sorted(self.pcs)), self.recorded, self.budget

    def having(self, index: int, pc: Pc, share: Share | None = None) -> State:
        """Return the moment after one PC, and perhaps the share, changed."""
        pcs = (*self.pcs[:index], pc, *self.pcs[index + 1 :])
        return State(self.share if share is None else share, pcs, self.recorded, self.budget)

    def spending(self, what: str) -> State | None:
        """Use up a part of the budget; None when nothing of it is left."""
        left = getattr(self.budget, what)
        return self._replace(budget=self.budget._replace(**{what: left - 1})) if left else None


def of_new_folder(pcs: int, budget: Budget) -> State:
    """Return the start in an empty folder: everybody reads."""
    return State(Share(), (Pc(),) * pcs, frozenset(), budget)


def of_working_editor(pcs: int, budget: Budget, numbers: int = 1) -> State:
    """Return the start with the first PC as the editor of reign 1, some publications made.

    Each of them holds one change more than the one before; number 1 holds none.
    """
    contents = [(1 << k) - 1 for k in range(numbers)]
    publications = frozenset(((1, k + 1), content) for k, content in enumerate(contents))
    share = Share(frozenset({1}), frozenset(number for number, _content in publications), publications)
    editor = Pc(At.EDITING, reign=1, number=numbers, work=contents[-1], frozen=contents[-1])
    return State(share, (editor, *(Pc(),) * (pcs - 1)), publications, budget)


def readable(name: Name) -> str:
    """Return a name as it stands in the folder."""
    what, epoch, number = name
    if what == "reign":
        return f"reign-{epoch}"
    return f"cariste-{epoch}-{number}.{'ok' if what == 'mark' else 'db'}"


def changes(content: int) -> str:
    """Return the changes in a content, for people: {a, b}."""
    bits = (chr(ord("a") + bit) for bit in range(content.bit_length()) if content >> bit & 1)
    return "{" + ", ".join(bits) + "}"
