"""The storage protocol, every step in every order: nothing recorded is lost, and every rule is needed.

With `-s` the shortest way to a loss is printed for each rule that is switched off.
"""

from __future__ import annotations

import dataclasses

import pytest
from protocol_model.explore import explore
from protocol_model.promises import lost_change
from protocol_model.rules import Budget, Rules
from protocol_model.share import TICKS_A_DAY
from protocol_model.state import HAS_BASE, State, of_new_folder, of_working_editor

RULES = Rules()
DAY = TICKS_A_DAY

# Each rule with a moment from which a search without it finds a loss.
NEEDED = {
    "next_reign_after_restart": of_working_editor(2, Budget(reigns=2, edits=2, errors=1, crashes=1)),
    "skip_no_number": of_working_editor(2, Budget(reigns=2, errors=1)),
    "same_bytes": of_working_editor(2, Budget(reigns=2, edits=2, errors=1)),
    "exists_is_not_mine": of_working_editor(2, Budget(reigns=2)),
    "error_is_not_mine": of_working_editor(2, Budget(reigns=2, errors=1)),
    "seal_every_reign": of_working_editor(2, Budget(reigns=2)),
    "wait_for_name": of_working_editor(2, Budget(reigns=2)),
    "error_is_not_absence": of_working_editor(2, Budget(reigns=2, errors=1)),
    "own_mark_only": of_working_editor(2, Budget(reigns=2, errors=1)),
    "list_after_mark": of_working_editor(2, Budget(reigns=2, ticks=DAY, deletions=1)),
    "list_after_reign": of_working_editor(2, Budget(reigns=2, errors=1, ticks=DAY, deletions=1)),
    "list_after_seal": of_working_editor(2, Budget(reigns=2, edits=0, ticks=DAY, deletions=2), numbers=3),
    "list_before_belief": of_working_editor(2, Budget(reigns=2, edits=0, ticks=DAY, deletions=1), numbers=3),
    "keep_young_publications": of_working_editor(
        2, Budget(reigns=2, edits=0, ticks=DAY, deletions=2), numbers=3
    ),
    "keep_young_seals": of_working_editor(2, Budget(reigns=2, ticks=DAY, deletions=1)),
    "keep_young_reigns": of_working_editor(2, Budget(reigns=2, errors=1, ticks=1, deletions=1)),
}

CLEAN = {
    "two PCs race for a new folder": of_new_folder(2, Budget(reigns=2, errors=1)),
    "three PCs race for a new folder": of_new_folder(3, Budget(reigns=3)),
    "an editor and two who take over": of_working_editor(3, Budget(reigns=3)),
    "two PCs, an error, a crash": of_working_editor(2, Budget(reigns=3, errors=1, crashes=1)),
    "pruning while somebody takes over": of_working_editor(
        2, Budget(reigns=2, ticks=DAY, deletions=2), numbers=3
    ),
}

LARGE = {
    "two PCs, two changes, an error, a crash": of_working_editor(
        2, Budget(reigns=3, edits=2, errors=1, crashes=1)
    ),
    "three PCs race for a new folder, an error": of_new_folder(3, Budget(reigns=3, errors=1)),
    "pruning, an error": of_working_editor(2, Budget(reigns=2, errors=1, ticks=DAY, deletions=2), numbers=3),
    "pruning while two take over": of_working_editor(
        3, Budget(reigns=3, edits=0, ticks=DAY, deletions=2), numbers=3
    ),
}


def without(rule: str) -> Rules:
    """Return the rules with one of them switched off."""
    return dataclasses.replace(RULES, **{rule: False})


def test_every_rule_is_tried() -> None:
    assert {field.name for field in dataclasses.fields(Rules)} == NEEDED.keys()


@pytest.mark.parametrize("rule", NEEDED)
def test_without_this_rule_a_recorded_change_is_lost(rule: str) -> None:
    found = explore(NEEDED[rule], without(rule), lost_change)
    print(f"\nWithout {rule}:{found}")
    assert found.problem is not None


@pytest.mark.parametrize("start", NEEDED.values(), ids=NEEDED)
def test_with_all_rules_the_same_events_lose_nothing(start: State) -> None:
    found = explore(start, RULES)
    assert found.problem is None, str(found)


@pytest.mark.parametrize("start", CLEAN.values(), ids=CLEAN)
def test_every_promise_holds(start: State) -> None:
    found = explore(start, RULES)
    assert found.problem is None, str(found)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("start", LARGE.values(), ids=LARGE)
def test_every_promise_holds_in_larger_searches(start: State) -> None:
    found = explore(start, RULES)
    assert found.problem is None, str(found)


# A search that could not do the work would be clean, too.


def test_after_two_takeovers_the_changes_of_both_editors_are_recorded() -> None:
    def done(state: State) -> str | None:
        reached = any(epoch == 3 and content == 0b11 for (epoch, _number), content in state.recorded)
        return "recorded" if reached else None

    assert explore(of_working_editor(2, Budget(reigns=3, edits=2)), RULES, done).problem == "recorded"


def test_a_change_without_confirmation_is_recorded_by_the_next_editor_and_its_own_pc_learns_so() -> None:
    def done(state: State) -> str | None:
        recorded = dict(state.recorded)
        first, second = state.pcs
        by_the_second = (1, 2) not in recorded and recorded.get((2, 1)) == 0b1 and second.at in HAS_BASE
        return "recorded" if by_the_second and not first.pending else None

    start = of_working_editor(2, Budget(reigns=2, edits=2, errors=1))
    found = explore(start, RULES, done)
    assert found.problem == "recorded"
    assert "which has a successor" in found.trace[-1]


def test_pruning_removes_what_is_old_enough() -> None:
    def done(state: State) -> str | None:
        return "pruned" if state.share.content((1, 1)) is None and (1, 1) not in state.share.marks else None

    start = of_working_editor(2, Budget(reigns=2, edits=0, ticks=DAY, deletions=2), numbers=2)
    assert explore(start, RULES, done).problem == "pruned"
