"""The steps of who wants to edit, as `share/take.py` does them: claim the next reign, seal, fetch the base.

Manners (may I go on?) are left out: safety must not depend on them.
"""

from __future__ import annotations

from collections.abc import Iterator

from protocol_model.claiming import ask, won
from protocol_model.rules import Rules
from protocol_model.share import Claim, Name
from protocol_model.state import At, Pc, State, changes, readable

Steps = Iterator[tuple[str, State]]


def read(state: State, i: int, rules: Rules) -> Steps:
    """List and want the next reign; or find a pending change in a publication."""
    pc = state.pcs[i]
    for newest in state.share.newest_reigns():
        if newest < state.budget.reigns:
            wanting = pc._replace(at=At.CLAIMING_REIGN, reign=newest + 1)
            yield f"lists, sees reign {newest} as the newest, wants the next", state.having(i, wanting)
    numbers = {number for number, _content in state.share.files}
    for (epoch, number), content in sorted(state.share.files):
        has_successor = (epoch, number + 1) in numbers
        if pc.pending & content and (has_successor or not rules.own_mark_only):
            why = "which has a successor" if has_successor else "without a successor (never do this)"
            what = f"its pending {changes(pc.pending & content)}"
            found = state.having(i, pc._replace(pending=pc.pending & ~content))
            yield (
                f"finds {what} in {readable(('file', epoch, number))}, {why}: RECORDED",
                found._replace(recorded=state.recorded | {((epoch, number), content)}),
            )


def go_on(state: State, i: int, rules: Rules) -> Steps:
    """Only with `next_reign_after_restart` off: continue in the own reign after the highest number seen."""
    pc = state.pcs[i]
    for highest in state.share.highest_numbers(pc.reign):
        going_on = pc._replace(at=At.EDITING, number=highest, frozen=pc.work & ~pc.pending)
        yield (
            f"goes on in reign {pc.reign} after number {highest} (never do this)",
            state.having(i, going_on),
        )


def claim_reign(state: State, i: int, rules: Rules) -> Steps:
    """Take, step 2: claim the next reign."""
    pc = state.pcs[i]
    for label, outcome, after in ask(state, ("reign", pc.reign, 0)):
        if not won(outcome, rules):
            yield f"{label}, reads on", after.having(i, pc.ended())
        else:
            yield label, after.having(i, pc._replace(at=At.LISTING_AFTER_REIGN, sealing=pc.reign))


def _next_older(pc: Pc, epoch: int) -> Pc:
    """Return the PC about to look at the reign below one; below the first there is nothing: a new folder."""
    if epoch == 1:
        return _based(pc, 0)
    return pc._replace(at=At.LISTING_OLDER_REIGN, sealing=epoch - 1, number=0)


def _based(pc: Pc, base: int) -> Pc:
    """Return the PC with its base and its pending changes in the working copy, number 1 frozen."""
    work = base | pc.pending
    return pc._replace(at=At.RENAMING, number=1, sealing=0, work=work, frozen=work)


def list_after_reign(state: State, i: int, rules: Rules) -> Steps:
    """Take, step 2: list; a newer reign: leave. The first reign has none to seal."""
    pc, share = state.pcs[i], state.share
    if rules.list_after_reign and share.may_see_reigns_above(pc.reign):
        yield "lists, sees a newer reign, leaves its own", state.having(i, pc.ended())
    if rules.list_after_reign and not share.may_overlook_reigns_above(pc.reign):
        return
    following = _next_older(pc, pc.reign)
    if following.at is At.LISTING_OLDER_REIGN:
        yield from list_older_reign(state.having(i, following), i, rules)
    else:
        how = "lists, sees nothing" if rules.list_after_reign else "does not list (never do this)"
        yield f"{how}: a new folder", state.having(i, following)


def list_older_reign(state: State, i: int, rules: Rules) -> Steps:
    """Take, step 3: the first number of an older reign that seems free is to be sealed."""
    pc = state.pcs[i]
    for highest in state.share.highest_numbers(pc.sealing):
        seen = f"lists, sees number {highest} as the highest of reign {pc.sealing}"
        sealing = pc._replace(at=At.CLAIMING_SEAL, number=highest + 1)
        yield seen, state.having(i, sealing)
        if highest == 0 and not rules.seal_every_reign:
            yield f"{seen}, passes over it (never do this)", state.having(i, _next_older(pc, pc.sealing))


