"""What the dialogs about duplicates read and write, off the UI thread: plain values in and out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cariste.duplicates.looking import Pair
    from cariste.duplicates.merging import Comparison
    from cariste.workspace import Workspace


def read_pairs(workspace: Workspace, ids: Collection[str] | None) -> list[Pair]:
    """Return the people who may be recorded twice; with ids, only pairs with one of these."""
    from cariste.duplicates.looking import look_alikes

    with workspace.reading():
        return look_alikes(ids)


def read_comparison(workspace: Workspace, first_id: str, second_id: str) -> Comparison:
    """Return two files side by side. Raises as `compare`."""
    from cariste.duplicates.merging import compare

    with workspace.reading():
        return compare(first_id, second_id)


def store_merger(
    workspace: Workspace, keep_id: str, other_id: str, choices: Mapping[str, str], name: str
) -> None:
    """Merge two files in one change. Raises as `merge`."""
    from cariste.duplicates.merging import merge, merged_label

    with workspace.change(merged_label(name)):
        merge(keep_id, other_id, choices)


def store_apart(workspace: Workspace, first_id: str, second_id: str) -> None:
    """Note in one change that two people are not the same."""
    from cariste.duplicates.merging import apart_label, tell_apart

    with workspace.change(apart_label()):
        tell_apart(first_id, second_id)
