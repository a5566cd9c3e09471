"""`cariste config`: the settings in force and where each comes from."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from cariste.cli.arguments import open_for_reading
from cariste.cli.output import print_json, print_table
from cariste.core.config import read_config
from cariste.core.i18n import _


def summary() -> str:
    """One line for the help."""
    return _("show the settings in force and where each comes from")


def add(command: argparse.ArgumentParser) -> None:
    """Optionally check a file instead."""
    command.add_argument(
        "--check", type=Path, metavar=_("FILE"), help=_("check a config.json before using it")
    )


def run(parsed: argparse.Namespace) -> int:
    """Print the settings, or check a file."""
    if parsed.check is not None:
        read_config(parsed.check)
        print(_("{file} is valid.").format(file=parsed.check))  # noqa: T201
        return 0
    from cariste.cli.main import say

    with open_for_reading(parsed) as workspace:
        for warning in workspace.warnings:
            say(warning)
        origins = workspace.origins
    if parsed.json:
        print_json([origin._asdict() for origin in origins])
        return 0
    print_table(
        (_("Setting"), _("Value"), _("Origin")),
        ((origin.key, json.dumps(origin.value, ensure_ascii=False), origin.origin) for origin in origins),
    )
    return 0
