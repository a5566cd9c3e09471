"""The steps of the editor, as `share/reign.py` does them: rename, mark, list, edit; and pruning."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_model.claiming import ask, won
from protocol_model.rules import Rules
from protocol_model.share import Name, Number, Request, Share
from protocol_model.state import At, Pc, State, changes, readable

Steps = Iterator[tuple[str, State]]

KEPT = 1
"""How many day-old publications and reign folders pruning spares besides the young ones: 20 in the program,
as few as possible here."""


def rename(state: State, i: int, rules: Rules) -> Steps:
    """Publish, steps 2 and 3: bring the frozen bytes to the share under the number's name."""
    pc, share = state.pcs[i], state.share
    name: Name = ("file", pc.reign, pc.number)
    label = f"renames its upload to {readable(name)} {changes(pc.frozen)}"
    request = Request("rename", name, pc.frozen)
    there = share.content((pc.reign, pc.number))
    if there is None:
        yield f"{label}: done", state.having(i, pc._replace(at=At.CLAIMING_MARK), share.execute(request))
    elif there == pc.frozen:
        yield f"{label}: the same bytes are there", state.having(i, pc._replace(at=At.CLAIMING_MARK))
    else:
        yield f"{label}: other bytes are there, leaves the reign", state.having(i, pc.ended())
    if (poorer := state.spending("errors")) is None:
        return
    late = share.without_answer(request)
    yield f"{label}: no answer, will try again", poorer.having(i, pc, late)
    if not rules.same_bytes:
        yield (
            f"{label}: no answer, freezes the number anew (never do this)",
            poorer.having(i, pc._replace(frozen=pc.work), late),
        )
    if not rules.skip_no_number:
        skipping = pc._replace(number=pc.number + 1, frozen=pc.work)
        yield f"{label}: no answer, takes the next number (never do this)", poorer.having(i, skipping, late)


def claim_mark(state: State, i: int, rules: Rules) -> Steps:
    """Publish, step 4: the mark makes the publication count."""
    pc = state.pcs[i]
    for label, outcome, after in ask(state, ("mark", pc.reign, pc.number)):
        if won(outcome, rules):
            yield label, after.having(i, pc._replace(at=At.LISTING_AFTER_MARK))
        else:
            yield f"{label}, leaves the reign", after.having(i, pc.ended())


def list_after_mark(state: State, i: int, rules: Rules) -> Steps:
    """Publish, step 5: nobody took a newer reign, so the changes are recorded for all."""
    pc, share = state.pcs[i], state.share
    if rules.list_after_mark and share.may_see_reigns_above(pc.reign):
        yield "lists, sees a newer reign, leaves its own", state.having(i, pc.ended())
    if rules.list_after_mark and not share.may_overlook_reigns_above(pc.reign):
        return
    how = "lists, sees no newer reign" if rules.list_after_mark else "does not list (never do this)"
    editing = pc._replace(at=At.EDITING, pending=pc.pending & ~pc.frozen)
    number = (pc.reign, pc.number)
    yield (
        f"{how}: {changes(pc.frozen)} is RECORDED in {readable(('file', *number))}",
        state.having(i, editing)._replace(recorded=state.recorded | {(number, pc.frozen)}),
    )


def edit(state: State, i: int, rules: Rules) -> Steps:
    """Make a change, while idle or while a number is under way; publish what waits; prune."""
    pc = state.pcs[i]
    if (poorer := state.spending("edits")) is not None and (pc.at is At.EDITING or pc.number > 1):
        bit = 1 << _changes_made(state)
        changed = pc._replace(work=pc.work | bit, pending=pc.pending | bit)
        yield f"edits {changes(bit)}", poorer.having(i, _freeze(changed) if pc.at is At.EDITING else changed)
    if pc.at is At.EDITING and pc.work != pc.frozen:
        yield "freezes what waits", state.having(i, _freeze(pc))
    if pc.at is At.EDITING and state.share.may_overlook_reigns_above(pc.reign):
        yield from prune(state, i, rules)


def _freeze(pc: Pc) -> Pc:
    return pc._replace(at=At.RENAMING, number=pc.number + 1, frozen=pc.work)


def _changes_made(state: State) -> int:
    contents = [content for _number, content in state.share.files | state.recorded]
    contents += [pc.work | pc.pending for pc in state.pcs]
    contents += [request.content for request in state.share.late]
    return max(contents).bit_length()


def prune(state: State, i: int, rules: Rules) -> Steps:
    """Delete one name; the order is free, as any may be held open by somebody or executed late."""
    if (poorer := state.spending("deletions")) is None:
        return
    for name in sorted(_deletable(state.share, state.pcs[i].reign, rules)):
        request = Request("delete", name)
        label = f"prunes {readable(name)}"
        yield f"{label}: done", poorer.having(i, state.pcs[i], state.share.execute(request))
        if (unlucky := poorer.spending("errors")) is not None:
            late = state.share.without_answer(request)
            yield f"{label}: no answer", unlucky.having(i, state.pcs[i], late)


def _deletable(share: Share, own: int, rules: Rules) -> Iterator[Name]:
    """Yield what docs/storage.md allows to delete, or what the rules switched off allow besides.

    A reign folder may go while publications of its reign are left: a partial listing may hide them.
    """
    publications = _lowest_spared(share, rules)
    reigns = [epoch for epoch in share.reigns if share.is_day_old(("reign", epoch, 0))]
    if not rules.keep_young_reigns:
        reigns = [epoch for epoch in share.reigns if epoch <= own]  # it saw no newer one
    spared_reign = min(sorted(reigns)[-KEPT:], default=0)
    for name in share.names():
        what, epoch, number = name
        old = share.is_day_old(name)
        if what == "reign":
            may_go = epoch in reigns and epoch < spared_reign
        elif what == "mark" and share.content((epoch, number)) is None:
            may_go = ((epoch, number) < publications and old) or not rules.keep_young_seals
        else:
            may_go = (epoch, number) < publications and (old or not rules.keep_young_publications)
        if may_go:
            yield name


def _lowest_spared(share: Share, rules: Rules) -> Number:
    """Return the lowest publication spared besides the young ones: old names below it may go."""
    numbers = sorted(
        number
        for number, _content in share.files
        if share.is_day_old(("file", *number)) or not rules.keep_young_publications
    )
    return min(numbers[-KEPT:], default=(0, 0))
