"""The whole test: two PCs, five proofs, in the order in which each can lean on the ones before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cariste.core.errors import EnvironmentProblem, reason_of
from cariste.core.i18n import _
from cariste.share.claims import claim
from cariste.share.reign import TIMING
from cariste.sharetest.cable import Ask, prove_one_server
from cariste.sharetest.clocks import ServerClock, prove_one_clock
from cariste.sharetest.copies import prove_whole_files
from cariste.sharetest.meeting import HOST, Meeting, meet
from cariste.sharetest.race import Claiming, prove_one_winner
from cariste.sharetest.sightings import prove_fresh_names
from cariste.sharetest.verdicts import FRESH_NAME, LABELS, ONE_WINNER, Proof, not_proved


@dataclass(frozen=True)
class Report:
    """What a test found.

    Attributes:
        peer: The other PC; None when there was none.
        proofs: One for each promise, in the order of `LABELS`.
    """

    peer: str | None
    proofs: list[Proof]

    @property
    def failed(self) -> bool:
        """Whether a promise was broken: this server must not be used."""
        return any(proof.passed is False for proof in self.proofs)


@dataclass(frozen=True)
class Trial:
    """How to test a folder.

    Attributes:
        hostname: This PC, as the other one names it.
        names: How many names to race for.
        files: How many fresh names, and how many uploads.
        wait: Seconds to wait for the other PC.
        bound: W of docs/storage.md: seconds within which a name must be seen.
        claiming: How a name is claimed; another way shows that the test can fail.
        ask: Asks the person in front of this PC to do something; None when there is nobody.
        tell: Says what is going on.
    """

    hostname: str
    names: int = 1000
    files: int = 50
    wait: float = 60.0
    bound: float = TIMING.stale_name
    claiming: Claiming = claim
    ask: Ask | None = None
    tell: Callable[[str], None] = lambda _text: None

    def run(self, folder: Path) -> Report:
        """Test a folder, together with another PC that does the same at the same time.

        Raises:
            EnvironmentProblem: The folder cannot be written, or the other PC was stopped.
        """
        self.tell(_("Waiting {n:.0f} s for the other PC …").format(n=self.wait))
        try:
            with meet(folder, hostname=self.hostname, wait=self.wait, patience=2 * self.bound) as meeting:
                if meeting is None:
                    reason = _("it needs a second PC that runs the test at the same time")
                    return Report(None, [not_proved(name, reason) for name in LABELS])
                return Report(meeting.peer_hostname, self._prove(meeting))
        except OSError as error:
            raise EnvironmentProblem(
                _("The folder {folder} cannot be used: {reason}.").format(
                    folder=folder, reason=reason_of(error)
                )
            ) from error

    def _prove(self, meeting: Meeting) -> list[Proof]:
        said = meeting.exchange("numbers", [self.names, self.files])
        names, files = said[HOST]
        self.tell(_("Testing with {host}. Leave both PCs alone.").format(host=meeting.peer_hostname))
        clock_proof = self._said(prove_one_clock(meeting))
        proofs = [clock_proof]
        if clock_proof.passed:
            own = meeting.folder / f"probes-{meeting.role}"
            own.mkdir()
            clock = ServerClock(own)
            proofs.append(self._said(prove_one_winner(meeting, clock, names, self.claiming)))
            proofs.append(self._said(prove_fresh_names(meeting, clock, files, self.bound)))
        else:
            reason = _("not tried: it needs one clock")
            proofs += [not_proved(ONE_WINNER, reason), not_proved(FRESH_NAME, reason)]
        proofs.append(self._said(prove_whole_files(meeting, files, self.bound)))
        proofs.append(prove_one_server(meeting, self.claiming, self.ask, self.tell, self.bound))
        order = list(LABELS)
        return sorted(proofs, key=lambda proof: order.index(proof.name))

    def _said(self, proof: Proof) -> Proof:
        self.tell(_("{what}: {detail}").format(what=_(LABELS[proof.name]), detail=proof.detail))
        return proof
