"""A warehouse of any size, for the time of a measurement."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cariste.bootstrap import create_folder
from cariste.core.clock import today
from cariste.core.paths import HOME_VARIABLE
from cariste.demo import seed
from cariste.workspace import Workspace


@contextlib.contextmanager
def warehouse(people: int) -> Iterator[Workspace]:
    """Give an open folder of invented people, in a user folder of its own; both are gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        os.environ[HOME_VARIABLE] = f"{name}/home"
        with create_folder(Path(name) / "shared", "Bench") as workspace:
            with workspace.change("bench"):
                seed.fill(count=people, seed=1, today=today())
            yield workspace
