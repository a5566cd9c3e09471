"""What the dialogs about leaving read and write, off the UI thread: plain values in and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from cariste.leaving.models import ANONYMISED

if TYPE_CHECKING:
    from cariste.leaving.erasing import Belongings
    from cariste.workspace import Workspace


class Chosen(NamedTuple):
    """Whom a dialog is about: ids and names, in the order of the names."""

    ids: tuple[str, ...]
    names: tuple[str, ...]


def read_belongings(workspace: Workspace, ids: Sequence[str]) -> list[Belongings]:
    """Return what each of these people has; those who are gone are left out."""
    from cariste.leaving.erasing import belongings

    with workspace.reading():
        return belongings(ids)


def store_departure(workspace: Workspace, chosen: Chosen, day: dt.date, reason: str) -> int:
    """Note in one change that people left. Raises as `mark_as_left`."""
    from cariste.leaving.status import left_label, mark_as_left

    with workspace.change(left_label(chosen.names, day, reason)):
        return mark_as_left(chosen.ids, day)


def store_return(workspace: Workspace, chosen: Chosen) -> int:
    """Note in one change that people are back. Raises as `come_back`."""
    from cariste.leaving.status import back_label, come_back

    with workspace.change(back_label(chosen.names)):
        return come_back(chosen.ids)


def store_erasure(workspace: Workspace, ids: Sequence[str], form: str, reason: str) -> int:
    """Anonymise people, or delete them for good, in one change. Raises as `anonymise`, `delete_for_good`."""
    from cariste.leaving import erasing

    anonymise = form == ANONYMISED
    label = erasing.anonymised_label if anonymise else erasing.deleted_label
    with workspace.change(label(len(ids), reason)):
        return (erasing.anonymise if anonymise else erasing.delete_for_good)(ids, reason)
