"""What can be undone: the user actions of this session, turned round."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cariste.core.errors import UserError
from cariste.core.i18n import _
from cariste.database.model import Change, perform_all
from cariste.database.operations import Operation

_DEPTH = 200


class Step(NamedTuple):
    """One user action that can be undone or done again."""

    label: str
    operations: Sequence[Operation]


class History:
    """The actions done and undone since the lock was taken; the oldest are forgotten.

    Attributes:
        recorded: How many actions were ever remembered; undoing changes nothing in it.
    """

    def __init__(self) -> None:
        self.recorded = 0
        self._done: deque[Step] = deque(maxlen=_DEPTH)
        self._undone: list[Step] = []

    def did(self, label: str, operations: Sequence[Operation]) -> None:
        """Remember an action; what was undone before can no longer be done again."""
        self._done.append(Step(label, operations))
        self._undone.clear()
        self.recorded += 1

    @property
    def undoable(self) -> str | None:
        """What would be undone; None when there is nothing."""
        return self._done[-1].label if self._done else None

    @property
    def redoable(self) -> str | None:
        """What would be done again; None when there is nothing."""
        return self._undone[-1].label if self._undone else None

    def take_done(self) -> Step:
        """Take out the last action.

        Raises:
            UserError: There is none.
        """
        if not self._done:
            raise UserError(_("There is nothing to undo."))
        return self._done.pop()

    def take_undone(self) -> Step:
        """Take out the action undone last.

        Raises:
            UserError: There is none.
        """
        if not self._undone:
            raise UserError(_("There is nothing to redo."))
        return self._undone.pop()

    def undid(self, step: Step) -> None:
        """Remember an action as undone."""
        self._undone.append(step)

    def redid(self, step: Step) -> None:
        """Remember an action as done again."""
        self._done.append(step)

    @contextlib.contextmanager
    def given_back_unless_refused(self, step: Step, give: Callable[[Step], None]) -> Iterator[None]:
        """Keep an action on offer when writing it fails for a reason that may pass, such as a full disk."""
        try:
            yield
        except UserError:
            raise
        except BaseException:
            give(step)
            raise


def take_back(change: Change, step: Step) -> None:
    """Write the inverse of an action.

    Raises:
        UserError: A record has been changed since.
    """
    _write(change, [one.inverse() for one in reversed(step.operations)], step.label)


def do_again(change: Change, step: Step) -> None:
    """Write an action again. Raises as `take_back`."""
    _write(change, step.operations, step.label)


def _write(change: Change, operations: Sequence[Operation], label: str) -> None:
    if perform_all(change, operations):
        raise UserError(
            _("“{label}” is left as it is: the record has been changed since. Nothing was written.").format(
                label=label
            )
        )
