"""claim(name), as `share/claims.py` does it: one `mkdir`."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_model.rules import Rules
from protocol_model.share import Claim, Name, Request
from protocol_model.state import State, readable


def ask(state: State, name: Name) -> Iterator[tuple[str, Claim, State]]:
    """Yield every way a claim may end, with the moment after it."""
    label = f"claims {readable(name)}"
    outcome, share = state.share.claim(name)
    yield f"{label}: {outcome.value}", outcome, state._replace(share=share)
    if (poorer := state.spending("errors")) is not None:
        late = state.share.without_answer(Request("mkdir", name))
        yield f"{label}: {Claim.FAILED.value}", Claim.FAILED, poorer._replace(share=late)


def won(outcome: Claim, rules: Rules) -> bool:
    """Whether the program takes the outcome for a success."""
    if outcome is Claim.EXISTS:
        return not rules.exists_is_not_mine
    return outcome is Claim.MINE or not rules.error_is_not_mine
