"""Parse the command line, run one command, turn errors into exit codes."""

from __future__ import annotations

import argparse
import contextlib
import errno
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from cariste import __version__
from cariste.cli.argparse_words import speak_our_language
from cariste.core.errors import CaristeError, EnvironmentProblem
from cariste.core.i18n import _, set_language
from cariste.core.log import set_up_logging
from cariste.core.paths import log_file
from cariste.core.preferences import load_preferences

log = logging.getLogger(__name__)

DONE, WRONG_USAGE, BAD_INPUT, ENVIRONMENT, BUG = 0, 2, 3, 4, 5
INTERRUPTED = 130

COMMANDS = (
    "init",
    "status",
    "employees",
    "show",
    "alerts",
    "verdict",
    "journal",
    "import",
    "export",
    "report",
    "digest",
    "check",
    "backup",
    "restore",
    "lock",
    "outbox",
    "config",
    "share-test",
)
"""Each has a module of its name in this folder (`share_test` for `share-test`) with `add` and `run`."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code.

    0 done · 2 wrong usage · 3 bad input · 4 the environment · 5 a bug, its log named · 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    set_language(load_preferences().language)
    set_up_logging()
    try:
        parsed = parser().parse_args(arguments)
    except SystemExit as stop:
        return WRONG_USAGE if stop.code else DONE
    return _guarded(parsed)


def _guarded(parsed: argparse.Namespace) -> int:
    try:
        code: int = parsed.run(parsed)
        sys.stdout.flush()
    except KeyboardInterrupt:
        # Also after a change was recorded, while it was on its way to the others.
        say(_("Interrupted. What was to be changed is kept whole or not at all: “cariste journal” tells."))
        return INTERRUPTED
    except CaristeError as error:
        say(str(error))
        return ENVIRONMENT if isinstance(error, EnvironmentProblem) else BAD_INPUT
    except Exception as error:
        if _means_that_nobody_listens(error):
            # The reader of our output left (`| head`): not our problem, and nothing more to say.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        log.exception("bug in a command")
        say(_("This is a bug of Cariste. Details are in {log}.").format(log=log_file()))
        return BUG
    return code


def _means_that_nobody_listens(error: Exception) -> bool:
    """Tell whether a pipe was closed at its other end. Windows calls that an invalid argument, of no file."""
    if isinstance(error, BrokenPipeError):
        return True
    invalid = isinstance(error, OSError) and error.errno == errno.EINVAL and error.filename is None
    return invalid and os.name == "nt"


def say(message: str) -> None:
    """Tell the user something on standard error; standard output is for data."""
    sys.stderr.write(message + "\n")


def parser() -> argparse.ArgumentParser:
    """Build the parser with every command; texts are in the language spoken now."""
    speak_our_language()
    top = argparse.ArgumentParser(
        prog="cariste",
        description=_("Who may drive a forklift today. Without a command, the window opens."),
        epilog=_("Exit codes: 0 done, 2 wrong usage, 3 bad input, 4 environment, 5 bug."),
    )
    top.add_argument("--folder", type=Path, metavar=_("DIR"), help=_("the shared folder"))
    top.add_argument("--json", action="store_true", help=_("print one JSON document"))
    version = _("show program's version number and exit")
    top.add_argument("--version", action="version", version=f"Cariste {__version__}", help=version)
    commands = top.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    for name in COMMANDS:
        module = _module(name)
        command = commands.add_parser(name, help=module.summary(), description=module.summary())
        # Accepted after the command, too; absent there means as said before it.
        command.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        command.add_argument("--folder", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        module.add(command)
        command.set_defaults(run=module.run)
    return top


def _module(name: str) -> ModuleType:
    return import_module(f"cariste.cli.{name.replace('-', '_')}_command")
