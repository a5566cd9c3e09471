"""What must hold at every moment."""

from __future__ import annotations

import itertools

from protocol_model.state import HAS_BASE, State, changes, readable


def lost_change(state: State) -> str | None:
    """Say which recorded change is missing in what everybody sees, the head; None when none is."""
    recorded = 0
    for _number, content in state.recorded:
        recorded |= content
    number, shown = state.share.head or ((0, 0), 0)
    if recorded & ~shown == 0:
        return None
    return (
        f"LOST: {changes(recorded & ~shown)} was recorded, "
        f"but the head {readable(('file', *number))} is {changes(shown)}"
    )


def two_histories(state: State) -> str | None:
    """Say which two recorded publications exclude each other: the higher lacks something of the lower."""
    for (number, content), (higher, other) in itertools.pairwise(sorted(state.recorded)):
        if number == higher or content & ~other:
            return (
                f"two histories: {readable(('file', *number))} {changes(content)} "
                f"and {readable(('file', *higher))} {changes(other)} are both recorded"
            )
    return None


def wrong_base(state: State) -> str | None:
    """Say who works in the newest reign on a base that lacks something recorded before."""
    newest = max(state.share.reigns, default=0)
    for index, pc in enumerate(state.pcs):
        if pc.at not in HAS_BASE or pc.reign < newest:
            continue
        for number, content in state.recorded:
            if number < (pc.reign, 1) and content & ~pc.work:
                who = chr(ord("A") + index)
                return f"the base of {who} lacks {changes(content & ~pc.work)}, recorded in reign {number[0]}"
    return None


def broken_promise(state: State) -> str | None:
    """Say which promise of docs/storage.md does not hold, even where nobody notices yet."""
    if state.share.clash:
        return "one number had two different contents"
    return lost_change(state) or two_histories(state) or wrong_base(state)
