"""Measuring and reporting: ratios, which travel between machines, with the goal beside each."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Result(NamedTuple):
    """One figure: a ratio, the most it may be, and what it was made of."""

    name: str
    ratio: float
    goal: float
    detail: str

    @property
    def reached(self) -> bool:
        """Tell whether the goal is met."""
        return self.ratio <= self.goal


results: list[Result] = []
full = False
"""Whether to measure all there is, however long it takes."""


def timed(function: Callable[[], object]) -> float:
    """Call once, the garbage collector at rest, and return the seconds it took."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        function()
        return time.perf_counter() - start
    finally:
        gc.enable()


def measure(function: Callable[[], object], rounds: int = 7) -> float:
    """Return the median seconds of several calls, after one call that warms the caches."""
    function()
    return statistics.median(timed(function) for _ in range(rounds))


def ratio(function: Callable[[], object], yardstick: Callable[[], object], rounds: int = 7) -> float:
    """Return the median of function ÷ yardstick, taken in turns so that a busy machine slows both."""
    function()
    yardstick()
    return statistics.median(timed(function) / timed(yardstick) for _ in range(rounds))


def report(name: str, ratio: float, goal: float, detail: str = "") -> None:
    """Print a ratio beside its goal and keep it for the summary."""
    result = Result(name, ratio, goal, detail)
    results.append(result)
    verdict = "ok  " if result.reached else "MISS"
    print(
        f"  {verdict} {name}: {ratio:.2f} (goal ≤ {goal:g})" + (f"  {detail}" if detail else ""), flush=True
    )
