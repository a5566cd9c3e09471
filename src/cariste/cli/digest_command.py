"""`cariste digest`: the day's alerts to the managers, drafted or sent; for scheduled tasks; no lock."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cariste.cli.arguments import day, open_for_reading
from cariste.cli.output import print_json, print_table
from cariste.core.clock import today
from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.core.wording import format_date, format_moment

if TYPE_CHECKING:
    from cariste.digest.digests import Round
    from cariste.digest.ledger import Ledger
    from cariste.digest.sending import Result
    from cariste.digest.turns import Turns
    from cariste.workspace import Workspace

_ENVIRONMENT = 4


def summary() -> str:
    """One line for the help."""
    return _("tell the managers what is due: drafts, or mails sent once a day")


def add(command: argparse.ArgumentParser) -> None:
    """How, and as of which day."""
    how = command.add_mutually_exclusive_group()
    how.add_argument("--out", type=Path, metavar=_("DIR"), help=_("write a draft for each manager (.eml)"))
    how.add_argument("--send", action="store_true", help=_("send what was not sent today, from any PC"))
    how.add_argument("--log", action="store_true", help=_("what this PC produced, the latest first"))
    command.add_argument("--on", type=day, metavar="DATE", help=_("as of this day"))
    command.add_argument(
        "--dry-run", action="store_true", help=_("only tell; so it is without --out and --send")
    )


def run(parsed: argparse.Namespace) -> int:
    """Do it, and say what became of each."""
    from cariste.digest.digests import gather
    from cariste.digest.ledger import Ledger
    from cariste.digest.turns import Turns
    from cariste.digest.words import nobody_is_known, where_to_name_managers

    with open_for_reading(parsed) as workspace:
        # A task nobody watches goes on with the last good settings, but not silently.
        sys.stderr.writelines(f"{warning}\n" for warning in workspace.warnings)
        ledger = Ledger(workspace.local)
        if parsed.log:
            return _print_log(ledger, as_json=parsed.json)
        if not workspace.settings.managers:
            raise UserError(f"{nobody_is_known()} {where_to_name_managers()}")
        with workspace.reading():
            told = gather(parsed.on or today(), workspace.settings)
        results = _results(parsed, told, workspace, Turns(workspace.folder, ledger))
    _say_what_is_missing(told, results)
    if parsed.json:
        print_json(_as_json(told, results))
    elif results:
        _print(results)
    else:
        sys.stdout.write(_("Nothing to tell any manager.") + "\n")
    return _ENVIRONMENT if any(result.problem for result in results) else 0


def _results(parsed: argparse.Namespace, told: Round, workspace: Workspace, turns: Turns) -> Sequence[Result]:
    from cariste.digest.sending import foreseen, send_round, write_round

    if parsed.dry_run or not (parsed.send or parsed.out):
        return foreseen(told, turns)
    if parsed.out is not None:
        return write_round(told, parsed.out, turns.ledger)
    server = workspace.settings.mail
    if server is None:
        raise UserError(
            _(
                "No mail server is known. Name one on the page “Company” of the window, or in config.json "
                "under mail, or use --out DIR."
            )
        )
    return send_round(told, server, turns)


def _say_what_is_missing(told: Round, results: Iterable[Result]) -> None:
    """Say on standard error what reached nobody, and what others do not know."""
    from cariste.digest.words import here_only, uncovered_in_words

    lines = [uncovered_in_words(missed) for missed in told.uncovered]
    lines += [f"{result.digest.recipient}: {result.problem}" for result in results if result.problem]
    if any(result.here_only for result in results):
        lines.append(here_only())
    sys.stderr.writelines(f"{line}\n" for line in lines)


def _print(results: Iterable[Result]) -> None:
    from cariste.digest.words import counts, outcome_in_words

    rows = (
        (
            result.digest.recipient,
            ", ".join(result.digest.workspaces),
            counts(result.digest.counts),
            outcome_in_words(result.outcome),
            result.file,
        )
        for result in results
    )
    print_table((_("Manager"), _("Work area"), _("Alerts"), _("State"), ""), rows)


def _as_json(told: Round, results: Iterable[Result]) -> dict[str, Any]:
    return {
        "on": told.on,
        "digests": [
            {
                "to": result.digest.recipient,
                "workspaces": result.digest.workspaces,
                "counts": result.digest.counts._asdict(),
                "outcome": result.outcome.value if result.outcome else None,
                "file": result.file,
                "problem": result.problem,
                "here_only": result.here_only,
            }
            for result in results
        ],
        "uncovered": [missed._asdict() for missed in told.uncovered],
    }


def _print_log(ledger: Ledger, *, as_json: bool) -> int:
    from cariste.digest.words import outcome_in_words

    entries = ledger.entries()
    if as_json:
        print_json([{**entry._asdict(), "outcome": entry.outcome.value} for entry in entries])
        return 0
    rows = (
        (
            format_moment(entry.at),
            format_date(entry.day),
            entry.recipient,
            entry.alerts,
            outcome_in_words(entry.outcome),
            entry.problem,
        )
        for entry in entries
    )
    titles = (_("When"), _("As of"), _("Manager"), _("Alerts"), _("State"), _("Problem"))
    print_table(titles, rows)
    return 0
