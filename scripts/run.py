"""Set everything up and open Cariste; a second start is immediate.

python3 scripts/run.py             the window (on a first start it asks which folder)
python3 scripts/run.py demo        the window, on a warehouse of invented people
python3 scripts/run.py COMMAND …   a command without a window: alerts, import, export, --help

Without a display, the first two print the alerts and write a picture of the window instead.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from _environment import PYTHON, QT_LIBRARIES, ROOT, WINDOW_LIBRARIES, has_display, prepare, say

PICTURE = "cariste.png"


def main(arguments: list[str]) -> int:
    """Prepare, then hand over to the program; return its exit code."""
    demo = arguments[:1] == ["demo"]
    folder, command = split(arguments[demo:])
    display = has_display()
    prepare("run", {} if command else WINDOW_LIBRARIES if display else QT_LIBRARIES)
    if demo or not (command or display or folder):
        folder = demo_folder()
    options = ["--folder", folder] if folder else []
    return cariste(*options, *command) if command or display else without_display(options)


def split(arguments: list[str]) -> tuple[str | None, list[str]]:
    """Tell the folder, if one is named, from everything else."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--folder")
    known, rest = parser.parse_known_args(arguments)
    return known.folder, rest


def cariste(*arguments: str) -> int:
    """Run the program with arguments of its own; return its exit code."""
    return subprocess.call([PYTHON, "-m", "cariste", *arguments])


def demo_folder() -> str:
    """Return the demo warehouse in the user's own folder, made on first use."""
    question = "from cariste.core.paths import user_folder; print(user_folder() / 'demo')"
    answer = subprocess.run([PYTHON, "-c", question], check=True, capture_output=True, text=True)
    folder = Path(answer.stdout.strip())
    if not (folder / "config.json").exists():
        say(f"Making a demo warehouse of invented people in {folder}")
        code = subprocess.call([PYTHON, "-m", "cariste", "init", folder, "--demo"], stdout=sys.stderr)
        if code:
            sys.exit(code)
    return str(folder)


def without_display(options: list[str]) -> int:
    """Show on a machine without a screen what the window would show."""
    say("There is no display here, so no window can open. Its alerts, and a picture of it:\n")
    code = cariste(*options, "alerts")
    drawn = subprocess.call([PYTHON, ROOT / "scripts" / "picture.py", *options, PICTURE])
    return code or drawn


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
