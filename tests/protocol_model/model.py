"""Every step that may follow a moment: the PCs' own, and what happens to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from protocol_model import publish, take
from protocol_model.rules import Rules
from protocol_model.state import HAS_BASE, At, State, changes, readable

_STEPS: dict[At, tuple[Callable[[State, int, Rules], Iterator[tuple[str, State]]], ...]] = {
    At.READING: (take.read,),
    At.CLAIMING_REIGN: (take.claim_reign,),
    At.LISTING_AFTER_REIGN: (take.list_after_reign,),
    At.LISTING_OLDER_REIGN: (take.list_older_reign,),
    At.CLAIMING_SEAL: (take.claim_seal,),
    At.LISTING_AFTER_SEAL: (take.list_after_seal,),
    At.LOOKING_FOR_FILE: (take.look_for_file,),
    At.LISTING_BEFORE_BELIEF: (take.list_before_belief,),
    At.FETCHING: (take.fetch,),
    At.RENAMING: (publish.rename, publish.edit),
    At.CLAIMING_MARK: (publish.claim_mark,),
    At.LISTING_AFTER_MARK: (publish.list_after_mark,),
    At.EDITING: (publish.edit,),
    At.RESTARTED: (take.go_on,),
}


def steps(state: State, rules: Rules) -> Iterator[tuple[str, State]]:
    """Yield each next moment with a line for people. Sleep needs no step: a process just does not go on."""
    for index, pc in enumerate(state.pcs):
        who = chr(ord("A") + index)
        for step in _STEPS[pc.at]:
            for label, after in step(state, index, rules):
                yield f"{who} {label}", after
        if pc.at is not At.READING:
            yield from _crash(state, index, rules)
    for request in state.share.late:
        done = state.share.execute(request)._replace(late=state.share.late - {request})
        what = f"{request.kind} {readable(request.name)}"
        yield f"the server executes a late {what} {changes(request.content)}", state._replace(share=done)
    if (later := state.spending("ticks")) is not None:
        yield "half a day passes", later._replace(share=state.share.tick())


def _crash(state: State, index: int, rules: Rules) -> Iterator[tuple[str, State]]:
    if (poorer := state.spending("crashes")) is None:
        return
    pc, who = state.pcs[index], chr(ord("A") + index)
    yield f"{who} crashes and restarts", poorer.having(index, pc.ended())
    if not rules.next_reign_after_restart and pc.at in HAS_BASE:
        yield f"{who} crashes and restarts", poorer.having(index, pc._replace(at=At.RESTARTED))
