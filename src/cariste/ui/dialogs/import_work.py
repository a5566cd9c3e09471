"""The work behind the import dialog: a read that can be watched and stopped, and the change that stores."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from cariste.core.i18n import _
from cariste.workspace import Workspace

if TYPE_CHECKING:
    from cariste.exchange.plan import Plan


class DryRun:
    """One read of a file in a worker thread.

    The worker only writes plain numbers and reads a flag; the window looks at them when it likes, and no
    signal per row crosses the threads.
    """

    def __init__(self, workspace: Workspace, path: Path) -> None:
        self.path = path
        self._workspace = workspace
        self._stop = threading.Event()
        self.done, self.total = 0, 0

    def run(self) -> Plan:
        """Read the file and return what importing it would do.

        Raises:
            Cancelled: `cancel` was called.
            UserError: The file cannot be understood.
            EnvironmentProblem: It cannot be read.
        """
        from cariste.exchange.importing import plan_import

        with self._workspace.reading():
            return plan_import(self.path, progress=self._note, cancelled=self._stop.is_set)

    def cancel(self) -> None:
        """Stop the read as soon as it asks."""
        self._stop.set()

    def _note(self, done: int, total: int) -> None:
        self.done, self.total = done, total


def store_plan(workspace: Workspace, plan: Plan) -> frozenset[str]:
    """Import what was read, in one change; return what it touched.

    Raises:
        ReadOnlyHere: This window does not edit any more.
        EnvironmentProblem: The share did not take the change: nothing is recorded.
    """
    from cariste.exchange.importing import store

    with workspace.change(_("Import of {file}").format(file=plan.file.name)) as change:
        store(plan)
    return frozenset(change.touched)
