"""Check everything the build server checks; a second run installs nothing.

python3 scripts/test.py                every step: format lint types imports translations tests
python3 scripts/test.py lint types     only these
python3 scripts/test.py -k PATTERN     some tests (pytest's options and paths), without coverage
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from itertools import takewhile

from _environment import PYTHON, QT_LIBRARIES, ROOT, install_test_server, prepare

STEPS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "translations": ["scripts/translations.py", "check"],
    "tests": ["-m", "pytest"],
}
COVERAGE = ROOT / ".coverage.json"
WITH_COVERAGE = ["--cov", f"--cov-report=json:{COVERAGE}", "--cov-report=term", "--cov-fail-under=85"]
# A mistake in these lets somebody drive who may not, or loses an edit: every branch is tried.
NO_GAPS = re.compile(r"cariste/(regulation/.+|lock/.+|.+/calculations|.+/validators)\.py$")


def main(arguments: list[str]) -> int:
    """Run the chosen steps; return 1 if one of them failed."""
    if arguments in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    chosen = list(takewhile(STEPS.__contains__, arguments))
    for_pytest = arguments[len(chosen) :]
    if for_pytest and not chosen:
        chosen = ["tests"]
    prepare("dev", QT_LIBRARIES)
    if "tests" in (chosen or STEPS):
        install_test_server()
    start = time.monotonic()
    failed = [step for step in chosen or STEPS if not passes(step, for_pytest)]
    verdict = f"FAILED: {', '.join(failed)}" if failed else "Everything holds."
    print(f"\n{verdict} ({time.monotonic() - start:.0f} s)")
    return 1 if failed else 0


def passes(step: str, for_pytest: list[str]) -> bool:
    """Run one step and say how it went; tests are shown as they run, other tools when they fail."""
    print(f"{step} …", end="\n" if step == "tests" else " ", flush=True)
    start = time.monotonic()
    passed = tests_pass(for_pytest) if step == "tests" else tool_passes(STEPS[step])
    print(f"{'ok' if passed else 'FAILED'} ({time.monotonic() - start:.1f} s)", flush=True)
    return passed


def tool_passes(command: list[str]) -> bool:
    """Run a tool; show what it says only when it complains."""
    done = subprocess.run(
        [PYTHON, *command], check=False, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        print(f"\n{done.stdout.decode('utf-8', 'replace')}")
    return done.returncode == 0


def tests_pass(for_pytest: list[str]) -> bool:
    """Run pytest without a display; all of it also has to reach its coverage."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    options = for_pytest or WITH_COVERAGE
    code = subprocess.call([PYTHON, *STEPS["tests"], *options], cwd=ROOT, env=environment)
    gaps = [] if for_pytest or code else uncovered()
    if gaps:
        print("Every line and branch of these must be tried by a test:", *gaps, sep="\n  ")
    return code == 0 and not gaps


def uncovered() -> list[str]:
    """Return the files that may have no gap and have one, each with its lines and branches."""
    report = json.loads(COVERAGE.read_text("utf-8"))
    return [
        f"{name}: lines {measured['missing_lines']}, branches {measured['missing_branches']}"
        for name, measured in sorted(report["files"].items())
        if NO_GAPS.search(name.replace(os.sep, "/")) and measured["summary"]["percent_covered"] < 100
    ]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
