"""Measure what the user waits for: ``python bench/run.py [NAME …]`` runs every bench_*.py, or those named.

Each prints ratios against a yardstick that does the bare minimum, with the goal beside it. Ends with 1 when a
goal is missed. ``--list`` says what there is; with ``--full`` those that have more to measure than a few
minutes allow measure it all.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import common

HERE = Path(__file__).resolve().parent


def main(arguments: list[str]) -> int:
    """Run the chosen measurements, all of them by default."""
    names = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    options = {argument for argument in arguments if argument.startswith("-")}
    chosen = set(arguments) - options
    if unknown := (chosen - set(names)) | (options - {"--full", "--list"}):
        known = ", ".join(names)
        print(f"No measurement called {', '.join(sorted(unknown))}. There are: {known}.", file=sys.stderr)
        return 2
    common.full = "--full" in options
    for name in names:
        if chosen and name not in chosen:
            continue
        module = importlib.import_module(f"bench_{name}")
        print(f"{name:<9} {(module.__doc__ or name).splitlines()[0]}", flush=True)
        if "--list" not in options:
            module.main()
    if "--list" in options:
        return 0
    missed = [result.name for result in common.results if not result.reached]
    print(f"{len(common.results) - len(missed)} of {len(common.results)} goals reached.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