def claim_seal(state: State, i: int, rules: Rules) -> Steps:
    """Take, step 3: claim the first mark that is not there."""
    pc = state.pcs[i]
    for label, outcome, after in ask(state, ("mark", pc.sealing, pc.number)):
        if won(outcome, rules):
            yield label, after.having(i, pc._replace(at=At.LISTING_AFTER_SEAL))
        elif outcome is Claim.EXISTS:
            yield label, after.having(i, pc._replace(at=At.LOOKING_FOR_FILE))
        else:
            yield f"{label}, will try again", after


def list_after_seal(state: State, i: int, rules: Rules) -> Steps:
    """Take, step 3, a seal made: list; a newer reign: leave; a higher number: again above it."""
    if not rules.list_after_seal:
        yield from _choose_base(state, i, "does not list (never do this)")
        return
    yield from _list_while_sealing(state, i, may_be_there=True)


def list_before_belief(state: State, i: int, rules: Rules) -> Steps:
    """Take, step 3, somebody's seal: list as after one's own, since pruning may have removed the file."""
    yield from _list_while_sealing(state, i, may_be_there=False)


def _list_while_sealing(state: State, i: int, *, may_be_there: bool) -> Steps:
    pc, share = state.pcs[i], state.share
    if share.may_see_reigns_above(pc.reign):
        yield "lists, sees a newer reign, leaves its own", state.having(i, pc.ended())
    if not share.may_overlook_reigns_above(pc.reign):
        return
    for highest in share.highest_numbers(pc.sealing):
        if highest > pc.number:
            again = pc._replace(at=At.CLAIMING_SEAL, number=highest + 1)
            yield f"lists, sees number {highest}, looks above it", state.having(i, again)
    if min(share.highest_numbers(pc.sealing)) <= pc.number:
        label = f"lists, sees nothing above number {pc.number}"
        if may_be_there:
            yield from _choose_base(state, i, label)
        else:
            yield f"{label}: it is a seal", state.having(i, _before(pc))


def _choose_base(state: State, i: int, label: str) -> Steps:
    """A seal is made: the base is its number if the file is there (and seen), else the one before."""
    pc = state.pcs[i]
    if state.share.content((pc.sealing, pc.number)) is not None:
        yield f"{label}; number {pc.number} is there: the base", state.having(i, pc._replace(at=At.FETCHING))
    yield f"{label}; number {pc.number} is not found: the base is before it", state.having(i, _before(pc))


def _before(pc: Pc) -> Pc:
    """Return the PC with the number before the seal as its base; none: the reign below is sealed too."""
    if pc.number == 1:
        return _next_older(pc, pc.sealing)
    return pc._replace(at=At.FETCHING, number=pc.number - 1)


def look_for_file(state: State, i: int, rules: Rules) -> Steps:
    """Take, step 3, the mark exists: with its file it is a publication, without it, for W, a seal."""
    pc = state.pcs[i]
    name: Name = ("file", pc.sealing, pc.number)
    believing = pc._replace(at=At.LISTING_BEFORE_BELIEF) if rules.list_before_belief else _before(pc)
    if state.share.content((pc.sealing, pc.number)) is None:
        yield f"looks for {readable(name)} until W is over: not there", state.having(i, believing)
        return
    above = pc._replace(at=At.CLAIMING_SEAL, number=pc.number + 1)
    yield f"looks for {readable(name)}: there", state.having(i, above)
    if not rules.wait_for_name:
        label = f"looks for {readable(name)}: not found yet, believes it (never do this)"
        yield label, state.having(i, believing)
    if not rules.error_is_not_absence and (poorer := state.spending("errors")) is not None:
        label = f"looks for {readable(name)}: no answer, takes it for absent (never do this)"
        yield label, poorer.having(i, believing)


def fetch(state: State, i: int, rules: Rules) -> Steps:
    """Take, step 4: copy the base, replay what is pending; a base that is gone stops everything."""
    pc = state.pcs[i]
    content = state.share.content((pc.sealing, pc.number))
    name = readable(("file", pc.sealing, pc.number))
    if content is None:
        yield f"fetches {name}: gone, stops", state.having(i, pc.ended())
    else:
        yield f"fetches its base {name} {changes(content)}", state.having(i, _based(pc, content))
