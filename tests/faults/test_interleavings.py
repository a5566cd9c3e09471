"""Any order of edits, publications, faults, takeovers, restarts on two PCs: nothing recorded disappears."""

from __future__ import annotations

import os

import pytest
from faults.line import CAUGHT_UP, LATE
from faults.two_pcs import NONE, TwoPcs
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="Windows lets nobody play a kill: files that are open cannot be put aside"
)


def search(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        TwoPcs,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[*HealthCheck],
            print_blob=True,
        ),
    )


def test_whatever_happens_on_two_pcs_no_acknowledged_edit_disappears() -> None:
    search(examples=12, steps=25)


def test_a_publication_that_arrives_after_its_reign_was_sealed_makes_nothing_recorded() -> None:
    """For a moment it is the head, and its editor's own PC reads it there: still, its edit waits."""
    for nth in range(1, 60, 4):  # there are eight such moments in a row
        pcs = TwoPcs()
        pcs.open("a", asked=False, fault=NONE)
        pcs.read("a", NONE)
        pcs.give_and_send("a", "Ada", (LATE, 1))
        pcs.open("b", asked=True, fault=(CAUGHT_UP, nth))
        pcs.read("a", NONE)
        pcs.every_acknowledged_edit_is_in_the_head_or_visible_on_its_pc()
        pcs.teardown()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_whatever_happens_for_longer_no_acknowledged_edit_disappears() -> None:
    search(examples=int(os.environ.get("CARISTE_SEARCHES", "40")), steps=50)
