"""What the two PCs wrote down, compared. No disk and no clock here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cariste.core.i18n import N_, _, language
from cariste.core.wording import format_number

ONE_WINNER, FRESH_NAME, WHOLE_FILE = "one_winner", "fresh_name", "whole_file"
ONE_CLOCK, ONE_SERVER = "one_clock", "one_server"

LABELS: Mapping[str, str] = {
    ONE_WINNER: N_("One winner per name"),
    FRESH_NAME: N_("A fresh name is seen"),
    WHOLE_FILE: N_("A named file is whole, a rewritten one is seen"),
    ONE_CLOCK: N_("One clock dates the files"),
    ONE_SERVER: N_("One server, not two"),
}
"""Every proof, in the order of the report, as people read it."""

CLOCK_SECONDS = 5.0
"""Files may be dated this far out of the order they were written in."""
SAME_SECONDS = 1.0
"""Two PCs may read the date of one file this far apart: some clients round."""


class Proof(NamedTuple):
    """One promise of a file server.

    Attributes:
        name: A key of `LABELS`.
        passed: None when it was not put to the test.
        detail: What was seen, in the user's language.
    """

    name: str
    passed: bool | None
    detail: str


class Whole(NamedTuple):
    """What one PC fetched of the other's files.

    Attributes:
        fetched: Files read to their end.
        wrong: Those of them whose content was not what had been sent.
        missing: Files that never came.
        beat: Seconds until a rewritten file was read anew; None when it never was.
    """

    fetched: int
    wrong: int
    missing: int
    beat: float | None


class Dates(NamedTuple):
    """The dates of four files, in seconds, as one PC reads them.

    Each PC writes one, waits until it has heard that the other did, and writes another.
    """

    host: float
    guest: float
    host_after: float
    guest_after: float


def not_proved(name: str, detail: str) -> Proof:
    """Return a promise that was not put to the test, and why."""
    return Proof(name, None, detail)


def judge_names(count: int, host: Sequence[int], guest: Sequence[int]) -> Proof:
    """Compare who won which of the names 0 … count - 1; a name won twice by one PC counts as well."""
    won = Counter((*host, *guest))
    several = sum(times > 1 for times in won.values())
    nobody = count - len(won)
    numbers = {"n": count, "a": len(host), "b": len(guest), "several": several, "nobody": nobody}
    said = {name: format_number(number) for name, number in numbers.items()}
    if several or nobody:
        text = _("of {n} names, {several} had more than one winner and {nobody} had none")
        return Proof(ONE_WINNER, False, text.format(**said))
    if not host or not guest:
        text = _("one PC won all {n} names: the two did not race, run the test again")
        return Proof(ONE_WINNER, False, text.format(**said))
    return Proof(ONE_WINNER, True, _("{n} names: one PC won {a}, the other {b}").format(**said))


def judge_fresh(delays: Sequence[float | None], *, bound: float, slow: float) -> Proof:
    """Judge after how many seconds new names were seen from the other PC; None stands for never."""
    seen = [delay for delay in delays if delay is not None]
    late = len(delays) - len(seen) + sum(delay > bound for delay in seen)
    if late or not seen:
        text = _("{late} of {n} names were not seen within {bound:.0f} s")
        return Proof(FRESH_NAME, False, text.format(late=late, n=len(delays), bound=bound))
    slowest = max(0.0, *seen)
    text = _("{n} names, the slowest seen after {slowest} s")
    if slowest > slow:
        text = _("{n} names, the slowest seen after {slowest} s: others will see changes late")
    return Proof(FRESH_NAME, True, text.format(n=len(delays), slowest=_tenths(slowest)))


def judge_whole(fetched: Sequence[Whole], *, bound: float) -> Proof:
    """Judge the copies that each PC fetched of the other's files."""
    wrong = sum(one.wrong for one in fetched)
    missing = sum(one.missing for one in fetched)
    files = sum(one.fetched for one in fetched)
    if wrong or missing or not files:
        text = _("of {n} files, {wrong} were read with wrong content and {missing} never came")
        return Proof(WHOLE_FILE, False, text.format(n=files + missing, wrong=wrong, missing=missing))
    beats = [one.beat for one in fetched if one.beat is not None and one.beat <= bound]
    if len(beats) < len(fetched):
        text = _("a rewritten file was still read with its old content after {bound:.0f} s")
        return Proof(WHOLE_FILE, False, text.format(bound=bound))
    text = _("{n} files read whole, a rewritten one seen after {slowest} s")
    return Proof(WHOLE_FILE, True, text.format(n=files, slowest=_tenths(max(beats))))


def judge_dates(seen_by_host: Dates, seen_by_guest: Dates) -> Proof:
    """Judge whether files are dated in the order they were written, whatever the clocks of the PCs say."""
    apart = max(abs(one - other) for one, other in zip(seen_by_host, seen_by_guest, strict=True))
    if apart > SAME_SECONDS:
        text = _("the two PCs read dates of one file that are {apart} s apart")
        return Proof(ONE_CLOCK, False, text.format(apart=_tenths(apart)))
    dates = seen_by_host
    wrong = max(dates.host - dates.guest_after, dates.guest - dates.host_after)
    if wrong > CLOCK_SECONDS:
        text = _("a file is dated {wrong} s later than one written after it")
        return Proof(ONE_CLOCK, False, text.format(wrong=_tenths(wrong)))
    text = _("files of the two PCs, written together, are dated {apart} s apart")
    return Proof(ONE_CLOCK, True, text.format(apart=_tenths(abs(dates.host - dates.guest))))


def _tenths(seconds: float) -> str:
    text = f"{seconds:.1f}"
    return text.replace(".", ",") if language() == "fr" else text
