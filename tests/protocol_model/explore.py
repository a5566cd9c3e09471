"""Search every order of steps, breadth first, so that a counterexample is as short as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from protocol_model.model import steps
from protocol_model.promises import broken_promise
from protocol_model.rules import Rules
from protocol_model.state import State


@dataclass(frozen=True)
class Found:
    """How a search ended.

    Attributes:
        moments: How many different moments were looked at.
        problem: What went wrong; None when nothing did.
        trace: The steps that led there.
    """

    moments: int
    problem: str | None = None
    trace: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.problem is None:
            return f"clean, {self.moments:,} moments"
        lines = (f"{number:3}. {line}" for number, line in enumerate(self.trace, 1))
        return "\n".join(["", *lines, f"==> {self.problem}  ({self.moments:,} moments)"])


def explore(
    start: State,
    rules: Rules,
    promise: Callable[[State], str | None] = broken_promise,
    limit: int = 50_000_000,
) -> Found:
    """Look at every moment that can be reached.

    Of the moments seen only hashes are kept, with the one each came from: a trace is found again by
    walking the same way. Two moments with the same 64 bits would hide one of them: one chance in millions.

    Raises:
        RuntimeError: There are more moments than `limit`.
    """
    came_from: dict[int, int] = {hash(start.key()): 0}
    frontier = [start]
    while frontier:
        following: list[State] = []
        for state in frontier:
            here = hash(state.key())
            for _label, after in steps(state, rules):
                there = hash(after.key())
                if there in came_from:
                    continue
                came_from[there] = here
                if (problem := promise(after)) is not None:
                    return Found(len(came_from), problem, _trace(start, there, came_from, rules))
                following.append(after)
        if len(came_from) > limit:
            raise RuntimeError(f"more than {limit:,} moments")
        frontier = following
    return Found(len(came_from))


def _trace(start: State, end: int, came_from: dict[int, int], rules: Rules) -> tuple[str, ...]:
    """Return the steps from the start to a moment."""
    way = [end]
    while way[-1] != hash(start.key()):
        way.append(came_from[way[-1]])
    lines, state = [], start
    for wanted in reversed(way[:-1]):
        label, state = next(
            (line, after) for line, after in steps(state, rules) if hash(after.key()) == wanted
        )
        lines.append(label)
    return tuple(lines)
