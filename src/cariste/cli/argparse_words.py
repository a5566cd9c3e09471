"""argparse's own words, in our catalogue, so that `--help` and usage errors speak French too."""

from __future__ import annotations

import argparse

from cariste.core import i18n
from cariste.core.i18n import N_

WORDS = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("not allowed with argument %s"),
)


def speak_our_language() -> None:
    """Let argparse look its words up in our catalogue; it has no public way to be told."""
    argparse._ = i18n._  # type: ignore[attr-defined]
