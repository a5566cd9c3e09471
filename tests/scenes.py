"""What comes before a page of waiting changes has anything to show: two PCs, and one that was cut off."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cariste import bootstrap
from cariste.core.paths import HOME_VARIABLE
from cariste.workspace import Workspace

Write = Callable[[], None]


@contextmanager
def on_pc(home: Path) -> Iterator[None]:
    """Be another PC for the time of a block: its local files lie elsewhere."""
    former = os.environ.get(HOME_VARIABLE)
    os.environ[HOME_VARIABLE] = str(home)
    try:
        yield
    finally:
        if former is None:
            del os.environ[HOME_VARIABLE]
        else:
            os.environ[HOME_VARIABLE] = former


def cut_off(workspace: Workspace) -> None:
    """Close without sending, as after a crash: what waits stays in this PC's outbox."""
    assert workspace._reign is not None
    workspace._reign.leave()
    workspace.close()


def clash(folder: Path, other_pc: Path, *, mine: dict[str, Write], theirs: dict[str, Write]) -> None:
    """Let this PC record changes that do not leave it, and another PC record its own meanwhile.

    Whoever opens the folder here next finds those that clash.

    Args:
        folder: Edited by nobody.
        other_pc: Where the other PC keeps its files.
        mine: What is written here, by label.
        theirs: What is written there.
    """
    workspace = bootstrap.open_workspace(folder, write=True)
    _write(workspace, mine)
    cut_off(workspace)
    with on_pc(other_pc), bootstrap.open_workspace(folder, write=True) as elsewhere:
        _write(elsewhere, theirs)


def _write(workspace: Workspace, changes: dict[str, Write]) -> None:
    for label, write in changes.items():
        with workspace.change(label):
            write()
