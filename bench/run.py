"""Measure what the user waits for: ``python bench/run.py [NAME …]`` runs every bench_*.py, or those named.

Each prints ratios against a yardstick that does the bare minimum, with the goal beside it. Ends with 1 when a
goal is missed.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import common

HERE = Path(__file__).resolve().parent


def main(chosen: list[str]) -> int:
    """Run the chosen measurements, all of them by default."""
    names = sorted(path.stem for path in HERE.glob("bench_*.py"))
    wanted = [name for name in names if not chosen or name.removeprefix("bench_") in chosen]
    if unknown := set(chosen) - {name.removeprefix("bench_") for name in names}:
        known = ", ".join(name.removeprefix("bench_") for name in names)
        print(f"No measurement called {', '.join(sorted(unknown))}. There are: {known}.", file=sys.stderr)
        return 2
    for name in wanted:
        module = importlib.import_module(name)
        print((module.__doc__ or name).splitlines()[0], flush=True)
        module.main()
    missed = [result.name for result in common.results if not result.reached]
    print(f"{len(common.results) - len(missed)} of {len(common.results)} goals reached.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
