"""A round of digests, written as drafts or sent: each noted, none twice a day."""

from __future__ import annotations

import logging
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from cariste.core.clock import REHEARSAL_VARIABLE, is_rehearsal, now
from cariste.core.config import MailServer
from cariste.core.errors import EnvironmentProblem, UserError, reason_of
from cariste.core.i18n import _
from cariste.digest.digests import Digest, Round
from cariste.digest.drafts import drafts_folder, forget_old_drafts
from cariste.digest.ledger import Entry, Ledger, Outcome
from cariste.digest.mail import mail, write_draft
from cariste.digest.smtp import Post, Refused, Uncertain
from cariste.digest.turns import Turn, Turns, name_of

log = logging.getLogger(__name__)


class Result(NamedTuple):
    """What became of one digest.

    Attributes:
        digest: What it says, and to whom.
        outcome: Sent, written, …; None when nothing was done yet.
        problem: Why not, empty when it was.
        file: The draft.
        here_only: That it was sent is known on this PC alone: the share may only be read from here.
    """

    digest: Digest
    outcome: Outcome | None
    problem: str = ""
    file: Path | None = None
    here_only: bool = False


def foreseen(told: Round, turns: Turns) -> list[Result]:
    """Return what sending would do now: what was sent today already, and what was not."""
    return [
        Result(digest, Outcome.ALREADY if turns.taken(name_of(told.on, digest.recipient)) else None)
        for digest in told.digests
    ]


def write_round(told: Round, folder: Path, ledger: Ledger) -> list[Result]:
    """Write every digest into a folder, which is made if need be; no turn is taken, as nothing is sent.

    Raises:
        EnvironmentProblem: The folder cannot be written; drafts written before stay.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            _("The folder {folder} cannot be used: {reason}.").format(folder=folder, reason=reason_of(error))
        ) from error
    results = []
    for digest in told.digests:
        path = write_draft(folder, told, digest)
        ledger.note(_entry(told, digest, Outcome.DRAFT))
        results.append(Result(digest, Outcome.DRAFT, file=path))
    return results


def write_own_draft(told: Round, digest: Digest, local: Path, ledger: Ledger) -> Path:
    """Write one draft into this user's own files, for the mail program to open; a day later it goes.

    Raises:
        EnvironmentProblem: It cannot be written.
    """
    forget_old_drafts(local)
    alone = told._replace(digests=(digest,))
    results = write_round(alone, drafts_folder(local), ledger)
    return next(result.file for result in results if result.file is not None)


def send_round(
    told: Round,
    server: MailServer,
    turns: Turns,
    report: Callable[[Result], object] = lambda _result: None,
) -> list[Result]:
    """Send every digest that nobody sent today; one that fails does not keep the others back.

    Args:
        told: What is to be said, and to whom.
        server: Which server sends.
        turns: Who of several PCs sends what, and where it is noted.
        report: Told of each result at once.

    Raises:
        UserError: The day was set by hand: rehearsals write to nobody.
    """
    if is_rehearsal():
        raise UserError(
            _("{variable} is set: a rehearsal sends no mail. Drafts can be made.").format(
                variable=REHEARSAL_VARIABLE
            )
        )
    results = []
    with Post(server) as post:
        sender = _Sender(told, server, turns, post)
        for digest in told.digests:
            results.append(sender.send(digest))
            report(results[-1])
    for outcome in Outcome:
        if number := sum(result.outcome is outcome for result in results):
            log.info("digest: %d %s", number, outcome.value)
    return results


class _Sender:
    """Sends one after the other; once the server cannot be used the rest are not tried."""

    def __init__(self, told: Round, server: MailServer, turns: Turns, post: Post) -> None:
        self._told, self._server, self._turns, self._post = told, server, turns, post
        self._down = ""

    def send(self, digest: Digest) -> Result:
        name = name_of(self._told.on, digest.recipient)
        if self._turns.taken(name):
            return Result(digest, Outcome.ALREADY)
        message = mail(self._told, digest, sender=self._server.sender, name=name, moment=now())
        try:
            self._open()
            turn = self._turns.take(name)
        except EnvironmentProblem as problem:
            self._turns.ledger.note(_entry(self._told, digest, Outcome.NOT_SENT, str(problem)))
            return Result(digest, Outcome.NOT_SENT, str(problem))
        if turn is Turn.TAKEN:
            return Result(digest, Outcome.ALREADY)
        return self._deliver(digest, message, name)._replace(here_only=turn is Turn.MINE_HERE)

    def _open(self) -> None:
        if self._down:
            raise EnvironmentProblem(self._down)
        try:
            self._post.open()
        except EnvironmentProblem as problem:
            self._down = str(problem)
            raise

    def _deliver(self, digest: Digest, message: EmailMessage, name: str) -> Result:
        # Before anything goes out: what a crash leaves is uncertain, and says so.
        line = self._turns.ledger.note(_entry(self._told, digest, Outcome.UNCERTAIN))
        outcome, problem = Outcome.SENT, ""
        try:
            self._post.deliver(message, digest.recipient)
        except Refused as answer:
            self._turns.give_back(name)
            outcome, problem = Outcome.REFUSED, str(answer)
        except Uncertain as broken:
            outcome, problem = Outcome.UNCERTAIN, str(broken)
        self._turns.ledger.end(line, outcome, problem)
        return Result(digest, outcome, problem)


def _entry(told: Round, digest: Digest, outcome: Outcome, problem: str = "") -> Entry:
    return Entry(now(), told.on, digest.recipient, len(digest.alerts), outcome, problem)
