"""Start the window, or the command line when a command is given."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main() -> int:
    """Run the program with the command line's arguments and return its exit code."""
    arguments = sys.argv[1:]
    if not wants_window(arguments):
        from cariste.cli.main import run as run_command

        return run_command(arguments)
    if not has_display():
        return _complain_about_the_display()
    from cariste.ui.app import run as run_window

    return run_window(arguments)


def wants_window(arguments: Sequence[str]) -> bool:
    """Tell whether the arguments name no command: none at all, or only the folder."""
    match arguments:
        case [] | ["--folder", _]:
            return True
        case [single]:
            return single.startswith("--folder=")
    return False


def has_display() -> bool:
    """Tell whether a window can appear; elsewhere than on Linux it always can."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _complain_about_the_display() -> int:
    from cariste.core.i18n import _, set_language
    from cariste.core.preferences import load_preferences

    set_language(load_preferences().language)
    sys.stderr.write(
        _(
            "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window "
            "cannot open. The commands work without one: cariste --help"
        )
        + "\n"
    )
    return 4


if __name__ == "__main__":
    sys.exit(main())
