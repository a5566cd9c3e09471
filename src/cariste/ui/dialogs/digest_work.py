"""What the dialog of mails to the managers does in the background."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cariste.core.config import MailServer
from cariste.digest.digests import Digest, Round, gather
from cariste.digest.ledger import Ledger, Outcome
from cariste.digest.sending import Result, foreseen, send_round, write_own_draft, write_round
from cariste.digest.turns import Turns
from cariste.ui.models.digests import Line

if TYPE_CHECKING:
    from cariste.workspace import Workspace


class Prepared(NamedTuple):
    """What there is to tell on a day, and what was told already: a line per manager."""

    told: Round
    lines: list[Line]


def prepare(workspace: Workspace, today: dt.date) -> Prepared:
    """Gather the day's mails; nothing is written."""
    with workspace.reading():
        told = gather(today, workspace.settings)
    ledger = Ledger(workspace.local)
    return Prepared(told, _lines(told, ledger, foreseen(told, Turns(workspace.folder, ledger))))


def make_draft(workspace: Workspace, told: Round, digest: Digest) -> Path:
    """Write the draft that the mail program is to open. Raises as `write_own_draft`."""
    return write_own_draft(told, digest, workspace.local, Ledger(workspace.local))


def save_drafts(workspace: Workspace, told: Round, folder: Path) -> list[Result]:
    """Write every draft into a folder. Raises as `write_round`."""
    return write_round(told, folder, Ledger(workspace.local))


def send_all(workspace: Workspace, told: Round, server: MailServer) -> list[Result]:
    """Send what was not sent today. Raises as `send_round`."""
    return send_round(told, server, Turns(workspace.folder, Ledger(workspace.local)))


def _lines(told: Round, ledger: Ledger, results: list[Result]) -> list[Line]:
    last = {entry.recipient: entry for entry in reversed(ledger.entries()) if entry.day == told.on}
    lines = []
    for result in results:
        entry = last.get(result.digest.recipient)
        # What another PC sent is not in this PC's ledger; what a crash left in doubt is there only.
        sent_elsewhere = result.outcome is Outcome.ALREADY and (
            entry is None or entry.outcome not in {Outcome.SENT, Outcome.UNCERTAIN}
        )
        if entry is None or sent_elsewhere:
            lines.append(Line(result.digest, result.outcome, None, ""))
        else:
            lines.append(Line(result.digest, entry.outcome, entry.at, entry.problem))
    return lines
