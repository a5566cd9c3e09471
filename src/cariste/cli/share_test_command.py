"""`cariste share-test`: does this file server keep the promises the storage is built on?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cariste.bootstrap import who_am_i
from cariste.cli.arguments import whole_number
from cariste.cli.output import print_json, print_table
from cariste.core.i18n import _
from cariste.sharetest.trial import Report, Trial
from cariste.sharetest.verdicts import LABELS

_FAILED = 4


def summary() -> str:
    """One line for the help."""
    return _("test a file server, from two PCs at once")


def add(command: argparse.ArgumentParser) -> None:
    """Where, and how much."""
    command.add_argument("dir", type=Path, metavar=_("DIR"), help=_("a folder on the server to test"))
    command.add_argument(
        "--wait", type=whole_number, default=60, metavar="S", help=_("seconds for the other PC to come (60)")
    )
    command.add_argument(
        "--names", type=whole_number, default=1000, metavar="N", help=_("names to race for (1000)")
    )
    command.add_argument(
        "--files", type=whole_number, default=50, metavar="N", help=_("names to look for, files to send (50)")
    )


def run(parsed: argparse.Namespace) -> int:
    """Test; exit code 4 when the server broke a promise."""
    somebody = sys.stdin.isatty() and sys.stderr.isatty()
    trial = Trial(
        hostname=who_am_i().hostname,
        names=parsed.names,
        files=parsed.files,
        wait=float(parsed.wait),
        ask=_ask if somebody else None,
        tell=_tell,
    )
    report = trial.run(parsed.dir.absolute())
    if parsed.json:
        print_json({"peer": report.peer, "proofs": [proof._asdict() for proof in report.proofs]})
    else:
        results = {True: _("kept"), False: _("BROKEN"), None: _("not proved")}
        rows = [(_(LABELS[name]), results[passed], detail) for name, passed, detail in report.proofs]
        print_table((_("Promise"), _("Result"), _("What was seen")), rows)
        _tell(_conclusion(report))
    return _FAILED if report.failed else 0


def _conclusion(report: Report) -> str:
    if report.failed:
        return _("Do not keep Cariste's folder on this server: edits could be lost.")
    if report.peer is None:
        return _("Nothing was proved: start the test on two PCs, at the same time.")
    if any(proof.passed is None for proof in report.proofs):
        return _("Nothing speaks against this server, but not everything was proved.")
    return _("This server keeps every promise.")


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _ask(text: str) -> bool:
    _tell(text)
    answer = sys.stdin.readline()
    return bool(answer) and not answer.strip().lower().startswith("s")
