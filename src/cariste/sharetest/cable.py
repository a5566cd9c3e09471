"""One server, not two: a PC without network must not win a name."""

from __future__ import annotations

import threading
from collections.abc import Callable

from cariste.core.i18n import _
from cariste.share.claims import Claim
from cariste.sharetest.meeting import GUEST, HOST, Meeting
from cariste.sharetest.race import Claiming
from cariste.sharetest.verdicts import ONE_SERVER, Proof, not_proved

Ask = Callable[[str], bool]
"""Ask the person in front of this PC to do something; tell whether it was done."""

_SKIPPED = "skipped"
_PERSON_SECONDS = 1800.0


def prove_one_server(
    meeting: Meeting, claiming: Claiming, ask: Ask | None, tell: Callable[[str], None], bound: float
) -> Proof:
    """Have one PC unplugged, claim a name on it, and see that the claim fails.

    Args:
        meeting: The two PCs.
        claiming: How a name is claimed.
        ask: None when nobody sits in front of this PC.
        tell: For the person in front of the PC that stays connected.
        bound: After so many seconds without any answer the claim has failed, too.
    """
    manned = meeting.exchange("cable-manned", ask is not None)
    unplugged = HOST if manned[HOST] else GUEST
    if not manned[unplugged]:
        return not_proved(ONE_SERVER, _("not tried: it needs a person who unplugs a PC, at a terminal"))
    if ask is not None and unplugged == meeting.role:
        outcome = _claim_unplugged(meeting, claiming, ask, bound)
    else:
        tell(_("Go to {host}: it asks for its network cable.").format(host=meeting.peer_hostname))
        outcome = ""
    said = meeting.exchange("cable-outcome", outcome, patience=_PERSON_SECONDS)
    return judge_unplugged(str(said[unplugged]))


def judge_unplugged(outcome: str) -> Proof:
    """Judge how the claim of the unplugged PC ended: a value of `Claim`, or skipped."""
    if outcome == _SKIPPED:
        return not_proved(ONE_SERVER, _("skipped"))
    if outcome == Claim.MINE.value:
        return Proof(
            ONE_SERVER,
            False,
            _("the PC won a name without network: it works on a copy of the folder, or was not unplugged"),
        )
    return Proof(ONE_SERVER, True, _("without network, the claim failed"))


def _claim_unplugged(meeting: Meeting, claiming: Claiming, ask: Ask, bound: float) -> str:
    if not ask(_("Unplug this PC from the network (cable and Wi-Fi), then press Enter. To skip: s, Enter.")):
        return _SKIPPED
    outcomes: list[Claim] = []
    name = meeting.folder / "unplugged"
    # In a thread: some clients wait for the network as long as it takes.
    thread = threading.Thread(target=lambda: outcomes.append(claiming(name)), daemon=True)
    thread.start()
    thread.join(bound)
    outcome = outcomes[0] if outcomes else Claim.FAILED
    ask(_("Connect this PC again, then press Enter."))
    meeting.wait_for(meeting.is_reachable, _PERSON_SECONDS)
    return outcome.value
